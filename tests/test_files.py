"""Files of the person who uses the program: nothing of theirs is lost, and nothing half is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot import load_corpus
from bot.cli.command_line import main
from bot.errors import CorpusError, CurationError
from bot.files import PRIVATE, read_content, write_new, write_whole
from tests.conftest import ROOT

CASE = '{"id": "a", "question": "zebra", "expect": "decline"}\n'
SMALL_DISK = "ulimit -f 1; "
"""No file may grow beyond 512 bytes (or 1,024, by the shell): the same as a disk that fills up, and without root."""


@pytest.fixture
def place(leaflet: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a curated leaflet and its cases."""
    folder = leaflet.parent
    (folder / "knee.cases.jsonl").write_text(CASE, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def in_shell(command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["sh", "-c", command.replace("bot ", f'"{sys.executable}" -m bot ')],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )


def content_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


EVAL = "bot eval --corpus knee.txt"
WRITTEN = {
    "--report r.html": "r.html",
    "--junit j.xml": "j.xml",
    "--trec trec": "trec/run.txt",
}


@pytest.mark.parametrize(("option", "file"), WRITTEN.items())
def test_on_a_full_disk_the_earlier_report_stays_and_the_error_names_the_file(
    place: Path, option: str, file: str
) -> None:
    many = [f'{{"id": "{number:0200}", "question": "is it free?", "expect": "decline"}}\n' for number in range(20)]
    gold = [line.replace('"decline"', '"answer", "gold": ["free"]') for line in many]
    free = load_corpus("knee.txt").documents[0].text.split()[0]
    (place / "knee.cases.jsonl").write_text("".join(gold).replace("free", free), encoding="utf-8")
    assert in_shell(f"{EVAL} {option}").returncode == 0
    before = content_of(place)
    assert len(before[file]) > 1024
    result = in_shell(f"{SMALL_DISK}{EVAL} {option}")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"bot: {file}: cannot be written: File too large. Choose another place.\n"
    assert content_of(place) == before


@pytest.mark.parametrize("exists", [False, True])
def test_on_a_full_disk_an_index_is_left_as_it_was(place: Path, exists: bool) -> None:
    if exists:
        assert in_shell("bot index knee.txt -o index").returncode == 0
    before = content_of(place)
    result = in_shell(f"{SMALL_DISK}bot index knee.txt -o index")
    assert result.returncode == 2
    assert result.stderr == "bot: index: cannot be written: File too large. Choose another folder.\n"
    assert content_of(place) == before


def test_on_a_full_disk_nothing_is_left_of_a_conversation_and_the_chat_goes_on(place: Path) -> None:
    talk = "\\n".join(["is it free?"] * 20)
    result = in_shell(f"{SMALL_DISK}printf '{talk}\\n/save talk.txt\\n/help\\n' | bot chat --corpus knee.txt")
    assert "I could not save to talk.txt: File too large." in result.stdout
    assert "forget this conversation" in result.stdout
    assert not (place / "talk.txt").exists()


@pytest.mark.parametrize("option", ["--report", "--junit"])
@pytest.mark.parametrize("name", ["knee.cases.jsonl", "knee.txt", "knee.toml", "notes.html", "empty.html", "folder"])
def test_a_report_takes_the_place_of_nothing_but_such_a_report(
    place: Path, option: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "notes.html").write_text("<!doctype html>\n<title>My notes</title>", encoding="utf-8")
    (place / "empty.html").touch()
    (place / "folder").mkdir()
    before = content_of(place)
    assert main(["eval", "--corpus", "knee.txt", option, name]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert name in shown.err
    assert content_of(place) == before


@pytest.mark.parametrize("name", ["run.txt", "qrels.txt"])
def test_a_trec_folder_takes_the_place_of_no_other_file(place: Path, name: str) -> None:
    (place / "trec").mkdir()
    (place / "trec" / name).write_text("Run every morning.\n", encoding="utf-8")
    before = content_of(place)
    assert main(["eval", "--corpus", "knee.txt", "--trec", "trec"]) == 2
    assert content_of(place) == before


@pytest.mark.parametrize(
    "options",
    [
        ["--report", "r", "--junit", "r"],
        ["--report", "r", "--junit", "./r"],
        ["--junit", "trec/run.txt", "--trec", "trec"],
        ["--report", "trec/qrels.txt", "--trec", "trec"],
    ],
)
def test_two_reports_do_not_take_each_others_place(
    place: Path, options: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = content_of(place)
    assert main(["eval", "--corpus", "knee.txt", *options]) == 2
    assert "is to be written twice" in capsys.readouterr().err
    assert content_of(place) == before


def test_reports_are_written_again_and_again(place: Path) -> None:
    command = ["eval", "--corpus", "knee.txt", "--report", "r.html", "--junit", "j.xml", "--trec", "trec"]
    assert main(command) == 0
    first = content_of(place)
    assert {"r.html", "j.xml", "trec/run.txt", "trec/qrels.txt"} <= set(first)
    assert main(command) == 0
    assert content_of(place) == first


def test_a_report_goes_through_a_link(place: Path) -> None:
    (place / "real").mkdir()
    (place / "link.html").symlink_to(place / "real" / "page.html")
    assert main(["eval", "--corpus", "knee.txt", "--report", "link.html"]) == 0
    assert (place / "link.html").is_symlink()
    assert (place / "real" / "page.html").is_file()


def test_a_file_is_written_whole_and_a_new_one_only_where_there_is_none(tmp_path: Path) -> None:
    write_whole(tmp_path / "new" / "a", b"one")
    write_whole(tmp_path / "new" / "a", b"two")
    assert content_of(tmp_path) == {"new/a": b"two"}
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "new" / "a", b"three")
    write_new(tmp_path / "b", b"mine", PRIVATE)
    assert content_of(tmp_path) == {"new/a": b"two", "b": b"mine"}


# --------------------------------------------------------------------------------- what may not be read or written

UNPRIVILEGED = "setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override,-dac_read_search "
"""Takes from root that it may read and write everything."""


@pytest.mark.skipif(os.name == "nt", reason="permissions are another matter there")
@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("bot eval --corpus closed/knee.txt", "closed: cannot be read: Permission denied."),
        ("bot ask --corpus closed ?", "closed: cannot be read: Permission denied."),
        ("bot index closed -o index", "closed: cannot be read: Permission denied."),
        ("bot curate closed", "closed: cannot be read: Permission denied."),
        ("bot index knee.txt -o fixed/index", "fixed/index: cannot be written: Permission denied."),
        ("bot eval --corpus knee.txt --report fixed/r.html", "fixed/r.html: cannot be written: Permission denied."),
    ],
)
def test_a_folder_that_may_not_be_listed_or_written_is_an_error(place: Path, command: str, told: str) -> None:
    (place / "closed").mkdir(0o700)
    (place / "closed" / "knee.txt").write_bytes((place / "knee.txt").read_bytes())
    (place / "closed").chmod(0o311)
    (place / "fixed").mkdir(0o555)
    if os.geteuid() == 0 and in_shell(f"{UNPRIVILEGED} true").returncode:
        pytest.skip("root may read and write everything, and cannot do without it here")
    result = in_shell((UNPRIVILEGED if os.geteuid() == 0 else "") + command)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"bot: {told}")


