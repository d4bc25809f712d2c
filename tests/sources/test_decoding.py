"""What kind of file it is, and how its letters are told from its bytes."""

import zipfile
from pathlib import Path

import pytest

from bot.errors import DocumentError
from bot.sources.decoding import decoded, format_of

TEXT = "Café\n\nTake one tablet a day.\n"


def file_of(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.txt", TEXT, "plain"),
        ("a", TEXT, "plain"),
        ("a.TXT", TEXT, "plain"),
        ("a.md", TEXT, "markdown"),
        ("a.html", "<p>Rest.</p>", "html"),
        ("a", "\n<!-- x -->\n<!DOCTYPE html><p>Rest.</p>", "html"),
        ("a.txt", "%PDF-1.7 ...", "pdf"),
        ("a.txt", "Tell us about the <html> tag.", "plain"),
        ("a.txt", "{curly} words, [and] others", "plain"),
        ("a.txt", TEXT.encode("utf-16"), "plain"),
        ("a.txt", "Rest.\x0c\x07 Walk.\x1b[31m\x1b[0m" * 9, "plain"),
        ("a.txt", "BMI and the MZ twins\n\n" + TEXT, "plain"),
        ("a.md", "<div align=center>\n\n# Rest\n\n</div>\n", "markdown"),
        ("a.pdf", b"sent by mail\n%PDF-1.7 ...", "pdf"),
    ],
)
def test_the_content_tells_the_format_and_else_the_name(tmp_path: Path, name: str, content: str, found: str) -> None:
    assert format_of(file_of(tmp_path, name, content)) == found


@pytest.mark.parametrize(
    ("name", "content", "seems"),
    [
        ("a.txt", r"{\rtf1\ansi Rest.}", "a Rich Text (RTF) file"),
        ("a.txt", '<?xml version="1.0"?><label><p>Rest.</p></label>', "an XML file"),
        ("a.md", "<label><p>Rest.</p></label>", "an XML file"),
        ("a.txt", '{"title": "Rest"}', "a JSON file"),
        ("a.txt", '["Rest", "', "a JSON file"),
        ("a.txt", TEXT.encode("utf-16-le"), "text in UTF-16 without a mark"),
        ("a.txt", bytes(range(32)) * 2 + b"\0" * 10, "no text"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word (.doc) file"),
        ("a.pdf", "Rest.", "no PDF file"),
        ("a.docx", "Rest.", "no DOCX file"),
        ("a.txt", b"\x89PNG\r\n", "a picture"),
        ("a.txt", b"\0\0\0\x18ftypheic" + bytes(40), "a picture"),
        ("a.txt", b"BM\x36\x10\x0e\0\0\0\0\0\x36\0", "a picture"),
        ("a.txt", b"\0\0\0\x20ftypisom" + bytes(40), "a film or a sound recording"),
        ("a.txt", b"ID3\x04\0\0" + bytes(40), "a film or a sound recording"),
        ("a.txt", b"\x7fELF\x02" + bytes(40), "a program"),
        ("a.txt", b"SQLite format 3\0" + bytes(40), "a database"),
        ("a.txt", b"leaflet.txt".ljust(257, b"\0") + b"ustar\0" + bytes(40), "a packed file"),
        ("a.txt", bytes([1, 2, 200, 201, 6, 7]) * 30, "no text"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_it_seems_to_be(
    tmp_path: Path, name: str, content: str, seems: str
) -> None:
    path = file_of(tmp_path, name, content)
    with pytest.raises(DocumentError) as caught:
        format_of(path)
    assert str(caught.value).startswith(f"{path}: this seems to be {seems}")


def test_a_web_page_under_another_name_is_named(tmp_path: Path) -> None:
    for page in ("<!doctype html><p>Rest.", "<div class='leaflet'>\n<h1>Rest</h1></div>", "<h1>Rest</h1><p>Walk.</p>"):
        with pytest.raises(DocumentError, match=r"a web page\. To have it read as one, name it a\.html"):
            format_of(file_of(tmp_path, "a.txt", page))


@pytest.mark.parametrize(("member", "seems"), [("content.xml", "an OpenDocument"), ("x.txt", "a zip archive")])
def test_what_is_packed_is_named(tmp_path: Path, member: str, seems: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.txt", "w") as archive:
        archive.writestr(member, "Rest.")
    with pytest.raises(DocumentError, match=seems):
        format_of(tmp_path / "a.txt")


def test_what_is_packed_in_an_unknown_way_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "Rest.")
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 6] = 113
    path.write_bytes(content)
    with pytest.raises(DocumentError, match="this file is damaged"):
        format_of(path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_a_mark_tells_the_encoding(tmp_path: Path, encoding: str) -> None:
    assert decoded(file_of(tmp_path, "a.txt", TEXT.encode(encoding))).lstrip("\ufeff") == TEXT


def test_a_page_tells_its_encoding_itself(tmp_path: Path) -> None:
    page = "<html><meta charset=windows-1252><p>Café</p>"
    assert decoded(file_of(tmp_path, "a.html", page.encode("windows-1252")), declares=True) == page


def test_an_encoding_that_is_not_known_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="'klingon' is no encoding"):
        decoded(file_of(tmp_path, "a.txt", TEXT), "klingon")
