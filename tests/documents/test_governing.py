"""Nothing is quoted without what governs it, nor with what does not."""

from dataclasses import dataclass
from itertools import pairwise
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.limits import MAXIMUM_QUOTE_WORDS
from bot.documents.paragraphs import Chunk
from bot.documents.passages import chunk
from bot.documents.spans import quoted, word_count
from bot.sources.hidden import without_hidden
from bot.sources.plain import blocks_of
from bot.sources.source import Source


def read(text: str) -> tuple[str, tuple[Chunk, ...]]:
    shown = without_hidden(text)
    return shown, chunk(Source("leaflet.txt", shown, tuple(blocks_of(shown))))[2]


def quotes_of(text: str, words: str) -> list[str]:
    """What is quoted for every passage of its own that holds the words and is no whole list."""
    shown, chunks = read(text)
    return [
        quoted(shown, found.spans)
        for found in chunks
        if words in " ".join(shown[found.start : found.end].split()) and found.kind not in ("list", "table")
    ]


EXCEPTIONS = {
    "a myth": ("Myth: You can eat breakfast on the day.", "Fact: You must have nothing to eat from midnight."),
    "a numbered myth": ("**Myth 1:** You can eat.", "**Reality 1:** You must not."),
    "false": ("FALSE – you can stop when you feel well.", "TRUE – finish the course."),
    "a question": ("Q: Can I eat on the day? May I drink?", "A: No."),
    "wrong": ("Wrong: hold your breath as you press.", "Right: breathe in as you press."),
    "options": ("Option A is to wait.", "Option B is an operation within the week."),
    "this is not so": (
        "It is safe to fly after six weeks.",
        "This is not so for people who had a blood clot: they must wait three months.",
    ),
    "but": ("You may drink a glass of wine.", "But not if you take metronidazole."),
    "exception": ("You can go back to work.", "Exception: people who work at heights must wait a week."),
    "however": ("You can rinse with salt water.", "However, do not rinse on the first day."),
    "bold": ("You can rinse with salt water.", "**However**, do not rinse on the first day."),
    "unless": ("You can go home by bus.", "Unless you had sedation."),
    "do not do this": ("Put ice on it for ten minutes.", "Do not do this if the skin is broken."),
    "otherwise": ("Ring us if it bleeds.", "Otherwise wait for our letter."),
}


@pytest.mark.parametrize(("first", "second"), EXCEPTIONS.values(), ids=EXCEPTIONS.keys())
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("mark", ["", "- "])
def test_what_takes_back_what_stands_before_it_is_quoted_with_it(
    first: str, second: str, line_break: str, gap: str, mark: str
) -> None:
    text = (
        f"Going home\n\nAbout your day\n\nWe are glad to see you.\n\n{mark}{first}{gap}{mark}{second}\n\nRest well.\n"
    )
    text = text.replace("\n", line_break)
    for words in (first, second):
        found = quotes_of(text, words)
        assert found
        assert all(first in quote and second in quote and "Rest well" not in quote for quote in found)


def test_a_condition_on_the_next_line_is_quoted_with_what_stands_above_it() -> None:
    first, second = "Two injections, 6 to 12 months apart.", "If you are very weak the gap is 8 weeks."
    assert quotes_of(f"Doses\n\nFrom 18 years\n\n{first}\n{second}\n", first) == [f"{first}\n{second}"]


def test_many_exceptions_are_read_in_time_and_quoted_within_the_limit() -> None:
    shown, chunks = read("Trips\n\nYou can fly.\n\n" + "But not with a clot in your leg or lung.\n\n" * 3000)
    assert len(chunks) == 3001
    assert all(word_count(shown, found.spans) <= MAXIMUM_QUOTE_WORDS for found in chunks)


