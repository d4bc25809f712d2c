"""Evidence from meaning: what an encoder makes of a corpus, and how close it finds a message to a passage."""

import pickle
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import Bot, Corpus, load_corpus
from bot.evidence.encoder import Encoder
from bot.evidence.meaning import MOST_WORDS, Meaning, MeaningArrays, asked_text, load_meaning, meaning_arrays
from bot.evidence.query import Query
from bot.evidence.signals import SIGNALS, SIGNALS_WITH_MEANING
from bot.evidence.vectors import Vectors
from bot.index.arrays import read_arrays
from bot.indexing import write_index
from bot.settings import SETTINGS
from bot.text.vocabulary import vocabulary
from tests.leaflets import GASTROSCOPY, KNEE
from training.data import LEAFLETS, LEVELS, at_level, material

READ = vocabulary().analyser().read
WORDS = ["walking", "swimming", "cost", "pounds"]


def query(text: str, *earlier: str) -> Query:
    return Query(READ(text), [READ(message) for message in earlier], SETTINGS)


def counted(texts: Sequence[str]) -> Vectors:
    """What an encoder might make of texts: whether each of a few words stands in them."""
    rows = numpy.array([[word in text.casefold() for word in WORDS] for text in texts], dtype="float32")
    return numpy.asarray(rows / numpy.maximum(numpy.linalg.norm(rows, axis=1, keepdims=True), 1))


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture
def knee(tmp_path: Path) -> Corpus:
    (tmp_path / "knee.txt").write_text(KNEE, encoding="utf-8")
    return load_corpus(tmp_path / "knee.txt")


