"""One normal form, one way to cut sentences and words: for rules, languages, intents and search alike."""

import re
import unicodedata
from functools import cache
from itertools import groupby, islice

from bot.data import read_entries
from bot.sanitising import displayable

_INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u3164\ufe00-\ufe0f\uffa0]")
"""Joiners, fillers and variation selectors: shown text may keep them, but they never part a word from itself."""

_MARKS_OF_MARKS = frozenset("\u0f73\u0f75\u0f81")
"""No marks by themselves, but made of marks alone."""

_BEYOND_FIRST_MARK = re.compile("[\u0300-\U0010ffff]+")
"""The first mark that combines with a letter, and all that comes after it in Unicode: hardly any of an English text."""

_MOST_MARKS = 4
"""More on one letter no language has, and to sort a long run of them takes quadratic time."""

_TYPED = str.maketrans(
    {
        **dict.fromkeys("‘’‛`´ʼ＇｀\u1fef\u1ffd", "'"),
        **dict.fromkeys("™℠", " "),
        "ŉ": "'n",
        "½": ".5",
        "¼": ".25",
        "¾": ".75",
    }
)
"""What is typed for an apostrophe or a part of a number, and signs that are no part of a word. To unify compatibility
forms first would make of an acute accent a space, of "2½" 21 and 2, and of "Tylenol™" a word that ends in "tm"."""

_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍ]+")
_NOTE_MARK = re.compile(rf"(?:(?<=[^\W\d_]{{3}})|(?<=[.,;:)])){_RAISED.pattern}")
"""A raised figure behind a word ("nausea²") marks a footnote; behind "m" or "10" it is part of what is said."""

_SOFT_DIVIDED = re.compile(r"\u00ad[ \t]*\r?\n[ \t]*")
_DIVIDED = re.compile(r"(?<![^\W_-])([^\W_]+(?:-[^\W_]+)*)[-\u2010]\n(?=[^\W\d_])")
"""A word that a hyphen divides at the end of a line; one that has another hyphen keeps it ("over-the-")."""

_SENTENCE_END = re.compile(r"(?<=[.!?;…])\s+|\n|,\s+(?=(?:how much|how many|does|do|can|will|is it|are they)\b)")
"""Where a sentence ends, or a question begins after a comma ("I have chest pain, how much does it cost?")."""

_UNITS = r"mc?gs?|[μu]g|g|kgs?|mls?|[cdm]?l|[cm]m|iu|m?mol|units?"
_NUMBER = re.compile(
    r"(?<![^\W_])(?:(?P<time>\d{1,2}\.\d\d)(?=\s?[ap]\.?m\b)|(?P<number>\.?\d(?:[\d.,]*\d)?)"
    rf"(?P<unit>\s?%|(?:{_UNITS})(?![^\W_]))?)(?=(?P<apart>\s(?:{_UNITS}|(?:micro|milli|kilo)?grams?)(?![^\W_])))?"
)
"""A time of day, or a number with the unit that is written to it without a space ("5mg"), or with one ("5 mg")."""

_DIGIT = re.compile(r"\d")
_DECIMAL = re.compile(r"(\d*)\.(\d+)")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"0,\d+")
_MEASURED_COMMA = re.compile(r"\d+,(?:\d{1,2}|\d{4,})")
"""A decimal comma where a unit follows: "1,25 mg". Before three digits it parts thousands."""

_SEPARATORS = str.maketrans(".,", "  ")

_WORD = re.compile(r"\d+\.\d+|[^\W_]+(?:'[^\W_]+)*")
_SUFFIX = re.compile(r"'(?:s|m|re|ve|ll|d)$")
_NEGATED = {"ca": "can", "wo": "will", "sha": "shall"}


