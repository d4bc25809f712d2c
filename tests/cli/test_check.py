"""``bot check``: what a person has to look at before anybody uses the bot."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot import load_corpus
from bot.cli.command_line import main
from bot.indexing import write_index
from tests.conftest import Run
from tests.leaflets import KNEE, KNEE_CURATION

Capture = pytest.CaptureFixture[str]

FAULTY = """\
Knee wash-out

What is it?

A surgeon rinses your knee with salt water. The ODP will mark your leg.

Also, you are asleep while this is done.
"""


def check(run: Run, *arguments: str, **environment: str) -> tuple[int, str, str]:
    done = run("check", *arguments, **{"LC_ALL": "C", **environment})
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def as_json(capsys: Capture, *arguments: str | Path) -> tuple[int, dict[str, Any]]:
    status = main(["check", *map(str, arguments), "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_the_numbers_of_a_country_are_listed_with_those_that_nobody_checked(run: Run) -> None:
    status, out, _ = check(run, "--region", "GB")
    assert status == 0
    assert "- 999 (read on " in out
    assert "NOT CHECKED" in out


def test_the_country_is_that_of_the_locale(run: Run) -> None:
    assert "Numbers for Ireland" in check(run, LC_ALL="en_IE.UTF-8")[1]


def test_without_a_country_all_unchecked_numbers_are_listed(run: Run) -> None:
    _, out, _ = check(run)
    assert "- Ireland: 112 or 999" in out
    assert "Germany" not in out


def test_the_material_is_counted(run: Run, tmp_path: Path) -> None:
    (tmp_path / "knee.txt").write_text(KNEE, encoding="utf-8")
    (tmp_path / "knee.toml").write_text(KNEE_CURATION, encoding="utf-8")
    status, out, _ = check(run, "--corpus", str(tmp_path))
    assert status == 0
    assert "Living with Knee Pain: " in out


def test_broken_material_is_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "knee.txt").write_text(KNEE, encoding="utf-8")
    (tmp_path / "knee.toml").write_text("[[passage]]\nstarts = 'nothing'\n", encoding="utf-8")
    status, _, complaint = check(run, "--corpus", str(tmp_path / "knee.txt"))
    assert status == 2
    assert "knee.toml" in complaint


def test_the_material_may_be_named_with_or_without_an_option_and_once(leaflet: Path, capsys: Capture) -> None:
    assert main(["check", str(leaflet), "--region", "GB"]) == 0
    named = capsys.readouterr().out
    assert main(["check", "--corpus", str(leaflet), "--region", "GB"]) == 0
    assert capsys.readouterr().out == named
    assert main(["check", str(leaflet), "--corpus", str(leaflet)]) == 2
    assert "name the material once" in capsys.readouterr().err


@pytest.mark.parametrize("width", ["80", "40", "20"])
def test_what_is_to_be_mended_is_shown_the_most_urgent_first_and_fits(
    tmp_path: Path, width: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    (tmp_path / "knee-wash-out.txt").write_text(FAULTY, encoding="utf-8")
    (tmp_path / "knee.toml").write_text("", encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    heads = [out.index(head) for head in ("MEND NOW", "MEND SOON", "WORTH A LOOK")]
    assert heads == sorted(heads)
    found = out[heads[0] :].partition("No country")[0]
    said = " ".join(found.split())
    assert "It begins with “also”" in said
    assert "“ODP” stands there once" in said
    assert "In all: 1 to mend now, 2 to mend soon, " in said
    longest = max(len(word) for word in found.split())
    assert all(len(line) <= max(int(width), longest + 9) for line in found.splitlines())


def test_a_misnamed_curation_is_told_of_by_every_command_and_fails_only_this_one(
    tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "knee-wash-out.txt").write_text(KNEE, encoding="utf-8")
    (tmp_path / "knee.toml").write_text("", encoding="utf-8")
    mend = "If it is for knee-wash-out.txt, call it knee-wash-out.toml."
    for command in (["ask", "hello", "--corpus"], ["docs"], ["curate"]):
        assert main([*command, str(tmp_path)]) == 0
        assert (
            capsys.readouterr().err == f"bot: {tmp_path}/knee.toml: belongs to no leaflet, so it is not read. {mend}\n"
        )
    status, found = as_json(capsys, tmp_path)
    assert status == 1
    (finding,) = [each for each in found["findings"] if each["kind"] == "misnamed"]
    assert (finding["document"], finding["urgency"]) == ("knee.toml", "now")
    assert finding["mend"] == mend


def test_a_chat_says_so_at_its_beginning(run: Run, tmp_path: Path) -> None:
    (tmp_path / "knee-wash-out.txt").write_text(KNEE, encoding="utf-8")
    (tmp_path / "knee.toml").write_text("", encoding="utf-8")
    done = run("chat", "--corpus", str(tmp_path), stdin=b"hello\n")
    assert done.returncode == 0
    assert done.stderr.count(b"belongs to no leaflet") == 1


def test_a_file_that_cannot_be_read_ends_with_2_and_is_named(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "knee.txt").write_text(KNEE, encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\xfd")
    status = main(["check", str(tmp_path)])
    out, complaint = capsys.readouterr()
    assert status == 2
    assert "bad.txt" in out
    assert "left out" in complaint
    assert as_json(capsys, tmp_path)[0] == 2


def test_the_json_has_everything_that_is_promised(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "knee-wash-out.txt"
    path.write_text(FAULTY, encoding="utf-8")
    status, found = as_json(capsys, path, "--region", "GB")
    assert (status, found["status"]) == (1, 1)
    assert set(found) == {"status", "counts", "documents", "findings", "region", "numbers"}
    (document,) = found["documents"]
    assert set(document) == {"name", "title", "passages", "asked", "gaps", "reviewed", "grade"}
    assert found["counts"] == {
        urgency: sum(each["urgency"] == urgency for each in found["findings"]) for urgency in ("now", "soon", "look")
    }
    for finding in found["findings"]:
        assert set(finding) == {"kind", "urgency", "document", "wrong", "mend", "place", "weight"}
        assert set(finding["place"]) == {"passage", "section", "line", "page", "text"}
    assert found["region"] == "GB"
    assert all(set(number) == {"country", "line", "source", "checked"} for number in found["numbers"])


def test_of_many_findings_a_few_are_shown_and_json_has_all(tmp_path: Path, capsys: Capture) -> None:
    for number in range(20):
        (tmp_path / f"knee-{number:02}.txt").write_text(FAULTY, encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert out.startswith("20 leaflets: ")
    assert out.count("It begins with") == 5
    assert "... and 15 more: bot check --json lists all." in out
    findings = as_json(capsys, tmp_path)[1]["findings"]
    assert len([each for each in findings if each["kind"] == "ungoverned"]) == 20


def test_an_index_is_checked_like_its_folder(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "leaflets"
    folder.mkdir()
    (folder / "knee-wash-out.txt").write_text(FAULTY, encoding="utf-8")
    write_index(load_corpus(folder), tmp_path / "index")
    assert as_json(capsys, tmp_path / "index") == as_json(capsys, folder)


def test_a_line_of_an_editor_that_does_not_come_back_is_shown_with_a_lever(leaflet: Path, capsys: Capture) -> None:
    curation = leaflet.with_suffix(".toml")
    curation.write_text(KNEE_CURATION.replace('"is walking good?"', '"i want to die"'), encoding="utf-8")
    assert main(["check", str(leaflet)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "“i want to die” gets help for an emergency, not its passage." in said
    assert "To do: It reads as an emergency, and help comes first." in said


def test_nothing_in_a_leaflet_can_move_the_cursor(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "knee\x1b[2J.txt"
    path.write_text(FAULTY.replace("Also", "Also\x1b[31m").replace("ODP", "ODP\u202e"), encoding="utf-8")
    main(["check", str(path)])
    main(["check", str(path), "--json"])
    assert not {"\x1b", "\u202e"} & set(capsys.readouterr().out)
