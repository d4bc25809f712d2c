"""Whole chats: in a terminal that the test holds both ends of, and through a pipe."""

import io
import os
import pty
import re
import resource
import select
import stat
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from bot import Bot, CorpusError, InputError, load_corpus
from bot.cli.command_line import main
from bot.terminal.chat import SuggestQuestions, TerminalChat
from tests.conftest import ROOT, Run
from tests.leaflets import STICK_QUESTION

ENTER, CTRL_C, CTRL_D, TAB = "\r", "\x03", "\x04", "\t"
CURSOR_POSITION_REQUEST = "\x1b[6n"
SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()].")


def talk(
    typed: str,
    corpus: Path,
    *,
    plain: bool = False,
    history: Path | None = None,
    columns: int = 80,
    rows: int = 24,
    load: Callable[[Path], Bot] = lambda path: Bot(load_corpus(path), "GB"),
    screen: io.BytesIO | None = None,
) -> str:
    """Everything that a terminal was sent while a person typed ``typed``."""
    screen = io.BytesIO() if screen is None else screen
    stream = io.TextIOWrapper(screen, encoding="utf-8", newline="")
    output = Vt100_Output(stream, lambda: Size(rows=rows, columns=columns), term="xterm")
    with create_pipe_input() as keys, create_app_session(input=keys, output=output):
        keys.send_bytes(typed.encode("utf-8", "surrogateescape"))
        TerminalChat(lambda: load(corpus), plain, history).run()
    stream.flush()
    return screen.getvalue().decode("utf-8")


class RealTerminal:
    """A terminal with ``bot chat`` running in it as a process; answers where its cursor is, as terminals do."""

    def __init__(self, corpus: Path, columns: int) -> None:
        self._controller, terminal = pty.openpty()
        termios.tcsetwinsize(terminal, (24, columns))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", "chat", "--corpus", str(corpus)],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
        )
        os.close(terminal)
        self._unread = ""

    def __enter__(self) -> "RealTerminal":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._controller)

    def send(self, keys: str) -> None:
        os.write(self._controller, keys.encode())

    def wait_for(self, text: str) -> None:
        """Read on until ``text`` is shown; what stands before it counts as read."""
        while text not in shown(self._unread):
            ready, _, _ = select.select([self._controller], [], [], 20)
            assert ready, f"{text!r} never came; the screen has {self._unread!r}"
            new = os.read(self._controller, 65536).decode("utf-8", errors="replace")
            if CURSOR_POSITION_REQUEST in new:
                self.send("\x1b[1;1R")
            self._unread += new
        self._unread = shown(self._unread).partition(text)[2]


def shown(raw: str) -> str:
    return re.sub(r"[ \r]+\n", "\n", SEQUENCE.sub("", raw)).replace("\r", "")


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_a_first_conversation(leaflet: Path) -> None:
    raw = talk(f"{STICK_QUESTION}{ENTER}/quit{ENTER}", leaflet)
    screen = shown(raw)
    for told in (
        "Questions and answers",
        "word for word",
        "not give medical advice",
        "In an emergency",
        "999",
        "/help",
    ):
        assert told in screen
    parts = ("“Living with Knee Pain”", " 1. ", "│ A walking stick costs about ten pounds.", "Section: Cost", "Goodbye")
    places = [screen.index(part) for part in parts]
    assert places == sorted(places)
    assert "\x1b[0;1m" in raw


def test_material_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such file"):
        talk("", tmp_path / "nothing")
    with pytest.raises(CorpusError, match="no such file"):
        talk(f"how much?{ENTER}", tmp_path / "nothing")


def test_the_prompt_needs_none_of_the_heavy_imports() -> None:
    code = "import sys, bot.cli.command_line, bot.cli.chat, bot.terminal.chat; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = [f"{name}." for name in result.stdout.split()]
    heavy = ("numpy.", "nltk.", "rank_bm25.", "rapidfuzz.", "jellyfish.")
    ours = ("bot.bot.", "bot.data.", "bot.text.", "bot.documents.", "bot.index.", "bot.evidence.", "bot.dialogue.")
    assert [name for name in loaded if name.startswith(heavy + ours)] == []
    assert "bot.terminal.chat." in loaded


