"""The chat in a terminal, with prompt-toolkit: editing, completion, suggestions, and a toolbar.

Only light modules are imported here. The bot (the search and its word lists) is loaded in a thread
that starts once the prompt is on the screen.
"""

import asyncio
import os
import stat
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from prompt_toolkit.application import get_app, run_in_terminal
from prompt_toolkit.auto_suggest import AutoSuggest, Suggestion
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import FuzzyCompleter, WordCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.shortcuts import PromptSession, print_formatted_text

from bot.errors import UsageError
from bot.interrupts import raising
from bot.sanitising import masked, on_one_line, well_formed
from bot.session import COMMANDS, Contents, Examples, Left, Sections, Session
from bot.terminal.rendering import BOLD, GOODBYE, Renderer, transcript

if TYPE_CHECKING:
    from bot.bot import Bot

TITLE = "Questions and answers from a health text"

WELCOME = """\
Ask a question, and I show you the passage that answers it, word for word. I am a computer program: \
I quote, and I do not give medical advice.

In an emergency, do not ask here. Call your emergency number now (112, 911, 999 or 000), \
or ask somebody near you to call.

/help shows how this works. /quit leaves."""

HOW_TO_LEAVE = "To leave, type /quit and press Enter, or press Ctrl and D together."

WAIT = "One moment, I am still reading the material ..."

PAGE_PROMPT = "Enter: read on. q and Enter: stop. "

TOOLBARS = (
    "This quotes written material. It is not medical advice.   /help   /quit",
    "Not medical advice.   /help   /quit",
)
"""The disclaimer in the bottom line: the longest that fits is shown."""

PAGED = (Contents, Sections, Examples)
"""What is long, and is shown a screenful at a time."""


class TerminalChat:
    """One session at the terminal.

    Args:
        load: gives the bot that answers; it may take a moment, and is called once the prompt is on the screen.
        plain: whether to write without bold, underline and box drawing.
        history: the file that keeps what is typed; ``None`` keeps it nowhere.

    Raises:
        UsageError: the history file cannot be used.
    """

    def __init__(self, load: "Callable[[], Bot]", plain: bool = False, history: Path | None = None) -> None:
        self._load_bot = load
        self._plain = plain
        self._session: Future[Session] = Future()
        self._introduced = False
        self._history = _history(history)
        toolbar = None if self._plain else _toolbar
        depth = ColorDepth.DEPTH_1_BIT if self._plain else None
        self._pages: PromptSession[str] = PromptSession(PAGE_PROMPT, bottom_toolbar=toolbar, color_depth=depth)
        self._prompts: PromptSession[str] = PromptSession(
            ANSI("You: " if self._plain else "\x1b[1mYou:\x1b[0m "),
            history=self._history,
            auto_suggest=None if self._plain else SuggestQuestions(self._examples),
            completer=FuzzyCompleter(
                WordCompleter(self._completions, meta_dict=_SUMMARIES, sentence=True), pattern="^.+"
            ),
            complete_while_typing=Condition(self._types_a_command),
            key_bindings=_keys(lambda: self._say(HOW_TO_LEAVE)),
            input_processors=[MaskUnsafe()],
            bottom_toolbar=toolbar,
            color_depth=depth,
        )

    def run(self) -> None:
        """Talk until the person leaves.

        Raises:
            BotError: the bot cannot be loaded.
        """
        with raising():
            self._converse()

    def _converse(self) -> None:
        self._print(self._welcome())
        line, last = "", False
        while not last:
            try:
                line = line or self._prompts.prompt(pre_run=self._before_prompt)
                self._tell_of_trouble()
                line, last = self._answer(line) if line.strip() else ("", False)
            except KeyboardInterrupt:
                line = ""
            except EOFError:
                self._say(GOODBYE)
                last = True

    def _tell_of_trouble(self) -> None:
        """Say once that the history is no longer kept."""
        if isinstance(self._history, LastingHistory) and self._history.trouble:
            self._say(self._history.trouble)
            self._history = InMemoryHistory()

    def _answer(self, line: str) -> tuple[str, bool]:
        """Show the reply to ``line``; gives what was typed while reading it, and whether to leave."""
        self._start_loading()
        if not self._session.done():
            self._say(WAIT)
        session = self._session.result()
        self._introduce()
        shown = session.respond(well_formed(line))
        text = self._renderer().shown(shown)
        if isinstance(shown, PAGED):
            return self._show_pages(text), False
        self._print(f"\n{text}\n")
        return "", isinstance(shown, Left)

    def _show_pages(self, text: str) -> str:
        """Show a screenful at a time; gives what was typed instead of reading on."""
        lines = text.split("\n")
        height = max(1, self._prompts.app.output.get_size().rows - 3)
        self._print("")
        for start in range(0, len(lines), height):
            self._print("\n".join(lines[start : start + height]))
            if start + height < len(lines):
                try:
                    typed = self._pages.prompt().strip()
                except (KeyboardInterrupt, EOFError):
                    return ""
                if typed:
                    return "" if typed.casefold() == "q" else typed
        self._print("")
        return ""

    def _before_prompt(self) -> None:
        if not self._introduced:
            get_app().create_background_task(self._introduce_when_loaded())

    async def _introduce_when_loaded(self) -> None:
        """Runs once the prompt is drawn: load the bot, then say above the prompt what it quotes."""
        self._start_loading()
        try:
            await asyncio.wrap_future(self._session)
        except Exception as error:
            if not get_app().is_done:
                get_app().exit(exception=error)
        else:
            await run_in_terminal(self._introduce)

    def _start_loading(self) -> None:
        if not self._session.running() and not self._session.done():
            self._session.set_running_or_notify_cancel()
            Thread(target=self._load, daemon=True).start()

    def _load(self) -> None:
        try:
            session = Session(self._load_bot(), transcript)
        except BaseException as error:
            self._session.set_exception(error)
        else:
            self._session.set_result(session)
            session.bot.warm_up()

    def _introduce(self) -> None:
        if not self._introduced:
            self._introduced = True
            self._print(f"{self._renderer().introduction(self._session.result().introduction())}\n")

    def _welcome(self) -> str:
        renderer = self._renderer()
        return f"{renderer.styled(TITLE, BOLD)}\n\n{renderer.text(WELCOME)}\n"

    def _renderer(self) -> Renderer:
        session = self._loaded()
        passages = len(session.bot.corpus.passages) if session else 0
        return Renderer(passages, self._prompts.app.output.get_size().columns, self._plain, numbered=True)

    def _say(self, text: str) -> None:
        self._print(self._renderer().text(text))

    def _print(self, text: str) -> None:
        print_formatted_text(ANSI(text), output=self._prompts.app.output, color_depth=self._prompts.color_depth)

    def _loaded(self) -> Session | None:
        return self._session.result() if self._session.done() and not self._session.exception() else None

    def _examples(self) -> Sequence[str]:
        session = self._loaded()
        return session.examples if session else ()

    def _completions(self) -> list[str]:
        session = self._loaded()
        if session and get_app().current_buffer.text.startswith("/read "):
            return [f"/read {heading}" for heading in session.headings if heading]
        return [*COMMANDS, *self._examples()]

    def _types_a_command(self) -> bool:
        return not self._plain and get_app().current_buffer.text.startswith("/")


