"""Reading files and folders: what is found, and what is said when something cannot be read."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.documents import Corpus, builtin_corpus_path, load_corpus
from bot.errors import CorpusError, CorpusNotFound, CurationError, DocumentError
from bot.indexing import write_index

LEAFLET = "Stem cells\n\nWhat are they?\n\nThey are young cells.\n\nCosts\n\nAsk the clinic first.\n"


def load(path: Path, content: str | bytes) -> Corpus:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_corpus(path)


def test_one_file(tmp_path: Path) -> None:
    corpus = load(tmp_path / "stem-cells.txt", LEAFLET)
    (document,) = corpus.documents
    assert (document.name, document.title, document.text) == ("stem-cells.txt", "Stem cells", LEAFLET)
    assert [passage.text for passage in corpus.passages] == ["They are young cells.", "Ask the clinic first."]
    assert [passage.section for passage in corpus.passages] == ["What are they?", "Costs"]


def test_a_path_may_be_given_as_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LEAFLET)
    assert load_corpus(str(tmp_path)) == load_corpus(tmp_path)


def test_a_folder_is_read_in_the_order_of_names_and_passages_are_numbered_through(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "C.TXT"):
        (tmp_path / name).write_text(f"About {name}\n\n{LEAFLET}")
    corpus = load_corpus(tmp_path)
    assert [document.name for document in corpus.documents] == ["C.TXT", "a.txt", "b.md"]
    assert [passage.number for passage in corpus.passages] == list(range(len(corpus.passages)))
    assert [passage.document.name for passage in corpus.passages[::2]] == ["C.TXT", "a.txt", "b.md"]


def test_what_is_no_leaflet_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LEAFLET)
    (tmp_path / "scan.pdf").write_bytes(b"\xff\xfe")
    (tmp_path / "._a.txt").write_bytes(b"\xff\xfe")
    (tmp_path / "folder.txt").mkdir()
    assert [document.name for document in load_corpus(tmp_path).documents] == ["a.txt"]


def test_a_folder_may_be_named_like_a_file(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    (tmp_path / "x.txt" / "a.txt").write_text(LEAFLET)
    assert len(load_corpus(tmp_path / "x.txt").passages) == 2


@pytest.mark.parametrize(
    "text",
    [
        LEAFLET.replace("\n", "\r\n"),
        "\ufeff" + LEAFLET,
        LEAFLET.replace("young", "yo\0ung"),
        LEAFLET.replace("young", "young\x1b[31m"),
        LEAFLET.replace("They", "\u202eThey").replace(" are", "\u00a0are"),
    ],
    ids=["Windows line ends", "byte order mark", "NUL byte", "escape", "bidirectional override"],
)
def test_the_text_of_a_document_is_never_changed(tmp_path: Path, text: str) -> None:
    corpus = load(tmp_path / "a.txt", text)
    assert corpus.documents[0].text == text
    assert corpus.documents[0].title == "Stem cells"
    assert len(corpus.passages) == 2
    for passage in corpus.passages:
        assert passage.text == text[passage.start : passage.end]


def test_a_text_without_a_title_is_called_by_its_file_name(tmp_path: Path) -> None:
    assert load(tmp_path / "stem-cells.txt", "They are young cells.").documents[0].title == "stem-cells"


def test_an_index_is_opened_as_the_corpus_that_it_was_made_from(tmp_path: Path, leaflet: Path) -> None:
    corpus = load_corpus(leaflet)
    write_index(corpus, tmp_path / "index")
    opened = load_corpus(tmp_path / "index")
    assert opened == corpus
    assert (corpus.index, opened.index) == (None, tmp_path / "index")


def test_a_broken_index_is_an_error_that_says_what_to_do(tmp_path: Path, leaflet: Path) -> None:
    folder = tmp_path / "index"
    write_index(load_corpus(leaflet), folder)
    (folder / "tables.json").write_bytes(b"{}")
    assert message(CorpusError, folder).startswith(f"{folder}: this index cannot be used (tables.json is damaged).")
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    assert message(CorpusError, folder).endswith("Make it anew with 'bot index'.")


def test_the_article_is_what_stands_in_its_file_whether_indexed_or_not() -> None:
    assert load_corpus() == load_corpus(builtin_corpus_path())


def test_the_section_of_every_character(tmp_path: Path) -> None:
    (document,) = load(tmp_path / "a.txt", LEAFLET).documents
    first, second = LEAFLET.index("What"), LEAFLET.index("Costs")
    expected = [""] * first + ["What are they?"] * (second - first) + ["Costs"] * (len(LEAFLET) - second)
    found = [document.section_at(offset) for offset in range(len(LEAFLET))]
    assert [section.heading for section in found if section] == expected
    assert document.section_at(-1) is document.section_at(len(LEAFLET)) is None


def test_the_fingerprint_tells_any_change(tmp_path: Path) -> None:
    first = load(tmp_path / "a.txt", LEAFLET).fingerprint
    assert load(tmp_path / "a.txt", LEAFLET).fingerprint == first
    (tmp_path / "a.toml").write_text('language = "en"')
    second = load_corpus(tmp_path).fingerprint
    third = load(tmp_path / "a.txt", LEAFLET + " ").fingerprint
    assert len({first, second, third}) == 3


def message(kind: type[CorpusError], path: Path | str) -> str:
    with pytest.raises(kind) as caught:
        load_corpus(path)
    assert isinstance(caught.value, CorpusError)
    return str(caught.value)


def test_a_missing_path(tmp_path: Path) -> None:
    path = tmp_path / "leaflet.txt"
    assert message(CorpusNotFound, path) == f"{path}: no such file or folder. Check the path given to --corpus."


@pytest.mark.parametrize("path", ["a\0b.txt", "x" * 5000])
def test_a_path_that_cannot_be(path: str) -> None:
    assert message(CorpusNotFound, path)


@pytest.mark.parametrize("name", [None, "leaflet.odt", ".txt"])
def test_a_folder_with_nothing_readable(tmp_path: Path, name: str | None) -> None:
    if name:
        (tmp_path / name).write_text(LEAFLET)
    assert message(CorpusNotFound, tmp_path).startswith(f"{tmp_path}: no leaflet in this folder.")


@pytest.mark.parametrize("content", ["", " \r\n\t\n", "\ufeff", "\ufeff\n"])
def test_an_empty_file(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(content, encoding="utf-8")
    assert message(DocumentError, path).startswith(f"{path}: this file is empty.")


def test_a_file_with_nothing_to_quote(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("# Only a heading\n\n-----\n")
    assert message(DocumentError, path).startswith(f"{path}: nothing to quote in this file.")


def test_a_file_that_is_not_utf_8_is_read_in_the_encoding_that_is_named_and_no_other(tmp_path: Path) -> None:
    path, text = tmp_path / "a.txt", LEAFLET + "naïve – “so”"
    path.write_bytes(text.encode("windows-1252"))
    told = message(DocumentError, path)
    assert told.startswith(f"{path}: not UTF-8 at byte {len(LEAFLET) + 2}. Save it as UTF-8, or name another with")
    assert load_corpus(path, "windows-1252").documents[0].text == text


def test_one_bad_file_in_a_folder_is_named_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LEAFLET)
    (tmp_path / "b.txt").write_bytes(b"\xff")
    (tmp_path / "c.txt").write_text(LEAFLET)
    corpus = load_corpus(tmp_path)
    assert [document.name for document in corpus.documents] == ["a.txt", "c.txt"]
    assert [passage.number for passage in corpus.passages] == list(range(len(corpus.passages)))
    assert [left_out.partition(": ")[0] for left_out in corpus.left_out] == [str(tmp_path / "b.txt")]


def test_a_folder_of_bad_files_alone_is_an_error(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"\xff")
    assert message(DocumentError, tmp_path).startswith(f"{tmp_path / 'b.txt'}: not UTF-8")


@contextmanager
def without_rights() -> Iterator[None]:
    """As a user who may not read everything, should the tests be run by one who may."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user may look into."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


