"""What may come next in the line that is being typed: commands, what they take, questions."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from prompt_toolkit.auto_suggest import AutoSuggest, Suggestion
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import (
    CompleteEvent,
    Completer,
    Completion,
    FuzzyCompleter,
    NestedCompleter,
    PathCompleter,
    WordCompleter,
)
from prompt_toolkit.document import Document

from bot.sanitising import on_one_line
from bot.session.commands import COMMANDS

if TYPE_CHECKING:
    from bot.session import Session

Loaded = Callable[[], "Session | None"]
"""Gives the session, once the bot is loaded."""

LEAFLETS, FILES = ("/contents", "/open"), ("/save", "/switch")


class Completions(Completer):
    """Commands and example questions, however few of their letters are typed; behind a command, what it takes."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded
        summaries = {name: summary for name, (_, summary) in COMMANDS.items()}
        self._first = FuzzyCompleter(WordCompleter(self._beginnings, meta_dict=summaries, sentence=True), pattern="^.+")
        taken: dict[str, Completer | None] = {"/read": _words(self._headings)}
        taken |= dict.fromkeys(LEAFLETS, _words(self._titles))
        taken |= dict.fromkeys(FILES, PathCompleter(expanduser=True))
        self._behind = NestedCompleter(taken)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """What fits the text before the cursor."""
        is_behind = document.text_before_cursor.startswith("/") and " " in document.text_before_cursor
        yield from (self._behind if is_behind else self._first).get_completions(document, complete_event)

    def _beginnings(self) -> list[str]:
        session = self._loaded()
        return [*session.commands, *session.examples] if session else list(COMMANDS)

    def _headings(self) -> list[str]:
        session = self._loaded()
        return list(filter(None, session.headings)) if session else []

    def _titles(self) -> list[str]:
        from bot.session.library import is_shelf

        session = self._loaded()
        if session is None or not is_shelf(session.bot.corpus):
            return []
        return [on_one_line(document.title) for document in session.bot.corpus.documents]


def _words(of: Callable[[], list[str]]) -> WordCompleter:
    return WordCompleter(of, sentence=True, ignore_case=True, match_middle=True)


class SuggestQuestions(AutoSuggest):
    """Suggests, in grey, how the line may go on: from this conversation, then from the example questions."""

    def __init__(self, examples: Callable[[], Sequence[str]]) -> None:
        self._examples = examples

    def get_suggestion(self, buffer: Buffer, document: Document) -> Suggestion | None:
        """The rest of the first line that begins like the one being typed."""
        typed = document.text
        if not typed.strip():
            return None
        for line in self._lines(buffer):
            known = on_one_line(line)
            if len(known) > len(typed) and known[: len(typed)].casefold() == typed.casefold():
                return Suggestion(known[len(typed) :])
        return None

    def _lines(self, buffer: Buffer) -> Iterator[str]:
        yield from reversed(buffer.history.get_strings())
        yield from self._examples()
