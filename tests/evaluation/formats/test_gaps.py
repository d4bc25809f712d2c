import pytest

from bot.dialogue.reply import Reply
from bot.documents import Corpus
from bot.evaluation.asked import Asked
from bot.evaluation.cases import Expected
from bot.evaluation.formats.gaps import EXAMPLES, gap_lines
from bot.evaluation.gaps import find_gaps
from bot.testing import ScriptedBot, quoting
from tests.evaluation.exercises import exercises
from tests.leaflets import COOL_PACK, FREE

REFERRED = Reply("refer", "Please ask your doctor.", intent="refer/personal", because="signals")
ALARMED = Reply("emergency", "Call 999.", intent="emergency/call", because="rule")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return exercises()


def shown(corpus: Corpus, replies: dict[str, Reply], *asked: Asked) -> list[str]:
    return list(gap_lines(find_gaps(ScriptedBot(corpus, replies), asked)))


def alone(*messages: str) -> list[Asked]:
    return [Asked((message,)) for message in messages]


def test_the_first_lines_account_for_every_message(corpus: Corpus) -> None:
    replies = {"free?": quoting(corpus, FREE), "am I ill": REFERRED, "help": ALARMED}
    lines = shown(corpus, replies, *alone("parking", "free?", "am I ill", "help", " ", "parking"))
    assert lines[: lines.index("")] == [
        "6 messages:",
        "  2 ask for what the material does not say",
        "  1 referred",
        "  1 alarmed",
        "  1 answered",
        "  1 not read: empty",
    ]


def test_a_gap_stands_with_its_messages_each_once(corpus: Corpus) -> None:
    lines = shown(corpus, {}, *alone("where can I park", "the car park?", "Where can I park?", "do you sell bicycles"))
    assert lines[2:] == [
        "",
        "What people ask, and the material does not say: 3",
        "-------------------------------------------------",
        "",
        "3 × park",
        "    where can I park (2 times)",
        "    the car park?",
        "",
        "Asked once, and like nothing else here: 1",
        "-----------------------------------------",
        "    do you sell bicycles",
    ]


def test_a_message_that_is_asked_often_and_like_no_other_is_its_own_name(corpus: Corpus) -> None:
    lines = shown(corpus, {}, *alone("do you sell bicycles", "do you sell bicycles"))
    assert lines[-1] == "2 × “do you sell bicycles”"


def test_of_a_great_gap_some_messages_are_shown_and_none_is_passed_over_in_silence(corpus: Corpus) -> None:
    messages = [f"parking {word}" for word in "a bb cc dd ee ff gg hh ii jj kk ll".split()]
    lines = shown(corpus, {}, *alone(*messages))
    assert lines[-1] == f"    ... and {len(messages) - EXAMPLES} more"
    assert sum(line.startswith("    parking") for line in lines) == EXAMPLES


def test_what_is_asked_once_is_never_left_out(corpus: Corpus) -> None:
    messages = [f"{letter * 3}zorbomat" for letter in "abcdefghijklmnopqrstuvwxyz"]
    assert [line.strip() for line in shown(corpus, {}, *alone(*messages))[5:]] == messages


def test_a_misquote_shows_what_was_quoted_and_what_was_expected(corpus: Corpus) -> None:
    replies = dict.fromkeys(("pain?", "dogs?"), quoting(corpus, FREE))
    asked = [
        Asked(("dogs?",), expected=Expected("decline")),
        Asked(("pain?",), expected=Expected("answer", (COOL_PACK,))),
    ]
    lines = shown(corpus, replies, *asked)
    assert [line.strip() for line in lines[-6:]] == [
        "dogs?",
        "quoted: “The class is free for patients of the clinic.”",
        "expected: decline",
        "pain?",
        "quoted: “The class is free for patients of the clinic.”",
        f"expected: answer, “{COOL_PACK}”",
    ]


def test_what_was_expected_is_told_where_it_is_something_else(corpus: Corpus) -> None:
    cases = [Asked(("help",), expected=Expected("emergency")), Asked(("ill?",), expected=Expected("answer"))]
    lines = shown(corpus, dict.fromkeys(("help", "ill?"), ALARMED), *cases)
    assert [line.strip() for line in lines[-3:]] == ["ill?", "expected: answer", "help"]


def test_the_lines_fit_a_terminal_and_move_no_cursor(corpus: Corpus) -> None:
    noted = Reply("chat", "Hello.", intent="chat/greeting", urgent_note="Call 999.")
    odd = "parking \x1b[2J\x07\u202e " + "word " * 100
    messages = [odd, f"{odd}too", "x" * 500, "\u202e", "\n\n", "hello"]
    replies: dict[str, Reply] = {"x" * 500: quoting(corpus, FREE), "hello": noted}
    asked = [Asked((message,), expected=Expected("decline")) for message in messages]
    lines = shown(corpus, replies, *asked)
    assert max(map(len, lines)) <= 80
    assert all(line.isprintable() for line in lines)
