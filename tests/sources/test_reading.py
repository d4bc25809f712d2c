"""Real leaflets of health bodies, each against what a careful reader wrote down that is to be found in it.

The leaflets in ``leaflets`` are those of the NHS (Open Government Licence v3.0) and of US federal bodies (public
domain); ``expected`` was written by reading the files, not by running the program.
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot import Bot, Corpus, load_corpus
from bot.dialogue.questions import headed_passages, offered_questions
from bot.sources.reading import read_source
from bot.sources.source import Source

HERE = Path(__file__).parent
FILES = sorted(path.stem for path in (HERE / "expected").glob("*.json"))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@cache
def expected(file: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads((HERE / "expected" / f"{file}.json").read_text(encoding="utf-8"))
    return table


@cache
def source_of(file: str) -> Source:
    return read_source(HERE / "leaflets" / file)


@cache
def corpus_of(file: str) -> Corpus:
    return load_corpus(HERE / "leaflets" / file)


def said(corpus: Corpus) -> str:
    """Everything that may be quoted, each passage on a line."""
    return "\n".join(plain(passage.quoted) for passage in corpus.passages)


@pytest.mark.parametrize("file", FILES)
def test_the_title_is_the_leaflets(file: str) -> None:
    assert corpus_of(file).documents[0].title == expected(file)["title"]


@pytest.mark.parametrize("file", FILES)
def test_each_passage_is_found_to_the_letter(file: str) -> None:
    source = source_of(file)
    blocks = {plain(source.text[block.content : block.end]) for block in source.blocks}
    assert [passage["text"] for passage in expected(file)["passages"] if plain(passage["text"]) not in blocks] == []


@pytest.mark.parametrize("file", FILES)
def test_what_is_the_sites_and_not_the_leaflets_is_never_quoted(file: str) -> None:
    source = source_of(file)
    own = [plain(source.text[block.content : block.end]) for block in source.blocks if block.kind != "heading"]
    assert [words for words in expected(file)["absent"] if any(plain(words) in each for each in own)] == []


@pytest.mark.parametrize("file", FILES)
def test_nothing_of_the_leaflet_is_lost(file: str) -> None:
    own = said(corpus_of(file))
    assert [words for words in expected(file)["present"] if plain(words) not in own] == []


@pytest.mark.parametrize("file", FILES)
def test_the_sections_are_those_that_a_reader_sees(file: str) -> None:
    found = [section.path for section in corpus_of(file).documents[0].sections if section.heading]
    assert sorted(map(bare, found)) == sorted(map(bare, expected(file)["sections"]))


def bare(path: str) -> str:
    """A path without the colons at the ends of its headings."""
    return re.sub(r"\s*:(?= > |$)", "", plain(path))


@pytest.mark.parametrize("file", [file for file in FILES if file.endswith(".pdf")])
def test_a_quote_of_a_pdf_tells_its_page(file: str) -> None:
    corpus = corpus_of(file)
    pages: dict[str, set[int]] = {}
    for passage in corpus.passages:
        if passage.page:
            pages.setdefault(plain(passage.text), set()).add(passage.page.number)
    told: Sequence[dict[str, Any]] = [each for each in expected(file)["passages"] if plain(each["text"]) in pages]
    assert told
    assert [each["text"] for each in told if each["page"] not in pages[plain(each["text"])]] == []


@pytest.mark.parametrize("file", FILES)
def test_what_governs_a_passage_is_quoted_with_it(file: str) -> None:
    corpus = corpus_of(file)
    lacking = []
    for passage in expected(file)["passages"]:
        quotes = [plain(each.quoted) for each in corpus.passages if plain(each.text) == plain(passage["text"])]
        above = [plain(line).rstrip(": ") for line in passage["governs"]]
        lacking += [line for line in above if quotes and not any(line in quote for quote in quotes)]
    assert lacking == []


@pytest.mark.parametrize("file", FILES)
def test_every_question_that_is_offered_is_answered_by_what_it_is_offered_for(file: str) -> None:
    corpus = corpus_of(file)
    bot = Bot(corpus, "GB")
    wrong = []
    for question, passage in offered_questions(corpus).items():
        quotes = bot.reply(question).quotes
        if not quotes or not (quotes[0].passage.shows(passage) or passage.shows(quotes[0].passage)):
            wrong.append(question)
    assert wrong == []


@pytest.mark.parametrize("file", FILES)
def test_a_heading_typed_as_it_stands_gets_its_section_unless_it_is_a_cry_for_help(file: str) -> None:
    corpus = corpus_of(file)
    bot = Bot(corpus, "GB")
    for heading in headed_passages(corpus):
        reply = bot.reply(heading)
        is_help = reply.kind == "emergency" or reply.intent == "chat/cry"
        assert is_help or reply.quotes[0].passage.section == heading
