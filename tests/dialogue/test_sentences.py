import re
import string
from pathlib import Path

import pytest

from bot.dialogue.regions import known_regions, region
from bot.dialogue.replies import Replies
from bot.errors import DataError

REPLIES = Replies.load()
MATERIAL = {"title": "Living with Knee Pain", "publisher": "A clinic", "topic": "side effects", "sections": "Cost"}
URGENT = [name for name in REPLIES if name.startswith(("emergency", "poisoning", "crisis-"))]
ENGLISH = [name for name in REPLIES if not name.startswith("language-") or name == "language-other"]

NEEDED = [
    "emergency",
    "poisoning",
    "crisis-suicide",
    "crisis-violence",
    "crisis-sexual-assault",
    "crisis-child",
    "personal",
    "personal-medicine",
    "distress",
    "support-note",
    "decline-not-covered",
    "decline-known-topic",
    "decline-off-topic",
    "decline-instructions",
    "decline-gibberish",
    "decline-too-long",
    "decline-empty",
    "language-other",
    "greeting",
    "thanks",
    "goodbye",
    "identity",
    "capability",
    "source",
    "complaint",
    "filler",
    "answer",
    "answer-two",
    "answer-general",
]


def placeholders(name: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(REPLIES.texts[name]) if field}


@pytest.mark.parametrize("name", NEEDED)
def test_what_the_bot_needs_to_say_is_there(name: str) -> None:
    assert name in REPLIES


@pytest.mark.parametrize("name", list(REPLIES))
def test_every_reply_can_be_filled_in_every_country(name: str) -> None:
    for known in known_regions():
        text = REPLIES.text(name, **known.values(), **MATERIAL)
        assert text.strip()
        assert "{" not in text


@pytest.mark.parametrize("name", list(REPLIES))
def test_no_reply_has_a_figure_of_its_own(name: str) -> None:
    """Numbers to call come from the country; a dose or a rate has no place in the bot's own words."""
    assert not re.search(r"[\d%]", REPLIES.texts[name])


@pytest.mark.parametrize("name", list(REPLIES))
def test_no_reply_names_a_treatment_or_makes_a_claim(name: str) -> None:
    claims = r"\b(?:cures?|cured|heals?|safe for|effective|causes?|stem cells?|steroids?|aspirin|paracetamol|insulin)\b"
    assert not re.search(claims, REPLIES.texts[name].lower())


@pytest.mark.parametrize("name", URGENT)
def test_an_urgent_reply_says_early_on_whom_to_call(name: str) -> None:
    assert placeholders(name) & {"emergency", "police"}
    assert min(REPLIES.texts[name].find(f"{{{field}}}") for field in placeholders(name)) < 260


def test_the_emergency_reply_begins_with_the_number() -> None:
    assert REPLIES.text("emergency", **region("GB").values()).startswith("Call 999 now")


@pytest.mark.parametrize("name", ["crisis-suicide", "crisis-suicide-other", "distress", "support-note"])
def test_who_is_low_is_told_whom_to_talk_to(name: str) -> None:
    assert "116 123" in REPLIES.text(name, **region("GB").values())


@pytest.mark.parametrize("name", [name for name in REPLIES if name.startswith("language-")])
def test_who_writes_in_another_language_is_told_the_emergency_number(name: str) -> None:
    assert "112" in REPLIES.text(name, **region("DE").values())


@pytest.mark.parametrize("name", ENGLISH)
def test_the_sentences_are_short(name: str) -> None:
    text = re.sub(r"\{\w+\}", "it", REPLIES.texts[name])
    assert all(len(sentence.split()) <= 26 for sentence in re.split(r"[.?!:]", text))


def test_a_missing_reply_is_an_error_that_names_the_file_and_the_reply() -> None:
    with pytest.raises(DataError, match=r"replies\.toml.*'nonsense'"):
        REPLIES.text("nonsense")


def test_an_unknown_placeholder_is_an_error_that_names_the_reply_and_the_placeholder() -> None:
    with pytest.raises(DataError, match=r"replies\.toml.*emergency.*\{emergency\}"):
        REPLIES.text("emergency")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [('a = "', "cannot be read"), ("a = 1", "a is not a text"), ('a = " "', "a is not a text")],
)
def test_a_broken_file_is_an_error_that_names_it(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "replies.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Replies.load(path)
    assert str(path) in str(caught.value)
    assert complaint in str(caught.value)


@pytest.mark.parametrize("text", ["{", "}", "{0}", "{a.b}"])
def test_a_stray_brace_is_an_error_and_no_traceback(tmp_path: Path, text: str) -> None:
    path = tmp_path / "replies.toml"
    path.write_text(f'x = "{text}"', encoding="utf-8")
    with pytest.raises(DataError, match="x"):
        Replies.load(path).text("x", a="A")


def test_a_line_break_is_a_space_and_an_empty_line_a_new_paragraph(tmp_path: Path) -> None:
    path = tmp_path / "replies.toml"
    path.write_text('x = """\none\ntwo\n\nthree"""', encoding="utf-8")
    assert Replies.load(path).text("x") == "one two\n\nthree"