def test_a_list_and_a_section_are_taken_back_too() -> None:
    text = f"Mouth\n\nYou can:\n\n- rinse\n{PADDING}\nHowever, do not rinse on the first day.\n"
    assert quotes_of(text, "rinse")[0] == "You can:\n\n- rinse\n…\nHowever, do not rinse on the first day."
    text = "Pens\n\nYour dose\n\n| Age | Dose |\n|--|--|\n| 2 | 5 ml |\n| 3 | 6 ml |\n\nExcept if you are ill.\n"
    assert all(quote.endswith("Except if you are ill.") for quote in quotes_of(text, "5 ml"))
    text = "Work\n\nYou can go back.\n\nExceptions:\n\nPilots must wait.\n\nAsk us.\n"
    assert quotes_of(text, "go back") == ["You can go back.\n\nExceptions:\n\nPilots must wait."]


def test_of_a_long_exception_the_first_sentence_is_quoted_along() -> None:
    first, second = "You can fly." + " Drink enough." * 35, "But not with a clot. " + "Ask a nurse about it. " * 15
    (quote,) = quotes_of(f"Trips\n\n{first}\n\n{second}\n", "You can fly.")
    assert quote.endswith("Drink enough.\n\nBut not with a clot.")


def test_a_myth_and_its_fact_as_sections_and_not_the_next_pair() -> None:
    text = "Diet\n\nMyth\n\nYou can eat.\n\nFact\n\nYou cannot.\n\nMyth\n\nIt hurts.\n\nFact\n\nNo.\n"
    assert quotes_of(text, "You can eat.") == ["Myth\n\nYou can eat.\n\nFact\n\nYou cannot."]
    text = "Diet\n\nWe ask.\n\nMyth: Eat.\n\nFact: Do not.\n\nMyth: It hurts.\n\nFact: No.\n"
    assert quotes_of(text, "Eat.") == ["Myth: Eat.\n\nFact: Do not."]


def test_a_long_paragraph_is_not_cut_before_a_sentence_that_takes_back_another() -> None:
    filling = "You can walk a little every day now. " * 12
    text = f"Trips\n\n{filling}You may fly. But not if you had a clot. {filling}"
    (quote,) = quotes_of(text, "You may fly.")
    assert quote.startswith("You may fly. But not if you had a clot.")


PADDING = "".join(f"- item {number} with some more words, so that the list is a long one\n" for number in range(12))

