"""Libraries of leaflets: made as they are said to be, measured in processes of their own, and shown."""

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks.library import __main__ as command
from benchmarks.library.engines.engine import BEST
from benchmarks.library.material import SIZES, Material, Size, stemming, terms_of, text_of
from benchmarks.library.medquad import Leaflet, asked_once, cut, exchanged, read_medquad, subset
from benchmarks.library.quality import Collection, Found, found_by, of_articles, of_medquad
from benchmarks.library.report import Quality
from benchmarks.library.speed import Measured, measure
from benchmarks.library.systems import BOT, SYSTEMS, System, TooMuch
from benchmarks.squad import Article
from bot import load_corpus

SQLITE = next(system for system in SYSTEMS if system.name == "SQLite FTS5")
TOPICS = ("Gout", "Mumps", "Scabies", "Croup", "Shingles", "Rickets")


def sentences(topic: str, about: str, number: int) -> str:
    """So many sentences, no two of them the same, and of two lengths."""
    return " ".join(
        f"The {about} of {topic} number {place} is told here in{' very' * (place % 2)} plain words."
        for place in range(number)
    )


@pytest.fixture(scope="module")
def medquad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file like MedQuAD's: for each topic two questions of its own, and one that they all have in the same words."""
    file = tmp_path_factory.mktemp("medquad") / "medquad.jsonl.gz"
    rows = [
        {"document": f"9_{topic}/1.xml", "focus": topic, "question": question, "answer": sentences(topic, about, 18)}
        for topic in TOPICS
        for question, about in (
            (f"What are the symptoms of {topic} ?", "symptom"),
            (f"What causes {topic} ?", "cause"),
            ("Where is help ?", "help"),
        )
    ]
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.writelines(f"{json.dumps(row)}\n" for row in rows)
    return file


@pytest.fixture(scope="module")
def leaflets(medquad: Path) -> list[Leaflet]:
    return read_medquad(medquad)


def written(leaflets: list[Leaflet], folder: Path) -> Path:
    for leaflet in leaflets:
        (folder / f"{leaflet.name}.txt").write_text(text_of(leaflet), encoding="utf-8")
    return folder


def test_a_leaflet_is_a_document_with_its_questions_as_headings(leaflets: list[Leaflet], tmp_path: Path) -> None:
    corpus = load_corpus(written(leaflets, tmp_path))
    assert {document.title for document in corpus.documents} == set(TOPICS)
    assert {passage.section for passage in corpus.passages if passage.document.title == "Gout"} == {
        "What are the symptoms of Gout ?",
        "What causes Gout ?",
        "Where is help ?",
    }


def test_the_reader_gives_the_very_passages_that_were_cut(leaflets: list[Leaflet], tmp_path: Path) -> None:
    corpus = load_corpus(written(leaflets, tmp_path))
    wanted = [
        " ".join(passage) for leaflet in sorted(leaflets, key=lambda each: each.name) for passage in leaflet.passages
    ]
    assert [passage.text for passage in corpus.passages] == wanted


def test_passages_are_whole_sentences_unless_one_is_longer_than_a_passage() -> None:
    *_, last = passages = list(cut(f"{sentences('Gout', 'cause', 20)} It is {'very ' * 150}bad."))
    assert all(len(" ".join(passage).split()) <= 100 for passage in passages)
    assert all(passage[-1].endswith(".") for passage in passages[:-2])
    assert last[-1].endswith("bad.")
    assert " ".join(sentence for passage in passages for sentence in passage).count("very") == 160


def test_a_subset_has_exactly_so_many_passages_in_whole_leaflets(leaflets: list[Leaflet]) -> None:
    whole = leaflets[0].size
    chosen = subset(leaflets, 2 * whole)
    assert sum(leaflet.size for leaflet in chosen) == 2 * whole
    assert chosen == leaflets[:2]


def test_a_subset_that_cannot_be_put_together_is_an_error(leaflets: list[Leaflet]) -> None:
    with pytest.raises(ValueError, match="10,000 passages are wanted"):
        subset(leaflets, 10_000)


