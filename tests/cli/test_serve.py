"""The command ``bot serve``: what it refuses before it serves."""

import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.cli.command_line import main


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "70000"], "--port 70000: give a whole number"),
        (["--port", "-1"], "--port -1"),
        (["--workers", "0"], "--workers 0"),
        (["--rate", "-5"], "--rate -5"),
        (["--embed", "clinic.example"], "not the origin of a site"),
        (["--embed", "https://clinic.example/page"], "not the origin of a site"),
        (["--embed", "https://x; script-src *"], "not the origin of a site"),
        (["--root-path", "ask"], "Write it like /ask"),
        (["--region", "XX"], "Known countries"),
        (["--region", "XX1"], "not a country code"),
        (["--corpus", "nowhere"], "no such file or folder"),
        (["--corpus", ""], "the name is empty"),
        (["--corpus", "a=knee.txt", "--corpus", "a=knee.txt"], "two are called 'a'"),
        (["--host", "256.0.0.1"], "cannot be listened on"),
        (["--workers", "2", "--corpus", "nowhere"], "no such file or folder"),
    ],
)
def test_bad_options_end_with_status_2_and_one_line(
    leaflet: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: Sequence[str],
    said: str,
) -> None:
    monkeypatch.chdir(leaflet.parent)
    assert main(["serve", "--port", "0", *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err
    assert shown.err.count("\n") == 1


def test_a_port_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 2
    assert f"port {port}, cannot be listened on" in capsys.readouterr().err


def test_without_the_extra_it_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "starlette", None)
    assert main(["serve"]) == 2
    assert "pip install 'quote-only-bot[web]'" in capsys.readouterr().err