class SuggestQuestions(AutoSuggest):
    """Suggests, in grey, how the line may go on: from this conversation, then from the example questions."""

    def __init__(self, examples: Callable[[], Sequence[str]]) -> None:
        self._examples = examples

    def get_suggestion(self, buffer: Buffer, document: Document) -> Suggestion | None:
        """The rest of the first line that begins like the one being typed."""
        typed = document.text
        if not typed.strip():
            return None
        for line in (*reversed(buffer.history.get_strings()), *self._examples()):
            known = on_one_line(line)
            if len(known) > len(typed) and known[: len(typed)].casefold() == typed.casefold():
                return Suggestion(known[len(typed) :])
        return None


class MaskUnsafe(Processor):
    """Shows a replacement sign for each typed or pasted character that could move or reverse text."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """The line with unsafe characters masked, at its own length."""
        return Transformation([(style, masked(text)) for style, text, *_ in transformation_input.fragments])


class LastingHistory(FileHistory):
    """A history file that can hold whatever a terminal sends; where its disk is full, the chat goes on without it."""

    trouble = ""
    """Why the last line could not be kept; empty where it was."""

    def store_string(self, string: str) -> None:
        """Append one line of input."""
        try:
            super().store_string(well_formed(string))
        except OSError as error:
            self.trouble = f"What you type can no longer be kept in the history file: {error.strerror}."


_SUMMARIES = {name: summary for name, (_, summary) in COMMANDS.items()}


def _history(path: Path | None) -> History:
    if path is None:
        return InMemoryHistory()
    try:
        path = path.expanduser()
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NONBLOCK", 0), 0o600)
        with os.fdopen(descriptor, "rb") as file:
            is_file = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error).rstrip(".")
        raise UsageError(f"--history {path}: cannot be used: {reason}. Choose another file.") from error
    if not is_file:
        raise UsageError(f"--history {path}: a pipe or a device, not a file. Choose another file.")
    return LastingHistory(path)


def _keys(say_how_to_leave: Callable[[], None]) -> KeyBindings:
    keys = KeyBindings()

    @keys.add("c-c")
    def clear(event: KeyPressEvent) -> None:
        if event.current_buffer.text:
            event.current_buffer.reset()
        else:
            run_in_terminal(say_how_to_leave)

    @keys.add(Keys.BracketedPaste)
    def paste(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text(on_one_line(event.data))

    return keys


def _toolbar() -> str:
    columns = get_app().output.get_size().columns
    return next((text for text in TOOLBARS if len(text) <= columns), TOOLBARS[-1])
