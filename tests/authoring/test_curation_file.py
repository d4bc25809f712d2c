"""Lines are put into a curation and taken out of it; everything else stays as its editor wrote it."""

import tempfile
import tomllib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Corpus, load_corpus
from bot.authoring.curation_file import Change, changed_curation
from bot.authoring.places import GapPlace, Place, places_of
from bot.errors import CurationError
from bot.sources.curation import read_curation
from tests.authoring.leaflet import leaflet

CURATED = """\
# Ward 7
title = "Your knee" # the long one is on the first line

[[passage]] # what they do
starts = "A surgeon"
examples = [
    "does it hurt", # asked every week
    "will i be awake",
]

# Not said:
[[uncovered]]
topic = "driving"
examples = ["can I drive home"]
"""
REMARKS = ("# Ward 7", "# the long one is on the first line", "# what they do", "# asked every week", "# Not said:")


@cache
def corpus() -> Corpus:
    with tempfile.TemporaryDirectory() as folder:
        return load_corpus(leaflet(Path(folder)))


def changed(tmp_path: Path, text: str, *changes: Change) -> tuple[str, dict[str, list[str]]]:
    """The content after the changes, and the examples in it by what they are for."""
    path = leaflet(tmp_path)
    content = changed_curation(text, changes, load_corpus(path), path.with_suffix(".toml"))
    path.with_suffix(".toml").write_text(content)
    load_corpus(path)
    curation = read_curation(path.with_suffix(".toml"))
    examples = {entry.starts: list(entry.examples) for entry in curation.passages}
    return content, examples | {gap.topic: list(gap.examples) for gap in curation.gaps}


def place(tmp_path: Path, number: int) -> Place:
    return list(places_of(load_corpus(leaflet(tmp_path))))[number]


def test_lines_come_beside_those_that_are_there_and_remarks_stay(tmp_path: Path) -> None:
    content, examples = changed(
        tmp_path,
        CURATED,
        Change("how long is it", place(tmp_path, 0)),
        Change("when may i drive", GapPlace("driving")),
    )
    assert examples["A surgeon"] == ["does it hurt", "will i be awake", "how long is it"]
    assert examples["driving"] == ["can I drive home", "when may i drive"]
    assert all(remark in content for remark in REMARKS)
    assert '    "will i be awake",\n    "how long is it",\n]' in content


def test_a_place_that_had_no_entry_gets_one(tmp_path: Path) -> None:
    content, examples = changed(
        tmp_path,
        CURATED,
        Change("Who stays with me?", place(tmp_path, 4), is_question=True),
        Change("can i be alone", place(tmp_path, 4)),
        Change("is it free", GapPlace("cost")),
    )
    assert examples["Most people go home on"] == ["can i be alone"]
    assert examples["cost"] == ["is it free"]
    assert 'question = "Who stays with me?"\n' in content
    assert content.startswith(CURATED.split("\n[[uncovered]]", maxsplit=1)[0])


def test_a_line_is_taken_out_and_its_neighbours_stay(tmp_path: Path) -> None:
    content, examples = changed(tmp_path, CURATED, Change("will i be awake", place(tmp_path, 0), is_taken_out=True))
    assert examples["A surgeon"] == ["does it hurt"]
    assert all(remark in content for remark in REMARKS)


def test_without_a_curation_one_is_begun(tmp_path: Path) -> None:
    content, examples = changed(tmp_path, "", Change("does it hurt", place(tmp_path, 0)))
    assert content == '[[passage]]\nstarts = "A surgeon rinses the inside"\nexamples = [\n  "does it hurt",\n]\n'
    assert examples == {"A surgeon rinses the inside": ["does it hurt"]}


def test_a_broken_curation_is_an_error_and_not_lost(tmp_path: Path) -> None:
    with pytest.raises(CurationError, match="nothing was changed"):
        changed(tmp_path, "title = ", Change("x", GapPlace("cost")))


LINES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)


@given(
    st.lists(st.tuples(LINES, st.sampled_from([0, 4, "driving", "cost"])), max_size=6, unique_by=lambda pair: pair[0])
)
def test_what_is_put_in_can_be_read_again_whatever_it_is(pairs: list[tuple[str, int | str]]) -> None:
    text = changed_curation(CURATED, [], corpus(), Path("knee.toml"))
    assert text == CURATED
    owners = list(places_of(corpus()))
    changes = [Change(line, GapPlace(to) if isinstance(to, str) else owners[to]) for line, to in pairs]
    table = tomllib.loads(changed_curation(CURATED, changes, corpus(), Path("knee.toml")))
    written = [line for entry in (*table["passage"], *table["uncovered"]) for line in entry["examples"]]
    assert sorted(written) == sorted(
        ["does it hurt", "will i be awake", "can I drive home", *(line for line, _ in pairs)]
    )