def normal(text: str) -> str:
    """Lower case, compatibility forms unified, apostrophes straight, nothing invisible, single spaces.

    A line break within a paragraph is a space (a message may have been wrapped on its way), and nothing where a hyphen
    divides a word; one empty line is kept between paragraphs. The normal form of a normal form is itself.
    """
    if text.isascii() and text.isprintable():  # the same as below, for most of what people type
        return " ".join(text.replace("`", "'").lower().split())
    whole = _SOFT_DIVIDED.sub("", text) if "\u00ad" in text else text
    shown = _with_few_marks(_INVISIBLE.sub("", displayable(whole)))
    unmarked = _NOTE_MARK.sub(" ", shown) if _RAISED.search(shown) else shown
    folded = unicodedata.normalize("NFKC", unmarked.translate(_TYPED)).casefold()
    unified = _with_few_marks(unicodedata.normalize("NFKC", folded))
    lines = [" ".join(line.split()) for line in unified.split("\n")]
    paragraphs = ("\n".join(paragraph) for is_filled, paragraph in groupby(lines, bool) if is_filled)
    return "\n\n".join(_joined(paragraph) if "\n" in paragraph else paragraph for paragraph in paragraphs)


def _joined(paragraph: str) -> str:
    """The lines of a paragraph as one."""
    return _DIVIDED.sub(_undivided, paragraph).replace("\n", " ")


def _undivided(found: re.Match[str]) -> str:
    """A word that was divided at the end of a line; a hyphen that belongs to it stays."""
    is_own = "-" in found[1] or found[1] in _first_parts() or found[1].isdigit()
    return f"{found[1]}-" if is_own else found[1]


@cache
def _first_parts() -> frozenset[str]:
    return frozenset(read_entries("first-parts.txt"))


def _with_few_marks(text: str) -> str:
    beyond = "".join(_BEYOND_FIRST_MARK.findall(text))
    if not any(map(unicodedata.combining, beyond)) and _MARKS_OF_MARKS.isdisjoint(beyond):
        return text
    runs = groupby(text, lambda character: unicodedata.combining(character) > 0 or character in _MARKS_OF_MARKS)
    return "".join(letter for is_mark, run in runs for letter in (islice(run, _MOST_MARKS) if is_mark else run))


def sentences_of(normal_text: str) -> list[str]:
    """The sentences of a text in normal form, none of them empty."""
    return [sentence for sentence in _SENTENCE_END.split(normal_text) if sentence.strip()]


def words_of(normal_text: str) -> list[str]:
    """The words of a text in normal form; "don't" gives "do", "not", "crohn's" gives "crohn", "café" "cafe".

    A number is one word and has one form: ".5" and "0.50" give "0.5", "1,000" gives "1000", "5mg" gives "5", "mg".
    """
    words: list[str] = []
    for found in _WORD.findall(plain_numbers(without_accents(normal_text))):
        if found.endswith("n't"):
            words += [_NEGATED.get(found[:-3], found[:-3]), "not"]
        elif "'" in found:
            words.append(_SUFFIX.sub("", found).replace("'", ""))
        else:
            words.append(found)
    return [word for word in words if word]


def plain(text: str) -> str:
    """The words of a text alone: two that differ in capitals, marks and spaces have the same."""
    return " ".join(words_of(normal(text)))


def plain_numbers(text: str) -> str:
    """``text`` with each number in its one form, and a space before its unit.

    What only looks like a number keeps its parts as numbers of their own: times, dates, versions, "1,2,3".
    """
    return _NUMBER.sub(_plain, text) if _DIGIT.search(text) else text


def _plain(found: re.Match[str]) -> str:
    typed, unit = found["number"] or found["time"], found["unit"] or ""
    number = typed
    if _THOUSANDS.fullmatch(typed):
        number = typed.replace(",", "")
    elif _DECIMAL_COMMA.fullmatch(typed) or ((unit or found["apart"]) and _MEASURED_COMMA.fullmatch(typed)):
        number = typed.replace(",", ".")
    if found["time"] is None and (parts := _DECIMAL.fullmatch(number)):
        number = f"{parts[1].lstrip('0') or '0'}.{parts[2]}".rstrip("0").rstrip(".")
    elif not number.isdigit():
        number = number.translate(_SEPARATORS)
    return f"{number} {'percent' if unit.endswith('%') else unit}" if unit else number


def without_accents(text: str) -> str:
    """``text`` with letters in place of letters with accents, so that "Sjögren" and "Sjogren" find each other."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text)
    return "".join(character for character in parts if not unicodedata.combining(character))
