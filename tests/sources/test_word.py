"""What a reader of a Word file sees is read, with its structure, and nothing else."""

import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from bot.errors import DocumentError
from bot.sources.word import read_word

NOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
BOX = "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>"


def add(document: Opened, content: str, name: str = "p") -> None:
    document.element.body.insert(
        len(document.element.body) - 1, parse_xml(f"<w:{name} {nsdecls('w')}>{content}</w:{name}>")
    )


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def blocks(document: Opened, folder: Path) -> list[tuple[str, int, str]]:
    document.save(str(folder / "leaflet.docx"))
    source = read_word(folder / "leaflet.docx")
    return [(block.kind, block.level, source.text[block.start : block.end]) for block in source.blocks]


def test_headings_are_known_by_their_style_its_base_or_their_outline_level(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Croup", 0)
    document.add_heading("Croup", 1)
    document.styles.add_style("Rubrik", WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Heading 2"]
    document.add_paragraph("Treatment", style="Rubrik")
    add(document, '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>' + run("At home"))
    document.add_paragraph("Contents", style="TOC Heading")
    assert blocks(document, tmp_path) == [
        ("heading", 1, "Croup"),
        ("heading", 2, "Treatment"),
        ("heading", 3, "At home"),
    ]


def test_the_title_is_the_first_heading_only_if_nothing_stands_before_it(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Ask a nurse.")
    document.add_heading("Croup", 1)
    assert blocks(document, tmp_path) == [("body", 0, "Ask a nurse."), ("heading", 2, "Croup")]


def test_bold_lines_are_headings_where_no_style_is(tmp_path: Path) -> None:
    document = Document()
    for words in ("Croup", "Do not give:", "Treatment"):
        document.add_paragraph().add_run(words).bold = True
        document.add_paragraph("Cool air helps.")
    assert [block[:2] for block in blocks(document, tmp_path)] == [
        *(("heading", 1), ("body", 0), ("body", 0), ("body", 0)),
        *(("heading", 2), ("body", 0)),
    ]


def test_items_have_the_level_and_the_mark_that_is_counted(tmp_path: Path) -> None:
    document = Document()
    for words, style in (
        ("One", "List Number"),
        ("Two", "List Number"),
        ("Dot", "List Bullet"),
        ("In", "List Bullet 2"),
    ):
        document.add_paragraph(words, style=style)
    numbering = document.part.numbering_part.element
    form = '<w:lvl w:ilvl="{0}"><w:start w:val="1"/><w:numFmt w:val="{1}"/><w:lvlText w:val="{2}"/></w:lvl>'
    levels = form.format(0, "lowerLetter", "%1)") + form.format(1, "lowerRoman", "%1.%2")
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for depth in (0, 0, 1, 1, 0):
        add(document, f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr></w:pPr>{run("x")}')
    assert blocks(document, tmp_path) == [
        *(("bullet", 1, "1. One"), ("bullet", 1, "2. Two"), ("bullet", 1, "- Dot"), ("bullet", 2, "- In")),
        *(("bullet", 1, "a) x"), ("bullet", 1, "b) x"), ("bullet", 2, "b.i x"), ("bullet", 2, "b.ii x")),
        ("bullet", 1, "c) x"),
    ]


def test_rows_have_a_head_and_a_cell_that_spans_rows_is_said_in_each(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(3, 2)
    table.cell(1, 0).merge(table.cell(2, 0))
    for row, column, words in ((0, 0, "Who"), (0, 1, "Dose"), (1, 0, "Adults"), (1, 1, "5 mg"), (2, 1, "10 mg")):
        table.cell(row, column).paragraphs[0].add_run(words)
    assert blocks(document, tmp_path) == [
        *(("row", 0, "Who | Dose"), ("row", 1, "Adults | 5 mg"), ("row", 1, "Adults | 10 mg")),
    ]


def test_a_frame_of_one_cell_is_text(tmp_path: Path) -> None:
    document = Document()
    document.add_table(1, 1).cell(0, 0).paragraphs[0].add_run("Call 999.")
    assert blocks(document, tmp_path) == [("body", 0, "Call 999.")]


def test_a_note_stands_right_after_what_refers_to_it(tmp_path: Path) -> None:
    document = Document()
    words = f'<w:footnote w:id="2"><w:p>{run("Not if pregnant.")}</w:p></w:footnote>'
    note = f"<w:footnotes {nsdecls('w')}>{words}</w:footnotes>".encode()
    uri = PackURI("/word/footnotes.xml")
    document.part.relate_to(Part(uri, "application/xml", note, document.part.package), NOTES)
    add(document, run("Take one.") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    document.add_paragraph("Drink water.")
    assert [block[2] for block in blocks(document, tmp_path)] == ["Take one.¹", "¹ Not if pregnant.", "Drink water."]


SEEN = {
    "kept": run("kept"),
    "in": f'<w:ins w:id="1">{run("in")}</w:ins><w:del w:id="2"><w:r><w:delText>out</w:delText></w:r></w:del>',
    "to": f'<w:moveFrom w:id="3">{run("from")}</w:moveFrom><w:moveTo w:id="4">{run("to")}</w:moveTo>',
    "open": run("secret", "<w:vanish/>") + run("open", '<w:vanish w:val="0"/>'),
    "See the link.": run("See ") + f'<w:hyperlink w:anchor="x">{run("the link")}</w:hyperlink>' + run("."),
    "one\ntwo three": "<w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>three</w:t></w:r>",
    "filled": f"<w:sdt><w:sdtContent>{run('filled')}</w:sdtContent></w:sdt>",
    "10⁹": run("10") + run("9", '<w:vertAlign w:val="superscript"/>'),
    "Date 5": run("Date ") + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("5")}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    "boxed": BOX.format(f"<w:p>{run('boxed')}</w:p>"),
}  # fmt: skip


@pytest.mark.parametrize("words", SEEN)
def test_what_is_seen_is_read_and_what_is_not_is_left_out(words: str, tmp_path: Path) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Trust"
    add(document, SEEN[words])
    document.add_comment(document.paragraphs[0].runs or document.add_paragraph("End.").runs, text="Really?")
    read = [block[2] for block in blocks(document, tmp_path) if block[2]]
    assert read in ([words], [words, "End."])


@pytest.mark.parametrize(
    "hidden",
    [
        f'<w:hyperlink w:anchor="x">{run("More on croup")}</w:hyperlink>',
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click here')}</w:sdtContent></w:sdt>",
    ],
)
def test_a_lone_link_and_a_prompt_are_left_out(hidden: str, tmp_path: Path) -> None:
    document = Document()
    add(document, hidden)
    document.add_paragraph("Cool air helps.")
    assert blocks(document, tmp_path) == [("body", 0, "Cool air helps.")]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next(tmp_path: Path) -> None:
    document = Document()
    add(document, '<w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>' + run("Do not "))
    document.add_paragraph("drive.")
    assert blocks(document, tmp_path) == [("body", 0, "Do not drive.")]


def made(folder: Path, parts: Mapping[str, bytes]) -> Path:
    """A Word file in which some parts are others."""
    Document().save(str(folder / "good.docx"))
    with zipfile.ZipFile(folder / "good.docx") as good, zipfile.ZipFile(folder / "bad.docx", "w", 8) as bad:
        for name in {*good.namelist(), *parts}:
            bad.writestr(name, parts.get(name) or good.read(name))
    return folder / "bad.docx"


@pytest.mark.parametrize(
    ("parts", "wrong"),
    [
        ({}, "no words"),
        ({"word/media/bomb.png": bytes(60_000_000)}, "unpacks to 60,"),
        ({"word/document.xml": bytes(11_000_000)}, "11,.* of them text"),
        ({"word/document.xml": b"<document><body/></document>"}, "damaged"),
        ({"word/styles.xml": b"<styles"}, "damaged"),
    ],
)
def test_a_broken_file_is_a_clear_error(parts: dict[str, bytes], wrong: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=wrong):
        read_word(made(tmp_path, parts))


def test_deep_nesting_is_a_clear_error(tmp_path: Path) -> None:
    nested = f"<w:document {nsdecls('w')}><w:body>{'<w:sdt>' * 9_999}<w:p/>{'</w:sdt>' * 9_999}</w:body></w:document>"
    with pytest.raises(DocumentError, match="damaged"):
        read_word(made(tmp_path, {"word/document.xml": nested.encode()}))


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"", "this file is empty"),
        (b"PK\x03\x04" + bytes(90), "damaged"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_what_is_no_word_file_is_a_clear_error(content: bytes, wrong: str, tmp_path: Path) -> None:
    (tmp_path / "leaflet.docx").write_bytes(content)
    with pytest.raises(DocumentError, match=wrong):
        read_word(tmp_path / "leaflet.docx")


def test_a_truncated_file_is_a_clear_error(tmp_path: Path) -> None:
    file = made(tmp_path, {})
    file.write_bytes(file.read_bytes()[:-400])
    with pytest.raises(DocumentError, match="damaged"):
        read_word(file)


def test_without_the_extra_the_message_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(DocumentError, match=r"install the extra: pip install 'quote-only-bot\[word\]'"):
        read_word(tmp_path / "leaflet.docx")


def test_an_order_and_a_caption_are_no_headings_though_they_are_bold(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph().add_run("Croup").bold = True
    document.add_paragraph("It passes.")
    for words, style in (("Do NOT drive for 24 hours", None), ("Doses by age", "Caption")):
        document.add_paragraph(style=style).add_run(words).bold = True
        document.add_paragraph("Rest.")
    assert [block[0] for block in blocks(document, tmp_path)] == ["heading", *["body"] * 5]


def test_figures_that_are_set_high_or_low_stay_so(tmp_path: Path) -> None:
    document = Document()
    place = '<w:vertAlign w:val="{}"/>'
    low, high = run("2", place.format("subscript")), run("a", place.format("superscript"))
    add(document, run("H") + low + run("O and a rash") + high + run("."))
    assert blocks(document, tmp_path) == [("body", 0, "H₂O and a rashᵃ.")]


def test_a_list_in_a_cell_stays_one(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(2, 2)
    for row, column, words in ((0, 0, "Who"), (0, 1, "Dose"), (1, 0, "Adults"), (1, 1, "5 mg on day 1")):
        table.cell(row, column).paragraphs[0].add_run(words)
    table.cell(1, 1).paragraphs[0].style = "List Bullet"
    table.cell(1, 1).add_paragraph("3 mg after", style="List Bullet")
    assert blocks(document, tmp_path)[1] == ("row", 1, "Adults | 5 mg on day 1; 3 mg after")


def test_a_list_and_contents_that_were_typed_are_such(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Croup", 0)
    for words in ("Contents", "Signs\t2", "Care\t3", "Help\t4"):
        document.add_paragraph(words)
    for heading in ("Signs", "Care", "Help"):
        document.add_heading(heading, 1)
        document.add_paragraph("• a cough")
    assert [block[2] for block in blocks(document, tmp_path)] == [
        "Croup",
        *("Signs", "• a cough", "Care", "• a cough", "Help", "• a cough"),
    ]
