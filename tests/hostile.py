"""Messages and talks that are made to trouble the bot: for tests in CI, and for ``make fuzz``."""

import random
from collections.abc import Callable, Sequence

from hypothesis import strategies as st

from bot.data import parse_table, read_entries
from bot.settings import SETTINGS

PIECES = (
    *(
        "㎳",
        "㎎ﬃ ",
        "\ufdfa",
        "ŉ",
        "ǅ",
        "ﬁ",
        "İ",
        "ẞ",
        "Å",
        "At Å",
        "½",
        "²",
        "①",
        "Ⅷ",
        "\u2126",
    ),  # they change by case or form
    *(
        "a\u0301\u0327",
        "\u0f73",
        "\u0f71\u0f72\u0f74",
        "\u0e38\u0e48",
        "\u05b0\u05bc",
        "\u3099",
        "\U0001d165",
        "\u0344",
    ),
    *("\x00", "\x1b[31m", "\x1b]0;t\x07", "\x9b", "\u202e", "\u200b", "\u2028", "\ud800", "\ufeff", "\u3164", "\xad"),
    *(
        "👩🏽‍⚕️",
        "🇬🇧",
        "😀",
        "ราคาเท่าไหร่ ",
        "كم تكلفة العلاج ",
        "治疗费用",
        "Сколько это стоит ",
        "¿Cuánto cuesta? ",
        "कितना ",
    ),
    *(
        "a ",
        "a\n",
        "'",
        "' ",
        "-",
        ".",
        ". ",
        "?",
        ", ",
        "\n\n",
        "\t",
        "{title}",
        "%s",
        "\\",
        "<b>",
        "/save x",
        "1 ",
        "mg 5 ",
    ),
    *(
        "i ",
        "my ",
        "not ",
        "do ",
        "having ",
        "have gone ",
        "has just ",
        "a severe ",
        "think i have ",
        "help ",
        "can't ",
    ),
    *(
        "the second one",
        "and the last type?",
        "tell me more",
        "the other one",
        "why?",
        "what about it",
        "thanks",
        "honey",
    ),
)
"""What is repeated and put together."""


def words_of_the_rules() -> list[str]:
    """The words that stand in the patterns of the rules, which is where a pattern works hardest."""
    table = parse_table("rules.toml")
    letters = "".join(c if c.isalpha() or c == "'" else " " for c in str([table["rule"], table["parts"]]))
    return sorted({word for word in letters.split() if len(word) > 1})


RULE_WORDS = words_of_the_rules()
EVERYDAY = read_entries("everyday-words.txt")[:4000]

WORDS = st.sampled_from([*RULE_WORDS, *EVERYDAY])
LETTERS = st.text(st.characters(exclude_categories=()), max_size=30)
PARTS = st.one_of(st.sampled_from(PIECES), WORDS.map("{} ".format), LETTERS)
MESSAGES = st.one_of(
    st.lists(PARTS, max_size=12).map("".join),
    st.lists(WORDS, max_size=30).map(" ".join),
    st.tuples(st.lists(PARTS, min_size=1, max_size=3).map("".join), st.integers(1, SETTINGS.longest_message)).map(
        lambda pair: (pair[0] * pair[1])[: SETTINGS.longest_message]
    ),
)
TALKS = st.lists(MESSAGES, min_size=1, max_size=3)


def hostile_message(chance: random.Random) -> str:
    """A message that may be as long as is read: words or signs, repeated, shuffled or misspelt."""
    ways: Sequence[Callable[[], str]] = (
        lambda: chance.choice(PIECES),
        lambda: chance.choice(RULE_WORDS) + " ",
        lambda: chance.choice(EVERYDAY) + " ",
        lambda: " ".join(chance.choices(RULE_WORDS, k=chance.randint(1, 6))) + " ",
        lambda: "".join(chance.choices("etaoinshrdlucmfwypvbgk", k=chance.randint(4, 12))) + " ",
        lambda: "".join(chr(chance.randrange(0x20, 0x3000)) for _ in range(chance.randint(1, 9))),
    )
    own = [chance.choice(ways)() for _ in range(chance.choice((1, 2, 3, 8, 400)))]
    length = chance.choice((60, 600, SETTINGS.longest_message))
    message = ""
    while len(message) < length:
        message += "".join(own) if len(own) < 400 else "".join(chance.sample(own, 40))
    return message[:length]