GOVERNED = {
    "a heading Don't": ("Knee\n\nDo\n\n- walk\n\nDon't\n\n- kneel\n{more}", "kneel", "Don't"),
    "capitals": ("Knee\nLooking after it\nDO:\n• walk\nDON’T:\n• kneel\n{more}", "kneel", "DON’T:"),
    "paragraphs under Don'ts": ("Knee\n\nDos\n\nWalk every day.\n\nDon'ts\n\nKneel on it.\n", "Kneel", "Don'ts"),
    "a colon": (
        "Pills\n\nDo not take them if you:\n\n- are pregnant\n{more}",
        "are pregnant",
        "Do not take them if you:",
    ),
    "no colon": (
        "Test\n\nYou should not have it if\n\n- you wear a pacemaker\n{more}",
        "pacemaker",
        "should not have it if",
    ),
    "bold": ("Pills\n\n**Do not** take if:\n\n1. you have asthma\n{more}", "asthma", "**Do not** take if:"),
    "all bold": ("# Pills\n\n**Do not take if you**\n\n- have asthma\n{more}", "asthma", "**Do not take if you**"),
    "a telephone number": (
        "Wound\n\nCall 0123 456 7890 if\n\n- it bleeds\n{more}",
        "it bleeds",
        "Call 0123 456 7890 if",
    ),
    "no marks": ("Wound\n\nCall 999 if\n\nit bleeds\nyou cannot breathe\n", "it bleeds", "Call 999 if"),
    "no marks, blank lines": (
        "Pills\n\nDo not take it:\n\nif pregnant\n\nif under 12\n",
        "if under 12",
        "Do not take it:",
    ),
    "blank lines between": ("Pills\n\nNever:\n\n- share it\n\n- swallow it\n{more}", "swallow it", "Never:"),
    "or between": (
        "Pills\n\nDo not take it if:\n\n- pregnant\n\nor\n\n- under 12\n{more}",
        "under 12",
        "Do not take it if:",
    ),
    "OR in capitals": (
        "Pills\n\nDo not take it if:\n- pregnant\nOR\n- under 12\n{more}",
        "under 12",
        "Do not take it if:",
    ),
    "an item of two paragraphs": (
        "Pills\n\nNever:\n\n- share it\n\n  Not with a child.\n\n- eat it\n{more}",
        "eat it",
        "Never:",
    ),
    "its second paragraph": (
        "Pills\n\nNever:\n\n- share it\n\n  With a child.\n\n- eat it\n{more}",
        "With a child",
        "share it",
    ),
    "a paragraph between, not set in": (
        "Pills\n\nDo not:\n- drink.\n\nThis is bad.\n\n- drive.\n{more}",
        "drive.",
        "Do not:",
    ),
    "marks on lines of their own": (
        "Pills\n\nDo not take it if you:\n\n•\nare ill\n•\nare tired\n",
        "are tired",
        "if you:",
    ),
    "a list in a list": (
        "Wound\n\nDo it so:\n- Wash.\n- Do not:\n  - pull\n  - put gin on it\n{more}",
        "gin",
        "Do not:",
    ),
    "sub-letters": (
        "Pills\n\nDo not take if:\n1. you are pregnant\n   a) in May\n   b) in June\n{more}",
        "in June",
        "pregnant",
    ),
    "sub-letters, outermost": (
        "Pills\n\nNot if:\n1. you are ill\n   a) in May\n   b) in June\n{more}",
        "in June",
        "Not if:",
    ),
    "marks alone tell the depth": (
        "Ward\n\nDo not bring:\n• food such as:\no nuts\no eggs\n{more}",
        "eggs",
        "Do not bring:",
    ),
    "two lists under one lead-in": (
        "Ward\n\nDo not bring:\n\nFood\n- nuts\n\nToys\n- balls\n",
        "balls",
        "Do not bring:",
    ),
    "a heading above a heading": ("Ward\n\nIntroduction.\n\nDo not bring\n\nFood\n\n- nuts\n", "nuts", "Do not bring"),
    "Markdown headings": (
        "# Pills\n\n## Do not take them\n\n### If pregnant\n\nThey harm.\n",
        "They harm",
        "Do not take them",
    ),
    "underlined headings": ("Ward\n====\n\nDo not bring\n------------\n\n* nuts\n{more}", "nuts", "Do not bring"),
    "a quotation": ("# Pills\n\n> Do not take these if you:\n>\n> - are ill\n> - are old\n", "are old", "> - are ill"),
    "paragraphs under a long lead-in": (
        "Pills\n\nYou must not take them if any of all the following things is true for you:\n\nYou are ill.\n",
        "You are ill",
        "You must not take them",
    ),
    "crosses": ("Knee\n\nYou may:\n\n✓ walk\n✔️ ice it\n✗ kneel\n{more}", "kneel", "✗ kneel"),
    "no entry signs": ("Knee\n\nThe rules are these.\n\n🚫 kneel\n🚫 run\n{more}", "run", "🚫 run"),
    "a sentence above": (
        "Drops\n\nUse. These are not for everyone.\n\n- asthma\n{more}",
        "asthma",
        "not for everyone.",
    ),
    "rules that hold for some": (
        "Feet\n\nCare\n\nThe rules below hold only if you have diabetes:\n\nCheck both of your feet every evening "
        "before you go to bed, and look between your toes.\n\nNever walk barefoot.\n",
        "Check both",
        "only if you have diabetes",
    ),
    "rules that hold for some, the last of them": (
        "Feet\n\nCare\n\nWelcome to us.\n\nThis section is for people with diabetes.\n\nLook.\n\nCheck both.\n",
        "Check both",
        "people with diabetes",
    ),
    "only for": ("# Casts\n\n## Only for fibreglass casts\n\nYou can shower.\n", "shower", "Only for fibreglass"),
    "applies to": ("Pens\n\nYour pen\n\nApplies to adults.\n\nTake two.\n", "Take two", "Applies to adults."),
    "for use in": ("Pens\n\nYour pen\n\nFor use in adults.\n\n- two\n- or three\n{more}", "or three", "For use in"),
    "a sentence that announces": (
        "Ward\n\nStay\n\nHello. The rules are as follows.\n\n- rest\n{more}",
        "rest",
        "The rules are as follows.",
    ),
    "a sentence that sets a condition": (
        "Ward\n\nStay\n\nHello. Do it if you are well.\n\n- walk\n{more}",
        "walk",
        "Do it if you are well.",
    ),
    "a myth": ("Colds\n\nMyths\n\nAntibiotics cure colds.\n\nFacts\n\nThey do not.\n", "cure colds", "Myths"),
    "a dose by group": (
        "Pills\n\nFor people with weak kidneys:\n\n- mornings: 1 tablet\n{more}",
        "mornings",
        "weak kidneys:",
    ),
    "the end of its sentence": (
        "Diet\n\nYou can eat\n\n- cheese\n{more}\nunless you are told not to.\n",
        "cheese",
        "unless you are told not to.",
    ),
    "the beginning of a sentence that ends under a list": (
        "Diet\n\nDo not eat:\n\n- cheese\n{more}\nfor 24 hours.\n",
        "for 24 hours.",
        "Do not eat:",
    ),
    "small roman numbers": (
        "Pills\n\nDo not take if:\n\n(i) ill\n(ii) old\n(iii) under 12\n",
        "under 12",
        "Do not take",
    ),
    "three long lead-ins": (
        "Pills\n\nDo not take these pills, and tell your doctor, if you have ever had any of these illnesses:\n\n"
        "- heart disease, when you also take one of these medicines, or have taken it within the last few years:\n"
        "  - tablets for your blood pressure, of the kind whose names end in the letters that you see on the packet, or"
        " water tablets, if they were given by a doctor:\n    - in May\n    - in June\n",
        "in June",
        "Do not take these pills",
    ),
    "a page that ends": ("Ward\n\nDo not bring:\n- nuts\n\nPage 2 of 3\n\n- balls\n{more}", "balls", "Do not bring:"),
    "a number on a line of its own": ("Pills\n\nNever:\n\n1.\nShare it.\n2.\nEat it.\n", "Eat it", "Never:"),
    "neighbours": (
        "Test\n\nIf you had the spray, drive.\n\nIf you had sedation, do not.\n",
        "the spray",
        "If you had sedation",
    ),
    "midnight": ("Pills\n\nBefore midnight – take it.\n\nAfter midnight – skip it.\n", "take it", "After midnight"),
    "sections": (
        "Test\n\nIf you had gas:\n\nDo not drive.\n\nIf you had a spray:\n\nDrive.\n",
        "Drive.",
        "If you had a spray:",
    ),
    "a first item that announces the others": ("Iron\n\nFoods\n\n- Avoid:\n- tea\n- milk\n{more}", "milk", "Avoid:"),
    "a second item that announces others": (
        "Iron\n\nFoods\n\n- Eat:\n- meat\n- Avoid:\n- tea\n- milk\n{more}",
        "milk",
        "Avoid:",
    ),
    "a line over two headings": (
        "# Croup\n\n## At home\n\nIn the first night:\n\n### Do\n\n- sit up\n{more}\n### Don't\n\n- steam\n{more}",
        "steam",
        "In the first night:",
    ),
    "a line over two headings without marks": (
        "Croup\n\nAt home\n\nIn the first night:\n\nDo\n- sit up\n{more}\nDon't\n- steam\n{more}",
        "steam",
        "In the first night:",
    ),
    "a supposed question": ("Pills\n\nWhat if I miss one?\n\nTake it at once.\n", "Take it", "What if I miss one?"),
    "a sentence alone over a list": ("Scan\n\nWaiting\n\nKeep busy while you wait.\n\n- read\n{more}", "read", "Keep"),
    "an order that is no sentence": ("Eyes\n\nLater\n\nDo NOT drive for a day\n\nRest.\n", "Rest", "Do NOT drive"),
    "in a quote that is wrapped": (
        "Scan\n\nTell us all the things that you would like us to know before we\nbegin. You must not have it if you:\n"
        "\n- have a pacemaker or any other device in your chest that runs on a\n  battery\n{more}",
        "battery",
        "You must not have it if you:",
    ),
}


