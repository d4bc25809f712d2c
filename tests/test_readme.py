"""The README does what it says."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.command_line import COMMANDS, main
from bot.session import COMMANDS as CHAT_COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "NOTICE.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert found
    return found


def commands(program: str) -> list[list[str]]:
    lines = "\n".join(blocks("sh") + blocks("console")).splitlines()
    parts = [shlex.split(line.removeprefix("$ "), comments=True) for line in lines]
    return [part[1:] for part in parts if part and part[0] == program]


@pytest.mark.parametrize("code", blocks("python"))
def test_the_python_examples_print_what_they_say(code: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    )
    said = re.findall(r"^print\(.*\)  # (.*)$", code, re.MULTILINE)
    assert said
    assert result.stdout.splitlines() == said


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_screens_are_the_beginning_of_real_ones(page: Path) -> None:
    for screen in re.findall(r"^```console\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        for command, shown in re.findall(r"^\$ bot (.*)\n((?:(?!\$ ).*\n)*)", screen, re.MULTILINE):
            result = subprocess.run(
                [sys.executable, "-m", "bot", *shlex.split(command)],
                cwd=ROOT,
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=True,
            )
            assert result.stdout.startswith(shown.rstrip())


def test_every_command_is_shown_and_every_shown_command_and_option_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    shown = [arguments or ["chat"] for arguments in commands("bot")]
    assert {name for name, *_ in shown} == set(COMMANDS)
    for name, *arguments in shown:
        with pytest.raises(SystemExit):
            main([name, "--help"])
        known = capsys.readouterr().out
        assert all(option in known for option in arguments if option.startswith("--"))


def test_the_page_on_the_terminal_has_every_command_of_the_chat() -> None:
    page = (ROOT / "docs" / "terminal.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(/\w+)([^|]*)\|", page, re.MULTILINE)
    assert [name for name, _ in rows] == sorted((name for name, _ in rows), key=list(CHAT_COMMANDS).index)
    assert {name for name, _ in rows} == set(CHAT_COMMANDS)
    assert all(CHAT_COMMANDS[name][0] in rest or name in ("/why",) for name, rest in rows)


def test_every_make_target_is_there() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    shown = {arguments[0] for arguments in commands("make")}
    assert {"chat", "test"} <= shown <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
