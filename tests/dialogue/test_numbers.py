"""The numbers to call, as data."""

import json

import pytest

from bot import Bot, Corpus, Reply
from bot.dialogue.numbers import LABELS, Number, numbers_in
from bot.dialogue.regions import Region, known_regions
from bot.errors import InputError


@pytest.mark.parametrize(
    ("line", "text", "name", "expected"),
    [
        ("emergency", "999", "", [("Emergency services", "999")]),
        ("advice", "NHS 111", "", [("NHS 111", "111")]),
        ("crisis", "NHS 111 (mental health option)", "", [("NHS 111 (mental health option)", "111")]),
        ("crisis", "988 (call or text)", "the Lifeline", [("The Lifeline (call or text)", "988")]),
        ("crisis", "1813 (Dutch) or 0800 32 123 (French)", "X", [("X (Dutch)", "1813"), ("X (French)", "0800 32 123")]),
        ("child", "1-800-668-6868, or text CONNECT to 686868", "Kids", [("Kids", "1-800-668-6868")]),
        ("emergency", "one (112 in Europe, 911 in North America)", "",
         [("Emergency services in Europe", "112"), ("Emergency services in North America", "911")]),
    ],
)  # fmt: skip
def test_numbers_are_found_in_what_an_editor_wrote(
    line: str, text: str, name: str, expected: list[tuple[str, str]]
) -> None:
    found = [(number.label, number.number) for number in numbers_in(line, text, name, "s", "c")]
    assert found == expected


@pytest.mark.parametrize("known", list(known_regions()), ids=lambda known: str(known.code))
def test_every_country_has_a_number_that_can_be_dialled(known: Region) -> None:
    for placeholder in ("emergency", "police", "number", "danger"):
        assert known.called([placeholder])
    for number in known.called(LABELS):
        assert number.tel.removeprefix("tel:").isdecimal()
        assert number.number in getattr(known, number.line) or number.line == "police"
        assert number.source.startswith("http")


def test_a_reply_names_those_of_its_own_sentences(bot: Bot) -> None:
    reply = bot.reply("I want to kill myself", region="GB")
    assert [number.number for number in reply.numbers] == ["999", "116 123"]
    assert all(number.number in reply.message for number in reply.numbers)
    assert bot.reply("How much does it cost?").numbers == ()


def test_the_line_above_a_reply_counts_too(bot: Bot) -> None:
    conversation = bot.conversation(["I have chest pain and cannot breathe"])
    reply = bot.reply("How much does it cost?", conversation, "GB")
    assert reply.numbers[0].number == "999"
    assert reply.numbers[0].number in reply.urgent_note


def test_they_survive_json(bot: Bot, article: Corpus) -> None:
    reply = bot.reply("I want to kill myself", region="US")
    table = json.loads(json.dumps(reply.to_json()))
    assert Reply.from_json(table, article).numbers == reply.numbers
    assert table["numbers"][0]["tel"] == "tel:911"
    del table["numbers"]
    assert Reply.from_json(table, article).numbers == ()
    broken: list[object] = [[1], [{}], 1, [{**reply.numbers[0].to_json(), "label": 1}]]
    for wrong in broken:
        with pytest.raises(InputError, match="not a reply"):
            Reply.from_json({**table, "numbers": wrong}, article)


def test_a_number_of_another_country_is_dialled_by_its_digits() -> None:
    assert Number("crisis", "X", "0808 2000-247", "s", "c").tel == "tel:08082000247"