@pytest.mark.parametrize(("text", "words", "governing"), GOVERNED.values(), ids=GOVERNED.keys())
@pytest.mark.parametrize("more", ["", PADDING], ids=["short", "long"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_what_governs_is_quoted_with_what_it_governs(
    text: str, words: str, governing: str, more: str, line_break: str
) -> None:
    written = text.replace("{more}", more).replace("\n", line_break)
    found = quotes_of(written, words)
    assert found
    assert all(governing in quote and words in " ".join(quote.split()) for quote in found)


FREE = {
    "a paragraph after a list of Don'ts": (
        "Pills\n\nDon't\n\n- drive\n- swim\n\nYou can take paracetamol along with them.\n",
        "paracetamol",
        "Don't",
    ),
    "a paragraph after a lead-in's list": (
        "Pills\n\nDo not take them if you:\n\n- are ill\n- are old\n\nTake one a day.\n",
        "Take one",
        "Do not",
    ),
    "the same without marks": (
        "Pills\n\nDo not take it:\n\nif you are pregnant\n\nif you are under 12\n\nTake one a day.\n",
        "Take one",
        "Do not",
    ),
    "the list after": (
        "Pills\n\nDo not take them if you:\n\n- are ill\n\nYou can take them if you:\n\n- are tired\n",
        "tired",
        "Do not",
    ),
    "a list that begins anew": (
        "Pills\n\nNever:\n\n1. share it\n\nDo it like this.\n\n1. wash your hands\n",
        "wash",
        "Never",
    ),
    "a list after a line that announces it": (
        "Pills\n\nDo not call 111 if\n\n- it hurts\n\nCall 999 if your child\n\n- faints\n",
        "faints",
        "Do not",
    ),
    "the next section": ("Knee\n\nDon't\n\n- kneel\n\nQuestions\n\nRing us.\n", "Ring us", "Don't"),
    "an ordinary heading": ("Knee\n\nCosts\n\nIt is free.\n\nYour stay\n\nYou sleep here.\n", "It is free", "Costs"),
    "a list under another heading": (
        "Ward\n\nDo not bring:\n\nFood\n- nuts\n\nVisiting\n\nFrom two to eight.\n",
        "From two",
        "Do not",
    ),
    "another list": ("Ward\n\nDo not bring:\n\n- nuts\n- balls\n1. Wash.\n2. Wait.\n", "Wait", "Do not"),
    "the steps that follow another list's": (
        "Ward\n\nDo not:\n\n1. eat\n2. drink\n1. Wash.\n2. Wait.\n",
        "Wait",
        "Do not",
    ),
    "a line whose list got lost": (
        "# Flu\n\n## Don'ts\n\nThey are these, never:\n\n## Care\n\n- rest\n- sleep\n",
        "rest",
        "never",
    ),
    "an order that is a sentence": ("Eyes\n\nLater\n\nDo not drive for a day.\n\nRest.\n", "Rest", "drive"),
    "what stands after what an order governs": (
        "Eyes\n\nLater\n\nDo NOT drive for a day\n\nRest.\n\nEat.\n",
        "Eat",
        "drive",
    ),
    "a sentence that only stands before a table": (
        "Sun\n\nAge\n\nWear sunscreen of factor 30.\n\n| Age | Minutes |\n|---|---|\n| 2 years | 10 |\n| 3 | 2 |\n",
        "2 years",
        "sunscreen",
    ),
    "a sentence that only stands before a list": (
        "Bath\n\nCare\n\nUse a stool. Dry yourself with care.\n\n- bring a towel\n- bring soap\n" + PADDING,
        "a towel",
        "Dry yourself",
    ),
    "the section after the one that is for some": (
        "Pens\n\nAdults\n\nApplies to adults.\n\nTake two.\n\nStorage\n\nKeep it cool.\n",
        "Keep it cool",
        "Applies",
    ),
    "neighbours that are none": (
        "Test\n\nIf you had the spray, drive.\n\nThe nurse will ring you.\n",
        "the spray",
        "nurse",
    ),
    "a place is no condition": (
        "Panic\n\n"
        + "In England you can refer yourself. "
        + "One more sentence stands here as well. " * 16
        + "Propranolol is not for people with asthma.",
        "Propranolol",
        "In England",
    ),
}


@pytest.mark.parametrize(("text", "words", "other"), FREE.values(), ids=FREE.keys())
def test_what_does_not_govern_is_not_quoted_along(text: str, words: str, other: str) -> None:
    found = quotes_of(text, words)
    assert found
    assert not any(other in quote for quote in found)


def test_a_long_paragraph_keeps_the_condition_that_it_opened_with() -> None:
    opening = "If you had sedation, the drug stays in your blood for a day."
    text = f"Test\n\n{opening} " + "You may feel quite well again before that. " * 14 + "You must not drive."
    (quote,) = quotes_of(text, "You must not drive.")
    assert quote.startswith(opening + "\n…\n")


def test_an_ellipsis_stands_where_words_are_left_out_and_nowhere_else() -> None:
    text = "Pills\n\nDo not take them if you:\n\n- are ill\n" + PADDING
    assert quotes_of(text, "are ill") == ["Do not take them if you:\n\n- are ill"]
    assert quotes_of(text, "item 3") == [
        "Do not take them if you:\n…\n- item 3 with some more words, so that the list is a long one"
    ]


# What the issue showed.

TABLETS = dedent("""\
    Blue tablets

    Before you begin

    Blue tablets help with hay fever. Most people take one in the morning.

    You must not take them if

    - you have glaucoma
    - you have had a reaction to nuts
    - you are under 12

    You should stop and see a doctor when you notice

    1. yellow skin
    2. dark urine
    3. a rash on your chest

    It is safe to carry on if you only have

    - a dry mouth
    - a mild headache

    Your dose

    For most adults:

    - mornings: 2 tablets
    - evenings: 1 tablet

    For people with weak kidneys:

    - mornings: 1 tablet
    - evenings: none
    """)


@pytest.mark.parametrize(
    ("words", "governing"),
    [
        ("glaucoma", "You must not take them if"),
        ("dark urine", "You should stop and see a doctor when you notice"),
        ("a mild headache", "It is safe to carry on if you only have"),
        ("mornings: 2 tablets", "For most adults:"),
        ("mornings: 2 tablets", "For people with weak kidneys:"),
        ("evenings: none", "For most adults:"),
    ],
)
def test_the_blue_tablets(words: str, governing: str) -> None:
    (quote,) = quotes_of(TABLETS, words)
    assert governing in quote


def test_the_wound_and_the_alcohol() -> None:
    wound = dedent("""\
        Wound care

        Changing the dressing

        Do it like this:

        - Wash your hands.
        - Take off the old dressing.
        - Do not:
          - pull hard
          - put alcohol on the wound
        - Put on the new dressing.
        """)
    (quote,) = quotes_of(wound, "alcohol")
    assert "- Do not:\n  - pull hard\n  - put alcohol on the wound" in quote


ANKLE = "# Ankle sprain\n\nMost sprains mend by themselves within six weeks."


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        (f"{ANKLE}\n\n## Walking\n\nWalk.\n\n<!--\nWithdrawn:\nsoak it.\n-->\n", ["Walking"]),
        ("# Ankle sprain\n\n<!-- soak it before we publish -->\n\nMost sprains mend.\n", []),
        (f"{ANKLE}\n\n## Walking\n\nWalk.\n\n```\n# soak it\nmon wed\n```\n\nUse a stick.\n", ["Walking"]),
        (f"---\ntitle: Ankle sprain\ntags: [soak]\n---\n\n{ANKLE}\n", []),
        (f'+++\ntags = ["soak"]\n+++\n\n{ANKLE}\n', []),
        (f'{ANKLE}\n\n[1]: https://riverside.example/e "soak it"\n', []),
        (f"{ANKLE}\n\n[[_TOC_]]\n\n[^1]: soak it?\n", []),
    ],
)
def test_what_is_hidden_is_in_no_passage_and_no_heading(text: str, headings: list[str]) -> None:
    shown = without_hidden(text)
    title, sections, chunks = chunk(Source("ankle.md", shown, tuple(blocks_of(shown))))
    assert title == "Ankle sprain"
    assert [section.heading for section in sections if section.heading not in ("", title)] == headings
    assert chunks
    assert not any("soak" in quoted(text, found.spans) for found in chunks)


