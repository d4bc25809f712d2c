"""The line that a person types in: its keys, what is shown in it and under it."""

import os
from collections.abc import Callable

from prompt_toolkit.application import Application, get_app, run_in_terminal
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import Condition, has_focus
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.history import History
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.key_binding.key_processor import KeyProcessor
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.shortcuts import PromptSession
from prompt_toolkit.styles import Style

from bot.sanitising import displayable, masked
from bot.terminal.completing import Completions, Loaded, SuggestQuestions

KEYS = """\
Enter sends. Alt and Enter (or Escape, then Enter) begin a new line. Tab shows what could come next; the right arrow \
key takes what stands in grey. Ctrl-X Ctrl-E opens your editor, Ctrl-R searches what you typed, Ctrl-D leaves."""

STYLE = Style([("auto-suggestion", "#767676")])
"""A grey that can be read on white and on black (contrast 4.5 on both, as WCAG 2.2 AA asks)."""

TOOLBARS = (
    "This quotes written material. It is not medical advice.   /help   /quit",
    "Not medical advice.   /help   /quit",
)
"""The disclaimer in the bottom line: the longest that fits is shown."""


class MaskUnsafe(Processor):
    """Shows a replacement sign for each typed or pasted character that could move or reverse text."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """The line with unsafe characters masked, at its own length."""
        return Transformation([(style, masked(text)) for style, text, *_ in transformation_input.fragments])


def prompt_session(
    loaded: Loaded, history: History, plain: bool, say_how_to_leave: Callable[[], None], status: Callable[[], str]
) -> PromptSession[str]:
    """The prompt of the chat.

    Args:
        loaded: gives the session, once there is one.
        history: what was typed before.
        plain: whether to write without bold, suggestions, menus and a bottom line.
        say_how_to_leave: called where Ctrl-C finds nothing to clear.
        status: what stands in the bottom line before the disclaimer.
    """

    def examples() -> tuple[str, ...]:
        session = loaded()
        return session.examples if session else ()

    def types_a_command() -> bool:
        return not plain and get_app().current_buffer.text.startswith("/")

    return PromptSession(
        ANSI("You: " if plain else "\x1b[1mYou:\x1b[0m "),
        multiline=True,
        prompt_continuation="     ",
        history=history,
        auto_suggest=None if plain else SuggestQuestions(examples),
        completer=Completions(loaded),
        complete_while_typing=Condition(types_a_command),
        enable_open_in_editor=True,
        tempfile_suffix=".txt",
        key_bindings=_keys(say_how_to_leave),
        input_processors=[MaskUnsafe()],
        bottom_toolbar=None if plain else lambda: toolbar(status()),
        style=STYLE,
        color_depth=ColorDepth.DEPTH_1_BIT if plain else None,
    )


def toolbar(status: str = "") -> str:
    """The bottom line."""
    width = get_app().output.get_size().columns
    before = f"{status}   " if status else ""
    return before + next((text for text in TOOLBARS if len(before + text) <= width), TOOLBARS[-1])


def _keys(say_how_to_leave: Callable[[], None]) -> KeyBindings:
    keys = KeyBindings()
    is_typing = has_focus(DEFAULT_BUFFER)

    @keys.add("c-c")
    def clear(event: KeyPressEvent) -> None:
        if event.current_buffer.text:
            event.current_buffer.reset()
        else:
            run_in_terminal(say_how_to_leave)

    @keys.add("enter", filter=is_typing)
    def send(event: KeyPressEvent) -> None:
        if more_is_typed(event.app):
            event.current_buffer.newline(copy_margin=False)
        else:
            event.current_buffer.validate_and_handle()

    @keys.add("escape", "enter", filter=is_typing)
    def begin_a_line(event: KeyPressEvent) -> None:
        event.current_buffer.newline(copy_margin=False)

    @keys.add(Keys.BracketedPaste)
    def paste(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text(displayable(event.data).strip("\n"))

    return keys


def more_is_typed(app: Application[str]) -> bool:
    """Whether more was typed or pasted than has been looked at yet: then the end of a line ends no message."""
    processor = app.key_processor
    if os.name == "posix" and not _has_typed(processor):
        processor.feed_multiple(app.input.read_keys())
    return _has_typed(processor)


def _has_typed(processor: KeyProcessor) -> bool:
    return any(press.key != Keys.CPRResponse for press in processor.input_queue)
