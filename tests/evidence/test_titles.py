"""In a folder, the leaflet that is named is the one that is quoted, and its gaps are the ones that count."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot import Bot, Corpus, load_corpus
from bot.evidence.query import Query
from bot.evidence.rank import Evidence, Searcher
from bot.evidence.titles import Titles
from bot.settings import SETTINGS
from bot.text.message import Message
from bot.text.vocabulary import vocabulary
from tests.conftest import ROOT
from tests.evidence.searching import searcher_over

GASTROSCOPY = """\
Having a gastroscopy

Eating and drinking

Do not eat for six hours before the gastroscopy. You may drink water until two hours before.

Driving

If you had sedation, do not drive for 24 hours.
"""

COLONOSCOPY = """\
Having a colonoscopy

Eating and drinking

Eat only white bread and clear soup for two days before the colonoscopy. Do not eat on the day itself.

Going home

You will rest for an hour. Ask somebody to take you home.
"""

PARKING_GAP = '[[uncovered]]\ntopic = "parking"\nexamples = ["where can I park", "is there parking", "parking costs"]\n'

READ = vocabulary().analyser([GASTROSCOPY, COLONOSCOPY]).read


def query(text: str, *earlier: str) -> Query:
    return Query(READ(text), [READ(message) for message in earlier], SETTINGS)


def message(text: str) -> Message:
    return READ(text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    path: Path = tmp_path_factory.mktemp("titles")
    (path / "a-gastroscopy.txt").write_text(GASTROSCOPY, encoding="utf-8")
    (path / "b-colonoscopy.txt").write_text(COLONOSCOPY, encoding="utf-8")
    (path / "b-colonoscopy.toml").write_text(PARKING_GAP, encoding="utf-8")
    return load_corpus(path)


@pytest.fixture(scope="module")
def searcher(folder: Corpus) -> Searcher:
    return searcher_over(folder, READ)


def leaflet_of(evidence: Evidence, corpus: Corpus) -> str:
    return corpus.passages[evidence.ranking[0]].document.title


def named(corpus: Corpus, text: str, *earlier: str) -> list[str] | None:
    numbers = Titles(corpus, message, SETTINGS).named(query(text, *earlier))
    return None if numbers is None else [corpus.documents[number].title for number in sorted(numbers)]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("what can I eat before my gastroscopy", "Having a gastroscopy"),
        ("having a colonoscopy, can I eat", "Having a colonoscopy"),
        ("COLONOSCOPY?", "Having a colonoscopy"),
    ],
)
def test_the_leaflet_that_is_named_is_the_one_that_is_quoted(
    folder: Corpus, searcher: Searcher, text: str, title: str
) -> None:
    evidence = searcher.evidence(query(text))
    assert named(folder, text) == [title]
    assert leaflet_of(evidence, folder) == title
    assert evidence.is_named
    assert evidence.rival is None


def test_a_leaflet_that_is_named_comes_first_even_where_the_other_fits_better(
    folder: Corpus, searcher: Searcher
) -> None:
    text = "sedation and driving for 24 hours"
    assert leaflet_of(searcher.evidence(query(text)), folder) == "Having a gastroscopy"
    assert leaflet_of(searcher.evidence(query(f"{text} colonoscopy")), folder) == "Having a colonoscopy"


def test_where_none_is_named_the_passages_of_both_are_shown(folder: Corpus, searcher: Searcher) -> None:
    evidence = searcher.evidence(query("what can I eat and drink before the test"))
    assert named(folder, "what can I eat and drink before the test") is None
    assert not evidence.is_named
    assert evidence.rival is not None
    shown = {folder.passages[number].document.title for number in (evidence.quotable[0], evidence.rival)}
    assert shown == {"Having a gastroscopy", "Having a colonoscopy"}


@pytest.mark.parametrize("text", ["having a test, can I eat", "can I eat", "", "pizza"])
def test_words_that_all_titles_share_name_no_leaflet(folder: Corpus, text: str) -> None:
    assert named(folder, text) is None


NAMED_ELSEWHERE = """
import sys
from bot import load_corpus
from bot.evidence.query import Query
from bot.evidence.titles import Titles
from bot.settings import SETTINGS
from bot.text.vocabulary import vocabulary

