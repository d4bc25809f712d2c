import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.ask import read_question
from bot.cli.command_line import main
from bot.cli.options import region_of
from tests.conftest import ROOT, Run
from tests.leaflets import STICK_QUESTION

KEYS = ["id", "kind", "message", "quotes", "disclaimer", "suggestions"]
QUOTE_KEYS = ["text", "document", "section", "start", "end", "score", "matched"]


def test_a_reply_has_the_quote_its_place_and_the_disclaimer(run: Run, leaflet: Path) -> None:
    result = run("ask", "What", "does a walking stick cost?", "--corpus", str(leaflet))
    shown = result.stdout.decode()
    assert result.returncode == 0
    assert shown.startswith("> A walking stick costs about ten pounds.\n  Cost · Living with Knee Pain\n")
    assert "not medical advice" in shown
    assert "\x1b" not in shown


def test_json_is_one_object_read_from_standard_input(run: Run, leaflet: Path) -> None:
    result = run("ask", "--json", "--corpus", str(leaflet), stdin=f"{STICK_QUESTION}\n".encode())
    reply = json.loads(result.stdout)
    assert list(reply)[:5] == KEYS[1:]
    assert list(reply["quotes"][0])[:7] == QUOTE_KEYS
    assert {"reason", "evidence", "signals"} <= set(reply)
    text = leaflet.read_text(encoding="utf-8")
    assert all(text[q["start"] : q["end"]] == q["text"] for q in reply["quotes"])


def test_json_lines_keep_order_and_ids_in_any_locale(run: Run, leaflet: Path) -> None:
    questions = [
        {"id": "café", "question": "What does a walking stick cost?", "more": 1},
        {"id": 7, "question": "and swimming?", "history": ["is walking good?"]},
        {"id": "nul", "question": "walking\0stick \ud800?"},
        {"id": "long", "question": "walking stick " * 75_000},
        {"id": "empty", "question": ""},
    ]
    lines = "\n\n".join(map(json.dumps, questions)).encode()
    result = run("ask", "--jsonl", "--corpus", str(leaflet), stdin=lines, LC_ALL="C", PYTHONIOENCODING="ascii")
    replies = [json.loads(line) for line in result.stdout.decode("utf-8").splitlines()]
    assert [reply["id"] for reply in replies] == ["café", 7, "nul", "long", "empty"]
    assert all(list(reply)[:6] == KEYS for reply in replies)
    assert all(reply["message"] and reply["disclaimer"] for reply in replies)
    assert result.returncode == 0


