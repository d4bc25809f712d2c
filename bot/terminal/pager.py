"""Text that is longer than the screen: read in a window with search, or a screenful at a time."""

from collections.abc import Callable, Sequence

from prompt_toolkit.application import Application
from prompt_toolkit.application.current import get_app
from prompt_toolkit.document import Document
from prompt_toolkit.filters import is_searching
from prompt_toolkit.formatted_text import ANSI, StyleAndTextTuples, fragment_list_to_text, to_formatted_text
from prompt_toolkit.formatted_text.utils import split_lines
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.key_binding.bindings.scroll import scroll_page_down, scroll_page_up
from prompt_toolkit.layout import FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.search import start_search
from prompt_toolkit.shortcuts import PromptSession
from prompt_toolkit.widgets import SearchToolbar, TextArea

HINTS = (
    "Not medical advice.   q: back   Space: next page   /: search   n: next match",
    "q back   Space on   / search   n next",
)
"""The bottom line of the window: the longest that fits is shown."""


MARGIN = 2
"""Columns of the window that hold no text."""


class StyledLines(Lexer):
    """Lines that have their styles already."""

    def __init__(self, lines: Sequence[StyleAndTextTuples]) -> None:
        self._lines = lines

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """The line with a number, from 0."""
        return lambda number: self._lines[number] if number < len(self._lines) else []


def read_in_window(text: str, begin_at: int) -> None:
    """Show a text, with ANSI sequences, in the whole terminal, from a line on, until the person goes back."""
    lines = list(split_lines(to_formatted_text(ANSI(text))))
    search = SearchToolbar(ignore_case=True, forward_search_prompt="Search: ", backward_search_prompt="Search back: ")
    area = TextArea(
        "\n".join(map(fragment_list_to_text, lines)),
        read_only=True,
        search_field=search,
        lexer=StyledLines(lines),
        scrollbar=True,
    )
    area.buffer.cursor_position = area.document.translate_row_col_to_index(begin_at, 0)
    bar = Window(FormattedTextControl(_hint), height=1, style="class:bottom-toolbar")
    app: Application[None] = Application(
        Layout(HSplit([area, search, bar]), focused_element=area), key_bindings=_keys(area), full_screen=True
    )
    app.run(pre_run=lambda: setattr(area.window, "vertical_scroll", begin_at))


def _hint() -> str:
    width = get_app().output.get_size().columns
    return next((hint for hint in HINTS if len(hint) <= width), HINTS[-1])


def _keys(area: TextArea) -> KeyBindings:
    keys = KeyBindings()
    is_reading = ~is_searching

    @keys.add("q", filter=is_reading)
    @keys.add("c-c", filter=is_reading)
    @keys.add("c-d", filter=is_reading)
    def leave(event: KeyPressEvent) -> None:
        event.app.exit()

    @keys.add("/", filter=is_reading)
    def search(event: KeyPressEvent) -> None:
        start_search(area.control)

    @keys.add("n", filter=is_reading)
    def to_next(event: KeyPressEvent) -> None:
        area.buffer.apply_search(area.control.search_state, include_current_position=False)

    @keys.add("N", filter=is_reading)
    def to_last(event: KeyPressEvent) -> None:
        area.buffer.apply_search(~area.control.search_state, include_current_position=False)

    for key in ("space", "pagedown", "enter"):
        keys.add(key, filter=is_reading)(scroll_page_down)
    for key in ("b", "pageup"):
        keys.add(key, filter=is_reading)(scroll_page_up)

    @keys.add("g", filter=is_reading)
    @keys.add("home", filter=is_reading)
    def to_top(event: KeyPressEvent) -> None:
        area.buffer.cursor_position = 0

    @keys.add("G", filter=is_reading)
    @keys.add("end", filter=is_reading)
    def to_end(event: KeyPressEvent) -> None:
        area.buffer.cursor_position = len(area.text)

    return keys


def show_screenfuls(text: str, height: int, show: Callable[[str], None], prompt: PromptSession[str]) -> str:
    """Show ``height`` lines at a time; gives what was typed instead of reading on."""
    lines = text.split("\n")
    for start in range(0, len(lines), height):
        show("\n".join(lines[start : start + height]))
        if start + height < len(lines):
            try:
                typed = prompt.prompt().strip()
            except (KeyboardInterrupt, EOFError):
                return ""
            if typed:
                return "" if typed.casefold() == "q" else typed
    return ""