read = vocabulary().analyser().read
query = Query(read("does the blood pressure cuff hurt"), [], SETTINGS)
print(Titles(load_corpus(sys.argv[1]), read, SETTINGS).named(query))
"""


def test_the_same_leaflet_is_named_in_every_process(tmp_path: Path) -> None:
    for title in ("Having a blood test", "Insulin and low blood sugar", "Morphine for pain", "Having a gastroscopy"):
        (tmp_path / f"{title}.txt").write_text(f"{title}\n\nAsk a nurse about it.\n", encoding="utf-8")
    runs = [
        subprocess.run(
            [sys.executable, "-c", NAMED_ELSEWHERE, str(tmp_path)],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": str(seed)},
        )
        for seed in range(4)
    ]
    assert {run.stdout.strip() for run in runs} == {b"frozenset({0})"}


def test_two_leaflets_may_be_named_at_once(folder: Corpus) -> None:
    assert named(folder, "is a gastroscopy like a colonoscopy") == ["Having a gastroscopy", "Having a colonoscopy"]


def test_a_follow_up_that_names_none_leans_on_the_last_message_that_names_one(folder: Corpus) -> None:
    assert named(folder, "and can I drink?", "can I eat before my colonoscopy") == ["Having a colonoscopy"]
    assert named(folder, "and drink?", "is water fine", "my gastroscopy is tomorrow") == ["Having a gastroscopy"]
    assert named(folder, "and for a gastroscopy?", "can I eat before my colonoscopy") == ["Having a gastroscopy"]


def test_a_gap_of_one_leaflet_does_not_count_for_the_other(folder: Corpus, searcher: Searcher) -> None:
    own = searcher.evidence(query("parking for my colonoscopy"))
    other = searcher.evidence(query("parking for my gastroscopy"))
    assert [gap.document for gap in folder.gaps] == ["b-colonoscopy.txt"]
    assert own.gap == 0
    assert own.signals["gap"] > 0
    assert own.signals["has_gaps"] == 1
    assert (other.signals["gap"], other.signals["has_gaps"], other.signals["gap_ahead"]) == (0, 0, 0)


def test_a_single_leaflet_is_never_named_and_needs_no_naming(folder: Corpus) -> None:
    passages = tuple(passage for passage in folder.passages if passage.document is folder.documents[0])
    single = replace(folder, documents=folder.documents[:1], passages=passages, gaps=())
    assert named(single, "my gastroscopy") is None
    alone = searcher_over(single, READ)
    evidence = alone.evidence(query("can I eat before my gastroscopy"))
    assert evidence.is_named
    assert evidence.rival is None


def test_the_same_sentence_in_two_leaflets_is_quoted_once(tmp_path: Path) -> None:
    safety = "Safety\n\nKeep the tablets out of the reach of children.\n\nTaking them\n\n"
    (tmp_path / "a.txt").write_text(f"Sky tablets\n\n{safety}Swallow one after breakfast.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"Sea tablets\n\n{safety}Chew one before bed.\n", encoding="utf-8")
    corpus = load_corpus(tmp_path)
    evidence = searcher_over(corpus, READ).evidence(query("should children reach the tablets"))
    quotes = [corpus.passages[number].quoted for number in evidence.quotable]
    assert quotes[0] == "Keep the tablets out of the reach of children."
    assert len(quotes) == len(set(quotes))
    assert evidence.rival is None


@pytest.mark.parametrize(
    "again", ["Keep the tablets out of the reach of children.", "Keep the  tablets out of the reach of children."]
)
def test_the_same_sentence_twice_in_a_leaflet_is_quoted_once(tmp_path: Path, again: str) -> None:
    text = (
        "Heart tablets\n\nHow to take them\n\nSwallow them with water after breakfast.\n\nImportant\n\n"
        f"Keep the tablets out of the reach of children.\n\nTravelling\n\nTake a spare strip.\n\nNotes\n\n{again}\n"
    )
    (tmp_path / "heart.txt").write_text(text, encoding="utf-8")
    corpus = load_corpus(tmp_path / "heart.txt")
    evidence = searcher_over(corpus, READ).evidence(query("should children reach the tablets"))
    quotes = [" ".join(corpus.passages[number].quoted.split()) for number in evidence.quotable]
    assert quotes.count("Keep the tablets out of the reach of children.") == 1


def test_the_leaflet_that_was_named_before_is_asked_first_by_what_leans_on_nothing(
    tmp_path: Path,
) -> None:
    for name, fact in (("warfarin", "Take it as soon as you remember."), ("apixaban", "Leave it out after midnight.")):
        text = f"Your {name} tablets\n\nIf you miss a dose\n\n{fact}\n\nStorage\n\nKeep {name} in a dry place.\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    bot = Bot(load_corpus(tmp_path))
    for name in ("warfarin", "apixaban"):
        conversation = bot.conversation([f"where do I store my {name} tablets"])
        reply = bot.reply("what should I do if I miss a dose of my tablets?", conversation)
        assert {quote.passage.document.name for quote in reply.quotes} == {f"{name}.txt"}
    assert len({quote.passage.document.name for quote in bot.reply("what if I miss a dose?").quotes}) == 2
