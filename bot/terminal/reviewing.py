"""Going through a curation in a terminal: one line at a time, one key a decision.

Where input comes from a pipe, the first letter of each line is the key, and what a key asks for is the next line.
"""

import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.authoring.places import Place
from bot.authoring.review import Item, Refused, Review
from bot.authoring.suspects import named
from bot.sanitising import on_one_line

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyPressEvent

KEYS = {
    "a": "accept",
    "r": "accept it and the rest for this place that nothing speaks against",
    "m": "move",
    "e": "edit",
    "d": "drop",
    "s": "skip",
    "u": "undo",
    "q": "quit",
    "?": "what the keys do",
}
SHORT = "[a]ccept [r]est [m]ove [e]dit [d]rop [s]kip [u]ndo [q]uit [?]"

NEAREST = 5
"""So many places that a line may rather belong to are listed with it; each is taken with its number."""

ESCAPE = ""
"""What is typed to leave a question without an answer."""


class Screen:
    """Asks for keys and for lines, and says what there is to say.

    Args:
        width: of the terminal, in columns.
        write: shows a line.
    """

    def __init__(self, width: int, write: Callable[[str], None] = print) -> None:
        self.width = width
        self._write = write
        self._is_terminal = sys.stdin.isatty()

    def say(self, text: str = "", indent: str = "") -> None:
        """Show a text, wrapped."""
        for line in textwrap.wrap(text, self.width, initial_indent=indent, subsequent_indent=indent) or [""]:
            self._write(line)

    def key(self, keys: Sequence[str]) -> str:
        """One of ``keys``; "q" where input ends.

        Raises:
            KeyboardInterrupt: Ctrl-C.
        """
        return _pressed(keys) if self._is_terminal else next((k for k in _typed() if k in keys), "q")

    def line(self, prompt: str, default: str = "") -> str:
        """A line that is typed; empty where none is wanted."""
        if not self._is_terminal:
            return sys.stdin.readline().strip()
        from prompt_toolkit import prompt as ask

        try:
            return ask(prompt, default=default).strip()
        except (KeyboardInterrupt, EOFError):
            return ESCAPE


def review_in_terminal(review: Review, screen: Screen) -> None:
    """Go through a review until it is done or left."""
    _begin(review, screen)
    while (item := review.item) is not None:
        _show(item, review, screen)
        if not _decide(item, review, screen):
            return
    screen.say("Nothing is left to decide on.")


def _begin(review: Review, screen: Screen) -> None:
    left, first = review.left
    if left:
        screen.say(f"{left} lines to decide on; {first} of them need a look first and come first.")
        screen.say("Every decision is kept at once: you may leave with q and go on another day.")
    for line in review.changed:
        screen.say(f"Its passage has changed: “{on_one_line(line.text)}”")


def _show(item: Item, review: Review, screen: Screen) -> None:
    left, first = review.left
    screen.say()
    screen.say(f"── {left} left" + (f", {first} need a look" if first else ""))
    screen.say(f"“{on_one_line(item.line.text)}”" + (" (the question that is shown)" if item.line.is_question else ""))
    screen.say(f"is for {named(item.line.place, review.owners)}", indent="  ")
    if item.why:
        screen.say(f"LOOK: {item.why}", indent="  ")
    screen.say(SHORT)


def _decide(item: Item, review: Review, screen: Screen) -> bool:
    """Do what the next key says; returns whether to go on."""
    key = screen.key(tuple(KEYS))
    if key == "q":
        return False
    actions: Mapping[str, Callable[[], object]] = {
        "a": review.accept,
        "r": lambda: screen.say(f"{review.accept_rest()} accepted."),
        "d": review.drop,
        "s": review.skip,
        "m": lambda: _move(item, review, screen),
        "e": lambda: _edit(item, review, screen),
        "u": lambda: None if review.undo() else screen.say("There is nothing to take back."),
        "?": lambda: _explain(screen),
    }
    try:
        actions[key]()
    except Refused as refusal:
        screen.say(str(refusal), indent="  ")
    return True


def _move(item: Item, review: Review, screen: Screen) -> None:
    places = list(_choices(item, review))
    for number, place in enumerate(places, 1):
        screen.say(f"{number}) {named(place, review.owners)}", indent="  ")
    screen.say("Its number; a word of another place; or + and a topic that the leaflet does not cover.")
    typed = screen.line("> ")
    if typed.startswith("+") and typed.strip("+ "):
        review.move_to_gap(typed.strip("+ "))
        return
    found = _found(typed, places, review)
    if len(found) == 1:
        review.move(found[0])
    elif typed:
        screen.say(f"{len(found) or 'No'} places fit that.", indent="  ")


def _found(typed: str, places: Sequence[Place], review: Review) -> list[Place]:
    """The places that are meant: by number in the list, or by letters in what they are known by."""
    if typed.isdecimal():
        return [places[int(typed) - 1]] if 0 < int(typed) <= len(places) else []
    wanted = typed.casefold()
    return [place for place in review.owners if wanted and wanted in named(place, review.owners).casefold()]


def _choices(item: Item, review: Review) -> Iterator[Place]:
    """What the line may rather belong to, and then what stands beside its place."""
    yield from item.better[:NEAREST]
    places = list(review.owners)
    middle = places.index(item.line.place) if item.line.place in places else 0
    near = sorted(places, key=lambda place: abs(places.index(place) - middle))
    beside = [place for place in near if place != item.line.place and place not in item.better]
    yield from beside[: NEAREST - len(item.better[:NEAREST])]


def _edit(item: Item, review: Review, screen: Screen) -> None:
    text = screen.line("", default=item.line.text)
    if text:
        review.edit(text)


def _explain(screen: Screen) -> None:
    for key, meaning in KEYS.items():
        screen.say(f"{key}  {meaning}", indent="  ")


def _typed() -> Iterator[str]:
    for line in sys.stdin:
        if line.strip():
            yield line.strip()[0]


def _pressed(keys: Sequence[str]) -> str:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.keys import Keys

    bindings = KeyBindings()

    @bindings.add(Keys.Any)
    def pressed(event: "KeyPressEvent") -> None:
        if event.data in keys:
            event.app.exit(result=event.data)

    @bindings.add("enter")
    def ignored(event: "KeyPressEvent") -> None:
        """A key that means nothing here."""

    try:
        return PromptSession[str](key_bindings=bindings).prompt("> ")
    except EOFError:
        return "q"