def test_a_copy_has_half_of_its_sentences_elsewhere_and_loses_none(leaflets: list[Leaflet]) -> None:
    def all_sentences(of: list[Leaflet]) -> list[str]:
        return [sentence for leaflet in of for passage in leaflet.passages for sentence in passage]

    copy = exchanged(leaflets, 1)
    before, after = all_sentences(leaflets), all_sentences(copy)
    moved = sum(old != new for old, new in zip(before, after, strict=True)) / len(before)
    assert 0.35 < moved < 0.6
    assert Counter(before) == Counter(after)
    assert [len(old.split()) for old in before] == [len(new.split()) for new in after]


def test_a_copy_is_the_same_each_time_and_unlike_other_copies(leaflets: list[Leaflet]) -> None:
    assert exchanged(leaflets, 1) == exchanged(leaflets, 1)
    names = {leaflet.name for number in (1, 2) for leaflet in exchanged(leaflets, number)}
    assert len(names) == 2 * len(leaflets)
    assert [leaflet.answers for leaflet in exchanged(leaflets, 1)] != [
        leaflet.answers for leaflet in exchanged(leaflets, 2)
    ]


def test_only_what_is_asked_once_is_asked(leaflets: list[Leaflet]) -> None:
    questions = [question for question, _, _ in asked_once(leaflets)]
    assert len(questions) == 2 * len(TOPICS)
    assert "Where is help ?" not in questions


def test_files_and_terms_hold_the_same_passages_also_in_copies(leaflets: list[Leaflet], tmp_path: Path) -> None:
    size = Size(2 * leaflets[0].size, copies=2)
    material = Material(tmp_path, size.total)
    assert not material.is_made
    material.make(leaflets, size)
    assert material.is_made
    lines = material.terms.read_text(encoding="utf-8").splitlines()
    passages = [passage.text for passage in load_corpus(material.leaflets).passages]
    assert len(lines) == len(passages) == size.total
    stems = stemming()
    assert Counter(lines) == Counter(terms_of((text,), stems) for text in passages)


def test_the_sizes_are_those_that_are_promised() -> None:
    assert list(SIZES) == [20, 1_000, 40_000, 1_000_000]


@pytest.fixture(scope="module")
def collection(leaflets: list[Leaflet]) -> Collection:
    return of_medquad(leaflets, sum(leaflet.size for leaflet in leaflets), 8)


def test_quality_is_asked_of_leaflets_that_do_not_hold_the_question(collection: Collection) -> None:
    assert len(collection.questions) == 8
    for question, _ in collection.questions:
        assert not any(question in text for text in collection.texts.values())


def test_what_is_right_is_every_passage_of_the_own_answer(collection: Collection) -> None:
    question, right = next(each for each in collection.questions if each[0].startswith("What causes"))
    topic = question.removeprefix("What causes ").removesuffix(" ?")
    assert right == {
        number
        for number, unit in enumerate(collection.units)
        if f"cause of {topic}" in unit.text and unit.title == topic
    }


def test_a_passage_of_the_bot_is_known_by_where_it_stands(collection: Collection, tmp_path: Path) -> None:
    for file, text in collection.texts.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    for passage in load_corpus(tmp_path).passages:
        assert collection.units[collection.number_of(passage)].text == passage.text


def test_the_right_paragraph_is_looked_for_among_those_of_all_articles() -> None:
    first = Article("Alda", ["The Alda is a river.", "It is long."], [("Is it long?", 1)])
    second = Article("Brenn", ["The Brenn freezes."], [("What freezes?", 0)])
    collection = of_articles([first, second])
    right = {question: [collection.units[n].text for n in numbers] for question, numbers in collection.questions}
    assert right == {"Is it long?": ["It is long."], "What freezes?": ["The Brenn freezes."]}


def test_other_systems_are_tried_with_and_without_titles_and_ours_by_ranking_and_quotes(
    collection: Collection, tmp_path: Path
) -> None:
    plain, titled = found_by(SQLITE, collection, tmp_path / "sqlite")
    ranked, quoted = found_by(BOT, collection, tmp_path / "bot")
    assert (plain.is_ours, titled.is_ours, ranked.is_ours, quoted.is_ours) == (False, False, True, True)
    for found in (plain, titled, ranked):
        assert len(found.places) == 8
        assert sum(found.within(BEST)) >= 7
    assert all(place is None or place <= 3 for place in quoted.places)


