"""Commands on a few hundred real lines, with one process and with several."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

LOOKED_AT = ROOT / "training" / "article.cases.jsonl"
FOLLOW_UPS = ROOT / "training" / "article-follow-ups.jsonl"
JOBS = ["1", "3"]

HEED_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
"""Whoever runs the tests in the background has Ctrl-C ignored, and what it starts inherits that."""

STARTED = f"{HEED_CTRL_C}import sys; from bot.__main__ import main; sys.exit(main())"


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What people asked of the article, numbered, some of it after something else."""
    lines = (
        *LOOKED_AT.read_text(encoding="utf-8").splitlines()[:200],
        *FOLLOW_UPS.read_text("utf-8").splitlines()[:100],
    )
    asked = (json.loads(line) for line in lines)
    path = tmp_path_factory.mktemp("jobs") / "questions.jsonl"
    rows = (
        {"id": number, "question": each["question"], "history": each.get("history", [])}
        for number, each in enumerate(asked)
    )
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("jobs") / "some.cases.jsonl"
    path.write_text("\n".join(LOOKED_AT.read_text(encoding="utf-8").splitlines()[:300]), encoding="utf-8")
    return path


def ids_in(output: bytes) -> list[int]:
    """The ids of the replies in an output, each of which must be whole."""
    assert output == b"" or output.endswith(b"\n")
    return [json.loads(line)["id"] for line in output.splitlines()]


def started(questions: Path, jobs: str, *, in_group: bool = False) -> "subprocess.Popen[bytes]":
    with questions.open("rb") as stdin:
        return subprocess.Popen(
            [sys.executable, "-c", STARTED, "ask", "--jsonl", "--jobs", jobs],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            start_new_session=in_group,
        )


def test_several_processes_write_what_one_writes(run: Run, questions: Path) -> None:
    one, three = (run("ask", "--jsonl", "--jobs", jobs, stdin=questions.read_bytes()) for jobs in JOBS)
    assert ids_in(one.stdout) == list(range(300))
    assert (three.stdout, three.stderr, three.returncode) == (one.stdout, b"", 0)


@pytest.mark.parametrize(
    "options",
    [("eval", "--json"), ("eval", "--junit", "out.xml", "--trec", "out"), ("eval", "--report", "out.html"), ("gaps",)],
    ids=" ".join,
)
def test_so_they_do_for_a_report(
    run: Run, cases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: Sequence[str]
) -> None:
    outputs = []
    for jobs in JOBS:
        folder = tmp_path / jobs
        folder.mkdir()
        monkeypatch.chdir(folder)
        result = run(options[0], str(cases), *options[1:], "--jobs", jobs)
        assert (result.returncode, result.stderr) == (0, b"")
        written = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        outputs.append((result.stdout, written))
    assert outputs[0] == outputs[1]
    assert outputs[0][0]


@pytest.mark.parametrize("jobs", JOBS)
def test_a_bad_line_in_the_middle_is_named_after_the_replies_to_the_lines_before_it(
    run: Run, questions: Path, jobs: str
) -> None:
    lines = questions.read_bytes().splitlines(keepends=True)
    result = run("ask", "--jsonl", "--jobs", jobs, stdin=b"".join([*lines[:150], b'{"id": 7}\n', *lines[150:]]))
    assert result.returncode == 2
    assert ids_in(result.stdout) == list(range(150))
    assert result.stderr.startswith(b'bot: standard input, line 151: "question" must be there')


@pytest.mark.parametrize("jobs", JOBS)
def test_who_sends_one_line_and_waits_gets_its_reply_at_once(jobs: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--jsonl", "--jobs", jobs],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(json.dumps({"id": number, "question": "is it free?"}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number  # would wait for ever
        process.stdin.write(b'{"id": 3, "question": "a last line without an end?"}')
        process.stdin.close()
        assert ids_in(process.stdout.read()) == [3]
    assert process.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="signals are another matter there")
@pytest.mark.parametrize("jobs", JOBS)
@pytest.mark.parametrize(
    ("number", "statuses"),
    [(signal.SIGINT, {130, -signal.SIGINT}), (signal.SIGTERM, {-signal.SIGTERM})],
    ids=["Ctrl-C", "SIGTERM"],
)
def test_an_interrupt_leaves_whole_lines_in_order(
    questions: Path, jobs: str, number: signal.Signals, statuses: set[int]
) -> None:
    """Before the first reply, and, since nobody reads them for a while, in the middle of one that is being written."""
    for moment in (0.1, 0.5, 4.0):
        process = started(questions, jobs)
        time.sleep(moment)
        process.send_signal(number)
        output, complaint = process.communicate(timeout=60)
        ids = ids_in(output)
        assert ids == list(range(len(ids)))
        assert len(ids) < 300
        assert complaint == b""
        assert process.returncode in statuses


@pytest.mark.skipif(os.name == "nt", reason="signals are another matter there")
def test_ctrl_c_in_a_terminal_reaches_all_processes_and_none_of_them_says_a_word(questions: Path) -> None:
    for moment in range(8):
        process = started(questions, "3", in_group=True)
        time.sleep(0.1 + 0.15 * moment)
        os.killpg(process.pid, signal.SIGINT)
        output, complaint = process.communicate(timeout=60)
        ids = ids_in(output)
        assert ids == list(range(len(ids)))
        assert complaint == b""
        assert process.returncode in {130, -signal.SIGINT}


@pytest.mark.skipif(os.name == "nt", reason="there is no such shell")
@pytest.mark.parametrize("jobs", JOBS)
def test_a_reader_that_goes_away_ends_it_quietly(questions: Path, jobs: str) -> None:
    command = (
        f'"{sys.executable}" -m bot ask --jsonl --jobs {jobs} < "{questions}" | head -n 1; exit "${{PIPESTATUS[0]}}"'
    )
    result = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (result.returncode, result.stderr) == (0, b"")
    assert ids_in(result.stdout) == [0]


@pytest.mark.parametrize("jobs", ["0", "-1", "65", "two", "", "²"])
def test_a_number_of_processes_that_means_nothing_is_an_error(run: Run, jobs: str) -> None:
    result = run("ask", "--jsonl", f"--jobs={jobs}")
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"is no number from 1 to 64" in result.stderr


def test_one_question_needs_no_more_than_one_process(run: Run) -> None:
    result = run("ask", "--jobs", "2", "is it free?")
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"--jobs is for --jsonl" in result.stderr


@pytest.mark.parametrize("command", [("ask", "--jsonl"), ("eval", "none.jsonl"), ("gaps", "none.jsonl")], ids=" ".join)
def test_material_that_cannot_be_read_is_told_once(run: Run, command: Sequence[str]) -> None:
    result = run(*command, "--jobs", "2", "--corpus", "/no/such/place")
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.startswith(b"bot: /no/such/place: no such file")
    assert result.stderr.count(b"/no/such/place") == 1


def test_what_was_left_out_of_a_folder_is_told_once(run: Run, leaflet: Path) -> None:
    (leaflet.parent / "scan.txt").write_bytes(b"%PDF-1.4 \xff\xff")
    line = b'{"id": 1, "question": "is it free?"}\n'
    one, two = (run("ask", "--jsonl", "--jobs", jobs, "--corpus", str(leaflet.parent), stdin=line) for jobs in "12")
    assert one.returncode == two.returncode == 2
    assert one.stderr.count(b"scan.txt") == 1
    assert (two.stdout, two.stderr) == (one.stdout, one.stderr)
