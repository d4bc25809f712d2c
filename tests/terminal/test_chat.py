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
import webbrowser
from base64 import b64decode
from collections.abc import Callable, Sequence
from pathlib import Path

import pyperclip
import pytest
from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from bot import Bot, CorpusError, InputError, load_corpus
from bot.cli.command_line import main
from bot.dialogue.reply import DISCLAIMER
from bot.session import Face, Session
from bot.session.commands import ACTED
from bot.terminal.chat import Look, TerminalChat
from bot.terminal.completing import SuggestQuestions
from bot.terminal.transcripts import transcript
from bot.terminal.waiting import FRAME, FRAMES, PATIENCE
from tests.conftest import ROOT, Run
from tests.leaflets import STICK_QUESTION

ENTER, CTRL_C, CTRL_D, TAB = "\r", "\x03", "\x04", "\t"
ASK, QUIT = STICK_QUESTION + ENTER, "/quit" + ENTER
QUOTE, PLACE = "│ A walking stick costs about ten pounds.", "Cost · Living with Knee Pain"
CURSOR_POSITION_REQUEST = "\x1b[6n"
SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()].")


def load(corpus: Path | str | None) -> Bot:
    return Bot(load_corpus(corpus), "GB")


def begin(corpus: Path | None, load: Callable[[Path | str | None], Bot] = load) -> Session:
    return Session(load(corpus), Face(transcript, load, corpus, ACTED))


def talk(
    *typed: str,
    corpus: Path | None = None,
    plain: bool = False,
    linked: bool = False,
    width: int | None = None,
    history: Path | None = None,
    columns: int = 80,
    rows: int = 24,
    load: Callable[[Path | str | None], Bot] = load,
    screen: io.BytesIO | None = None,
) -> str:
    """Everything that a terminal was sent while a person typed ``typed``: each part once a prompt stands."""
    screen = io.BytesIO() if screen is None else screen
    stream = io.TextIOWrapper(screen, encoding="utf-8", newline="")
    output = Vt100_Output(stream, lambda: Size(rows=rows, columns=columns), term="xterm")
    parts = iter(typed)
    with create_pipe_input() as keys, create_app_session(input=keys, output=output):

        def run(app: Application[str], pre_run: Callable[[], None] | None = None, **options: object) -> str:
            def type_next() -> None:
                if pre_run:
                    pre_run()
                keys.send_bytes(next(parts, CTRL_D).encode("utf-8", "surrogateescape"))

            return original(app, type_next, **options)  # type: ignore[arg-type]

        original = Application.run
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Application, "run", run)
            look = Look(plain, width, linked)
            TerminalChat(lambda: begin(corpus, load), look, history).run()
    stream.flush()
    return screen.getvalue().decode("utf-8")


class RealTerminal:
    """A terminal with ``bot chat`` running in it as a process; answers where its cursor is, as terminals do."""

    def __init__(
        self, corpus: Path, columns: int, rows: int = 24, arguments: Sequence[str] = (), **environment: str
    ) -> None:
        self._controller, terminal = pty.openpty()
        termios.tcsetwinsize(terminal, (rows, columns))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", "chat", "--corpus", str(corpus), *arguments],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment},
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
    raw = talk(ASK, QUIT, corpus=leaflet)
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
    parts = ("“Living with Knee Pain”", " 1. ", QUOTE, "Cost · Living with Knee Pain", DISCLAIMER[:40], "Goodbye")
    places = [screen.index(part) for part in parts]
    assert places == sorted(places)
    assert "\x1b[0;1m" in raw


