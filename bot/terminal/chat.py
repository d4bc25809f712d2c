"""The chat in a terminal, with prompt-toolkit: editing, completion, suggestions, and a toolbar.

Only light modules are imported here, and what the prompt does not need is imported where it is used. The bot (the
search and its word lists) is loaded in a thread that starts once the prompt is on the screen.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from prompt_toolkit.application import get_app, run_in_terminal
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.shortcuts import PromptSession, print_formatted_text

from bot.interrupts import raising
from bot.sanitising import well_formed
from bot.terminal.history import LastingHistory, open_history
from bot.terminal.loading import Loading
from bot.terminal.paper import BOLD, LINK, Paper, columns
from bot.terminal.prompting import KEYS, prompt_session, toolbar
from bot.terminal.waiting import FRAME, waiting

if TYPE_CHECKING:
    from bot.session import Replied, Sections, Session, Shown
    from bot.terminal.rendering import Renderer

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

LOOKING = "One moment, I am looking ..."

BELOW = 3
"""Lines of the screen that hold the next prompt and what stands under it."""


@dataclass(frozen=True, slots=True)
class Look:
    """How things are shown.

    Attributes:
        plain: without bold, underline, box drawing and links.
        width: of the lines at most, in columns; ``None`` for what is easy to read.
        linked: whether the terminal has links.
    """

    plain: bool = False
    width: int | None = None
    linked: bool = False


class TerminalChat:
    """One session at the terminal.

    Args:
        begin: gives the session, with the bot that answers; it may take a moment, and is called once the prompt is on
            the screen.
        look: how things are shown.
        history: the file that keeps what is typed; ``None`` keeps it nowhere.

    Raises:
        UsageError: the history file cannot be used.
    """

    def __init__(self, begin: "Callable[[], Session]", look: Look = Look(), history: Path | None = None) -> None:
        self._loading = Loading(begin)
        self._look = look
        self._introduced = False
        self._is_editing = False
        self._history = open_history(history)
        self._prompts = prompt_session(
            self._loading.loaded, self._history, look.plain, lambda: self._say(HOW_TO_LEAVE), self._loading.status
        )
        self._pages: PromptSession[str] = PromptSession(
            PAGE_PROMPT, bottom_toolbar=None if look.plain else toolbar, color_depth=self._prompts.color_depth
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
                self._leave()
                last = True

    def _leave(self) -> None:
        from bot.session import Left

        session = self._loading.loaded()
        self._show(session.respond("/quit") if session else Left())

    def _tell_of_trouble(self) -> None:
        """Say once that the history is no longer kept."""
        if isinstance(self._history, LastingHistory) and self._history.trouble:
            self._say(self._history.trouble)
            self._history = InMemoryHistory()

    def _answer(self, line: str) -> tuple[str, bool]:
        """Show the reply to ``line``; gives what was typed while reading it, and whether to leave."""
        from bot.session import Left

        self._loading.start()
        if not self._loading.future.done():
            if self._look.plain:
                self._say(WAIT)
            with self._waiting(WAIT):
                self._loading.future.exception()
        session = self._loading.future.result()
        self._introduce()
        with self._waiting(LOOKING):
            shown = session.respond(well_formed(line))
        return self._show(shown), isinstance(shown, Left)

    def _show(self, shown: "Shown") -> str:
        """Show what a line is answered with; gives what was typed while reading it."""
        from bot.session import Began, Cleared, Copied, Editing, Opened, Replied, Sections
        from bot.terminal import acting

        output = self._prompts.app.output
        if isinstance(shown, Cleared):
            acting.clear(output)
        elif isinstance(shown, Editing):
            self._is_editing = True
        elif isinstance(shown, Copied):
            self._print(f"\n{self._paper().text(acting.copy(shown, output))}\n")
        elif isinstance(shown, Opened):
            self._print(f"\n{self._paper().text(acting.open_source(shown))}\n")
        elif isinstance(shown, Sections):
            return self._read(shown)
        else:
            if isinstance(shown, Began) and isinstance(self._history, InMemoryHistory):
                self._forget_what_was_typed()
            if isinstance(shown, Replied) and shown.reply.kind == "emergency":
                self._show_help(shown)
            else:
                return self._show_text(self._renderer().shown(shown))
        return ""

    def _show_help(self, replied: "Replied") -> None:
        """Show help in an emergency, whole; where the number would have left the screen by then, once more."""
        from bot.terminal.replies import number_on

        renderer = self._renderer()
        text, number = renderer.shown(replied), number_on(renderer.paper, replied.reply)
        is_seen = text.partition(number)[2].count("\n") + number.count("\n") < self._height()
        self._print(f"\n{text}\n" if is_seen else f"\n{text}\n\n{number}\n")

    def _read(self, sections: "Sections") -> str:
        from bot.terminal.pager import MARGIN, read_in_window
        from bot.terminal.shelves import sections_on

        text, _ = sections_on(self._paper(), sections)
        if self._look.plain or text.count("\n") < self._height():
            return self._show_text(text)
        read_in_window(*sections_on(self._paper(MARGIN), sections))
        return ""

    def _show_text(self, text: str) -> str:
        """Show a text, a screenful at a time where it is long; gives what was typed while reading it."""
        text = f"\n{text}\n"
        if text.count("\n") < self._height():
            self._print(text)
            return ""
        from bot.terminal.pager import show_screenfuls

        return show_screenfuls(text, self._height(), self._print, self._pages)

    def _height(self) -> int:
        return max(1, self._prompts.app.output.get_size().rows - BELOW)

    def _forget_what_was_typed(self) -> None:
        self._history = self._prompts.history = self._prompts.default_buffer.history = InMemoryHistory()

    def _before_prompt(self) -> None:
        if not self._introduced:
            get_app().create_background_task(self._introduce_when_loaded())
        if self._is_editing:
            self._is_editing = False
            get_app().current_buffer.open_in_editor()

    async def _introduce_when_loaded(self) -> None:
        """Runs once the prompt is drawn: load the bot, then say above the prompt what it quotes."""
        self._loading.start()
        loaded = asyncio.wrap_future(self._loading.future)
        while not loaded.done():
            await asyncio.wait({loaded}, timeout=FRAME)
            get_app().invalidate()
        error = loaded.exception()
        if error is None:
            await run_in_terminal(self._introduce)
        elif not get_app().is_done:
            get_app().exit(exception=error)

    def _introduce(self) -> None:
        if not self._introduced:
            self._introduced = True
            session, renderer = self._loading.future.result(), self._renderer()
            recalled = session.recalled()
            self._print(f"{renderer.introduction(session.introduction())}\n")
            if recalled:
                self._print(f"{renderer.recalled(recalled)}\n")

    def _welcome(self) -> str:
        paper = self._paper()
        return f"{paper.styled(TITLE, BOLD)}\n\n{paper.text(WELCOME)}\n"

    def _waiting(self, text: str) -> AbstractContextManager[None]:
        output = self._prompts.app.output

        def write(part: str) -> None:
            output.write_raw(part)
            output.flush()

        return nullcontext() if self._look.plain else waiting(text[: output.get_size().columns - 3], write)

    def _renderer(self) -> "Renderer":
        from bot.terminal.rendering import Renderer

        width = self._paper().width
        return Renderer(width, self._look.plain, True, self._look.linked, KEYS, self._height() - 2)

    def _paper(self, margin: int = 0) -> Paper:
        width = columns(self._prompts.app.output.get_size().columns - margin, self._look.width)
        return Paper(width, self._look.plain, self._look.linked)

    def _say(self, text: str) -> None:
        self._print(self._paper().text(text))

    def _print(self, text: str) -> None:
        # What takes no room on the screen stands between these two for prompt-toolkit.
        written = ANSI(LINK.sub("\001\\g<0>\002", text))
        print_formatted_text(written, output=self._prompts.app.output, color_depth=self._prompts.color_depth)
