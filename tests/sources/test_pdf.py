"""PDFs, made with PDFium itself: columns, headings, lists, tables and furniture; and files that cannot be read."""

import ctypes
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.errors import DocumentError
from bot.sources.pdf import read_pdf, reader
from bot.sources.pdf.lines import Line
from bot.sources.source import Source

pdfium = pytest.importorskip("pypdfium2")

BODY, LEADING = 10.0, 13.0
HEIGHT = 800.0


class Text(NamedTuple):
    """Words at a place from the upper left corner."""

    words: str
    left: float
    top: float
    size: float = BODY
    font: str = "Helvetica"


Rule = tuple[float, float, float, float]


def column(left: float, top: float, lines: Sequence[str], leading: float = LEADING) -> list[Text]:
    return [Text(line, left, top + number * leading) for number, line in enumerate(lines)]


def write(file: Path, *pages: Sequence[Text], rules: Sequence[Rule] = ()) -> Path:
    """A PDF with these pages, and lines drawn on each: left, top, width, height."""
    raw = pdfium.raw
    document = pdfium.PdfDocument.new()
    for texts in pages:
        page = document.new_page(600, HEIGHT)
        for words, left, top, size, font in texts:
            thing = raw.FPDFPageObj_NewTextObj(document, font.encode(), size)
            letters = ctypes.create_string_buffer((words + "\0").encode("utf-16-le"))
            raw.FPDFText_SetText(thing, ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort)))
            raw.FPDFPageObj_Transform(thing, 1, 0, 0, 1, left, HEIGHT - top)
            raw.FPDFPage_InsertObject(page, thing)
        for left, top, width, height in rules:
            box = raw.FPDFPageObj_CreateNewRect(left, HEIGHT - top - height, width, height)
            raw.FPDFPath_SetDrawMode(box, raw.FPDF_FILLMODE_ALTERNATE, False)
            raw.FPDFPage_InsertObject(page, box)
        page.gen_content()
    document.save(file)
    return file


def blocks(source: Source) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, source.text[block.content : block.end]) for block in source.blocks]


def read(tmp_path: Path, *pages: Sequence[Text], rules: Sequence[Rule] = ()) -> list[tuple[str, int, str]]:
    return blocks(read_pdf(write(tmp_path / "leaflet.pdf", *pages, rules=rules)))


LEFT = [
    "Take one tablet with a glass of water",
    "every morning before you eat. Do not",
    "lie down for half an hour after that,",
]
RIGHT = [
    "because the tablet can hurt your gullet.",
    "Ring us if it hurts when you swallow,",
    "or if your tooth aches for some days.",
]


def test_headings_are_told_by_size_and_weight_and_paragraphs_are_joined(tmp_path: Path) -> None:
    page = [
        Text("Your tablets", 50, 50, 24),
        Text("How to take them", 50, 90, 14, "Helvetica-Bold"),
        *column(50, 110, LEFT),
        Text("At night", 50, 170, BODY, "Helvetica-Bold"),
        *column(50, 183, ["Take none at all, even if you forgot", "it in the morning. Take one the next", "morning."]),
    ]
    assert read(tmp_path, page) == [
        ("heading", 1, "Your tablets"),
        ("heading", 2, "How to take them"),
        ("body", 0, " ".join(LEFT)),
        ("heading", 3, "At night"),
        ("body", 0, "Take none at all, even if you forgot it in the morning. Take one the next morning."),
    ]


def test_columns_are_read_one_after_the_other_and_a_sentence_goes_on_in_the_next(tmp_path: Path) -> None:
    page = [
        Text("Your tablets, and how you should take them", 50, 50, 20),
        *column(50, 90, LEFT),
        *column(300, 90, RIGHT),
    ]
    assert read(tmp_path, page)[1:] == [("body", 0, " ".join([*LEFT, *RIGHT]))]


def test_a_sentence_goes_on_on_the_next_page(tmp_path: Path) -> None:
    source = read_pdf(write(tmp_path / "a.pdf", column(50, 700, LEFT), [*column(50, 50, RIGHT), Text("End.", 50, 150)]))
    assert blocks(source) == [("body", 0, " ".join([*LEFT, *RIGHT])), ("body", 0, "End.")]
    assert [(page.number, source.text[page.start :].strip()[:4]) for page in source.pages] == [(1, "Take"), (2, "End.")]