def test_the_prompt_shows_first_and_a_question_typed_early_is_answered_once_the_bot_is_there(leaflet: Path) -> None:
    screen = io.BytesIO()
    first = []

    def load(corpus: Path) -> Bot:
        first.append(shown(screen.getvalue().decode("utf-8")))
        tries = 0
        while b"still reading the material" not in screen.getvalue():
            tries += 1
            assert tries < 3000, "nobody was told to wait"
            time.sleep(0.01)
        return Bot(load_corpus(corpus), "GB")

    whole = shown(talk(f"{STICK_QUESTION}{ENTER}{CTRL_D}", leaflet, load=load, screen=screen))
    assert len(first) == 1
    assert "You:" in first[0]
    parts = ("You:", "still reading the material", "I quote from:", "│ A walking stick costs about ten pounds.")
    places = [whole.index(part) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize("columns", [40, 80])
def test_the_chat_s_own_lines_break_between_words(leaflet: Path, columns: int) -> None:
    screen = shown(talk(f"{CTRL_C}{CTRL_D}", leaflet, columns=columns))
    lines = [line.strip() for line in screen.split("\n")]
    said = "To leave, type /quit and press Enter, or press Ctrl and D together."
    assert (said in lines) == (columns == 80)
    assert said in " ".join(lines)


def test_control_c_clears_the_line_and_control_d_leaves(leaflet: Path) -> None:
    screen = shown(talk(f"rubbish{CTRL_C}{STICK_QUESTION}{ENTER}{CTRL_C}{CTRL_D}", leaflet))
    assert "│ A walking stick costs about ten pounds." in screen
    assert "To leave, type /quit" in screen
    assert screen.rstrip().endswith("Goodbye, and take care.")


def test_a_pasted_question_of_several_lines_is_one_question(leaflet: Path) -> None:
    paste = "\x1b[200~What does\na walking stick\r\ncost?\x1b[201~"
    screen = shown(talk(f"{paste}{ENTER}/quit{ENTER}", leaflet))
    assert screen.count("Section:") == 1
    assert "Section: Cost" in screen


def test_what_is_pasted_cannot_reverse_the_line(leaflet: Path) -> None:
    raw = talk(f"a\u202eb\x1b[200~c\u202ed\x1b[201~{ENTER}{CTRL_D}", leaflet)
    assert "\u202e" not in raw


@pytest.mark.parametrize("columns", [40, 80])
def test_the_disclaimer_stands_in_the_bottom_line_at_every_width(leaflet: Path, columns: int) -> None:
    with RealTerminal(leaflet, columns) as terminal:
        terminal.wait_for("medical advice.   /help   /quit")
        terminal.wait_for("You could start with")
        terminal.send(f"{STICK_QUESTION}{ENTER}")
        terminal.wait_for("Section: Cost")
        terminal.wait_for("medical advice.   /help   /quit")


def test_commands_complete_fuzzily(leaflet: Path) -> None:
    with RealTerminal(leaflet, columns=80) as terminal:
        terminal.wait_for("You could start with")
        terminal.send("/cnts")
        terminal.wait_for("the sections of the material")
        terminal.send(TAB)
        terminal.wait_for("/contents")
        terminal.send(ENTER)
        terminal.wait_for("2. Exercise")


def test_plain_has_no_toolbar_and_no_style(leaflet: Path) -> None:
    raw = talk(f"{STICK_QUESTION}{ENTER}/quit{ENTER}", leaflet, plain=True)
    assert "> A walking stick costs about ten pounds." in raw
    assert "/help   /quit" not in raw
    assert not re.search(r"\x1b\[[0-9;]*[1-9][0-9;]*m|│", raw)


def test_read_shows_a_screenful_at_a_time(leaflet: Path) -> None:
    screen = shown(talk(f"/read{ENTER}{ENTER}q{ENTER}{CTRL_D}", leaflet, rows=6))
    assert "Gentle walking" in screen
    assert "Enter: read on" in screen
    assert "ten pounds" not in screen


def test_a_question_typed_while_reading_is_answered(leaflet: Path) -> None:
    screen = shown(talk(f"/read{ENTER}{STICK_QUESTION}{ENTER}{CTRL_D}", leaflet, rows=6))
    assert "│ A walking stick costs about ten pounds." in screen


def test_suggestions_come_from_the_conversation_and_then_the_examples() -> None:
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.document import Document
    from prompt_toolkit.history import InMemoryHistory

    history = InMemoryHistory()
    history.append_string("what is our plan")
    buffer = Buffer(history=history)
    suggest = SuggestQuestions(lambda: ["What is old?", "How much\x1b[2J is it?"])

    def suggested(typed: str) -> str | None:
        suggestion = suggest.get_suggestion(buffer, Document(typed))
        return suggestion.text if suggestion else None

    assert suggested("What is o") == "ur plan"
    assert suggested("What is ol") == "d?"
    assert suggested("HOW much") == " is it?"
    assert suggested("zebra") is None
    assert suggested("  ") is None


def test_history_goes_to_a_file_only_when_asked_and_is_private(leaflet: Path, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    talk(f"walking{ENTER}{CTRL_D}", leaflet)
    assert set(tmp_path.iterdir()) == before
    file = tmp_path / "history"
    talk(f"walking \udcff{ENTER}{CTRL_D}", leaflet, history=file)
    assert "walking" in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_history_file_that_cannot_be_used_is_an_error(leaflet: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "no" / "folder", tmp_path, Path("~nosuchuser/history"), Path(os.devnull)):
        with pytest.raises(InputError, match=f"--history {path}: "):
            talk(CTRL_D, leaflet, history=path)


def test_a_history_file_whose_disk_is_full_is_told_of_once_and_the_chat_goes_on(
    leaflet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    file = tmp_path / "history"
    file.write_bytes(b"#" * 100)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        screen = shown(talk(f"{STICK_QUESTION}{ENTER}is it free?{ENTER}/quit{ENTER}", leaflet, history=file))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert screen.count("can no longer be kept in the history file: File too large.") == 1
    assert "Goodbye" in screen


def test_a_region_that_is_none_is_said_before_the_prompt(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["chat", "--region", "Britain"]) == 2
    output = capsys.readouterr()
    assert "not a country code" in output.err
    assert output.out == ""


def test_without_a_terminal_lines_are_answered_plainly(run: Run, leaflet: Path) -> None:
    lines = b"What does a walking stick cost?\n\n/why\n1\n/quit\nnever read\n" + b"\xff\n"
    result = run("--corpus", str(leaflet), stdin=lines)
    screen = result.stdout.decode("utf-8")
    assert (result.returncode, result.stderr) == (0, b"")
    assert "> A walking stick costs about ten pounds.\n" in screen
    assert "Kind of reply: answer" in screen
    assert screen.rstrip().endswith("Goodbye, and take care.")
    assert "\x1b" not in screen
