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


@pytest.mark.parametrize(
    "text",
    [
        "is chest pain a side effect",
        "is suicide a side effect?",
        "does this cause bleeding",
        "what are the signs of a stroke",
        "symptoms of pink eye",
        "how to prevent suicide",
        "who is at risk of suicide?",
        "can the tablets cause a heart attack",
    ],
)
def test_what_only_asks_for_information_is_no_emergency_without_doubt(bot: Bot, text: str) -> None:
    assert RULES.asks_for_information(READ(text))
    assert bot.reply(text).kind != "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "is my chest pain a side effect",
        "is chest pain a side effect, it started just now",
        "what are the signs of a stroke my mum is dribbling",
        "does it cause him to stop breathing",
        "symptoms of a stroke, help",
        "how to prevent my husband from killing himself",
    ],
)
def test_who_names_somebody_asks_for_more_than_information(text: str) -> None:
    assert not RULES.asks_for_information(READ(text))
