"""Leaflets as clinics write them: which lines are headings, and what may be quoted under each."""

from textwrap import dedent

import pytest

from tests.documents.reading import chunk

Outline = list[tuple[str, str, str]]


def outline(text: str) -> Outline:
    """``(section, kind, quote)`` of each passage, each quote on one line."""
    _, sections, chunks = chunk(text)
    return [
        (
            next(section.heading for section in sections if section.start <= found.start < section.end),
            found.kind,
            " ".join(text[found.start : found.end].split()),
        )
        for found in chunks
    ]


def headings(text: str) -> list[str]:
    return [section.heading for section in chunk(text)[1] if section.heading]


WRAPPED = dedent("""\
    Having a stem cell transplant

    This leaflet is for people who have been offered a stem cell transplant,
    and for those who care for them. What happens before, during and after?
    We hope that it answers most of your questions. Please ask Dr. Lindqvist
    or Sister Jones about the rest.

    What are the risks?

    Every treatment has risks. Who gets them? Nobody can say beforehand, but
    most people have at least one of these:

    - tiredness, which may last for several weeks or even longer than that
      in some people
    - feeling sick
    - a sore mouth

    Are there others? Yes, but they are rare. Your consultant will tell you
    about them.

    Going home

    You may go home when you can eat and drink. This takes two to four weeks
    – sometimes longer – and you will need somebody to stay with you for the
    first days.

    Your transplant team
    Ward 7, Riverside Hospital
    12 High Street
    Telephone: 020 7946 0000

    Leaflet number 4711
    Reviewed March 2026
    """)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "byte order mark"])
def test_a_hard_wrapped_leaflet(line_break: str, mark: str) -> None:
    text = mark + WRAPPED.replace("\n", line_break)
    assert chunk(text)[0] == "Having a stem cell transplant"
    risks = "What are the risks?"
    lead_in = (
        "Every treatment has risks. Who gets them? Nobody can say beforehand, "
        "but most people have at least one of these:"
    )
    tired = "tiredness, which may last for several weeks or even longer than that in some people"
    assert outline(text) == [
        (
            "",
            "paragraph",
            "This leaflet is for people who have been offered a stem cell transplant, and for those who care for "
            "them. What happens before, during and after? We hope that it answers most of your questions. Please ask "
            "Dr. Lindqvist or Sister Jones about the rest.",
        ),
        (risks, "list", f"{lead_in} - {tired} - feeling sick - a sore mouth"),
        (risks, "bullet", tired),
        (risks, "bullet", "feeling sick"),
        (risks, "bullet", "a sore mouth"),
        (risks, "paragraph", "Are there others? Yes, but they are rare. Your consultant will tell you about them."),
        (
            "Going home",
            "paragraph",
            "You may go home when you can eat and drink. This takes two to four weeks – sometimes longer – and you "
            "will need somebody to stay with you for the first days.",
        ),
        (
            "Going home",
            "paragraph",
            "Your transplant team Ward 7, Riverside Hospital 12 High Street Telephone: 020 7946 0000",
        ),
        ("Going home", "paragraph", "Leaflet number 4711 Reviewed March 2026"),
    ]


def test_sentences_of_a_wrapped_paragraph_run_over_line_ends_and_know_abbreviations() -> None:
    first = chunk(WRAPPED)[2][0]
    assert [" ".join(WRAPPED[start:end].split()) for start, end in first.sentences] == [
        "This leaflet is for people who have been offered a stem cell transplant, and for those who care for them.",
        "What happens before, during and after?",
        "We hope that it answers most of your questions.",
        "Please ask Dr. Lindqvist or Sister Jones about the rest.",
    ]