def test_a_sidebar_comes_after_the_text_and_its_headings_are_its_own(tmp_path: Path) -> None:
    wide = [f"{line} and this goes on to the right" for line in LEFT]
    page = [
        Text("Tablets", 50, 40, 24),
        Text("How to take them", 50, 90, 14, "Helvetica-Bold"),
        *column(50, 110, wide),
        Text("Who can help?", 480, 90, 12, "Helvetica-Bold"),
        *column(480, 105, ["Your nurse on the ward", "will gladly help you.", "She is there all day."]),
    ]
    kinds = read(tmp_path, page)
    assert [words for _, _, words in kinds][1:4] == ["How to take them", " ".join(wide), "Who can help?"]
    assert [level for kind, level, _ in kinds if kind == "heading"] == [1, 2, 2]


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("Ask for medi-", "cine at the desk.", "medicine"),
        ("Ask for over-the-", "counter pills.", "over-the-counter"),
        ("Ask about zoledro-", "nate. We use zoledronate here too.", "about zoledronate"),
        ("Ask about qwerty-", "fghjkl.", "qwerty-fghjkl"),
        ("Call 01632-", "960000 at once.", "01632-960000"),
        ("See www.example.org/", "head_lice.html for more.", "www.example.org/head_lice.html"),
        ("See www.example.org/", "and ring us.", "www.example.org/ and"),
    ],
)
def test_words_parted_at_a_line_end_are_whole_again(tmp_path: Path, above: str, below: str, joined: str) -> None:
    assert joined in read(tmp_path, column(50, 50, [above, below]))[0][2]


def test_running_heads_feet_and_page_numbers_are_left_out_and_the_printed_number_is_kept(tmp_path: Path) -> None:
    pages = [
        [
            Text("Riverside Hospital", 50, 20),
            *column(50, 100, [f"Page {name} of the leaflet."]),
            Text(f"Leaflet 12, part {number}", 50, 780),
            Text(str(number), 300, 780),
        ]
        for number, name in enumerate(("one", "two", "three"), 4)
    ]
    source = read_pdf(write(tmp_path / "a.pdf", *pages))
    assert [words for _, _, words in blocks(source)] == [
        f"Page {name} of the leaflet." for name in ("one", "two", "three")
    ]
    assert [(page.number, page.printed) for page in source.pages] == [(1, "4"), (2, "5"), (3, "6")]


def test_page_of_pages_is_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, [Text("Rest for a day.", 50, 50), Text("Page 1 of 1", 50, 780)]) == [
        ("body", 0, "Rest for a day.")
    ]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(tmp_path: Path, angle: int) -> None:
    file = write(tmp_path / "upright.pdf", [Text("Rest for a day.", 50, 260), *column(50, 300, LEFT)])
    document = pdfium.PdfDocument(file)
    page = document[0]
    matrix = {90: (0, 1, -1, 0, 600, 0), 180: (-1, 0, 0, -1, 600, 800), 270: (0, -1, 1, 0, 0, 800)}[angle]
    for thing in page.get_objects():
        pdfium.raw.FPDFPageObj_Transform(thing, *map(float, matrix))
    page.set_rotation(angle)
    page.gen_content()
    document.save(tmp_path / "turned.pdf")
    assert blocks(read_pdf(tmp_path / "turned.pdf")) == blocks(read_pdf(file))


def test_lists_have_levels_by_where_their_marks_stand(tmp_path: Path) -> None:
    page = [
        *column(50, 50, ["Bring these things with you:"]),
        Text("•", 60, 70),
        *column(72, 70, ["your tablets, in the boxes that they", "came in"]),
        Text("•", 60, 96),
        Text("something to eat", 72, 96),
        Text("– fruit", 80, 109),
        Text("– bread", 80, 122),
        Text("Then:", 50, 148),
        Text("1. Ring the bell.", 60, 161),
        Text("2. Wait.", 60, 174),
    ]
    assert read(tmp_path, page) == [
        ("body", 0, "Bring these things with you:"),
        ("bullet", 1, "your tablets, in the boxes that they came in"),
        ("bullet", 1, "something to eat"),
        ("bullet", 2, "fruit"),
        ("bullet", 2, "bread"),
        ("body", 0, "Then:"),
        ("bullet", 1, "Ring the bell."),
        ("bullet", 1, "Wait."),
    ]


