"""Files beside leaflets that nothing is read from."""

from pathlib import Path

import pytest

from bot import load_corpus
from bot.indexing import write_index
from tests.leaflets import ECZEMA, KNEE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "knee-wash-out.txt").write_text(KNEE, encoding="utf-8")
    (tmp_path / "eczema.txt").write_text(ECZEMA, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "leaflet"),
    [
        ("knee.toml", "knee-wash-out"),
        ("knee_wash_out.toml", "knee-wash-out"),
        ("knee-washout.toml", "knee-wash-out"),
        ("knee-wash-out.txt.toml", "knee-wash-out"),
        ("Knee-Wash-Out.toml", "knee-wash-out"),
        ("knee-wash-out.TOML", "knee-wash-out"),
        ("Eczema.toml", "eczema"),
        ("exzema.toml", "eczema"),
    ],
)
@pytest.mark.parametrize("is_folder", [True, False])
def test_a_curation_that_belongs_to_no_leaflet_is_told_of_with_the_nearest(
    folder: Path, name: str, leaflet: str, is_folder: bool
) -> None:
    (folder / name).write_text("title = 'x'", encoding="utf-8")
    corpus = load_corpus(folder if is_folder else folder / f"{leaflet}.txt")
    if (folder / f"{leaflet}.toml").exists():
        pytest.skip("here capitals make no difference in the names of files")
    (message,) = corpus.misnamed
    assert message.startswith(f"{folder / name}: belongs to no leaflet")
    assert message.endswith(f"If it is for {leaflet}.txt, call it {leaflet}.toml.")
    assert "x" not in [document.title for document in corpus.documents]


def test_where_the_leaflet_has_one_already_what_stands_in_the_other_belongs_there(folder: Path) -> None:
    for name in ("eczema.toml", "eczema-2.toml"):
        (folder / name).write_text("", encoding="utf-8")
    (message,) = load_corpus(folder).misnamed
    assert message.endswith("If it is for eczema.txt, put what stands in it into eczema.toml.")


@pytest.mark.parametrize("name", ["knee-wash-out.toml", "eczema.toml", ".knee.toml", "knee.cases.jsonl"])
def test_what_belongs_to_a_leaflet_is_not_told_of(folder: Path, name: str) -> None:
    (folder / name).write_text("", encoding="utf-8")
    assert load_corpus(folder).misnamed == load_corpus(folder / "eczema.txt").misnamed == ()


def test_of_one_leaflet_only_what_is_called_much_like_it_is(folder: Path) -> None:
    for name in ("pyproject.toml", "knee.toml"):
        (folder / name).write_text("", encoding="utf-8")
    assert len(load_corpus(folder).misnamed) == 2
    assert load_corpus(folder / "eczema.txt").misnamed == ()
    assert len(load_corpus(folder / "knee-wash-out.txt").misnamed) == 1


def test_one_that_belongs_to_a_file_of_another_kind_is_not(folder: Path) -> None:
    for name in ("knee.doc", "knee.toml"):
        (folder / name).write_bytes(b"")
    corpus = load_corpus(folder)
    assert (corpus.misnamed, corpus.passed_over) == ((), ("knee.doc",))


@pytest.mark.parametrize("name", ["eczema.toml.txt", "eczema.toml"])
def test_a_curation_that_is_read_as_a_leaflet_is_told_of(folder: Path, name: str) -> None:
    (folder / name).write_text("title = 'Eczema in children'", encoding="utf-8")
    (message,) = load_corpus(folder / name).misnamed
    assert "read as a leaflet, but called like a curation" in message


def test_what_is_told_of_changes_no_corpus(folder: Path) -> None:
    before = load_corpus(folder)
    (folder / "knee.toml").write_text("", encoding="utf-8")
    assert load_corpus(folder) == before


def test_of_the_article_and_of_an_index_nothing_is_told(folder: Path, tmp_path: Path) -> None:
    (folder / "knee.toml").write_text("", encoding="utf-8")
    write_index(load_corpus(folder), tmp_path / "index")
    for corpus in (load_corpus(), load_corpus(tmp_path / "index")):
        assert (corpus.misnamed, corpus.passed_over) == ((), ())