def test_the_sentences_of_a_list_are_its_lead_in_and_its_bullets_without_their_marks() -> None:
    text = "Please bring:\n- your tablets. All of them.\n2) a book"
    (whole, *_) = chunk(text)[2]
    assert [text[start:end] for start, end in whole.sentences] == [
        "Please bring:",
        "your tablets.",
        "All of them.",
        "a book",
    ]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_question_headings_with_and_without_blank_lines(gap: str) -> None:
    text = gap.join(
        [
            "Stem cells: your questions",
            "What are the risks?",
            "There are some. Are they serious? Rarely, and we will watch you closely.",
            "Is it safe?",
            "Not always.",
            "How much does it cost?",
            "- Private care: ask the clinic",
            "- Public care: nothing",
            "Who can help me",
            "Call us.",
        ]
    )
    assert headings(text) == ["What are the risks?", "Is it safe?", "How much does it cost?", "Who can help me"]
    assert ("Is it safe?", "paragraph", "Not always.") in outline(text)
    assert ("How much does it cost?", "bullet", "Public care: nothing") in outline(text)
    assert ("Who can help me", "paragraph", "Call us.") in outline(text)


def test_a_question_at_the_end_of_a_wrapped_paragraph_is_no_heading() -> None:
    text = dedent("""\
        Your stay

        The ward is open to visitors from ten in the morning until eight in the
        evening. Small children are welcome, but please ask the nurse beforehand.
        Do you have questions?

        The nurses will be glad to answer them, and so will the doctors who come
        to see you every morning.
        """)
    assert headings(text) == []
    assert any(quote.endswith("Do you have questions?") for _, _, quote in outline(text))


def test_a_heading_right_above_a_wrapped_paragraph() -> None:
    text = dedent("""\
        Your stay

        VISITORS
        The ward is open to visitors from ten in the morning until eight in the
        evening.

        FOOD
        Lunch is at noon. Friends may bring you cake and other things that keep
        well.
        """)
    assert headings(text) == ["VISITORS", "FOOD"]


@pytest.mark.parametrize("marks", ["123", "(1)(2)(3)", "•••", "***", "–––"])
def test_lists_of_every_style(marks: str) -> None:
    styles = {
        "123": ["1. ", "2. ", "3. "],
        "(1)(2)(3)": ["(1) ", "(2) ", "(3) "],
        "•••": ["•\t", "•\u00a0", "•"],
        "***": ["* ", "*  ", "*\t"],
        "–––": ["– ", "- ", "— "],
    }[marks]
    items = ["Wash your hands", "Call the ward", "Is it still sore? Come in."]
    text = "Your wound\n\nIf it is sore:\n\n" + "\n".join(map(str.__add__, styles, items)) + "\n\nSleep well."
    assert [quote for _, kind, quote in outline(text) if kind == "bullet"] == items
    assert [kind for _, kind, _ in outline(text)] == ["list", "bullet", "bullet", "bullet", "paragraph"]
    assert headings(text) == []


def test_numbered_headings_are_headings_and_numbered_questions_in_a_list_are_not() -> None:
    text = dedent("""\
        Stem cells

        1. What are they?

        They are young cells.

        2. What to ask

        You could ask your doctor:

        1. Is it safe?
        2. What does it cost?
        """)
    assert headings(text) == ["1. What are they?", "2. What to ask"]
    assert ("1. What are they?", "paragraph", "They are young cells.") in outline(text)
    assert ("2. What to ask", "bullet", "Is it safe?") in outline(text)
    assert ("2. What to ask", "bullet", "What does it cost?") in outline(text)


def test_markdown_headings() -> None:
    text = dedent("""\
        # Stem cells #

        They are young cells.

        ## What are the risks, and who is most likely to be troubled by any of them at all?

        There are some.

        **Costs:**

        It is free.

        Going home
        ----------

        Soon.
        """)
    assert chunk(text)[0] == "Stem cells"
    assert outline(text) == [
        ("", "paragraph", "They are young cells."),
        (
            "What are the risks, and who is most likely to be troubled by any of them at all?",
            "paragraph",
            "There are some.",
        ),
        ("Costs", "paragraph", "It is free."),
        ("Going home", "paragraph", "Soon."),
    ]


def test_a_heading_with_a_colon_and_a_lead_in_line_are_told_apart() -> None:
    text = "Stem cells\n\nSide effects:\n\nYou may feel sick.\n\nPlease tell us about:\n\n- fever\n- pain"
    assert headings(text) == ["Side effects"]
    assert ("Side effects", "list", "Please tell us about: - fever - pain") in outline(text)


