"""Each shell is asked what comes next."""

import os
import pty
import select
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.cli.command_line import main
from bot.cli.completion import SHELLS
from tests.conftest import Run

BASH = """
source {script}
COMP_WORDS=({words}) COMP_CWORD={last}
$(complete -p bot | sed 's/.*-F \\([^ ]*\\).*/\\1/') bot "{word}"
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
FISH = "source {script}; complete -C '{line}'"
ZSH = "PS1='READY '; fpath=({folder} $fpath); autoload -Uz compinit && compinit -u -D\n"


@pytest.fixture
def script(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Path]:
    scripts = {}
    for shell in SHELLS:
        assert main(["completion", shell]) == 0
        scripts[shell] = tmp_path / f"bot.{shell}"
        scripts[shell].write_text(capsys.readouterr().out, encoding="utf-8")
    return scripts


def completed(shell: str, script: Path, line: str) -> set[str]:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    words = line.split(" ")
    code = (BASH if shell == "bash" else FISH).format(
        script=script, words=" ".join(words), last=len(words) - 1, word=words[-1], line=line
    )
    result = subprocess.run([shell, "-c", code], capture_output=True, text=True, check=True, cwd=script.parent)
    return {each.split("\t")[0].strip() for each in result.stdout.splitlines()}


@pytest.mark.parametrize("shell", ["bash", "fish"])
@pytest.mark.parametrize(
    ("line", "next_"),
    [
        ("bot ch", {"chat", "check"}),
        ("bot chat --co", {"--corpus", "--continue"}),
        ("bot --co", {"--corpus", "--continue"}),
        ("bot eval --rep", {"--report"}),
        ("bot ask --no-p", {"--no-plain"}),
    ],
)
def test_commands_and_options_are_completed(script: dict[str, Path], shell: str, line: str, next_: set[str]) -> None:
    assert completed(shell, script[shell], line) == next_


@pytest.mark.parametrize("shell", ["bash", "fish"])
def test_names_of_files_are_completed(script: dict[str, Path], shell: str) -> None:
    (script[shell].parent / "leaflet.txt").write_text("", encoding="utf-8")
    assert "leaflet.txt" in completed(shell, script[shell], "bot chat --corpus leaf")


@pytest.mark.skipif(shutil.which("zsh") is None, reason="there is no zsh here")
@pytest.mark.parametrize(
    ("typed", "completed"), [("bot compl", "etion"), ("bot ask --no-pl", "ain"), ("bot --contin", "ue")]
)
def test_zsh_completes_what_is_typed(script: dict[str, Path], typed: str, completed: str) -> None:
    folder = script["zsh"].parent
    script["zsh"].rename(folder / "_bot")
    ours, theirs = pty.openpty()
    shell = subprocess.Popen(["zsh", "-f", "-i"], stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder)
    os.close(theirs)
    try:
        os.write(ours, ZSH.format(folder=folder).encode())
        read_until(ours, "READY \x1b")
        os.write(ours, f"{typed}\t".encode())
        read_until(ours, completed)
    finally:
        shell.kill()
        shell.wait()
        os.close(ours)


def read_until(terminal: int, text: str) -> None:
    read = ""
    while text not in read:
        ready, _, _ = select.select([terminal], [], [], 20)
        assert ready, f"{text!r} never came, but {read!r}"
        read += os.read(terminal, 4096).decode("utf-8", errors="replace")


def test_another_shell_is_refused_with_those_that_there_are(run: Run) -> None:
    result = run("completion", "cmd")
    assert result.returncode == 2
    assert b"bash" in result.stderr
