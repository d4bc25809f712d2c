"""Laws that hold for the passages of any text, and of leaflets as clinics write them."""

import textwrap
from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.limits import MAXIMUM_PARAGRAPH_WORDS, MAXIMUM_QUOTE_WORDS
from bot.documents.paragraphs import Chunk
from tests.documents.reading import chunk

WORDS = (
    *("the", "treatment", "may", "help", "some", "people", "with", "lupus", "or", "your", "doctor", "to", "expect"),
    *("stem", "cells", "bone", "marrow", "nurse", "week", "risks", "don’t", "10", "mg", "e.g.", "vs.", "Dr."),
    *("naïve", "β-blocker", "Ménière’s", "治疗", "🙂", "cell/tissue", "https://example.org/a"),
)
BREAKS = st.sampled_from(["\n", "\r\n", "\r"])
FEW = settings(max_examples=20)
"""A whole leaflet takes long to make up."""


def sentences(words: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda words, end: "Please " + " ".join(words) + " now" + end,
        st.lists(st.sampled_from(words), min_size=1, max_size=25),
        st.sampled_from([".", ".", ".", "?", "!", ".”", " (in time)."]),
    )


sentence = sentences(WORDS)
long_sentence = st.builds(lambda count: "So " + "very " * count + "long.", st.integers(90, 300))
paragraph = st.lists(sentences((*WORDS, "people –")), min_size=3, max_size=5).map(" ".join)
heading = st.sampled_from(
    ["What are the risks?", "Side effects", "BEFORE YOU COME IN", "How it works: the basics", "Costs", "Your stay:"]
)
bullets = st.lists(sentence, min_size=2, max_size=8)
lead_in = st.builds(
    lambda words: "Please " + " ".join(words) + " bring:", st.lists(st.sampled_from(WORDS), max_size=20)
)
marker = st.sampled_from(["- ", "* ", "•\t", "• ", "– ", "\uf0b7 ", "{}. ", "({}) ", "{}) "])


@dataclass(frozen=True)
class List:
    lead_in: str | None
    bullets: list[str]
    marker: str

    def lines(self) -> list[str]:
        marked = [self.marker.format(number) + text for number, text in enumerate(self.bullets, 1)]
        return [self.lead_in, *marked] if self.lead_in else marked


list_of_bullets = st.builds(List, st.one_of(st.none(), lead_in), bullets, marker)
parts = st.lists(st.one_of(st.tuples(paragraph), st.tuples(paragraph, list_of_bullets)), max_size=3).map(
    lambda groups: [item for group in groups for item in group]
)
Section = tuple[str, str, list[str | List]]
sections = st.lists(st.tuples(heading, paragraph, parts), min_size=1, max_size=4)

TITLE = "Stem cells: what you should know"
INTRODUCTION = (
    "This leaflet tells you what a treatment with stem cells is, how it is done and what may happen afterwards. Is it "
    "the right one for you? Your doctor or your nurse will talk it over with you, and you can take all the time that "
    "you need. Please bring somebody with you if that helps. You may change your mind at any time, even on the day "
    "of the treatment, and nobody will mind."
)


def hard_wrapped(line: str, width: int) -> str:
    return "\n".join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False))


def written(wanted: list[Section], width: int | None, gap: str) -> str:
    """The leaflet as a text file: wrapped at ``width`` or not at all, its parts parted by ``gap``."""
    groups = [[TITLE], [INTRODUCTION]]
    for name, first, rest in wanted:
        groups += [[name], [first], *([item] if isinstance(item, str) else item.lines() for item in rest)]
    wrapped = [[hard_wrapped(line, width) if width else line for line in group] for group in groups]
    return gap.join("\n".join(group) for group in wrapped) + "\n"


wrapped_leaflet = st.builds(written, sections, st.integers(60, 90), st.sampled_from(["\n\n", "\n\n\n", "\n \n"]))
plain_leaflet = st.builds(written, sections, st.none(), st.sampled_from(["\n", "\n\n"]))
leaflet = st.builds(
    lambda text, line_break, mark: mark + text.replace("\n", line_break),
    st.one_of(wrapped_leaflet, plain_leaflet),
    BREAKS,
    st.sampled_from(["", "\ufeff"]),
)
messy_line = st.one_of(
    sentence,
    long_sentence,
    heading,
    lead_in,
    paragraph,
    st.builds(str.__add__, marker, st.one_of(sentence, long_sentence, heading)),
    st.sampled_from(
        ["", " ", "\t", "-----", "=====", "***", "\f", "•", "12 High Street", "London", "020 7946 0000", ":"]
    ),
    st.sampled_from(
        ["## Risks", "#", "**Costs**", "e.g.", "a) one", "o\ttwo", "and so on", "999", "…", "\ufeff", "\u200b"]
    ),
    st.text(max_size=30),
)
messy_text = st.builds(
    lambda lines, line_break: line_break.join(lines),
    st.lists(messy_line, max_size=25),
    st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\u2028", "\x0b"]),
)
any_text = st.one_of(leaflet, messy_text, st.text(max_size=300))


def lines_of(text: str) -> list[tuple[int, str]]:
    found, position = [], 0
    for line in text.splitlines(keepends=True):
        found.append((position, line))
        position += len(line)
    return found