def test_a_bad_line_is_named_and_the_lines_before_it_are_answered(run: Run, leaflet: Path) -> None:
    lines = b'{"id": "1", "question": "cost?"}\n\n{"id": "3"}\n{"id": "4", "question": "cost?"}\n'
    result = run("ask", "--jsonl", "--corpus", str(leaflet), stdin=lines)
    assert result.returncode == 2
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["1"]
    assert b"line 3" in result.stderr
    assert b'"question"' in result.stderr
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"nonsense", "not JSON at column 1"),
        (b'{"id": "1", "question": "\xff"}', "not UTF-8 at byte 25"),
        (b"[]", "not a JSON object"),
        (b'{"question": "?"}', '"id"'),
        (b'{"id": true, "question": "?"}', '"id"'),
        (b'{"id": "1", "question": null}', '"question"'),
        (b'{"id": "1", "question": "?", "history": "?"}', '"history"'),
        (b'{"id": "1", "question": "?", "history": [1]}', '"history"'),
        (b"[" * 100_000, "too many brackets"),
        (b'{"id": ' + b"1" * 5_000 + b"}", "a number too long"),
    ],
)
def test_a_bad_line_says_what_is_wrong(line: bytes, said: str) -> None:
    from bot import InputError

    with pytest.raises(InputError, match="line 2") as caught:
        read_question(line, 2)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ask", "?", "--corpus", "/no/such/place"), "/no/such/place: no such file"),
        (("ask", "?", "--region", "Britain"), "--region Britain"),
        (("ask", "--jsonl", "what?"), "standard input"),
        (("chat", "--corpus", "/no/such/\x1b[31mplace"), "/no/such/place: no such file"),
        (("aks", "what?"), "bot ask"),
        (("How does it work?",), 'bot ask "'),
    ],
)
def test_bad_input_ends_with_status_2_and_a_clear_message(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith("bot: ")
    assert said in shown.err
    assert shown.out == ""


def test_a_question_that_is_not_utf_8_ends_with_status_2_and_a_clear_message(run: Run) -> None:
    result = run("ask", stdin=b"caf\xe9?")
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.decode().startswith("bot: ")
    assert "not UTF-8 at byte 3" in result.stderr.decode()
    assert "Traceback" not in result.stderr.decode()


@pytest.mark.parametrize("question", ["\u202e", "", "?"])
def test_odd_questions_get_a_reply(leaflet: Path, question: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", question, "--corpus", str(leaflet)]) == 0
    assert "not medical advice" in capsys.readouterr().out


def test_a_question_of_any_bytes_gets_a_reply(run: Run, leaflet: Path) -> None:
    result = run("ask", b"walking\xff\xed\xa0\x80 stick", "--corpus", str(leaflet))
    assert result.returncode == 0
    assert "not medical advice" in result.stdout.decode("utf-8")


def test_a_reader_that_leaves_early_is_no_error(leaflet: Path) -> None:
    command = f'"{sys.executable}" -m bot ask --json walking --corpus "{leaflet}" | true; exit "${{PIPESTATUS[0]}}"'
    result = subprocess.run(
        ["bash", "-c", command], capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.parametrize(("options", "coloured"), [((), True), (("--plain",), False), (("NO_COLOR",), False)])
def test_a_terminal_gets_bold_unless_plain_is_asked_for(
    leaflet: Path, options: tuple[str, ...], coloured: bool
) -> None:
    controller, terminal = pty.openpty()
    arguments = [option for option in options if option.startswith("--")]
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    environment |= {"PYTHONPATH": str(ROOT), **({"NO_COLOR": "1"} if "NO_COLOR" in options else {})}
    subprocess.run(
        [sys.executable, "-m", "bot", "ask", STICK_QUESTION, "--corpus", str(leaflet), *arguments],
        stdout=terminal,
        check=True,
        env=environment,
    )
    os.close(terminal)
    shown = os.read(controller, 65536).decode()
    os.close(controller)
    assert ("\x1b[1" in shown) == coloured
    assert ("│ " in shown) == coloured


@pytest.mark.parametrize(("code", "region"), [("us", "US"), ("UK", "GB"), (None, None)])
def test_a_region_is_read_in_small_letters_and_by_its_everyday_name(code: str | None, region: str | None) -> None:
    assert region_of(code) == region


@pytest.mark.parametrize(
    ("options", "locale", "number"),
    [
        ((), "en_GB.UTF-8", "999"),
        (("--region", "us"), "en_GB.UTF-8", "911"),
        ((), "pt_AO.UTF-8", "112"),  # a country without an entry: the general text
        ((), "C.UTF-8", "112"),
    ],
)
def test_the_number_to_call_is_that_of_the_region_or_the_locale(
    leaflet: Path,
    options: tuple[str, ...],
    locale: str,
    number: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert main(["ask", "I cannot breathe", *options, "--corpus", str(leaflet)]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert number in shown.out


def test_a_line_can_name_the_country_whose_numbers_to_give(run: Run) -> None:
    lines = [{"id": code, "question": "I can't breathe", "region": code} for code in ("GB", "US")]
    result = run("ask", "--jsonl", stdin="\n".join(map(json.dumps, lines)).encode())
    british, american = (json.loads(line)["message"] for line in result.stdout.splitlines())
    assert british.startswith("Call 999")
    assert american.startswith("Call 911")


def test_a_line_with_a_country_that_is_none_ends_with_a_message(run: Run) -> None:
    result = run("ask", "--jsonl", stdin=b'{"id": 1, "question": "hello", "region": "Atlantis"}\n')
    assert result.returncode == 2
    assert b"Atlantis" in result.stderr
    assert b"Traceback" not in result.stderr
