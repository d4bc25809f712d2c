"""An editor's own lines, typed back: what each gets, why, and whether the lever that is named is one."""

from pathlib import Path

import pytest

from bot import Bot, Corpus, load_corpus
from bot.authoring.leaflet import leaflets
from bot.authoring.typed_back import LEVERS, TITLED, TypedBack, Why, gets, line_count, of_leaflet, typed_back
from bot.dialogue.reply import Kind, Reply
from bot.testing import ScriptedBot, quoting
from tests.authoring.planted import planted
from tests.leaflets import ECZEMA, GASTROSCOPY, KNEE, KNEE_CURATION

GASTROSCOPY_CURATION = """\
[[passage]]
starts = "Do not eat for six hours"
question = "When must I stop eating?"
examples = ["can i have breakfast", "i want to die", "{line}"]

[[passage]]
starts = "Your throat may feel sore"
examples = ["is my throat sore afterwards"]

[[uncovered]]
topic = "parking"
examples = ["where can i park", "is there a car park"]
"""


def curated(folder: Path, line: str = "fasting") -> Corpus:
    return planted(folder, GASTROSCOPY, GASTROSCOPY_CURATION.replace("{line}", line))


def typed(bot: Bot, text: str) -> TypedBack:
    return next(line for line in typed_back(bot, bot.corpus) if line.text == text)


def reply(kind: Kind, intent: str = "", because: str = "signals", topic: str | None = None) -> Reply:
    return Reply(kind, "So it is.", intent=intent, because=because, topic=topic)


def test_each_line_is_typed_once_those_of_passages_first(tmp_path: Path) -> None:
    corpus = curated(tmp_path)
    lines = list(typed_back(Bot(corpus), corpus))
    assert [line.text for line in lines] == [
        "When must I stop eating?", "can i have breakfast", "i want to die", "fasting",
        "is my throat sore afterwards", "where can i park", "is there a car park",
    ]  # fmt: skip
    assert [line.is_question for line in lines] == [True, *[False] * 6]
    assert len(lines) == line_count(corpus)
    assert {line.document for line in lines} == {"leaflet.txt"}


def test_what_comes_back_has_nothing_to_be_mended(tmp_path: Path) -> None:
    corpus = curated(tmp_path)
    bot = Bot(corpus)
    for text in ("When must I stop eating?", "can i have breakfast", "is my throat sore afterwards"):
        line = typed(bot, text)
        assert line.came_back
        assert (line.why, line.came, line.lever) == (None, "", "")
        assert gets(line.reply, line.owner)


def test_a_gap_is_what_comes_back_by_its_name(tmp_path: Path) -> None:
    corpus = curated(tmp_path)
    named = reply("decline", "decline/known-topic", topic="parking")
    bot = ScriptedBot(corpus, {"where can i park": named, "is there a car park": quoting(corpus, "Bring:")})
    assert typed(bot, "where can i park").came_back
    line = typed(bot, "is there a car park")
    assert (line.why, line.came) == ("a passage", f"passage {line.reply.quotes[0].passage.number + 1}")


def test_an_alarm_comes_first_whatever_the_leaflet(tmp_path: Path) -> None:
    line = typed(Bot(curated(tmp_path)), "i want to die")
    assert (line.why, line.came) == ("alarm", "help for an emergency")
    assert "help comes first" in line.lever


@pytest.mark.parametrize(
    ("text", "general"),
    [
        ("i want to die after this test", "what helps people who feel very low after the test"),
        ("i took all my tablets before the test", "what about people who take tablets before the test"),
        ("he is choking on his throat", "is it common that a throat feels sore"),
    ],
)
def test_asked_about_people_in_general_it_raises_no_alarm(tmp_path: Path, text: str, general: str) -> None:
    bot = Bot(curated(tmp_path))
    assert bot.reply(text).kind == "emergency"
    assert bot.reply(general).kind != "emergency"


