"""The program runs with the network and NLTK's data cut off, and writes nothing to disk."""

import json
import os
import platform
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import load_corpus
from bot.indexing import write_index

ROOT = Path(__file__).parents[1]

CUT_OFF = """
import os
import sys

def refuse(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.")):
        raise RuntimeError(f"the network was used: {event}")
    if event == "open":
        path, mode, flags = arguments
        if "nltk_data" in str(path):
            raise RuntimeError(f"NLTK's data was looked for: {path}")
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and str(path) != os.devnull:
            raise RuntimeError(f"a file was written: {path}")
    if event in ("os.mkdir", "os.rename", "sqlite3.connect"):
        raise RuntimeError(f"the disk was written to: {event}")

sys.addaudithook(refuse)
"""

SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""Linux' names for a kind of processor, and for the call that opens a socket there."""

NO_SOCKETS = """
import ctypes
import struct

def forbid(kind, call):
    rows = ((0x20, 0, 0, 4), (0x15, 0, 3, kind), (0x20, 0, 0, 0), (0x15, 0, 1, call), (0x06, 0, 0, 0x80000000),
            (0x06, 0, 0, 0x7FFF0000))
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *row) for row in rows))
    program = ctypes.create_string_buffer(struct.pack("HP", len(rows), ctypes.addressof(code)))
    control = ctypes.CDLL(None, use_errno=True).prctl
    if control(38, 1, 0, 0, 0) or control(22, 2, program, 0, 0):
        raise OSError(ctypes.get_errno(), "sockets cannot be forbidden here")
"""
"""Has the system end the process when any part of it, in whatever language it was written, asks for a socket."""

LEAFLET = """\
Ear wash
A nurse, e.g. Dr. Lee's, rinses your ear with warm water. It takes ten minutes.
Cost
The ear wash is free.
"""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def has_fence_below_python() -> bool:
    """Whether the system can forbid sockets: what is compiled does not ask Python for them."""
    return sys.platform == "linux" and platform.machine() in SOCKET


@pytest.fixture
def home(tmp_path: Path) -> Path:
    path = tmp_path / "home"
    path.mkdir()
    return path


@pytest.fixture
def run(tmp_path: Path, home: Path) -> Run:
    """Run Python in an empty home, where every use of the network and every write to disk is an error."""
    (tmp_path / "cut").mkdir()
    forbid = f"forbid{SOCKET[platform.machine()]}" if has_fence_below_python() else ""
    (tmp_path / "cut" / "sitecustomize.py").write_text(f"{CUT_OFF}{NO_SOCKETS}{forbid}\n")
    places = dict.fromkeys(
        ("HOME", "USERPROFILE", "NLTK_DATA", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(home)
    )
    environment = {
        **os.environ,
        **places,
        "PYTHONPATH": os.pathsep.join([str(tmp_path / "cut"), str(ROOT)]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def run_python(*arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            cwd=home,
            env=environment,
        )

    return run_python


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import socket; socket.socket()", "the network was used"),
        ("open('x', 'w')", "a file was written"),
        ("open('nltk_data/corpora/stopwords')", "NLTK's data was looked for"),
    ],
)
def test_the_fence_holds(run: Run, code: str, said: str) -> None:
    result = run("-c", code)
    assert result.returncode == 1
    assert said in result.stderr


@pytest.mark.skipif(not has_fence_below_python(), reason="only Linux forbids sockets to a process")
def test_the_fence_holds_below_python_too(run: Run) -> None:
    result = run("-c", "import ctypes; print('before', flush=True); ctypes.CDLL(None).socket(2, 2, 0)")
    assert (result.returncode, result.stdout) == (-signal.SIGSYS, "before\n")


def test_the_article_answers(run: Run, home: Path) -> None:
    result = run("-m", "bot", "ask", "--json", "How much does it cost?")
    assert (result.returncode, result.stderr) == (0, "")
    reply = json.loads(result.stdout)
    assert reply["kind"] == "answer"
    assert "Cost:" in reply["quotes"][0]["text"]
    assert reply["disclaimer"]
    assert list(home.iterdir()) == []


def test_a_leaflet_is_checked(run: Run, home: Path, tmp_path: Path) -> None:
    leaflet = tmp_path / "ear.txt"
    leaflet.write_text(LEAFLET + "What happens is told of here. " * 30, encoding="utf-8")
    result = run("-m", "bot", "check", str(leaflet), "--json")
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["documents"][0]["grade"] is not None
    assert list(home.iterdir()) == []


def test_a_leaflet_that_was_never_read_before_answers(run: Run, home: Path, tmp_path: Path) -> None:
    leaflet = tmp_path / "ear.txt"
    leaflet.write_text(LEAFLET, encoding="utf-8")
    talk = "how long does the ear wash take?\nchest pain and I can't breathe\n/why\n"
    result = run("-m", "bot", "chat", "--corpus", str(leaflet), stdin=talk)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.count("not medical advice") == 2
    assert list(home.iterdir()) == []


def test_an_index_answers(run: Run, home: Path, tmp_path: Path) -> None:
    (tmp_path / "ear.txt").write_text(LEAFLET, encoding="utf-8")
    write_index(load_corpus(tmp_path / "ear.txt"), tmp_path / "index")
    result = run("-m", "bot", "ask", "--json", "--corpus", str(tmp_path / "index"), "is the ear wash free?")
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["quotes"][0]["text"] == "The ear wash is free."
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("is_indexed", [False, True])
def test_the_sentence_encoder_sends_nothing_and_keeps_nothing(
    run: Run, home: Path, tmp_path: Path, is_indexed: bool
) -> None:
    corpus = tmp_path / "ear.txt"
    corpus.write_text(LEAFLET, encoding="utf-8")
    if is_indexed:
        write_index(load_corpus(corpus), tmp_path / "index", meaning=True)
        corpus = tmp_path / "index"
    result = run("-m", "bot", "ask", "--json", "--meaning", "--corpus", str(corpus), "is the ear wash free?")
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["quotes"][0]["text"] == "The ear wash is free."
    assert list(home.iterdir()) == []


def test_the_runtime_is_told_to_report_nothing_before_it_is_loaded(run: Run) -> None:
    code = (
        "import os; from bot.evidence.encoder import Encoder; import sys; assert 'onnxruntime' not in sys.modules;"
        "Encoder(); print(os.environ['ORT_DISABLE_TELEMETRY'])"
    )
    result = run("-c", code)
    assert (result.stdout, result.stderr) == ("1\n", "")