def test_a_picture_does_not_cut_a_list() -> None:
    text = "# Ankle\n\n## Cooling\n\n1. Sit down.\n\n   ![it](foot.png)\n\n2. Put ice on it.\n3. Wait an hour.\n"
    shown, (whole, *items) = read(text)
    assert whole.kind == "list"
    assert [shown[item.start : item.end] for item in items] == ["Sit down.", "Put ice on it.", "Wait an hour."]


def test_the_pens_and_the_list_under_their_table() -> None:
    text = dedent("""\
        # Allergy pens

        ## Which pen

        | Weight of the child | Dose of the pen |
        |---|---|
        | Up to 15 kg | 0.1 mg |
        | Over 30 kg | 0.3 mg |

        - A second dose may follow after ten minutes.
        - Keep the child lying down.
        """)
    (row,) = quotes_of(text, "Over 30 kg")
    assert "| Weight of the child | Dose of the pen |" in row
    assert not any("Over 30 kg" in quote for quote in quotes_of(text, "A second dose"))


@pytest.mark.parametrize(
    "mark", ["- ", "o ", "‐ ", "☐ ", "❖ ", "\uf0a7 ", "• ", "{letter}. ", "Step {number}: ", "", "•\n"]
)
def test_a_list_with_marks_of_any_kind(mark: str) -> None:
    items = ["A fever over 38 degrees", "Redness around the wound", "Pain in your calf"]
    marks = [mark.format(letter="ABC"[number], number=number + 1) for number in range(3)]
    text = "Knee brace\n\nWear it.\n\nWhen to ring us\n\nRing the ward if you notice:\n\n" + "\n".join(
        map(str.__add__, marks, items)
    )
    shown, (_, whole, *rest) = read(f"{text}\n\nThank you for reading this leaflet.\n")
    assert whole.kind == "list"
    assert [shown[item.start : item.end] for item in rest[:3]] == items
    assert all("Ring the ward if you notice:" in quoted(shown, item.spans) for item in rest[:3])