def test_a_dash_that_only_came_to_a_line_beginning_is_no_bullet(tmp_path: Path) -> None:
    lines = ["Put nothing into the mouth of your child", "– not even medicine – while it lasts."]
    assert read(tmp_path, column(50, 50, lines)) == [("body", 0, " ".join(lines))]


ROWS = [("Age", "Dose"), ("3 to 6 months", "2.5 ml"), ("1 year", "5 ml"), ("2 years", "7.5 ml")]
LEVEL = [(50.0, 87 + 20.0 * number, 200.0, 0.5) for number in range(5)]
UPRIGHT = [(left, 87.0, 0.5, 80.0) for left in (50.0, 150.0, 250.0)]


@pytest.mark.parametrize("rules", [[], LEVEL, LEVEL[1:], LEVEL + UPRIGHT], ids=["none", "level", "under", "grid"])
def test_tables_become_rows_with_a_head(tmp_path: Path, rules: list[Rule]) -> None:
    fonts = ["Helvetica-Bold", "Helvetica", "Helvetica", "Helvetica"]
    cells = [
        Text(cell, left, 100 + 20 * number, BODY, font)
        for number, (row, font) in enumerate(zip(ROWS, fonts, strict=True))
        for cell, left in zip(row, (55, 155), strict=True)
    ]
    intro = column(50, 50, ["Give so much of the syrup at a time, and never more than that in a day."])
    assert read(tmp_path, [*intro, *cells], rules=rules)[1:] == [
        ("row", min(number, 1), f"{age} | {dose}") for number, (age, dose) in enumerate(ROWS)
    ]


def test_words_under_pictures_are_not_read_across(tmp_path: Path) -> None:
    page = [
        Text("One serving is:", 50, 50),
        *(Text(words, left, 120) for words, left in (("1 slice of", 60), ("1 small", 163), ("half a cup", 255))),
        *(Text(words, left, 133) for words, left in (("bread", 68), ("potato", 166), ("of rice", 263))),
        Text("Two servings are:", 50, 170),
        *(Text(words, left, 240) for words, left in (("2 slices", 60), ("1 large", 163))),
        *(Text(words, left, 253) for words, left in (("of bread", 61), ("potato", 166))),
    ]
    assert [words for _, _, words in read(tmp_path, page)] == [
        "One serving is:", "1 slice of bread", "1 small potato", "half a cup of rice",
        "Two servings are:", "2 slices of bread", "1 large potato",
    ]  # fmt: skip


def test_an_imprint_is_left_out_and_text_like_it_is_not(tmp_path: Path) -> None:
    texts = ["Rest for a day.", "Reviewed by your nurse.", "Last updated: 10/18/19", "Source: https://example.org/a"]
    found = read(tmp_path, [Text(words, 50, 50 + 30 * number) for number, words in enumerate(texts)])
    assert [words for _, _, words in found] == texts[:2]


def test_blanks_to_fill_in_are_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, [Text("My dose: ______ ml", 50, 50), Text("Rest.", 50, 90)]) == [("body", 0, "Rest.")]


