"""What a language model is asked, once, when a leaflet is prepared: the instructions, and the leaflet in passages."""

import hashlib
from collections.abc import Collection, Iterator

from bot.data import read_lines
from bot.documents import Corpus, Passage

INSTRUCTIONS = "draft-prompt.md"
"""Where in ``bot/data`` they stand. Over four leaflets, examples drafted so brought right replies from 45% to 57%, and
wrong quotes from 31% to 24%."""

LETTERS_A_TOKEN = 4
"""About how many letters of English a model counts as one token."""

TOKENS_A_PASSAGE, TOKENS_FOR_GAPS = 600, 2500
"""About how much comes back for a passage, and for the topics that no passage covers."""


def full_prompt(corpus: Corpus) -> str:
    """The prompt for a whole leaflet."""
    return "\n".join((*read_lines(INSTRUCTIONS), "", *_leaflet_lines(corpus))) + "\n"


def part_prompt(corpus: Corpus, numbers: Collection[int], with_gaps: bool) -> str:
    """The same, for an answer that is only to hold some of it, since a long answer may be cut off.

    Args:
        corpus: the leaflet.
        numbers: of the passages that messages are wanted for, from 0.
        with_gaps: whether the topics that no passage covers are wanted.
    """
    wanted = ", ".join(str(number + 1) for number in sorted(numbers)) or "none of them"
    gaps = "Then the topics that no passage answers." if with_gaps else 'Leave "uncovered" an empty list.'
    return f"{full_prompt(corpus)}\nThis time write messages only for these passages: {wanted}. {gaps}\n"


def prompt_hash(corpus: Corpus) -> str:
    """What tells whether a draft was asked for with these instructions and this text (SHA-256)."""
    return hashlib.sha256(full_prompt(corpus).encode()).hexdigest()


def tokens_in(text: str) -> int:
    """About how many tokens a text is."""
    return len(text) // LETTERS_A_TOKEN


def tokens_back(passages: int, with_gaps: bool) -> int:
    """About how many tokens an answer for some passages has."""
    return TOKENS_A_PASSAGE * passages + TOKENS_FOR_GAPS * with_gaps


def _leaflet_lines(corpus: Corpus) -> Iterator[str]:
    (document,) = corpus.documents
    yield f"The leaflet: {document.title}"
    for passage in corpus.passages:
        yield ""
        yield from _passage_lines(passage)


def _passage_lines(passage: Passage) -> Iterator[str]:
    governing = (passage.document.text[start:end] for start, end in passage.governed_by)
    above = [" ".join(text.split()) for text in (passage.path, *governing) if text]
    places = "".join(f", under “{text}”" for text in dict.fromkeys(above))
    yield f"[{passage.number + 1}] {passage.kind}{places}"
    yield passage.text