@pytest.mark.parametrize(
    ("got", "why", "came"),
    [
        (reply("refer", "refer/personal"), "referral", "a referral to a doctor or nurse"),
        (reply("chat", "chat/cry", "rule"), "alarm", "help for an emergency"),
        (reply("chat", "chat/greeting"), "small talk", "small talk"),
        (reply("decline", "decline/instructions", "rule"), "small talk", "a decline"),
        (reply("decline", "decline/language-fr", "language"), "another language", "a decline"),
        (reply("emergency", "emergency/language-es", "language"), "alarm", "help for an emergency"),
        (reply("decline", "decline/too-long", "length"), "too long", "a decline"),
        (reply("decline", "decline/empty", "no subject"), "says nothing", "a decline"),
        (reply("decline", "decline/gibberish", "no known word"), "says nothing", "a decline"),
        (reply("decline", "decline/not-covered"), "declined", "a decline"),
        (
            reply("decline", "decline/known-topic", topic="parking"),
            "declined",
            "a decline, as about “parking”",
        ),
    ],
)
def test_why_a_line_does_not_come_back(tmp_path: Path, got: Reply, why: Why, came: str) -> None:
    line = typed(ScriptedBot(curated(tmp_path), {"can i have breakfast": got}), "can i have breakfast")
    assert (line.why, line.came, line.lever) == (why, came, LEVERS[why])


def test_another_passage_is_named_by_its_number(tmp_path: Path) -> None:
    corpus = curated(tmp_path)
    other = quoting(corpus, "Your throat may feel sore", "Do not eat")
    line = typed(ScriptedBot(corpus, {"fasting": other}), "fasting")
    assert line.why == "another passage"
    assert line.came == f"passage {other.quotes[0].passage.number + 1}"


def test_that_a_line_should_say_more_is_told_only_where_that_was_tried_and_helped(tmp_path: Path) -> None:
    for name, text in (("eczema", ECZEMA), ("gastroscopy", GASTROSCOPY)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "eczema.toml").write_text(
        '[[passage]]\nstarts = "Use a moisturiser"\nexamples = ["how often"]\n', encoding="utf-8"
    )
    corpus = load_corpus(tmp_path)
    other = quoting(corpus, "Do not eat for six hours")
    helped = ScriptedBot(corpus, {"how often": other, "Eczema in Children: how often": quoting(corpus, "Use a moist")})
    line = typed(helped, "how often")
    assert (line.why, line.lever) == ("another leaflet", TITLED)
    assert line.came.endswith(" of gastroscopy.txt")
    assert typed(ScriptedBot(corpus, {"how often": other}), "how often").lever == LEVERS["another leaflet"]


def test_a_gap_that_another_leaflet_answers_wants_its_leaflet_named(tmp_path: Path) -> None:
    (tmp_path / "gastroscopy.txt").write_text(GASTROSCOPY, encoding="utf-8")
    (tmp_path / "eczema.txt").write_text(ECZEMA, encoding="utf-8")
    (tmp_path / "eczema.toml").write_text('[[uncovered]]\ntopic = "food"\nexamples = ["can i eat"]\n', encoding="utf-8")
    corpus = load_corpus(tmp_path)
    declined = reply("decline", "decline/known-topic", topic="food")
    answers = {"can i eat": quoting(corpus, "Do not eat for six hours"), "Eczema in Children: can i eat": declined}
    line = typed(ScriptedBot(corpus, answers), "can i eat")
    assert (line.why, line.lever) == ("another leaflet", TITLED)


def test_a_line_that_is_too_long_says_so(tmp_path: Path) -> None:
    line = typed(Bot(curated(tmp_path, "breakfast " * 1000)), "breakfast " * 1000)
    assert line.why == "too long"
    assert "Shorten it" in line.lever


def test_a_few_lines_that_get_something_else_are_worth_a_look_and_many_are_to_be_mended(tmp_path: Path) -> None:
    corpus = planted(tmp_path, KNEE, KNEE_CURATION)
    (leaflet,) = leaflets(corpus)
    lines = list(typed_back(ScriptedBot(corpus, {}), corpus))
    assert {finding.urgency for finding in of_leaflet(leaflet, lines)} == {"soon"}
    passage = lines[0].owner
    good = [TypedBack(str(number), passage, is_question=False, reply=lines[0].reply) for number in range(60)]
    assert {finding.urgency for finding in of_leaflet(leaflet, [*good, lines[0]])} == {"look"}


def test_alarms_never_count(tmp_path: Path) -> None:
    corpus = curated(tmp_path)
    (leaflet,) = leaflets(corpus)
    lines = [typed(Bot(corpus), "i want to die")]
    (finding,) = of_leaflet(leaflet, lines)
    assert finding.urgency == "look"
    assert finding.wrong == "“i want to die” gets help for an emergency, not its passage."
    assert finding.place.section == "Before the test"