def raw_file(contents: bytes, settings: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of one page, written by hand."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>"
    stream = b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(contents), settings, contents)
    things = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream]
    body, places = b"%PDF-1.7\n", []
    for number, thing in enumerate(things, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<</Root 1 0 R/Size 5%s>>\nstartxref\n%d\n%%%%EOF" % (trailer, len(body))
    return body + b"xref\n0 5\n0000000000 65535 f \n" + table + end


LOCK = b"/ID[(a)(a)]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>" % (b"o" * 32, b"u" * 32)
FLATE = b"/Filter/FlateDecode"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "this file is empty"),
        (b"<html>Hello</html>", "not a PDF"),
        (raw_file(b"0 0 9 9 re f")[:200], "damaged or cut off"),
        (raw_file(b"not deflated", FLATE), "damaged at byte"),
        (raw_file(b"0 0 9 9 re f"), "OCR"),
        (raw_file(b"0 0 9 9 re f", trailer=LOCK), "password"),
        (raw_file(zlib.compress(b" " * 60_000_000), FLATE), "50 MB"),
        (raw_file(zlib.compress(zlib.compress(b" " * 60_000_000)), b"/Filter[/FlateDecode/FlateDecode]"), "50 MB"),
        (raw_file(b"[" * 10_000 + b"]" * 10_000), "OCR"),
        (raw_file(b"", b"/X " + b"[" * 10_000 + b"]" * 10_000), "."),
    ],
    ids=[
        "empty",
        "html",
        "cut off",
        "damaged",
        "scanned",
        "locked",
        "bomb",
        "bomb in a bomb",
        "nested",
        "nested things",
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(content)
    with pytest.raises(DocumentError, match=message) as caught:
        read_pdf(file)
    assert str(caught.value).startswith(f"{file}: ")


def test_a_form_alone_is_nothing_to_quote(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="holds nothing to quote"):
        read(tmp_path, [Text("My dose: ______ ml", 50, 50)])


def test_a_file_with_too_many_pages_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_PAGES", 2)
    with pytest.raises(DocumentError, match="has 3 pages; at most 2 are read"):
        read_pdf(write(tmp_path / "a.pdf", *[[Text("Rest.", 50, 50)]] * 3))


def test_without_the_library_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "a.pdf", [Text("Rest.", 50, 50)])
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(
        DocumentError, match=r"a PDF\. To read it, install the extra: pip install 'quote-only-bot\[pdf\]'\."
    ):
        read_pdf(file)


def test_figures_that_are_set_high_or_low_stay_so(tmp_path: Path) -> None:
    line = [Text("There are 10", 50, 100), Text("9", 107.5, 96, 6), Text("cells of H", 114, 100)]
    line += [
        Text("2", 154.3, 103, 6),
        Text("O, and some get nausea", 157.8, 100),
        Text("1", 268.6, 96, 6),
        Text("from it.", 275, 100),
    ]
    note = [Text("1", 50, 200, 6), Text("Not in children.", 55, 203, 8)]
    found = read(tmp_path, [*line, *note, *column(50, 120, LEFT)])
    text = " ".join(words for _, _, words in found)
    assert "10⁹ cells of H₂O" in text
    assert "nausea¹ from it" in text
    assert "¹ Not in children." in text


SCHEDULE = [
    ["Weight", "Dose", "How often"],
    ["Under 50 kg", "3 mg", "once a day, in the"],
    ["", "", "morning"],
    ["50 to 80 kg", "", "once a day"],
    ["Over 80 kg", "7 mg", "twice a day"],
]


@pytest.mark.parametrize("is_right", [False, True])
def test_a_table_without_lines_is_read_row_by_row(tmp_path: Path, is_right: bool) -> None:
    tops = [150.0, 168.0, 180.0, 198.0, 216.0]
    cells = []
    for top, row in zip(tops, SCHEDULE, strict=True):
        places = (50.0, 160.0 - (len(row[1]) * 5 if is_right else 0), 220.0)
        font = "Helvetica-Bold" if top == tops[0] else "Helvetica"
        cells += [Text(words, left, top, BODY, font) for words, left in zip(row, places, strict=True) if words]
    found = read(tmp_path, [*column(50, 100, LEFT), *cells, *column(50, 260, RIGHT)])
    assert [block for block in found if block[0] == "row"] == [
        ("row", 0, "Weight | Dose | How often"),
        ("row", 1, "Under 50 kg | 3 mg | once a day, in the morning"),
        ("row", 1, "50 to 80 kg | | once a day"),
        ("row", 1, "Over 80 kg | 7 mg | twice a day"),
    ]


def test_a_row_of_single_words_is_no_sentence(tmp_path: Path) -> None:
    rows = [("Side", "How", "What"), ("Rash", "Rare", "Stop"), ("Pain", "Often", "Rest"), ("Fever", "Rare", "Call")]
    cells = [Text(w, 50.0 + 90 * n, 150.0 + 18 * k) for k, row in enumerate(rows) for n, w in enumerate(row)]
    found = read(tmp_path, [*column(50, 100, LEFT), *cells])
    assert [words for _, _, words in found if "|" in words] == [" | ".join(row) for row in rows]


def test_a_justified_text_has_no_columns(tmp_path: Path) -> None:
    words = ["Take", "one", "tablet", "a", "day", "with", "water", "and", "food"]
    lines = [words[:5], words[4:], words[2:7]]
    texts = [Text(w, 50 + 60.0 * n, 100 + LEADING * k) for k, line in enumerate(lines) for n, w in enumerate(line)]
    assert all(kind == "body" for kind, _, _ in read(tmp_path, texts))