def test_a_table_of_quality_sets_the_ranking_against_the_best_of_the_others() -> None:
    found = [Found("ours", True, [1, 1, 2]), Found("weak", False, [None, 3, 4]), Found("strong", False, [1, None, 11])]
    lines = list(Quality.from_json(json.loads(json.dumps(Quality("Title", found).to_json()))).lines())
    assert "| strong | 33% (6–79), 1 of 3 | 33% (6–79) |" in lines
    assert "ours: +1 of 3 questions against strong." in lines


def small(monkeypatch: pytest.MonkeyPatch, leaflets: list[Leaflet]) -> int:
    """One size only, questions of which there are enough, and no long waiting."""
    passages = 2 * leaflets[0].size
    monkeypatch.setattr(command, "SIZES", {passages: Size(passages)})
    monkeypatch.setattr(command, "QUALITY_QUESTIONS", 2)
    monkeypatch.setattr("benchmarks.library.material.LATENCY_QUESTIONS", 4)
    monkeypatch.setattr("benchmarks.library.material.WARMING_QUESTIONS", 2)
    monkeypatch.setattr("benchmarks.library.speed.LOAD_SECONDS", 0.05)
    return passages


def test_the_command_makes_measures_and_writes_a_page_and_a_drawing(
    medquad: Path, leaflets: list[Leaflet], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passages = small(monkeypatch, leaflets)
    folder, docs = tmp_path / "library", tmp_path / "docs"
    options = ["--folder", str(folder), "--passages", str(passages), "--docs", str(docs)]
    command.main([*options, "--medquad", str(medquad), "--systems", "this bot", "SQLite FTS5"])
    page = (docs / "library-figures.md").read_text(encoding="utf-8")
    assert f"### {passages:,} passages" in page
    cells = {line.split(" | ")[0]: line for line in page.splitlines() if line.startswith("| ")}
    assert {"| this bot", "| SQLite FTS5", "| SQLite FTS5, with titles"} <= set(cells)
    drawn = ElementTree.parse(docs / "library-figures.svg").getroot()
    assert len(drawn.findall("{http://www.w3.org/2000/svg}polyline")) == 6
    for name in ("this bot", "SQLite FTS5"):
        (measured,) = (each for each in Measured.read_all(folder / "results") if each.system == name)
        assert measured.build["disk_bytes"] > 0
        assert measured.search["peak_bytes"] > 2**20
        assert len(measured.search["seconds"]) == 4
        assert measured.times is not None
        assert measured.times == tuple(sorted(measured.times))
        assert set(measured.search["by_threads"]) == {"1", "2", "8"}
        assert set(measured.processes["by_processes"]) == {"2", "8"}


def test_medquad_must_be_named_where_it_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["make"])
    assert "--medquad is needed" in capsys.readouterr().err


def test_a_step_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["bake"])
    assert "no step bake" in capsys.readouterr().err


class Refusing(System):
    """A system that cannot build."""

    def build(self, source: Path, folder: Path) -> dict[str, Any]:
        raise TooMuch("over 10 min")


def test_what_cannot_be_built_is_said_and_the_others_go_on(leaflets: list[Leaflet], tmp_path: Path) -> None:
    from benchmarks.library.material import Questions
    from benchmarks.library.report import page

    system = Refusing("rank_bm25", "with_rank_bm25", ())
    measured = measure(system, 20, Material(tmp_path, 20), Questions.of(leaflets), tmp_path / "index")
    assert "| rank_bm25 | over 10 min | – | – |" in page([measured], [], "drawing.svg")


def test_a_job_that_takes_too_long_or_too_much_memory_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "terms.txt"
    source.write_text("gout pain\n", encoding="utf-8")
    task = {"source": str(source), "folder": str(tmp_path / "index")}
    with pytest.raises(TooMuch, match="min"):
        BOT.run("search", task, most_seconds=0)
    monkeypatch.setattr("benchmarks.library.systems.MOST_BYTES", 2**24)
    with pytest.raises(TooMuch, match="GiB"):
        BOT.run("search", task)
