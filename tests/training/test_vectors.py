"""The table of vectors while it is fitted."""

from dataclasses import replace

import numpy
import pytest

from bot.evidence.vectors import VectorTable
from bot.text.message import Message
from bot.text.vocabulary import vocabulary
from training.vectors import DIMENSIONS, Lessons, Table, principal

READ = vocabulary().analyser().read
WORDS = ["pain", "ache", "price", "cost", "scan"]
TEXTS = ["sharp pain", "dull ache", "the price", "what it will cost", "a scan", *WORDS]


def taught() -> numpy.ndarray[tuple[int, ...], numpy.dtype[numpy.float32]]:
    """What a teacher might say: two directions, one of pain, one of money, and a third of scans."""
    subjects = [0, 0, 1, 1, 2, 0, 0, 1, 1, 2]
    rows = numpy.zeros((len(TEXTS), DIMENSIONS), dtype="float32")
    rows[range(len(TEXTS)), subjects] = 1
    return rows


def cosine(table: VectorTable, one: str, other: str) -> float:
    a, b = (table.of(dict.fromkeys(READ(text).stems, 1.0)) for text in (one, other))
    return float(a @ b)


def test_texts_come_close_to_what_the_teacher_says() -> None:
    table = Table(TEXTS, WORDS, READ)
    table.start(TEXTS, taught(), first=5)
    table.fit(TEXTS, taught())
    made = table.whole()
    assert cosine(made, "sharp pain", "dull ache") > 0.8
    assert abs(cosine(made, "sharp pain", "the price")) < 0.3


def test_questions_come_closer_to_statements_of_their_own_topic() -> None:
    topics = [(["pain"], ["ache"]), (["price"], ["cost"]), (["scan"], ["picture"])]
    table = Table([*TEXTS, "picture", "picture"], WORDS, READ)
    before = table.whole()
    table.tell_apart(topics)
    after = table.whole()
    assert cosine(after, "pain", "ache") > cosine(before, "pain", "ache")
    assert cosine(after, "pain", "ache") > cosine(after, "pain", "cost")


def test_the_table_in_whole_numbers_is_sorted_by_key() -> None:
    made = Table(TEXTS, WORDS, READ).whole()
    assert (made.keys[:-1] < made.keys[1:]).all()
    assert made.values.shape == (len(made.keys), DIMENSIONS)
    assert made.values.dtype == numpy.int8


def test_the_principal_directions_keep_what_differs() -> None:
    chance = numpy.random.default_rng(0)
    vectors = chance.normal(size=(600, 384)).astype("float32")
    vectors[:, 0] += numpy.repeat([3, -3], 300)
    kept = principal(vectors, len(vectors))
    assert kept.shape == (600, DIMENSIONS)
    assert numpy.linalg.norm(kept, axis=1) == pytest.approx(1, abs=1e-4)
    assert float((kept[:300] @ kept[:300].T).mean()) > float((kept[:300] @ kept[300:].T).mean())


LESSONS = Lessons(TEXTS[:5], WORDS, [(["any pain?"], ["it aches"]), (["the price?"], ["it is free"])], READ)


def test_the_fingerprint_is_of_all_that_the_vectors_are_made_from() -> None:
    def otherwise(text: str) -> Message:
        return READ("pain" if text == "dull ache" else text)

    others = [
        replace(LESSONS, texts=[*LESSONS.texts, "one more"]),
        replace(LESSONS, texts=LESSONS.texts[::-1]),
        replace(LESSONS, words=LESSONS.words[1:]),
        replace(LESSONS, topics=LESSONS.topics[1:]),
        replace(LESSONS, topics=[(asked, [*said, "the price?"]) for asked, said in LESSONS.topics]),
        replace(LESSONS, read=otherwise),
    ]
    assert len({each.fingerprint for each in (LESSONS, *others)}) == len(others) + 1
    assert replace(LESSONS).fingerprint == LESSONS.fingerprint