# Laws.

SHORT = st.sampled_from(["drive", "drink alcohol", "lift a child", "kneel", "wash the wound", "eat nuts"])
LONG = SHORT.map(
    lambda words: f"{words}, which you may be used to do at home or at work on every single day of the week"
)
ITEM = SHORT | LONG
LEAD_INS = ("Do not:", "You must not take them if", "**Do not** take if:", "Telephone the unit if you have:", "Never")
HEADINGS = ("Do", "Don't", "What to avoid", "Who should not have it?", "Side effects", "If you fall", "For children")
SECRET = "<!-- withdrawn: soak it -->"
CONDITIONS = ("If you had sedation, rest.", "For children, halve it.", "Unless you are told to, wait.")
TAKING_BACK = ("But not if you take pills.", "However, wait a day.", "Myth: You can eat.", "Fact: You must not.")


@dataclass(frozen=True)
class Part:
    """A part of a leaflet, and the words that each of its items must be quoted with."""

    text: str
    items: tuple[str, ...] = ()
    with_words: str = ""


def listed(lead_in: str, items: list[str], nested: list[str], mark: str, gap: str) -> Part:
    marked = [f"{mark}{item} ({number})" for number, item in enumerate(items)]
    inner = [f"  {mark}{item} ({number}th)" for number, item in enumerate(nested)]
    text = gap.join([lead_in + "\n", *marked, *([f"{mark}and never:", *inner] if inner else [])])
    plain = tuple(line.strip()[len(mark) :] for line in (*marked, *inner))
    return Part(text, plain, lead_in)


