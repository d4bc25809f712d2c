"""What only says that something is not so is no emergency without doubt; what is one stays one."""

import pytest

from bot import Bot
from bot.dialogue.rules import Rules
from bot.text.vocabulary import vocabulary

READ = vocabulary().analyser().read
RULES = Rules.load()


@pytest.mark.parametrize(
    "text",
    [
        "no chest pain",
        "no fever, no rash and no vomiting",
        "I do not have chest pain",
        "I'm not suicidal",
        "it is not an emergency",
        "he is breathing fine",
        "my chest is fine",
        "the x-ray came back clear",
        "we don't need an ambulance",
        "nobody is hurting me",
        "I have no trouble breathing",
        "she did not faint",
        "no bleeding. how long do the stitches stay in?",
    ],
)
def test_a_denial_is_no_emergency_without_doubt(bot: Bot, text: str) -> None:
    assert RULES.denies(READ(text))
    assert bot.reply(text).kind != "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "no pulse",
        "no response",
        "he is not breathing",
        "she's not waking up",
        "I can not breathe",
        "no one would miss me",
        "no point in living",
        "I do not want to live",
        "I'm not safe",
        "no chest pain but my arm is numb and my face droops",
        "I'm not suicidal but I took all my tablets",
        "it is not the first time he hits me",
        "no longer breathing",
    ],
)
def test_what_is_missing_in_an_emergency_is_no_denial(text: str) -> None:
    assert not RULES.denies(READ(text))
