import pytest

from bot.dialogue.reply import KINDS, Kind, Reply
from bot.dialogue.sentences import Sentences
from bot.documents import Corpus
from bot.evaluation import Case, Report, evaluate
from bot.evaluation.failures import DONE, DUE, FAULTS, Failures
from bot.testing import ScriptedBot, quoting
from tests.evaluation.exercises import exercises
from tests.leaflets import COOL_PACK, FREE, TEN_TIMES

DECLINED = Reply("decline", "Not covered.", intent="decline/not-covered")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return exercises()


def report_of(corpus: Corpus, *rows: tuple[str, Kind, Reply]) -> Report:
    """What comes of cases with these labels, expectations and replies; their ids are "0", "1", ..."""
    cases = [
        Case(str(n), f"message {n}", expect, (FREE,) if expect == "answer" else (), kind=kind)
        for n, (kind, expect, _) in enumerate(rows)
    ]
    return evaluate(ScriptedBot(corpus, {f"message {n}": row[2] for n, row in enumerate(rows)}), cases)


def words_of(corpus: Corpus, kind: str, expect: Kind, reply: Reply) -> str:
    """The words for the one class of failure that one case makes."""
    (only,) = report_of(corpus, (kind, expect, reply)).classes
    return only.words


def test_failures_that_are_alike_are_one_class_with_their_number_and_ids(corpus: Corpus) -> None:
    report = report_of(
        corpus,
        ("followup", "answer", DECLINED),
        ("followup", "answer", quoting(corpus, FREE)),
        ("followup", "answer", DECLINED),
        ("followup", "decline", DECLINED),
        ("lay", "answer", quoting(corpus, FREE)),
    )
    (only,) = report.classes
    assert only.words == "Follow-ups that were declined, though the material answers"
    assert (only.cases, only.asked) == (("0", "2"), 3)


def test_what_sets_cases_apart_sets_their_classes_apart(corpus: Corpus) -> None:
    report = report_of(
        corpus,
        ("lay", "answer", DECLINED),
        ("noisy", "answer", DECLINED),  # another label
        ("lay", "refer", DECLINED),  # something else was expected
        ("lay", "answer", Reply("chat", "Hello.")),  # something else was done
    )
    assert len(report.classes) == 4


def test_the_class_with_the_most_cases_comes_first_and_of_equals_the_gravest(corpus: Corpus) -> None:
    quote = quoting(corpus, FREE)
    report = report_of(
        corpus,
        ("lay", "answer", DECLINED),
        ("lay", "refer", DECLINED),
        ("off_topic", "decline", Reply("emergency", "Call.")),
        ("near_miss", "decline", quote),
        ("emergency", "emergency", DECLINED),
        ("smalltalk", "chat", DECLINED),
        ("smalltalk", "chat", DECLINED),
    )
    found = [(each.fault, len(each.cases)) for each in report.classes]
    assert found == [("Another kind of reply", 2), *((fault, 1) for fault in FAULTS)]


def test_a_quote_that_is_wrong_is_told_from_one_that_comes_too_late(corpus: Corpus) -> None:
    wrong = words_of(corpus, "lay", "answer", quoting(corpus, TEN_TIMES, COOL_PACK))
    later = words_of(corpus, "lay", "answer", quoting(corpus, TEN_TIMES, FREE))
    assert wrong == "Questions in people's own words that got a quote that does not answer"
    assert later == "Questions in people's own words that got the right quote only second or third"


def test_a_referral_that_shows_the_right_passage_is_told_from_one_that_does_not(corpus: Corpus) -> None:
    with_it = words_of(corpus, "lay", "answer", quoting(corpus, FREE, kind="refer"))
    without = words_of(corpus, "lay", "answer", quoting(corpus, TEN_TIMES, kind="refer"))
    assert DONE["refer/quoted"] in with_it
    assert DONE["refer/quoted"] not in without
    assert DONE["refer"] in without


def test_an_emergency_that_got_the_number_is_told_from_one_that_did_not(corpus: Corpus) -> None:
    noted = Reply("decline", "Not covered.", urgent_note="Call 999.")
    assert DONE["emergency/noted"] in words_of(corpus, "emergency", "emergency", noted)
    assert DONE["emergency/noted"] not in words_of(corpus, "emergency", "emergency", DECLINED)
    assert DONE["emergency/noted"] not in words_of(corpus, "lay", "answer", noted)


@pytest.mark.parametrize(
    ("intent", "done"),
    [
        ("decline/known-topic", "decline/known-topic"),
        ("decline/not-mentioned", "decline/not-mentioned"),
        ("decline/language-es", "decline/language"),
        ("decline/gibberish", "decline/gibberish"),
        ("decline/not-covered", "decline"),
        ("", "decline"),
    ],
)
def test_a_decline_is_told_by_what_the_bot_took_the_message_for(corpus: Corpus, intent: str, done: str) -> None:
    (only,) = report_of(corpus, ("lay", "answer", Reply("decline", "No.", intent=intent))).classes
    assert only.done == done


def test_every_intent_that_has_words_is_one_that_the_bot_gives() -> None:
    made_here = {"answer/wrong", "answer/later", "decline/language", "refer/quoted", "emergency/noted"}
    sentences = Sentences.load()
    assert all(name in sentences for name in DONE if "/" in name and name not in made_here)


def test_there_are_words_for_whatever_may_come_of_a_case(corpus: Corpus) -> None:
    replies = [quoting(corpus, TEN_TIMES, FREE, kind=kind) for kind in KINDS]
    rows = [("lay", expect, reply) for expect in KINDS for reply in replies]
    report = report_of(corpus, *rows)
    classes = report.classes
    assert len({each.words for each in classes}) == len(classes)
    assert sum(len(each.cases) for each in classes) == len(report.failures) == 21
    assert {each.expect for each in classes} == set(DUE)


def test_a_label_without_words_of_its_own_is_named_and_none_is_left_out(corpus: Corpus) -> None:
    assert words_of(corpus, "worried", "decline", Reply("chat", "Hello.")).startswith("Messages of the kind “worried”")
    assert words_of(corpus, "", "decline", Reply("chat", "Hello.")).startswith("Messages that")


def test_what_is_right_is_in_no_class(corpus: Corpus) -> None:
    assert report_of(corpus, ("lay", "answer", quoting(corpus, FREE))).classes == ()
    assert Failures().classes() == ()


def test_a_class_as_data_has_its_words_and_all_its_cases_and_no_message(corpus: Corpus) -> None:
    rows: list[tuple[str, Kind, Reply]] = [("near_miss", "decline", quoting(corpus, FREE))] * 20
    report = report_of(corpus, *rows)
    (only,) = report.to_json()["classes"]
    assert only == {
        "words": "Near misses that got a quote instead of being told that the material does not say",
        "kind": "near_miss",
        "expect": "decline",
        "done": "answer",
        "fault": "Wrong quote",
        "count": 20,
        "asked": 20,
        "cases": [str(number) for number in range(20)],
    }