@pytest.mark.parametrize(
    "lines",
    [
        "Riverside Hospital\n12 High Street\nLondon\nSW1 2AB",
        "Dr Jane Smith\nConsultant Haematologist",
        "Call us on 020 7946 0000",
        "Emergency: 999",
        "nurses@riverside.example",
        "www.riverside.example/stem-cells",
        "It costs £1,500",
    ],
)
def test_addresses_signatures_and_numbers_may_be_quoted(lines: str) -> None:
    text = f"Stem cells\n\nThey are young cells.\n\nContact\n\n{lines}\n\nWe are here for you."
    assert ("Contact", "paragraph", " ".join(lines.split())) in outline(text)
    assert headings(text) == ["Contact"]


def test_a_short_line_that_heads_nothing_may_be_quoted() -> None:
    text = "Stem cells\n\nThey are young cells.\n\nAsk the nurse"
    assert ("", "paragraph", "Ask the nurse") in outline(text)


def test_a_table_of_contents_does_not_become_sections() -> None:
    text = "Stem cells\n\nWhat they are\n\nRisks\n\nCosts\n\nWhat they are\n\nYoung cells.\n\nRisks\n\nFew."
    assert headings(text) == ["What they are", "Risks"]


def test_a_list_of_more_than_120_words_is_quoted_in_parts() -> None:
    items = [f"Item {number}: " + "word " * 28 + "end." for number in range(9)]
    text = "Your stay\n\nPlease read this:\n\n" + "\n".join("- " + item for item in items)
    found = outline(text)
    lists = [quote for _, kind, quote in found if kind == "list"]
    assert [quote for _, kind, quote in found if kind == "bullet"] == items
    assert lists[0].startswith("Please read this: - Item 0")
    assert " ".join(lists) == "Please read this: " + " ".join("- " + item for item in items)
    assert all(len(quote.split()) <= 120 for quote in lists)
    assert [kind for _, kind, _ in found] == ["list", "bullet", "bullet", "bullet"] * 3


def test_a_long_paragraph_is_cut_at_sentence_ends() -> None:
    sentences = [f"Sentence {number} has exactly ten words, and one full stop." for number in range(25)]
    quotes = [quote for _, _, quote in outline("Title\n\n" + " ".join(sentences))]
    assert [len(quote.split()) for quote in quotes] == [100, 100, 50]
    assert " ".join(quotes) == " ".join(sentences)


def test_a_text_of_one_paragraph_has_no_title() -> None:
    assert chunk("Stem cells are young cells.")[0] is None
    assert outline("Stem cells are young cells") == [("", "paragraph", "Stem cells are young cells")]


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\ufeff", "-----\n\n***\n", "# Only a heading"])
def test_a_text_with_nothing_to_quote(text: str) -> None:
    assert chunk(text)[2] == ()


def test_one_line_broken_by_accident_does_not_make_a_hard_wrapped_text() -> None:
    broken = "They are young cells that can grow\ninto many others."
    sections = [f"Question {number}?\nThe answer to this one is longer than the line above is." for number in range(9)]
    text = "\n".join(["Stem cells", broken, *sections])
    assert headings(text) == [f"Question {number}?" for number in range(9)]
    assert ("", "paragraph", "They are young cells that can grow into many others.") in outline(text)


@pytest.mark.parametrize(
    "line",
    ["until the next morning", "Any questions? Call Sister Jones", "Do not drive. Do you feel dizzy?", "2 of 4;", "7"],
)
def test_short_lines_that_are_no_headings_may_be_quoted(line: str) -> None:
    text = f"Stem cells\n\nThey are young cells.\n\n{line}\n\nWe are here for you."
    assert ("", "paragraph", line) in outline(text)
    assert headings(text) == []


def test_a_paragraph_as_long_as_a_book_is_read_in_pieces() -> None:
    text = "Stem cells\n\n" + "A. " * 20_000
    chunks = chunk(text)[2]
    assert sum(len(text[found.start : found.end].split()) for found in chunks) == 20_000
    assert all(end - start <= 10_000 for found in chunks for start, end in found.sentences)