needs_rights = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has no such rights")


@needs_rights
@pytest.mark.parametrize(("name", "kind"), [("a.txt", DocumentError), ("a.toml", CurationError)])
def test_a_file_that_may_not_be_read(open_folder: Path, name: str, kind: type[CorpusError]) -> None:
    (open_folder / "a.txt").write_text(LEAFLET)
    (open_folder / "a.toml").write_text('language = "en"')
    (open_folder / name).chmod(0)
    with without_rights():
        assert message(kind, open_folder) == f"{open_folder / name}: cannot be read: Permission denied."


@needs_rights
def test_a_folder_that_may_not_be_read(open_folder: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir()
    (closed / "a.txt").write_text(LEAFLET)
    closed.chmod(0)
    try:
        with without_rights():
            assert message(CorpusNotFound, closed).startswith(f"{closed}: cannot be read: Permission denied.")
    finally:
        closed.chmod(0o755)


def test_the_gaps_are_known_by_their_old_name_too(article: Corpus) -> None:
    assert article.uncovered == article.gaps != ()


def test_a_start_that_several_passages_have_is_an_error_with_the_choices(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Tablets\n\nTake one with food.\n\nTake one at night.\n", encoding="utf-8")
    curation = tmp_path / "a.toml"
    curation.write_text('[[passage]]\nstarts = "Take one"\nexamples = ["when"]\n', encoding="utf-8")
    told = message(CurationError, tmp_path / "a.txt")
    assert told.startswith(f"{curation}: 2 passages begin with 'Take one'.")
    assert "'Take one at night.'; 'Take one with food.'" in told
    curation.write_text('[[passage]]\nstarts = "Take one at"\nexamples = ["when"]\n', encoding="utf-8")
    assert [passage.examples for passage in load_corpus(tmp_path / "a.txt").passages] == [(), ("when",)]


TWO = (
    "Knee\n\nYour bag\n\nPlease bring:\n\n- your tablets\n- slippers\n\nHome\n\nMost people go home on the same day.\n"
)


def curated(folder: Path, *entries: tuple[str, str]) -> Corpus:
    """The leaflet ``TWO`` with an example for each of some passages, or for a gap."""
    tables = (
        f'[[uncovered]]\ntopic = "{start[1:]}"\nexamples = ["{text}"]\n'
        if start.startswith("?")
        else f'[[passage]]\nstarts = "{start}"\nexamples = ["{text}"]\n'
        for start, text in entries
    )
    (folder / "knee.txt").write_text(TWO)
    (folder / "knee.toml").write_text("\n".join(tables))
    return load_corpus(folder / "knee.txt")


@pytest.mark.parametrize("other", ["Most people", "?visitors"])
def test_one_line_for_two_places_is_an_error_that_names_both(tmp_path: Path, other: str) -> None:
    with pytest.raises(CurationError) as caught:
        curated(tmp_path, ("Please bring", "what about my bag"), (other, "What about my bag?"))
    told = str(caught.value)
    assert "knee.toml: written down for two places: 'What about my bag?'" in told
    assert "Please bring" in told
    assert other.strip("?") in told


def test_a_line_for_a_list_and_for_a_bullet_that_is_quoted_with_it_is_none(tmp_path: Path) -> None:
    corpus = curated(tmp_path, ("Please bring", "slippers"), ("slippers", "slippers"))
    assert sum("slippers" in passage.examples for passage in corpus.passages) == 2


def test_a_line_twice_in_one_place_is_none(tmp_path: Path) -> None:
    corpus = curated(tmp_path, ("Most people", "when do i leave"), ("Most people", "When do I leave?"))
    assert corpus.passages[-1].examples == ("when do i leave", "When do I leave?")


def test_all_entries_that_a_change_of_the_leaflet_has_left_behind_are_named(tmp_path: Path) -> None:
    curated(tmp_path, ("Please bring", "what about my bag"), ("Most people", "when do i leave"))
    (tmp_path / "knee.txt").write_text(TWO.replace("Please bring", "Bring").replace("Most people", "All"))
    with pytest.raises(CurationError, match="no passage begins with what 2 entries name") as caught:
        load_corpus(tmp_path)
    assert "'Please bring' (1 examples); 'Most people' (1 examples)" in str(caught.value)