def test_the_items_of_a_list_in_a_cell_are_parted(tmp_path: Path) -> None:
    cells = [Text("Age", 60, 110), Text("Dose", 160, 110), Text("Under 5", 60, 140), Text("None", 160, 140)]
    cells += [Text("Over 5", 60, 170), Text("• 5 mg on day 1", 160, 170), Text("• 3 mg after", 160, 182)]
    rules = [(50.0, top, 250.0, 1.0) for top in (95, 120, 150, 190)] + [
        (x, 95.0, 1.0, 95.0) for x in (50.0, 150.0, 300.0)
    ]
    found = read(tmp_path, [*cells, *column(50, 230, LEFT)], rules=rules)
    assert ("row", 1, "Over 5 | 5 mg on day 1; 3 mg after") in found


def test_a_list_whose_marks_are_drawn_is_a_list(tmp_path: Path) -> None:
    items = ["Please bring:", "your tablets", "a list of allergies", "slippers"]
    found = read(tmp_path, [*column(50, 100, LEFT), *column(50, 160, items), *column(50, 240, RIGHT)])
    assert [block for block in found if block[0] == "bullet"] == [("bullet", 1, item) for item in items[1:]]


def test_captions_that_signs_join_are_one(tmp_path: Path) -> None:
    head = [Text("Examples of 2 servings:", 50, 160, BODY, "Helvetica-Bold")]
    signs = [Text("+", 118, 185), Text("OR", 205, 185)]
    captions = [*column(60, 210, ["1 small", "potato"]), *column(140, 210, ["1 small", "ear of corn"])]
    captions += column(240, 210, ["2 slices", "of bread"])
    found = read(tmp_path, [*column(50, 100, LEFT), *head, *signs, *captions, *column(50, 270, RIGHT)])
    assert ("bullet", 1, "1 small potato + 1 small ear of corn OR 2 slices of bread") in found


def test_a_sentence_goes_on_over_the_notes_at_the_foot_of_a_page(tmp_path: Path) -> None:
    notes = [Text("1", 50, 700, 5), Text("Except low doses.", 55, 703, 8)]
    found = read(tmp_path, [*column(50, 100, [*LEFT, *RIGHT[:2]]), *notes], [*column(50, 100, [RIGHT[2], *LEFT])])
    assert any("when you swallow, or if your tooth" in words for _, _, words in found)
    assert ("body", 0, "¹ Except low doses.") in found


def test_pages_of_contents_are_left_out(tmp_path: Path) -> None:
    headings = ["What it is", "How to take it", "Side effects"]
    contents = [Text("Contents", 50, 100, 16)]
    for number, words in enumerate(headings):
        contents += [Text(words, 50, 140.0 + 20 * number), Text(str(number + 2), 400, 140.0 + 20 * number)]
    pages = [[Text(words, 50, 100, 16), *column(50, 130, LEFT)] for words in headings]
    found = read(tmp_path, contents, *pages)
    assert [words for kind, _, words in found if kind == "heading"] == headings
    assert not any(kind == "row" for kind, _, _ in found)


def test_a_bold_order_is_text_and_what_is_larger_a_heading(tmp_path: Path) -> None:
    order = Text("Do NOT drive for 24 hours", 50, 200, BODY, "Helvetica-Bold")
    found = read(tmp_path, [Text("Eyes", 50, 60, 18), *column(50, 100, LEFT), order, *column(50, 220, RIGHT)])
    assert ("body", 0, order.words) in found


@pytest.mark.parametrize(("words", "numbers"), [("ix", {9}), ("Page 7 of 9", {7}), ("\u0131", set()), ("5 mg", set())])
def test_only_a_number_counts_pages(words: str, numbers: set[int]) -> None:
    line = Line(words, 300, 300, 310, 780, BODY, False, 0, False)
    assert set(reader.page_numbers(reader.Sheet(HEIGHT, [line]))) == numbers


def test_the_number_of_a_single_page_is_no_text(tmp_path: Path) -> None:
    assert not any(words == "1" for _, _, words in read(tmp_path, [*column(50, 100, LEFT), Text("1", 300, 780, 14)]))
