"""How many years of school a leaflet asks for: the Flesch-Kincaid grade, for English.

The grade is 0.39 times the words in a sentence, and 11.8 times the syllables in a word, less 15.59 (Kincaid and others,
Derivation of new readability formulas, 1975). The syllables are counted by syllapy, which has its words with it and
needs no network. textstat, which is better known, loads a dictionary from the network when it is first asked about
English (from 0.7.8 on), and so cannot be used here; the versions before need a library under the GPL (0.7.5 to 0.7.7),
or count about one syllable in twelve words too few (to 0.7.4).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from bot.authoring.findings import Finding
from bot.authoring.leaflet import Leaflet
from bot.dialogue.foreign import language_of
from bot.documents import Passage
from bot.sanitising import on_one_line
from bot.sources.source import Span
from bot.text.message import Analyser
from bot.text.vocabulary import vocabulary

AIM = 6
"""The grade that health bodies aim for. The American Medical Association: grade 6. The NHS (digital service manual): a
reading age of 9 to 11, which is grade 4 to 6; for what is medical, 11 to 14."""

TOO_HARD = 8
"""Above this even what the bodies allow is passed: the National Institutes of Health ask for no more than grade 8. Of
2585 materials in medical journals 92% were harder (Rooney and others, Journal of Patient Experience, 2021)."""

YEARS_BEFORE_SCHOOL = 5
"""A grade and so many years make the age at which people are there."""

LAST = 12
"""The last grade of school: of what is harder, no more is said."""

FEWEST_WORDS = 100
"""The formula is made for texts of at least so many words; of fewer, nothing is said."""

FEWEST_IN_PASSAGE = 30
"""A passage of fewer words is not named as a hard one: one long word would decide."""

HARDEST = 3
"""So many passages are named, the hardest first."""

BEGINNING = 500
"""So many characters of a text tell its language, where nobody wrote that down."""

OTHERWISE = "Ask somebody who reads it as a patient would."
SHORTER = "Shorter sentences and everyday words bring it down."

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def told(grade: float, more: int = 0) -> str:
    """A grade, or with ``more`` years an age, in whole years."""
    return f"{LAST + more} or more" if round(grade) > LAST else f"{grade + more:.0f}"


def other_language(leaflet: Leaflet) -> str | None:
    """The language of a leaflet that is not in English, as its curation gives it, or else as its beginning tells."""
    language = leaflet.document.details.language
    if language is not None:
        return None if language.casefold().startswith("en") else on_one_line(language)
    return language_of(_reader().read(leaflet.document.text[:BEGINNING]))


@cache
def _reader() -> Analyser:
    return vocabulary().analyser()


def reading_grade(leaflet: Leaflet, language: str | None) -> Iterator[Finding]:
    """The grade of a leaflet where it is above ``AIM``, and then its hardest passages.

    Args:
        leaflet: what is read.
        language: that which it is in, where that is another than English.
    """
    if language is not None:
        wrong = f"It is in another language (“{language}”), and the grade is told for English only."
        yield Finding("reading", "look", leaflet.name, wrong, OTHERWISE)
        return
    grade = grade_of_leaflet(leaflet)
    if grade is None or grade <= AIM:
        return
    limit = f"aim for {AIM}" if grade <= TOO_HARD else f"it should not be above {TOO_HARD}; aim for {AIM}"
    wrong = f"It reads like school grade {told(grade)}, age {told(grade, YEARS_BEFORE_SCHOOL)}; {limit}."
    yield Finding("reading", "look", leaflet.name, wrong, SHORTER, weight=grade)
    for hard, passage in _hardest(leaflet):
        place = leaflet.place_of(passage)
        yield Finding(
            "reading", "look", leaflet.name, f"One of its hardest passages: grade {told(hard)}.", SHORTER, place
        )


def grade_of_leaflet(leaflet: Leaflet) -> int | None:
    """The grade of all sentences of a leaflet in English, in whole years; ``None`` where they are too few to tell."""
    text, sentences = leaflet.document.text, _sentences_of(leaflet.leaves)
    if sum(len(_words_in(text, span)) for span in sentences) < FEWEST_WORDS:
        return None
    return max(0, round(grade_of(text, sentences)))


def grade_of(text: str, sentences: Sequence[Span]) -> float:
    """The Flesch-Kincaid grade of the sentences ``sentences`` of a text; 0 where they hold no word."""
    words = [word for span in sentences for word in _words_in(text, span)]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """How many syllables an English word has; a number and a short form count as one."""
    import syllapy

    return max(1, int(syllapy.count(word.replace("’", "'"))))


def _hardest(leaflet: Leaflet) -> list[tuple[float, Passage]]:
    text = leaflet.document.text
    graded = [
        (grade_of(text, sentences), leaf)
        for leaf in leaflet.leaves
        if (sentences := _sentences_of([leaf]))
        and sum(len(_words_in(text, span)) for span in sentences) >= FEWEST_IN_PASSAGE
    ]
    hard = [(grade, leaf) for grade, leaf in graded if grade > TOO_HARD]
    return sorted(hard, key=lambda each: -each[0])[:HARDEST]


def _sentences_of(passages: Iterable[Passage]) -> list[Span]:
    """The sentences of passages, without the rows of tables, which are none; those that hold no word are left out."""
    spans = (
        (passage.document.text, span) for passage in passages if passage.kind != "row" for span in passage.sentences
    )
    return list(dict.fromkeys(span for text, span in spans if _words_in(text, span)))


def _words_in(text: str, span: Span) -> list[str]:
    return _WORD.findall(text[slice(*span)])