def test_material_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such file"):
        talk("", corpus=tmp_path / "nothing")
    with pytest.raises(CorpusError, match="no such file"):
        talk(f"how much?{ENTER}", corpus=tmp_path / "nothing")


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

    def load(corpus: Path | str | None) -> Bot:
        first.append(shown(screen.getvalue().decode("utf-8")))
        tries = 0
        while b"still reading the material" not in screen.getvalue():
            tries += 1
            assert tries < 3000, "nobody was told to wait"
            time.sleep(0.01)
        return Bot(load_corpus(corpus), "GB")

    whole = shown(talk(ASK, corpus=leaflet, load=load, screen=screen))
    assert len(first) == 1
    assert "You:" in first[0]
    parts = ("You:", "still reading the material", "I quote from:", QUOTE)
    places = [whole.index(part) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize("columns", [40, 80])
def test_the_chat_s_own_lines_break_between_words(leaflet: Path, columns: int) -> None:
    screen = shown(talk(CTRL_C + CTRL_D, corpus=leaflet, columns=columns))
    lines = [line.strip() for line in screen.split("\n")]
    said = "To leave, type /quit and press Enter, or press Ctrl and D together."
    assert (said in lines) == (columns == 80)
    assert said in " ".join(lines)


def test_control_c_clears_the_line_and_control_d_leaves(leaflet: Path) -> None:
    screen = shown(talk(f"rubbish{CTRL_C}{ASK}", f"{CTRL_C}{CTRL_D}", corpus=leaflet))
    assert QUOTE in screen
    assert "To leave, type /quit" in screen
    assert screen.rstrip().endswith("Goodbye, and take care.")


def test_a_pasted_question_of_several_lines_is_one_question(leaflet: Path) -> None:
    paste = "\x1b[200~What does\na walking stick\r\ncost?\x1b[201~"
    screen = shown(talk(paste + ENTER, corpus=leaflet))
    assert screen.count(PLACE) == 1


@pytest.mark.parametrize("line_end", [ENTER, "\n"])
def test_lines_that_were_typed_or_pasted_before_the_prompt_stands_are_one_message(leaflet: Path, line_end: str) -> None:
    lines = ("What does", "a walking stick", "cost?")
    screen = shown(talk("".join(line + line_end for line in lines), corpus=leaflet))
    assert screen.count(PLACE) == 1
    assert QUOTE in screen


def test_alt_enter_begins_a_new_line_of_the_same_message(leaflet: Path) -> None:
    screen = shown(talk("What does a walking\x1b\rstick cost?" + ENTER, corpus=leaflet))
    assert screen.count(PLACE) == 1


def test_what_is_pasted_cannot_reverse_the_line(leaflet: Path) -> None:
    raw = talk(f"a\u202eb\x1b[200~c\u202ed\x1b[201~{ENTER}", corpus=leaflet)
    assert "\u202e" not in raw


@pytest.mark.parametrize("columns", [40, 80])
def test_the_disclaimer_stands_in_the_bottom_line_at_every_width(leaflet: Path, columns: int) -> None:
    with RealTerminal(leaflet, columns) as terminal:
        terminal.wait_for("medical advice.   /help   /quit")
        terminal.wait_for("You could start with")
        terminal.send(f"{STICK_QUESTION}{ENTER}")
        terminal.wait_for(PLACE)
        terminal.wait_for("medical advice.   /help   /quit")


def test_commands_complete_fuzzily(leaflet: Path) -> None:
    with RealTerminal(leaflet, columns=80) as terminal:
        terminal.wait_for("You could start with")
        terminal.send("/cnts")
        terminal.wait_for("the sections of a leaflet")
        terminal.send(TAB)
        terminal.wait_for("/contents")
        terminal.send(ENTER)
        terminal.wait_for("2. Exercise")


def test_plain_has_no_toolbar_and_no_style(leaflet: Path) -> None:
    raw = talk(ASK, ASK, QUIT, corpus=leaflet, plain=True, linked=True)
    assert "> A walking stick costs about ten pounds." in raw
    assert "/help   /quit" not in raw
    assert not re.search(r"\x1b\[[0-9;]*[1-9][0-9;]*m|│|\x1b\]8", raw)
    assert shown(raw).count("It is not medical advice") == 2


def test_read_shows_a_screenful_at_a_time_where_nothing_may_be_drawn(leaflet: Path) -> None:
    screen = shown(talk("/read" + ENTER, ENTER, "q" + ENTER, corpus=leaflet, rows=6, plain=True))
    assert "Gentle walking" in screen
    assert "Enter: read on" in screen
    assert "ten pounds" not in screen


def test_a_question_typed_while_reading_is_answered(leaflet: Path) -> None:
    screen = shown(talk("/read" + ENTER, ASK, corpus=leaflet, rows=6, plain=True))
    assert "> A walking stick costs about ten pounds." in screen


def test_a_short_text_is_read_where_it_stands(leaflet: Path) -> None:
    screen = shown(talk("/read cost" + ENTER, ASK, corpus=leaflet))
    assert screen.count("A walking stick costs about ten pounds.") == 2


def test_read_opens_a_window_with_search_and_comes_back_to_the_chat(leaflet: Path) -> None:
    with RealTerminal(leaflet, columns=80, rows=7) as terminal:
        terminal.wait_for("You could start with")
        terminal.send("/read" + ENTER)
        terminal.wait_for("/: search")
        terminal.send("/POUNDS")
        terminal.wait_for("Search: POUNDS")
        terminal.send(ENTER)
        terminal.wait_for("ten ")
        terminal.send("q")
        terminal.wait_for("You:")
        terminal.send(ASK)
        terminal.wait_for(QUOTE)


@pytest.mark.parametrize(("columns", "rows"), [(40, 20), (80, 24), (200, 50)])
def test_no_reply_moves_its_own_head_out_of_sight(bot: Bot, columns: int, rows: int) -> None:
    asked = [f"{passage.question}{ENTER}" for passage in bot.corpus.passages if passage.question]
    raw = talk(*(key for question in asked for key in (question, "q" + ENTER)), columns=columns, rows=rows)
    screen = shown(raw)
    replies = [part for part in screen.rpartition("Goodbye")[0].split("You: ") if "│" in part][1:]
    assert len(replies) >= len(asked) - 1
    for part in replies:
        before_pause = part.partition("Enter: read on")[0]
        assert before_pause.count("\n") <= rows


@pytest.mark.parametrize(("columns", "rows"), [(40, 20), (80, 24), (200, 50), (30, 10)])
@pytest.mark.parametrize("cry", ["I can't breathe", "my husband hits me", "I want to kill myself"])
def test_help_is_whole_and_the_number_stays_in_sight(columns: int, rows: int, cry: str) -> None:
    screen = shown(talk(cry + ENTER, columns=columns, rows=rows))
    help_, _, _ = screen.rpartition("Goodbye")
    assert "Enter: read on" not in help_
    assert DISCLAIMER in " ".join(help_.split())
    in_sight = help_.rstrip().split("\n")[-rows:]
    assert "999" in "\n".join(in_sight)


def test_links_are_written_where_the_terminal_has_them(leaflet: Path) -> None:
    leaflet.with_suffix(".toml").write_text('address = "https://knee.example/pain"\n', encoding="utf-8")
    link = "\x1b]8;;https://knee.example/pain\x1b\\"
    assert link in re.sub("id=[^;]*", "", talk(ASK, corpus=leaflet, linked=True))
    assert "https://knee.example/pain" in talk(ASK, corpus=leaflet)
    assert "\x1b]8" not in talk(ASK, corpus=leaflet)


def test_the_width_that_is_wanted_holds(leaflet: Path) -> None:
    for width in (30, 60):
        lines = shown(talk(ASK, corpus=leaflet, width=width)).split("\n")
        quoted = [line for line in lines if line.startswith("│")]
        assert max(map(len, quoted)) <= width
        assert len(quoted) == (1 if width == 60 else 2)


def test_clear_empties_the_screen(leaflet: Path) -> None:
    assert "\x1b[2J" in talk("/clear" + ENTER, corpus=leaflet)


def test_what_cannot_be_copied_here_is_handed_to_the_terminal(leaflet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyperclip, "copy", refuse)
    raw = talk(ASK, "/copy" + ENTER, corpus=leaflet)
    (handed,) = re.findall(r"\x1b\]52;c;([^\x07]*)\x07", raw)
    copied = b64decode(handed).decode("utf-8")
    assert copied.startswith("A walking stick costs about ten pounds.\n(Cost, Living with Knee Pain")
    assert copied.endswith(DISCLAIMER)


def refuse(_: str) -> None:
    raise pyperclip.PyperclipException("there is no clipboard")


def test_copy_uses_the_clipboard_of_the_system(leaflet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr(pyperclip, "copy", copied.append)
    raw = talk(ASK, "/copy" + ENTER, corpus=leaflet)
    assert "\x1b]52" not in raw
    assert "Copied, with the place" in raw
    assert copied[0].startswith("A walking stick costs about ten pounds.")


def test_open_shows_the_source_in_the_browser_and_where_there_is_none_says_where_it_is(
    leaflet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaflet.with_suffix(".toml").write_text('address = "https://knee.example/pain"\n', encoding="utf-8")
    seen = tmp_path / "seen"
    browser = program(tmp_path / "browser", f'printf "%s" "$1" > "{seen}"')
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    assert "I opened https://knee.example/pain" in shown(talk("/open" + ENTER, corpus=leaflet))
    assert seen.read_text() == "https://knee.example/pain"
    monkeypatch.setattr(webbrowser, "_tryorder", [])
    assert "no browser here. The source is: https://knee.example/pain" in shown(talk("/open" + ENTER, corpus=leaflet))


def program(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("keys", ["/edit" + ENTER, "\x18\x05"])
def test_a_question_can_be_written_in_the_editor(leaflet: Path, tmp_path: Path, keys: str) -> None:
    editor = program(
        tmp_path / "editor", f'printf \'What does a walking\\nstick cost?\' > "$1"; echo "$1" > {tmp_path}/n'
    )
    with RealTerminal(leaflet, columns=80, EDITOR=str(editor), VISUAL="") as terminal:
        terminal.wait_for("You could start with")
        terminal.send(keys)
        terminal.wait_for("stick cost?")
        terminal.send(ENTER)
        terminal.wait_for(QUOTE)
    assert not Path((tmp_path / "n").read_text().strip()).exists()


def test_new_forgets_what_was_typed_too(leaflet: Path) -> None:
    up = "\x1b[A"
    screen = shown(talk("zebra" + ENTER, "/new" + ENTER, up + ENTER, corpus=leaflet))
    assert screen.rpartition("new conversation")[2].count("zebra") == 0


def test_switch_quotes_another_leaflet(leaflet: Path) -> None:
    screen = shown(talk(f"/switch {leaflet}{ENTER}", ASK))
    places = [screen.index(part) for part in ("Stem Cell", "“Living with Knee Pain”", QUOTE)]
    assert places == sorted(places)


def test_a_sign_turns_where_something_takes_long(leaflet: Path) -> None:
    screen = io.BytesIO()

    def turned() -> set[str]:
        return {frame for frame in FRAMES if f"{frame} One moment" in screen.getvalue().decode("utf-8", "replace")}

    def slow(path: Path | str | None) -> Bot:
        if path != leaflet:
            wait_until(lambda: len(turned()) > 1)
        return load(path)

    talk(f"/switch {ROOT / 'corpus'}{ENTER}", ASK, corpus=leaflet, load=slow, screen=screen)
    assert len(turned()) > 1


def test_nothing_turns_where_it_would_be_read_aloud(leaflet: Path) -> None:
    def slow(path: Path | str | None) -> Bot:
        time.sleep(PATIENCE + 2 * FRAME)
        return load(path)

    raw = talk(f"/switch{ENTER}", corpus=leaflet, load=slow, plain=True)
    assert not set(FRAMES) & set(raw)


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(3000):
        if is_so():
            return
        time.sleep(0.01)
    raise AssertionError("it never came")


def test_a_conversation_is_gone_on_with(leaflet: Path, tmp_path: Path, run: Run) -> None:
    kept = tmp_path / "talk.json"
    saved = run("chat", "--corpus", str(leaflet), stdin=f"{STICK_QUESTION}\n/save {kept}\n".encode())
    assert b"Saved in" in saved.stdout
    again = ["chat", "--corpus", str(leaflet), "--continue", str(kept)]
    screen = run(*again, stdin=b"/undo\n").stdout.decode("utf-8")
    assert screen.startswith(f"We go on after 1 question. The last was:\n{STICK_QUESTION}\n\n> A walking stick")
    assert f"I took back “{STICK_QUESTION}”" in screen
    with RealTerminal(leaflet, 80, arguments=("--continue", str(kept))) as terminal:
        terminal.wait_for("We go on after 1 question")
        terminal.wait_for(QUOTE)


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
    talk("walking" + ENTER, corpus=leaflet)
    assert set(tmp_path.iterdir()) == before
    file = tmp_path / "history"
    talk(f"walking \udcff{ENTER}", corpus=leaflet, history=file)
    assert "walking" in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_history_file_that_cannot_be_used_is_an_error(leaflet: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "no" / "folder", tmp_path, Path("~nosuchuser/history"), Path(os.devnull)):
        with pytest.raises(InputError, match=f"--history {path}: "):
            talk(CTRL_D, corpus=leaflet, history=path)


def test_a_history_file_whose_disk_is_full_is_told_of_once_and_the_chat_goes_on(
    leaflet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    file = tmp_path / "history"
    file.write_bytes(b"#" * 100)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        screen = shown(talk(ASK, f"is it free?{ENTER}", QUIT, corpus=leaflet, history=file))
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
    assert "fits your words" in screen
    assert screen.rstrip().endswith("Goodbye, and take care.")
    assert "\x1b" not in screen