def tabled(kind: str, rows: int) -> Part:
    between = {"bars": " | ", "tabs": "\t", "spaces": "     ", "lines": "\n"}[kind]
    cells = [(f"{row} years", f"{row} ml", f"{row + 1} ml") for row in range(1, rows + 1)]
    lines = [between.join(row) for row in [("Age group", "Morning", "Night"), *cells]]
    return Part(
        "\n".join(lines), tuple(between.join(row) for row in cells), between.join(("Age group", "Morning", "Night"))
    )


PARTS = st.one_of(
    st.builds(
        listed,
        st.sampled_from(LEAD_INS),
        st.lists(ITEM, min_size=2, max_size=12),
        st.lists(SHORT, max_size=3).filter(lambda items: len(items) != 1),
        st.sampled_from(["- ", "• ", "* "]),
        st.sampled_from(["\n", "\n\n"]),
    ),
    st.builds(tabled, st.sampled_from(["bars", "tabs", "spaces", "lines"]), st.integers(4, 40)),
    st.builds(
        lambda first, count: Part(f"{first} " + "Then rest for a while and take your time. " * count),
        st.sampled_from([*CONDITIONS, *TAKING_BACK, "We are glad to see you."]),
        st.integers(1, 40),
    ),
)
LEAFLETS = st.lists(
    st.tuples(st.sampled_from(HEADINGS), st.lists(PARTS, min_size=1, max_size=3)), min_size=1, max_size=4
)