# ------------------------------------------------------------------------------------------- what is no ordinary file

needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


@needs_pipes
@pytest.mark.parametrize(
    ("pipe", "command"),
    [
        ("knee.toml", "bot ask --corpus knee.txt ?"),
        ("knee.toml", "bot curate knee.txt"),
        ("knee.toml", "bot index knee.txt -o index"),
        ("pipe.txt", "bot ask --corpus pipe.txt ?"),
        ("pipe.txt", "bot index pipe.txt -o index"),
        ("pipe.txt", "bot gaps pipe.txt"),
        ("knee.cases.jsonl", "bot eval --corpus knee.txt"),
        ("knee.cases.jsonl", "bot curate knee.txt"),
        ("pipe.jsonl", "bot eval --corpus knee.txt pipe.jsonl"),
        ("pipe.jsonl", "bot gaps pipe.jsonl"),
        ("pipe.json", "bot eval --corpus knee.txt --compare pipe.json"),
        ("pipe.html", "bot eval --corpus knee.txt --report pipe.html"),
        ("pipe.xml", "bot eval --corpus knee.txt --junit pipe.xml"),
        ("run.txt", "bot eval --corpus knee.txt --trec ."),
    ],
)
def test_a_pipe_in_the_place_of_a_file_is_an_error_and_keeps_nobody_waiting(
    place: Path, pipe: str, command: str
) -> None:
    (place / pipe).unlink(missing_ok=True)
    os.mkfifo(place / pipe)
    result = in_shell(f"timeout 30 {command}")
    assert result.returncode == 2
    assert pipe in result.stderr
    assert "a pipe or a device, not a file" in result.stderr


@needs_pipes
def test_a_pipe_among_the_texts_of_a_folder_is_left_out(place: Path) -> None:
    os.mkfifo(place / "pipe.txt")
    assert [document.name for document in load_corpus(place).documents] == ["knee.txt"]


