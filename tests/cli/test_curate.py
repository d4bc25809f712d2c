import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import Corpus, load_corpus
from bot.authoring.report import MINIMUM_EXAMPLES
from bot.authoring.template import template
from bot.bot import Bot
from bot.cli.command_line import main
from bot.dialogue.reply import Conversation, Quote, Reply
from bot.errors import DocumentError
from tests.conftest import Run

ROOT = Path(__file__).parents[2]

TEXT = """\
Ear Wash

What is it?
A nurse rinses your ear with warm water. It takes ten minutes.

Before you come
Please bring:
- your hearing aid
- your ear drops

Afterwards
Keep the ear dry for a day. Do not drive if you feel dizzy.
"""
FIRST = "A nurse rinses your ear"
LAST = "Keep the ear dry"


@pytest.fixture
def leaflet(tmp_path: Path) -> Path:
    path = tmp_path / "ear.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def shown(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["curate", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def entries(report: str) -> Mapping[int, str]:
    """What the report says about each passage, by the number that it shows."""
    parts = re.split(r"^ {0,3}(\d+)  ", report.partition("\n\n")[2].rpartition("\n\n")[0], flags=re.MULTILINE)
    return {int(number): entry for number, entry in zip(parts[1::2], parts[2::2], strict=True)}


def test_each_passage_has_its_place_its_question_and_its_examples(
    leaflet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    many = json.dumps([f"is it wet {number}" for number in range(MINIMUM_EXAMPLES)])
    few = json.dumps([f"is it dry {number}" for number in range(MINIMUM_EXAMPLES - 1)])
    leaflet.with_suffix(".toml").write_text(
        f'[[passage]]\nstarts = "{FIRST}"\nexamples = {many}\nquestion = "What happens?"\n'
        f'[[passage]]\nstarts = "{LAST}"\nexamples = {few}\n'
    )
    report = shown(capsys, leaflet)
    corpus = load_corpus(leaflet)
    found = entries(report)
    assert list(found) == [passage.number + 1 for passage in corpus.passages]
    for passage in corpus.passages:
        entry = found[passage.number + 1]
        assert entry.startswith(passage.section)
        assert f"characters {passage.start} to {passage.end}" in entry
        assert f"examples: {len(passage.examples)}" in entry
        assert ("fewer than" in entry) == (len(passage.examples) < MINIMUM_EXAMPLES)
    assert "What happens?" in found[1]
    assert (
        f"{len(found) - 1} of {len(found)} passages have fewer than {MINIMUM_EXAMPLES} examples:\n  2, 3, 4, 5"
        in report
    )


class ByNumber(Bot):
    """Answers each message with the passage that the message names by its number, else declines."""

    def reply(self, message: str, conversation: Conversation = Conversation(), region: str | None = None) -> Reply:
        if not message.isdigit():
            return Reply(
                "decline", "The material does not cover this.", intent="decline/not-covered", because="signals"
            )
        passage = self.corpus.passages[int(message) - 1]
        return Reply("answer", "The material says:", (Quote(passage, 1.0, (), passage.sentences[0]),))


def write_cases(path: Path, *cases: tuple[str, str, str | None]) -> None:
    lines = (
        {"id": name, "question": question, "expect": "answer" if gold else "decline", "gold": [gold] if gold else []}
        for name, question, gold in cases
    )
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def test_a_passage_wins_loses_and_takes_cases(
    leaflet: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.bot.Bot", ByNumber)
    write_cases(
        leaflet.with_suffix(".cases.jsonl"),
        ("won", "1", "ten minutes"),
        ("lost-to-another", "5", "ten minutes"),
        ("lost-to-a-decline", "how long?", "ten minutes"),
        ("list", "2", "hearing aid"),
        ("bullet", "1", "hearing aid"),
        ("not-covered", "5", None),
        ("over-two", "1", "hearing aid\n- your"),
        ("over-three", "1", "Please bring:\n- your hearing aid\n- your ear drops\n\nAfterwards"),
    )
    report = shown(capsys, leaflet)
    found = entries(report)
    assert "wins   won: “1”" in found[1]
    assert "loses  lost-to-another: “5” to passage 5" in found[1]
    assert "loses  lost-to-a-decline: “how long?” to “decline” (signals: decline/not-covered)" in found[1]
    assert "wins   list" in found[2]  # the whole list holds the gold too
    assert "loses  over-two: “1” to passage 1" in found[2]
    assert "loses  bullet: “1” to passage 1" in found[3]  # a loss belongs to the bullet alone
    assert "takes  not-covered: “5”, expected: decline" in found[5]
    assert "cases: wins 0, loses 0, takes 2 that are not its own" in found[5]
    assert report.partition("No passage holds")[2].count("over-three: ") == 1
    assert "2 of 7" in report


def test_cases_may_lie_elsewhere(
    leaflet: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.bot.Bot", ByNumber)
    assert "No cases were tried" in shown(capsys, leaflet)
    elsewhere = leaflet.parent / "mine.jsonl"
    write_cases(elsewhere, ("mine", "1", "ten minutes"))
    assert "wins   mine" in shown(capsys, leaflet, "--cases", elsewhere)


def test_several_leaflets_are_named(leaflet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (leaflet.parent / "eye.txt").write_text("Eye Wash\n\nRinse the eye with clean water.\n")
    report = shown(capsys, leaflet.parent)
    assert report.index("Ear Wash (ear.txt)") < report.index(LAST) < report.index("Eye Wash (eye.txt)")


def test_the_template_names_every_passage_and_loads_when_saved(leaflet: Path, run: Run) -> None:
    result = run("curate", str(leaflet), "--template")
    assert (result.returncode, result.stderr) == (0, b"")
    before = load_corpus(leaflet)
    leaflet.with_suffix(".toml").write_bytes(result.stdout)
    after = load_corpus(leaflet)
    assert after.documents[0].details == before.documents[0].details
    assert not any(passage.question or passage.examples for passage in after.passages)
    assert b'# question = "What is it?"' in result.stdout
    assert b'starts = "Please bring:"\n' in result.stdout


def test_what_the_template_has_as_remarks_loads_when_the_signs_are_taken_away(leaflet: Path) -> None:
    lines = template(load_corpus(leaflet), leaflet.with_suffix(".toml")).splitlines()
    filled = [re.sub(r'^( *)# (?=\[\[|"|\w+ = )', r"\1", line) for line in lines]
    leaflet.with_suffix(".toml").write_text("\n".join(filled), encoding="utf-8")
    corpus = load_corpus(leaflet)
    details = corpus.documents[0].details
    assert details.publisher
    assert details.address
    assert details.reviewed
    assert details.language
    assert corpus.synonyms
    assert corpus.abbreviations
    assert corpus.gaps
    assert all(passage.examples for passage in corpus.passages)


def test_a_template_for_a_folder_is_refused(leaflet: Path, run: Run) -> None:
    result = run("curate", str(leaflet.parent), "--template")
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"--template is for one leaflet" in result.stderr


def saved(text: str, curation: str = "") -> Corpus:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leaflet.txt"
        path.write_bytes(text.encode("utf-8"))
        path.with_suffix(".toml").write_bytes(curation.encode("utf-8"))
        return load_corpus(path)


def template_of(text: str, curation: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leaflet.txt"
        path.write_bytes(text.encode("utf-8"))
        path.with_suffix(".toml").write_bytes(curation.encode("utf-8"))
        return template(load_corpus(path), path.with_suffix(".toml"))


WORDS = st.sampled_from(
    ["rest", "the", "knee", "Rest", "ice.", "walk:", "“no”", 'say "a\\b"', "\x1b[2J", "\x7f", "\u202e", "🏴󠁧󠁢"]
)
LINES = st.lists(WORDS, min_size=1, max_size=7).map(" ".join)
TEXTS = st.lists(st.tuples(st.sampled_from(["", "- ", "\n", "\r\n"]), LINES).map("".join), min_size=1).map("\n".join)


@settings(max_examples=40)
@given(TEXTS, st.lists(LINES, min_size=1))
def test_a_template_of_any_text_loads_and_loses_nothing_that_was_curated(text: str, examples: list[str]) -> None:
    try:
        corpus = saved(text)
    except DocumentError:  # headings alone
        return
    quoted, others = (json.dumps([f"{word} {text}" for text in examples], ensure_ascii=False) for word in ("a", "b"))
    start = next(iter(corpus.passages)).text
    curation = (
        f'publisher = "Ward 7"\nsynonyms = ["knee, joint"]\nabbreviations = {{GA = "general anaesthetic"}}\n'
        f"[[passage]]\nstarts = {json.dumps(start, ensure_ascii=False)}\nexamples = {quoted}\n"
        f'[[uncovered]]\ntopic = "driving"\nexamples = {others}\n# a last remark\n'
    ).replace("\x7f", "\\u007F")
    corpus = saved(text, curation)
    filled = template_of(text, curation)
    again = saved(text, filled)
    assert [passage.examples for passage in again.passages] == [passage.examples for passage in corpus.passages]
    assert [document.details for document in again.documents] == [document.details for document in corpus.documents]
    assert (again.synonyms, again.abbreviations) == (corpus.synonyms, corpus.abbreviations)
    assert again.gaps == corpus.gaps
    assert curation in filled


CURATED = f"""\
# Ward 7, looked at by Ann
title = "Washing the ear"  # not the first line

[[passage]]
starts = "{FIRST}"   # the first words
examples = [
  "does it hurt",  # asked every week
]
"""


def test_a_template_of_what_is_curated_keeps_it_with_its_remarks_and_adds_what_is_missing(
    leaflet: Path, run: Run
) -> None:
    curation = leaflet.with_suffix(".toml")
    curation.write_text(CURATED)
    result = run("curate", str(leaflet), "--template")
    printed = result.stdout.decode()
    assert CURATED.rstrip() in printed
    assert curation.read_text() == CURATED
    assert printed.count(f'starts = "{FIRST}') == 1
    assert f'starts = "{LAST}' in printed
    curation.write_text(printed)
    assert load_corpus(leaflet).passages[0].examples == ("does it hurt",)
    assert run("curate", str(leaflet), "--template").stdout.decode() == printed


def test_a_template_is_written_into_a_new_file_only(leaflet: Path, run: Run) -> None:
    curation = leaflet.with_suffix(".toml")
    curation.write_text(CURATED)
    refused = run("curate", str(leaflet), "--template", "-o", str(curation))
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert b"is there already" in refused.stderr
    assert curation.read_text() == CURATED
    new = leaflet.parent / "new.toml"
    assert run("curate", str(leaflet), "--template", "-o", str(new)).returncode == 0
    assert CURATED.rstrip() in new.read_text()


def test_a_curation_that_the_shell_has_emptied_is_not_taken_for_a_new_one(leaflet: Path) -> None:
    curation = leaflet.with_suffix(".toml")
    curation.write_text(CURATED)
    with curation.open("w") as emptied:
        command = [sys.executable, "-m", "bot", "curate", str(leaflet), "--template"]
        result = subprocess.run(command, stdout=emptied, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    assert result.returncode == 2
    assert b"take it back from a backup" in result.stderr
    assert curation.read_text() == ""
