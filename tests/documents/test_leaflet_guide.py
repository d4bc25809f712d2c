"""The guide for clinics, `docs/leaflets.md`, does what it says."""

import re
from datetime import date
from pathlib import Path

import pytest

from bot import Bot
from bot.authoring.checks import check
from bot.documents import Corpus, load_corpus
from bot.errors import CurationError

GUIDE = (Path(__file__).parents[2] / "docs" / "leaflets.md").read_text(encoding="utf-8")


def example(language: str) -> str:
    (content,) = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    return str(content)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    (tmp_path / "knee-wash-out.txt").write_text(example("text"), encoding="utf-8")
    (tmp_path / "knee-wash-out.toml").write_text(example("toml"), encoding="utf-8")
    return load_corpus(tmp_path)


def test_the_example_leaflet_has_the_sections_and_passages_that_a_reader_sees(corpus: Corpus) -> None:
    found = [(passage.section, passage.kind, " ".join(passage.text.split()[:4])) for passage in corpus.passages]
    assert found == [
        ("", "paragraph", "This leaflet is for"),
        ("What is a knee wash-out?", "paragraph", "A surgeon rinses the"),
        ("Before you come in", "list", "Please bring: - your"),
        ("Before you come in", "bullet", "your tablets, in their"),
        ("Before you come in", "bullet", "a list of your"),
        ("Before you come in", "bullet", "slippers"),
        ("Going home", "paragraph", "Most people go home"),
        ("Going home", "paragraph", "Call the ward on"),
    ]


def test_the_example_curation_is_complete_and_fits_the_leaflet(corpus: Corpus) -> None:
    details = corpus.documents[0].details
    assert (details.title, details.reviewed) == ("Your knee wash-out", "2026-03-01")
    assert details.publisher
    assert details.address
    assert details.language
    assert corpus.synonyms
    assert corpus.abbreviations
    assert [gap.topic for gap in corpus.gaps] == ["driving"]
    assert [passage.question for passage in corpus.passages if passage.examples] == [
        "What is a knee wash-out?",
        "What should I bring?",
    ]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("how long is the operation", "A surgeon rinses"),
        ("what shall I put in my bag", "Please bring:"),
        ("who should be with me at home", "Most people go home"),
        ("what number do I ring", "Call the ward"),
    ],
)
def test_the_example_answers_what_the_guide_says_and_more(corpus: Corpus, question: str, answer: str) -> None:
    assert Bot(corpus).reply(question).quotes[0].passage.text.startswith(answer)


def test_the_example_says_what_it_does_not_say(corpus: Corpus) -> None:
    assert Bot(corpus).reply("can I drive home myself").topic == "driving"
    assert Bot(corpus).reply("how much does it cost").kind == "decline"


def test_every_line_of_the_example_gets_its_place(corpus: Corpus) -> None:
    bot = Bot(corpus)
    for passage in corpus.passages:
        assert all(bot.reply(line).quotes[0].passage == passage for line in passage.examples)
    assert all(bot.reply(line).topic == gap.topic for gap in corpus.gaps for line in gap.examples)


def test_the_example_has_nothing_to_mend(corpus: Corpus) -> None:
    assert check(Bot(corpus), date(2026, 11, 26)) == []


def test_every_key_is_explained_and_every_explained_key_is_known(tmp_path: Path) -> None:
    explained = set(re.findall(r"^\| `\[*(\w+)\]*` \|", GUIDE, re.MULTILINE))
    (tmp_path / "a.txt").write_text("Stem cells are young cells.")
    known = set()
    for wrong in ("x = 1", "[[passage]]\nx = 1", "[[uncovered]]\nx = 1"):
        (tmp_path / "a.toml").write_text(wrong)
        with pytest.raises(CurationError) as caught:
            load_corpus(tmp_path)
        known |= set(str(caught.value).rpartition("Use one of: ")[2].rstrip(".").split(", "))
    assert explained == known