def covered(text: str, chunks: tuple[Chunk, ...]) -> list[bool]:
    held = [False] * len(text)
    for found in chunks:
        held[found.start : found.end] = [True] * (found.end - found.start)
    return held


@FEW
@given(any_text)
def test_passages_stand_in_reading_order_and_a_list_before_its_bullets(text: str) -> None:
    _, _, chunks = chunk(text)
    places = [(found.start, -found.end) for found in chunks]
    assert places == sorted(set(places))
    for earlier, later in pairwise(chunks):
        assert earlier.end <= later.start or (earlier.kind == "list" and later.end <= earlier.end)


@FEW
@given(any_text)
def test_a_passage_begins_and_ends_with_a_visible_character_of_the_text(text: str) -> None:
    for found in chunk(text)[2]:
        quote = text[found.start : found.end]
        assert 0 <= found.start < found.end <= len(text)
        assert quote == quote.strip()
        assert quote != ""


@FEW
@given(any_text)
def test_no_passage_holds_a_heading(text: str) -> None:
    _, sections, chunks = chunk(text)
    held = covered(text, chunks)
    for found in sections:
        if found.heading:
            line = text[found.start : found.end].splitlines()[0]
            assert found.heading in line
            assert not any(held[found.start : found.start + len(line)])


@FEW
@given(any_text)
def test_no_sentence_is_lost(text: str) -> None:
    title, sections, chunks = chunk(text)
    held = covered(text, chunks)
    headings = {found.start for found in sections if found.heading}
    title_is_due = title is not None
    for start, line in lines_of(text):
        written_at = [start + i for i, c in enumerate(line) if not c.isspace() and c != "\ufeff"]
        lost = [place for place in written_at if not held[place]]
        if not any(text[place].isalnum() for place in written_at) or not lost:
            continue
        if lost != written_at:
            assert lost == written_at[: len(lost)], "only a bullet's marker, at the line's beginning, may be left out"
            assert len(lost) <= len("(12)")
        elif title_is_due:
            title_is_due = False
        else:
            assert headings.intersection(range(start, start + len(line)))


@FEW
@given(any_text)
def test_no_quote_is_longer_than_the_limit(text: str) -> None:
    for found in chunk(text)[2]:
        assert len(text[found.start : found.end].split()) <= MAXIMUM_QUOTE_WORDS


@FEW
@given(any_text)
def test_the_sentences_of_a_passage_lie_in_it_in_order_and_hold_its_words(text: str) -> None:
    for found in chunk(text)[2]:
        assert found.sentences
        edges = [found.start, *(edge for span in found.sentences for edge in span), found.end]
        assert edges == sorted(edges)
        for start, end in found.sentences:
            assert text[start:end].strip() == text[start:end] != ""
        marker_characters = 2 if found.kind == "list" else 0
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            assert sum(map(str.isalnum, text[start:end])) <= marker_characters


@FEW
@given(any_text)
def test_sections_follow_each_other_to_the_end_and_hold_every_passage(text: str) -> None:
    _, found_sections, chunks = chunk(text)
    for earlier, later in pairwise(found_sections):
        assert earlier.end == later.start
    if found_sections:
        assert found_sections[-1].end == len(text)
    for found in chunks:
        assert any(section.start <= found.start and found.end <= section.end for section in found_sections)


@FEW
@given(sections, st.one_of(st.none(), st.integers(60, 90)), st.sampled_from(["\n\n", "\n\n\n", "\n \n"]), BREAKS)
def test_a_leaflet_with_blank_lines_is_understood_wrapped_or_not(
    wanted: list[Section], width: int | None, gap: str, line_break: str
) -> None:
    check_leaflet(wanted, written(wanted, width, gap).replace("\n", line_break))


@FEW
@given(sections, BREAKS)
def test_a_leaflet_without_blank_lines_is_understood_when_each_paragraph_is_one_line(
    wanted: list[Section], line_break: str
) -> None:
    check_leaflet(wanted, written(wanted, None, "\n").replace("\n", line_break))


def check_leaflet(wanted: list[Section], text: str) -> None:
    title, found_sections, chunks = chunk(text)
    assert title == TITLE
    assert [found.heading for found in found_sections] == ["", *(name.rstrip(":") for name, _, _ in wanted)]
    passages = {(normal(text[found.start : found.end]), found.kind) for found in chunks}
    expected = {(INTRODUCTION, "paragraph")}
    for _, first, rest in wanted:
        for item in [first, *rest]:
            expected |= passages_of(item)
    assert {(normal(quote), kind) for quote, kind in expected} <= passages


def passages_of(item: str | List) -> set[tuple[str, str]]:
    """What should be quotable of a part of a leaflet, as far as it need not be cut."""
    if isinstance(item, str):
        return {(item, "paragraph")} if len(item.split()) <= MAXIMUM_PARAGRAPH_WORDS else set()
    whole = " ".join(item.lines())
    complete = {(whole, "list")} if len(whole.split()) <= MAXIMUM_QUOTE_WORDS else set()
    return complete | {(bullet, "bullet") for bullet in item.bullets}


def normal(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())