@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero", "/dev/full"])
def test_a_device_is_not_read(place: Path, device: str) -> None:
    if not Path(device).exists():
        pytest.skip("this system has no such device")
    (place / "knee.toml").unlink()
    (place / "knee.toml").symlink_to(device)
    with pytest.raises(CurationError, match=r"knee\.toml: cannot be read: it is a pipe or a device"):
        load_corpus(place)
    with pytest.raises(CorpusError, match="a pipe or a device"):
        load_corpus(device)
    with pytest.raises(OSError, match="a pipe or a device"):
        read_content(Path(device))


@pytest.mark.parametrize(
    "command",
    [
        *(["eval", "--corpus", "knee.txt", option, "loop"] for option in ("--report", "--junit", "--trec")),
        ["index", "knee.txt", "-o", "loop"],
        ["ask", "--corpus", "loop", "?"],
        ["eval", "--corpus", "knee.txt", "loop"],
    ],
)
def test_a_link_to_itself_is_an_error(place: Path, command: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    (place / "loop").symlink_to("loop")
    assert main(command) == 2
    assert capsys.readouterr().err.startswith("bot: loop")


def test_a_folder_in_the_place_of_a_text_is_left_out(place: Path) -> None:
    (place / "ward.txt").mkdir()
    assert [document.name for document in load_corpus(place).documents] == ["knee.txt"]


def test_two_texts_do_not_share_a_curation(place: Path) -> None:
    (place / "knee.md").write_bytes((place / "knee.txt").read_bytes())
    with pytest.raises(CurationError, match=r"knee\.toml: stands beside both knee\.md and knee\.txt\. Rename one"):
        load_corpus(place)
    assert load_corpus(place / "knee.txt").documents[0].name == "knee.txt"
    (place / "knee.toml").unlink()
    assert [document.name for document in load_corpus(place).documents] == ["knee.md", "knee.txt"]


EMPTY_NAMES = [
    ["ask", "--corpus", "", "?"],
    ["chat", "--corpus", ""],
    ["chat", "--history", ""],
    ["eval", ""],
    *(["eval", option, ""] for option in ("--corpus", "--report", "--junit", "--trec", "--compare")),
    ["gaps", ""],
    ["gaps", "--corpus", "", "knee.cases.jsonl"],
    ["curate", ""],
    ["curate", "knee.txt", "--cases", ""],
    ["index", "", "-o", "index"],
    ["index", "knee.txt", "-o", ""],
]


@pytest.mark.parametrize("arguments", EMPTY_NAMES, ids=" ".join)
def test_an_empty_name_is_not_the_current_folder(
    place: Path, arguments: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = content_of(place)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "the name is empty" in capsys.readouterr().err
    assert content_of(place) == before
    with pytest.raises(CorpusError, match="the name of the corpus is empty"):
        load_corpus("")


# ------------------------------------------------------------------------------------------------------------- Ctrl-C


HEED_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
"""Whoever runs the tests in the background has Ctrl-C ignored, and what it starts inherits that."""


@pytest.mark.parametrize(
    "command", ["ask --corpus knee.txt wlaking stcik", "eval --corpus knee.txt", "curate knee.txt"]
)
def test_ctrl_c_ends_a_command_with_130_and_without_a_word(place: Path, command: str) -> None:
    """At moments spread over the whole run, from when the first line of the program is reached."""
    started = f"{HEED_CTRL_C}from bot.__main__ import main; print(end='.', flush=True); main()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = []
    for moment in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", started, *command.split()],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        assert process.stdout is not None
        assert process.stdout.read(1) == b"."
        time.sleep(0.03 * moment + 0.01)
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=60)
        assert complaint == b""
        ended.append(process.returncode)
    assert set(ended) <= {0, 130, -signal.SIGINT}  # which a shell tells as 130: Python was at its very end
    assert ended[0] == 130


def test_ctrl_c_while_an_index_is_written_leaves_nothing_behind(place: Path) -> None:
    code = (
        f"{HEED_CTRL_C}import os, bot.folders as folders\n"
        "from bot.interrupts import end_at_once\n"
        "from pathlib import Path\n"
        "end_at_once()\n"
        "folders.json.dumps = lambda *a, **k: os.kill(os.getpid(), signal.SIGINT) or ''\n"
        "folders.write_folder(Path('index'), {}, {}, b'')\n"
    )
    before = {path.name for path in place.iterdir()}
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert b"KeyboardInterrupt" in result.stderr
    assert {path.name for path in place.iterdir()} == before
