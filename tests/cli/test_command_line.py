import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.cli.command_line import COMMANDS, main
from tests.conftest import ROOT

HEAVY = {"numpy", "nltk", "rank_bm25", "rapidfuzz", "jellyfish", "tqdm", "prompt_toolkit", "bot.bot", "bot.evaluation"}


@pytest.mark.parametrize("command", COMMANDS)
def test_help_comes_without_loading_anything_heavy(command: str) -> None:
    code = f"""\
import sys
from bot.cli.command_line import main
try:
    main(["{command}", "--help"])
finally:
    print(*sys.modules, file=sys.stderr)
"""
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.startswith(f"usage: bot {command}")
    loaded = set(result.stderr.split())
    assert "bot.cli.command_line" in loaded
    assert not HEAVY & loaded


def test_help_names_every_command_and_the_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert all(summary.split()[0] in shown and name in shown for name, summary in COMMANDS.items())
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("bot ")


@pytest.fixture
def place(leaflet: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a leaflet, its cases and files that are no such thing."""
    folder = leaflet.parent
    (folder / "knee.cases.jsonl").write_text('{"id": "a", "question": "zebra", "expect": "decline"}\n')
    (folder / "latin.txt").write_bytes(b"You: caf\xe9\n")
    (folder / "broken.jsonl").write_text('{"id": \n')
    (folder / "odd.jsonl").write_text('{"id": "a", "question": "\\ud800", "expect": "decline"}\n')
    (folder / "headings.csv").write_text("id,question\n")
    (folder / "empty").mkdir()
    (folder / "ward").mkdir()
    (folder / "ward" / "ward.txt").write_text("Ward\n\nVisitors come at two.\n")
    (folder / "ward" / "ward.toml").write_text("title = \n")
    monkeypatch.chdir(folder)
    return folder


EVAL = ["eval", "--corpus", "knee.txt"]
BAD = [
    ["eval", "--corpus", "nowhere"],
    ["eval", "--corpus", "empty"],
    ["eval", "--corpus", "ward"],
    ["eval", "--corpus", "ward/ward.txt"],
    ["eval", "--corpus", "latin.txt"],
    [*EVAL, "nowhere.jsonl"],
    [*EVAL, "empty"],
    [*EVAL, "latin.txt"],
    [*EVAL, "broken.jsonl"],
    [*EVAL, "odd.jsonl"],
    [*EVAL, "headings.csv"],
    [*EVAL, "knee.cases.jsonl", "knee.cases.jsonl"],
    [*EVAL, "--compare", "nowhere.json"],
    [*EVAL, "--compare", "empty"],
    [*EVAL, "--compare", "knee.txt"],
    [*EVAL, "--min", "behaviour"],
    [*EVAL, "--max", "behaviour=two"],
    [*EVAL, "--report", "empty"],
    [*EVAL, "--report", "knee.txt/page.html"],
    [*EVAL, "--junit", "empty"],
    [*EVAL, "--junit", "knee.txt/junit.xml"],
    [*EVAL, "--trec", "knee.txt"],
    ["gaps", "nowhere.txt"],
    ["gaps", "empty"],
    ["gaps", "latin.txt"],
    ["gaps", "knee.txt"],
    ["gaps", "broken.jsonl"],
    ["gaps", "odd.jsonl"],
    ["gaps", "headings.csv"],
    ["gaps", "knee.cases.jsonl", "--corpus", "nowhere"],
    ["gaps", "knee.cases.jsonl", "--corpus", "ward"],
    ["curate", "nowhere"],
    ["curate", "empty"],
    ["curate", "ward"],
    ["curate", "ward", "--template"],
    ["curate", "knee.txt", "--cases", "nowhere.jsonl"],
    ["curate", "knee.txt", "--cases", "broken.jsonl"],
    ["curate", "knee.txt", "--cases", "empty"],
    ["ask", "?", "--corpus", "nowhere"],
    ["ask", "?", "--corpus", "ward"],
    ["ask", "?", "--corpus", "latin.txt"],
    ["ask", "?", "--corpus", "a\0b"],
    ["ask", "?", "--region", "XX1"],
    ["chat", "--corpus", "nowhere"],
    ["--corpus", "nowhere"],
    ["index", "nowhere", "-o", "new"],
    ["index", "empty", "-o", "new"],
    ["index", "ward", "-o", "new"],
    ["index", "knee.txt"],
    ["evil"],
    [""],
    ["\x1b[2J"],
]


@pytest.mark.parametrize("arguments", BAD, ids=repr)
def test_bad_input_ends_with_status_2_and_one_line_that_says_what_is_wrong(
    place: Path, arguments: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("bot: ")
    assert shown.err.count("\n") == 1
    assert shown.err.strip().isprintable()


@pytest.mark.parametrize(
    "arguments", [["gaps"], ["curate"], ["eval", "--nonsense"], ["ask", "--json", "--jsonl"], ["-x"]]
)
def test_options_that_are_not_there_end_with_status_2_and_the_usage(
    arguments: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: bot ")


def in_shell(command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["sh", "-c", command.replace("bot", f'"{sys.executable}" -m bot', 1)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONUNBUFFERED": "", "PYTHONPATH": str(ROOT), **environment},
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "command",
    [
        "bot ask hello",
        "bot ask --json hello",
        'echo \'{"id": 1, "question": "hello"}\' | bot ask --jsonl',
        "echo hello | bot chat",
        "bot eval --corpus knee.txt",
        "bot gaps knee.cases.jsonl",
        "bot curate knee.txt",
        "bot curate --template knee.txt",
        "bot index knee.txt -o index",
        "bot --version",
        "bot --help",
        "bot ask --help",
    ],
)
def test_a_full_disk_is_told_without_a_traceback(place: Path, command: str, unbuffered: str) -> None:
    result = in_shell(f"{command} > /dev/full", PYTHONUNBUFFERED=unbuffered)
    told = "bot: the output cannot be written: No space left on device. Make room, or send it elsewhere.\n"
    assert (result.returncode, result.stderr) == (2, told)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("command", ["bot ask --corpus nowhere", "bot evil", "bot ask --nonsense"])
def test_bad_input_ends_with_status_2_though_nothing_can_be_said_of_it(place: Path, command: str) -> None:
    assert in_shell(f"{command} 2> /dev/full").returncode == 2


@pytest.mark.parametrize("command", ["bot --help", "bot ask --help", "bot --version", "bot ask hello"])
def test_a_reader_that_goes_away_is_no_error(place: Path, command: str) -> None:
    result = in_shell(f"{command} | true")
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", ["ask", "ask --jsonl", "chat", "eval", "--help"])
def test_a_program_that_closes_the_streams_does_not_break_it(place: Path, command: str, closed: str) -> None:
    corpus = "" if command == "--help" else "--corpus knee.txt"
    result = in_shell(f"bot {command} {corpus} {closed}" + ("" if "<" in closed else " < /dev/null"))
    assert (result.returncode, result.stderr) == (0, "")