@pytest.fixture(scope="module")
def talker(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    path = tmp_path_factory.mktemp("meaning") / "gastroscopy.txt"
    path.write_text(GASTROSCOPY, encoding="utf-8")
    return Bot(load_corpus(path), meaning=True)


def test_sentences_are_encoded_alone_and_under_their_heading_and_passages_as_a_whole(knee: Corpus) -> None:
    heard: list[list[str]] = []

    def encode(texts: Sequence[str]) -> Vectors:
        heard.append(list(texts))
        return counted(texts)

    arrays = meaning_arrays(knee, encode)
    walking, stick = "Gentle walking keeps the knee joint supple.", "A walking stick costs about ten pounds."
    assert heard == [
        [
            *(walking, "Swimming is gentle too.", stick),
            *(f"Exercise. {walking}", "Exercise. Swimming is gentle too.", f"Cost. {stick}"),
            f"Living with Knee Pain. Exercise. {walking} Swimming is gentle too.",
            f"Living with Knee Pain. Cost. {stick}",
        ]
    ]
    assert arrays.starts.tolist() == [0, 2]
    assert {rows.dtype for rows in (arrays.sentences, arrays.headed, arrays.passages)} == {numpy.dtype("float16")}


def test_what_is_said_twice_is_encoded_once(tmp_path: Path) -> None:
    (tmp_path / "bag.txt").write_text("Your bag\n\nBring with you:\n- your glasses\n- your stick\n", encoding="utf-8")
    corpus = load_corpus(tmp_path / "bag.txt")
    heard: list[str] = []

    def encode(texts: Sequence[str]) -> Vectors:
        heard.extend(texts)
        return counted(texts)

    arrays = meaning_arrays(corpus, encode)
    assert len(set(heard)) == len(heard) < 2 * len(arrays.sentences) + len(arrays.passages)
    assert len(arrays.sentences) == len(arrays.headed) == sum(len(passage.sentences) for passage in corpus.passages)


def test_the_figure_is_the_mean_of_three_cosines(knee: Corpus) -> None:
    meaning = Meaning(meaning_arrays(knee, counted), counted)
    half = 0.5**0.5
    assert meaning.score(query("swimming")) == pytest.approx([(1 + 1 + half) / 3, 0], abs=1e-3)
    third = (1 / 3) ** 0.5
    assert meaning.score(query("cost")) == pytest.approx([0, third], abs=1e-3)


def test_what_a_message_leans_on_is_encoded_before_it_the_oldest_first() -> None:
    assert asked_text(query("and how long?", "is it free?", "the scan")) == "the scan is it free? and how long?"


def test_of_a_long_story_the_end_is_encoded() -> None:
    text = asked_text(query("does it hurt?", "so " * 4000))
    assert len(text.split()) == MOST_WORDS
    assert text.endswith("so does it hurt?")


@settings(max_examples=30)
@given(st.text(max_size=300))
def test_any_text_has_a_vector_of_length_one_which_depends_on_nothing_else(encoder: Encoder, text: str) -> None:
    (alone,) = encoder.encode([text])
    among = encoder.encode(["how much does it cost?", text, "a " * 300])[1]
    assert numpy.linalg.norm(alone) == pytest.approx(1, abs=1e-5)
    assert among == pytest.approx(alone, abs=1e-5)


def test_texts_that_mean_the_same_lie_close_together(encoder: Encoder) -> None:
    asked, close, far = encoder.encode(["will I be knocked out?", "You are given a general anaesthetic.", "Car park"])
    assert asked @ close > asked @ far + 0.1


def test_the_arrays_come_back(knee: Corpus, tmp_path: Path) -> None:
    arrays = meaning_arrays(knee, counted)
    again = MeaningArrays.from_named(arrays.named())
    assert again.named().keys() == arrays.named().keys()
    assert all(numpy.array_equal(again.named()[name], value) for name, value in arrays.named().items())
    for missing in arrays.named():
        with pytest.raises(KeyError):
            MeaningArrays.from_named({name: value for name, value in arrays.named().items() if name != missing})
    write_index(knee, tmp_path / "index", meaning=True)
    kept, made = MeaningArrays.from_named(read_arrays(tmp_path / "index")), meaning_arrays(knee, Encoder().encode)
    assert all(numpy.array_equal(kept.named()[name], value) for name, value in made.named().items())


def test_what_is_prepared_changes_no_reply(knee: Corpus, tmp_path: Path) -> None:
    write_index(knee, tmp_path / "index", meaning=True)
    indexed = load_corpus(tmp_path / "index")
    talk = ["which sports are alright?", "and is a cane dear?", "my chest hurts and I cannot breathe", "zebra", ""]
    first, second = (Bot(each, "GB", meaning=True).conversation(talk) for each in (knee, indexed))
    assert first.to_json() == second.to_json()
    without, with_index = (Bot(each, "GB").conversation(talk) for each in (knee, indexed))
    assert without.to_json() == with_index.to_json()
    copy = pickle.loads(pickle.dumps(Bot(indexed, "GB", meaning=True)))
    assert copy.conversation(talk).to_json() == first.to_json()


def test_the_article_s_index_is_made_without_the_encoder_and_serves_all_the_same(article: Corpus) -> None:
    made = load_meaning(replace(article, index=None))
    assert load_meaning(article).score(query("is it dear?")).tolist() == made.score(query("is it dear?")).tolist()


def test_the_evidence_has_a_figure_and_two_signals_more(knee: Corpus) -> None:
    plain, other = Bot(knee), Bot(knee, meaning=True)
    asked = query("which sports are alright?")
    before, after = plain.searcher.figures(asked).of(asked), other.searcher.figures(asked).of(asked)
    assert after[:, :-1].tolist() == before.tolist()
    signals = other.searcher.evidence(asked).signals
    assert signals.keys() == set(SIGNALS_WITH_MEANING)
    assert signals["meaning"] == after[other.searcher.evidence(asked).ranking[0], -1]
    assert signals["meaning_lead"] == pytest.approx(float(after[:, -1].max() - after[:, -1].mean()))
    assert plain.searcher.evidence(asked).signals.keys() == set(SIGNALS)


@settings(max_examples=20)
@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=2))
def test_a_reply_always_comes(talker: Bot, text: str, history: Sequence[str]) -> None:
    assert talker.reply(text, talker.conversation(history)).message


ONLY_BY_MEANING = (
    ("panic-attacks", "My hands go all fizzy and my lips buzz when I get in a state. Where's that come from?"),
    ("heart-failure", "What does spironolactone do?"),
    ("suicidal-thoughts-safety-plan", "Does having suicidal thoughts mean a person's bound to go through with it?"),
    ("menopause-hrt", "How long do menopause symptoms last?"),
    (
        "head-injury-going-home",
        "When is my lad allowed back at school, and when can he do PE? He's climbing the walls.",
    ),
    ("kidney-dialysis", "He's petrified all his blood is going to be sucked out in one go. What can I tell him?"),
)
"""Questions about leaflets that are trained on. A model that is trained anew may find one or two without meaning."""


def test_bare_leaflets_answer_what_only_meaning_finds() -> None:
    right: list[tuple[bool, bool]] = []
    for name, question in ONLY_BY_MEANING:
        leaflet = material(LEAFLETS / f"{name}.txt")
        (case,) = (case for case in leaflet.cases if case.question == question)
        bots = (Bot(at_level(leaflet.corpus, LEVELS[0]), meaning=meaning) for meaning in (False, True))
        replies = [bot.reply(question) for bot in bots]
        answers = [each.kind == "answer" and each.quotes[0].passage.number in case.relevant for each in replies]
        right.append((answers[0], answers[1]))
    assert sum(without for without, _ in right) <= len(ONLY_BY_MEANING) // 2
    assert sum(with_meaning for _, with_meaning in right) >= len(ONLY_BY_MEANING) - 1
