import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bot import Bot
from bot.dialogue.reply import KINDS, Kind, Reply
from bot.documents import Corpus
from bot.evaluation import Case, Report, evaluate
from bot.testing import ScriptedBot, quoting
from tests.evaluation.exercises import exercises
from tests.leaflets import COOL_PACK, FREE, TEN_TIMES


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return exercises()


def report_of(corpus: Corpus, *pairs: tuple[Case, Reply]) -> Report:
    return evaluate(ScriptedBot(corpus, {case.question: reply for case, reply in pairs}), [case for case, _ in pairs])


def test_each_mistake_is_counted_for_what_it_is(corpus: Corpus) -> None:
    report = report_of(
        corpus,
        (Case("right", "1", "answer", (TEN_TIMES,)), quoting(corpus, TEN_TIMES, FREE)),
        (Case("second", "2", "answer", (FREE,)), quoting(corpus, TEN_TIMES, FREE)),
        (
            Case("third of other gold", "3", "answer", ("not here", COOL_PACK)),
            quoting(corpus, TEN_TIMES, FREE, COOL_PACK),
        ),
        (Case("declined", "4", "answer", (FREE,)), Reply("decline", "Not covered.")),
        (Case("decline", "5", "decline"), Reply("decline", "Not covered.")),
        (Case("quoted", "6", "decline"), quoting(corpus, FREE)),
        (Case("alarm", "7", "chat"), Reply("emergency", "Please call for help now.")),
        (Case("missed", "8", "emergency"), Reply("decline", "Not covered.")),
        (Case("noticed", "9", "emergency"), Reply("emergency", "Please call for help now.")),
        (Case("refer", "10", "refer"), Reply("refer", "Please ask your doctor.")),
    )
    values = {name: figure.value for name, figure in report.figures.items()}
    assert values == pytest.approx(
        {
            "behaviour": 4 / 10,
            "answer@1": 1 / 4,
            "answer@3": 3 / 4,
            "reciprocal_rank": (1 + 1 / 2 + 1 / 3) / 4,
            "decline": 1 / 2,
            "emergency": 1 / 2,
            "refer": 1,
            "chat": 0,
            "wrong_quote": 3 / 10,
            "false_alarm": 1 / 8,
        }
    )
    assert [(outcome.case.id, outcome.fault) for outcome in report.failures] == [
        ("missed", "Emergency missed"),
        ("second", "Wrong quote"),
        ("third of other gold", "Wrong quote"),
        ("quoted", "Wrong quote"),
        ("alarm", "False alarm"),
        ("declined", "Not answered"),
    ]


def test_a_quote_in_a_reply_of_another_kind_answers_nothing(corpus: Corpus) -> None:
    report = report_of(corpus, (Case("a", "1", "answer", (FREE,)), quoting(corpus, FREE, kind="refer")))
    assert report.figures["answer@3"].value == 0
    assert report.figures["wrong_quote"].value == 0


def test_the_bot_hears_the_history_first(corpus: Corpus) -> None:
    bot = ScriptedBot(corpus, {})
    evaluate(bot, [Case("a", "and how much?", "decline", history=("hello", "how often?"))])
    assert bot.heard[-1] == ("hello", "how often?", "and how much?")


def test_nothing_is_replied_to_twice(corpus: Corpus) -> None:
    bot = ScriptedBot(corpus, {"b": quoting(corpus, FREE)})
    paths = [("a", "b", "c"), ("b",), ("a", "b"), ("a", "b", "c"), ("a", "c"), ("b",)]
    cases = [Case(str(n), path[-1], "answer", (FREE,), path[:-1]) for n, path in enumerate(paths)]
    report = evaluate(bot, cases)
    heard = [("a",), ("a", "b"), ("a", "b", "c"), ("a", "c"), ("b",)]
    assert sorted(bot.heard) == heard
    assert [outcome.case for outcome in report.outcomes] == cases
    assert [outcome.right for outcome in report.outcomes] == [False, True, True, False, False, True]


def test_each_case_gets_the_reply_that_it_would_get_alone(corpus: Corpus) -> None:
    bot = Bot(corpus)
    messages = ["how often each exercise?", "is it free?", "and the class?", "my chest hurts and I cannot breathe"]
    paths = [messages[:end] for end in (2, 4, 1, 3)] + [[*messages[:1], "and the cost?"], messages[:2]]
    cases = [Case(str(n), path[-1], "decline", history=tuple(path[:-1])) for n, path in enumerate(paths)]
    together = evaluate(bot, cases).outcomes
    for case, outcome in zip(cases, together, strict=True):
        assert outcome.reply.to_json() == bot.reply(case.question, bot.conversation(case.history)).to_json()


def test_the_figures_of_each_kind_stand_alone(corpus: Corpus) -> None:
    report = report_of(
        corpus,
        (Case("a", "1", "decline", kind="plain"), Reply("decline", "Not covered.")),
        (Case("b", "2", "decline", kind="misspelt"), Reply("chat", "Hello.")),
    )
    assert {kind: figures["behaviour"].value for kind, figures in report.kinds.items()} == {"misspelt": 0, "plain": 1}


def test_the_curve_drops_the_least_sure_answers_first(corpus: Corpus) -> None:
    report = report_of(
        corpus,
        (Case("a", "1", "answer", (FREE,)), quoting(corpus, FREE, evidence=0.9)),
        (Case("b", "2", "answer", (FREE,)), quoting(corpus, TEN_TIMES, evidence=0.4)),
        (Case("c", "3", "answer", (FREE,)), quoting(corpus, FREE, evidence=0.4)),
        (Case("d", "4", "decline"), Reply("decline", "Not covered.", evidence=0.95)),
    )
    assert [tuple(point) for point in report.risk_coverage] == [(0.9, 1, 0, 0.25, 0.0), (0.4, 3, 1, 0.75, 1 / 3)]


def test_an_excerpt_that_no_passage_holds_whole_is_told(corpus: Corpus) -> None:
    gold = "three times a day.\nCost"
    assert gold in corpus.documents[0].text
    report = report_of(corpus, (Case("a", "1", "answer", (gold,)), quoting(corpus, TEN_TIMES)))
    assert report.outcomes[0].relevant == ()
    assert not report.outcomes[0].right


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(KINDS)), max_size=30))
def test_the_matrix_holds_every_case_once_and_its_diagonal_bounds_right_behaviour(
    corpus: Corpus, kinds: list[tuple[Kind, Kind]]
) -> None:
    replies = {kind: quoting(corpus, FREE) if kind == "answer" else Reply(kind, "So.") for kind in KINDS}
    pairs = [(Case(str(n), str(n), expect, (FREE,)), replies[given]) for n, (expect, given) in enumerate(kinds)]
    report = report_of(corpus, *pairs)
    assert sum(sum(row.values()) for row in report.confusion.values()) == len(kinds)
    assert sum(report.confusion[kind][kind] for kind in KINDS) == report.figures["behaviour"].total


def test_the_report_is_plain_data(corpus: Corpus) -> None:
    report = report_of(corpus, (Case("a", "1", "answer", (FREE,), kind="plain"), quoting(corpus, TEN_TIMES, FREE)))
    data = json.loads(json.dumps(report.to_json()))
    assert data["figures"]["answer@3"]["value"] == 1
    assert data["outcomes"][0]["rank"] == 2
    assert data["outcomes"][0]["reply"]["quotes"][1]["text"] in corpus.documents[0].text
