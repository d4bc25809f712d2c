"""The bot's own sentences."""

import re
import string

import pytest

from bot.dialogue.compose import ALWAYS_NEEDED
from bot.dialogue.intents import WAYS_OF_ASKING
from bot.dialogue.regions import known_regions, region
from bot.dialogue.rules import Rules
from bot.dialogue.sentences import Sentences
from bot.errors import DataError
from bot.model import load_model
from tests.conftest import ROOT

SENTENCES = Sentences.load()
MATERIAL = {"title": "Living with Knee Pain", "publisher": "A clinic", "topic": "side effects", "sections": "Cost"}
URGENT = [name for name in SENTENCES if name.startswith("emergency/")]
FOREIGN = [name for name in SENTENCES if re.match(r"(?:decline/language|emergency/(?:language|crisis))-", name)]
ENGLISH = [name for name in SENTENCES if name not in FOREIGN or name == "decline/language-other"]

NEEDED = [
    *(intent for intent in load_model().intents if not intent.startswith(("question/", *WAYS_OF_ASKING))),
    *(rule.intent for rule in Rules.load().rules),
    *ALWAYS_NEEDED,
]
"""Everything that can be decided on, and the notes."""


def placeholders(name: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(SENTENCES.texts[name]) if field}


@pytest.mark.parametrize("name", sorted(set(NEEDED)))
def test_what_the_bot_needs_to_say_is_there(name: str) -> None:
    assert name in SENTENCES


@pytest.mark.parametrize("name", list(SENTENCES))
def test_every_reply_can_be_filled_in_every_country(name: str) -> None:
    for known in known_regions():
        text = SENTENCES.text(name, **known.values(), **MATERIAL)
        assert text.strip()
        assert "{" not in text


@pytest.mark.parametrize("name", list(SENTENCES))
def test_no_reply_has_a_figure_of_its_own(name: str) -> None:
    """Numbers to call come from the country; a dose or a rate has no place in the bot's own words."""
    assert not re.search(r"[\d%]", SENTENCES.texts[name])


@pytest.mark.parametrize("name", list(SENTENCES))
def test_no_reply_names_a_treatment_or_makes_a_claim(name: str) -> None:
    claims = r"\b(?:cures?|cured|heals?|safe for|effective|causes?|stem cells?|steroids?|aspirin|paracetamol|insulin)\b"
    assert not re.search(claims, SENTENCES.texts[name].lower())


@pytest.mark.parametrize("name", URGENT)
def test_an_urgent_reply_says_early_on_whom_to_call(name: str) -> None:
    assert placeholders(name) & {"emergency", "police", "number", "danger"}
    assert min(SENTENCES.texts[name].find(f"{{{field}}}") for field in placeholders(name)) < 260


def test_the_emergency_reply_begins_with_the_number() -> None:
    assert SENTENCES.text("emergency/call", **region("GB").values()).startswith("Call 999 now")


@pytest.mark.parametrize("name", ["emergency/suicide", "emergency/suicide-other", "refer/distress", "note/support"])
def test_who_is_low_is_told_whom_to_talk_to(name: str) -> None:
    assert "116 123" in SENTENCES.text(name, **region("GB").values())


@pytest.mark.parametrize("name", FOREIGN)
def test_who_writes_in_another_language_is_told_the_emergency_number(name: str) -> None:
    assert "112" in SENTENCES.text(name, **region("DE").values())


@pytest.mark.parametrize("name", ENGLISH)
def test_the_sentences_are_short(name: str) -> None:
    text = re.sub(r"\{\w+\}", "it", SENTENCES.texts[name])
    assert all(len(sentence.split()) <= 26 for sentence in re.split(r"[.?!:]", text))


def test_a_missing_reply_is_an_error_that_names_the_file_and_the_reply() -> None:
    with pytest.raises(DataError, match=r"replies\.toml.*'nonsense'"):
        SENTENCES.check_that_there_are(["emergency/call", "nonsense"])


@pytest.mark.parametrize("field", ["{sections}", "{topic}", "{title!r}", "{title:>9}"])
def test_an_unknown_placeholder_is_an_error_that_names_the_reply_and_the_placeholder(field: str) -> None:
    with pytest.raises(DataError, match=rf"replies\.toml.*emergency/call.*\{{{field[1:6]}"):
        Sentences.from_table({"emergency/call": f"Call {field}."})


WITH_NAMES = (
    "dialogue/decide.py",
    "dialogue/aftermath.py",
    "dialogue/names.py",
    "dialogue/parts.py",
    "dialogue/short.py",
    "dialogue/shown.py",
    "bot.py",
)
"""Where the code names replies, besides the composer."""


def test_the_replies_that_the_code_names_are_those_that_are_looked_for() -> None:
    """Read from the code itself, so that a new one is not forgotten."""
    code = "".join((ROOT / "bot" / path).read_text(encoding="utf-8") for path in WITH_NAMES)
    code += (ROOT / "bot/dialogue/compose.py").read_text(encoding="utf-8").partition("class Composer")[2]
    named = set(re.findall(r'"((?:answer|note|decline|refer|chat|emergency)/[a-z-]*[a-z])"', code))
    others = {*load_model().intents, *(rule.intent for rule in Rules.load().rules)}
    assert named - others == set(ALWAYS_NEEDED) - others


@pytest.mark.parametrize("text", [1, " ", "", None, ["a"], {"a": "b"}])
def test_what_is_not_a_text_is_an_error_that_names_the_file_and_the_entry(text: object) -> None:
    with pytest.raises(DataError, match=r"replies\.toml: a/b is not a text"):
        Sentences.from_table({"a/b": text})


@pytest.mark.parametrize("text", ["{", "}", "{0}", "{a.b}"])
def test_a_stray_brace_is_an_error_and_no_traceback(text: str) -> None:
    with pytest.raises(DataError, match="x"):
        Sentences.from_table({"x": text})


def test_a_line_break_is_a_space_and_an_empty_line_a_new_paragraph() -> None:
    assert Sentences.from_table({"x": "\none\ntwo\n\nthree"}).text("x") == "one two\n\nthree"