def written(sections: list[tuple[str, list[Part]]]) -> str:
    groups = ["Going home", "We wrote this for you.", SECRET]
    for heading, parts in sections:
        groups += [heading, *(part.text.strip() for part in parts), SECRET]
    return "\n\n".join(groups)


@settings(max_examples=40, deadline=None)
@given(LEAFLETS)
def test_the_spans_of_every_passage(sections: list[tuple[str, list[Part]]]) -> None:
    text = written(sections)
    shown, chunks = read(text)
    assert len(shown) == len(text)
    for found in chunks:
        assert all(start < end for start, end in found.spans)
        assert all(end <= start for (_, end), (start, _) in pairwise(found.spans))
        for start, end in ((found.start, found.end), *found.governed_by):
            assert any(first <= start and end <= last for first, last in found.spans)
        assert word_count(shown, found.spans) <= MAXIMUM_QUOTE_WORDS
        assert "soak" not in quoted(shown, found.spans)
        assert all(
            shown[start:end].split() == text[start:end].replace(SECRET, "").split() for start, end in found.spans
        )


@settings(max_examples=40, deadline=None)
@given(LEAFLETS)
def test_every_item_is_quoted_with_its_lead_in_and_every_row_with_its_head(
    sections: list[tuple[str, list[Part]]],
) -> None:
    shown, chunks = read(written(sections))
    ends = iter(_own(shown, chunks))
    for _, parts in sections:
        for part in parts:
            for item in part.items:
                own, quote = next((own, quote) for own, quote in ends if own == item)
                assert own in quote
                assert part.with_words in quote


def _own(text: str, chunks: tuple[Chunk, ...]) -> list[tuple[str, str]]:
    kinds = ("bullet", "row")
    return [(text[c.start : c.end], quoted(text, c.spans)) for c in chunks if c.kind in kinds]


@settings(max_examples=40, deadline=None)
@given(LEAFLETS)
def test_what_stands_under_a_heading_that_forbids_is_quoted_with_it_where_it_stands_first(
    sections: list[tuple[str, list[Part]]],
) -> None:
    """A list of items without a lead-in, right under the heading."""
    lists = [(heading, f"- walk {number}\n- run {number}\n{PADDING}") for number, (heading, _) in enumerate(sections)]
    shown, chunks = read("Going home\n\n" + "\n\n".join(f"{heading}\n\n{text}" for heading, text in lists))
    found = dict(_own(shown, chunks))
    assert all(f"{heading}\n" in found[f"run {number}"] for number, (heading, _) in enumerate(lists))
