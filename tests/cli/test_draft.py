"""``bot curate --prompt``, ``--draft`` and ``--review``, as an editor runs them."""

import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot import load_corpus
from bot.authoring.provenance import draft_file, read_draft
from tests.authoring.leaflet import RINSES, TEXT, answer_text, leaflet
from tests.authoring.server import Server, running
from tests.conftest import Run

ROOT = Path(__file__).parents[2]


@pytest.fixture
def knee(tmp_path: Path) -> str:
    return str(leaflet(tmp_path))


def open_texts(knee: str) -> list[str]:
    """What waits for a review."""
    path = Path(knee)
    return [line.text for line in read_draft(draft_file(path), path.name).lines if line.state == "open"]


def test_the_prompt_holds_the_whole_leaflet_and_the_numbers_of_its_passages(run: Run, knee: str) -> None:
    printed = run("curate", knee, "--prompt").stdout.decode()
    for passage in load_corpus(knee).passages:
        assert f"[{passage.number + 1}] {passage.kind}" in printed
        assert passage.text in printed
    assert "Return JSON" in printed
    assert "under “Please bring:”\nslippers" in printed


def test_an_answer_that_was_made_elsewhere_is_read_from_a_file_or_from_the_input(run: Run, knee: str) -> None:
    file = Path(knee).with_name("answer.txt")
    file.write_text(answer_text())
    result = run("curate", knee, "--draft", "--from", str(file))
    assert result.returncode == 0
    assert b"9 new lines" in result.stdout
    assert b"--review" in result.stdout
    again = run("curate", knee, "--draft", "--from", "-", stdin=answer_text().encode())
    assert b"0 new lines. 9 now wait" in again.stdout
    assert len(open_texts(knee)) == 9


def test_a_model_is_asked_for_every_passage_and_for_the_gaps_and_only_the_leaflet_is_sent(run: Run, knee: str) -> None:
    with running(Server()) as server:
        result = run("curate", knee, "--draft", "--model", "llama", "--url", server.url, "--yes")
    printed = result.stdout.decode()
    assert result.returncode == 0, result.stderr
    assert f"will be sent to {server.url}, to the model llama" in printed
    assert "tokens in 2 requests" in printed
    assert "Tokens used: " in printed
    assert len(open_texts(knee)) == 9
    prompt = run("curate", knee, "--prompt").stdout.decode()
    assert all(body["messages"][0]["content"].startswith(prompt) for body in server.asked)
    assert all(len(body["messages"]) == 1 for body in server.asked)
    origin = read_draft(draft_file(Path(knee)), "knee.txt").origins[0]
    assert (origin.model, origin.asked) == ("llama", server.url)


def test_without_consent_nothing_is_sent(run: Run, knee: str) -> None:
    with running(Server()) as server:
        result = run("curate", knee, "--draft", "--model", "llama", "--url", server.url)
    assert result.returncode == 2
    assert b"nothing was sent" in result.stderr
    assert not server.asked
    assert not draft_file(Path(knee)).exists()


def test_a_server_that_knows_no_schemas_is_asked_without(run: Run, knee: str) -> None:
    with running(Server(knows_schemas=False)) as server:
        run("curate", knee, "--draft", "--model", "llama", "--url", server.url, "--yes")
    assert len(open_texts(knee)) == 9


def test_the_key_is_taken_from_the_environment_and_written_down_nowhere(run: Run, knee: str) -> None:
    with running(Server(key="secret-key")) as server:
        arguments = ("curate", knee, "--draft", "--model", "llama", "--url", server.url, "--yes")
        refused = run(*arguments, OPENAI_API_KEY="wrong")
        taken = run(*arguments, OPENAI_API_KEY="secret-key")
    assert (refused.returncode, taken.returncode) == (2, 0)
    assert b"OPENAI_API_KEY" in refused.stderr
    written = b"".join(path.read_bytes() for path in Path(knee).parent.iterdir())
    assert b"secret-key" not in taken.stdout + taken.stderr + written


def test_a_model_that_is_not_there_is_told_with_those_that_are(run: Run, knee: str) -> None:
    with running(Server(model="phi")) as server:
        result = run("curate", knee, "--draft", "--model", "llama", "--url", server.url, "--yes")
    assert result.returncode == 2
    assert b"no model 'llama'" in result.stderr
    assert b"Name one of: phi" in result.stderr


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1", "localhost:11434", "http://[", "ftp://a/v1"])
def test_an_address_where_nobody_answers_is_told(run: Run, knee: str, url: str) -> None:
    result = run("curate", knee, "--draft", "--model", "llama", "--url", url, "--yes")
    assert result.returncode == 2
    assert url.encode() in result.stderr
    assert b"Traceback" not in result.stderr


def test_what_came_before_a_refusal_is_kept_and_only_the_rest_is_asked_for_again(run: Run, knee: str) -> None:
    with running(Server(limit=1)) as server:
        arguments = ("curate", knee, "--draft", "--model", "llama", "--url", server.url, "--yes")
        refused = run(*arguments)
        assert refused.returncode == 2
        assert b"too many requests" in refused.stderr
        assert len(open_texts(knee)) == 7
        server.limit, server.asked = 99, []
        assert run(*arguments).returncode == 0
    assert len(open_texts(knee)) == 9
    last = server.asked[-1]["messages"][0]["content"]
    assert "only for these passages: none of them" in last


def test_an_answer_that_is_cut_off_loses_nothing_that_was_right(run: Run, knee: str) -> None:
    with running(Server(cut=280)) as server:
        result = run("curate", knee, "--draft", "--model", "llama", "--url", server.url, "--yes")
    assert b"cut off" in result.stdout
    assert "how long does it take" in open_texts(knee)
    assert "what do they do to my knee" in open_texts(knee)


def test_a_server_that_reads_only_a_part_is_told(run: Run, knee: str) -> None:
    with running(Server(tokens=50)) as server:
        result = run("curate", knee, "--draft", "--model", "llama", "--url", server.url, "--yes")
    assert b"The server read only 50 of about" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--draft",), b"--model"),
        (("--draft", "--from", "missing.txt"), b"missing.txt"),
        (("--model", "x"), b"--model is for --draft"),
        (("--from", "x"), b"--from is for --draft"),
        (("--by", "x"), b"--by is for --review"),
        (("-o", "x"), b"--output is for --template"),
        (("--draft", "--review"), b"not allowed with"),
    ],
)
def test_what_means_nothing_is_refused(run: Run, knee: str, arguments: tuple[str, ...], told: bytes) -> None:
    result = run("curate", knee, *arguments)
    assert (result.returncode, result.stdout) == (2, b"")
    assert told in result.stderr


@pytest.mark.parametrize("mode", ["--draft", "--review", "--prompt", "--template"])
def test_a_folder_is_refused(run: Run, knee: str, mode: str) -> None:
    result = run("curate", str(Path(knee).parent), mode)
    assert result.returncode == 2
    assert b"Name the file" in result.stderr


@pytest.mark.parametrize("answer", [b"", b"\xff\xfe", b"No.", b"{}"])
def test_an_answer_that_is_none_is_refused(run: Run, knee: str, answer: bytes) -> None:
    result = run("curate", knee, "--draft", "--from", "-", stdin=answer)
    assert result.returncode == 2
    assert result.stderr
    assert b"Traceback" not in result.stderr


def test_a_review_in_a_pipe(run: Run, knee: str) -> None:
    run("curate", knee, "--draft", "--from", "-", stdin=answer_text().encode())
    result = run("curate", knee, "--review", "--by", "Ann", stdin=b"x\n?\na\nd\ns\nu\nm\n\ne\nhow long is it\nq\n")
    assert result.returncode == 0, result.stderr
    assert b"accept it and the rest" in result.stdout
    assert b"2 changes" in result.stdout
    lines = read_draft(draft_file(Path(knee)), "knee.txt").lines
    assert sorted(line.state for line in lines) == ["accepted"] * 2 + ["dropped"] + ["open"] * 6
    assert all(line.by == "Ann" for line in lines if line.state != "open")


def test_a_review_that_has_nothing_to_do_says_so_and_writes_nothing(run: Run, knee: str) -> None:
    result = run("curate", knee, "--review")
    assert b"Nothing is left to decide on" in result.stdout
    assert [path.name for path in Path(knee).parent.iterdir()] == ["knee.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_review_in_a_terminal_by_single_keys_and_left_with_ctrl_c(run: Run, knee: str) -> None:
    run("curate", knee, "--draft", "--from", "-", stdin=answer_text().encode())
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "bot", "curate", knee, "--review"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "40"}
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment, close_fds=True)
    os.close(slave)
    for keys in ("a", "a", "d", "\x03"):
        wait_for(master, "[q]uit")
        os.write(master, keys.encode())
    assert process.wait(timeout=60) == 130
    os.close(master)
    states = [line.state for line in read_draft(draft_file(Path(knee)), "knee.txt").lines]
    assert (states.count("accepted"), states.count("dropped")) == (2, 1)
    assert sum(map(len, (passage.examples for passage in load_corpus(knee).passages))) >= 1


def wait_for(terminal: int, text: str) -> None:
    """Read until a text is shown, and the prompt after it."""
    shown, until = "", time.monotonic() + 60
    while text not in shown or ">" not in shown.rpartition(text)[2]:
        assert time.monotonic() < until, shown
        shown += os.read(terminal, 4096).decode(errors="replace")


def test_the_bot_that_people_talk_to_knows_no_language_model() -> None:
    code = (
        "import sys; from bot import Bot, load_corpus; Bot(load_corpus()).reply('is it free?'); "
        "import bot.terminal.chat, bot.cli.ask, bot.cli.evaluate; print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not {"openai", "httpx", "httpx2", "bot.authoring.drafting"} & set(loaded.split())


def test_a_passage_is_answered_by_what_was_accepted(run: Run, knee: str) -> None:
    run("curate", knee, "--draft", "--from", "-", stdin=answer_text().encode())
    run("curate", knee, "--review", stdin=b"a\n" * 9)
    asked = run("ask", "--corpus", knee, "--json", "do they nock u out")
    reply = json.loads(asked.stdout)
    assert load_corpus(knee).passages[RINSES].text in reply["quotes"][0]["text"]


def test_check_names_what_hangs_on_a_passage_that_has_changed(run: Run, knee: str) -> None:
    run("curate", knee, "--draft", "--from", "-", stdin=answer_text().encode())
    run("curate", knee, "--review", stdin=b"a\n" * 9)
    assert b"passages that have changed" not in run("check", knee).stdout
    Path(knee).write_text(TEXT.replace("about half an hour", "about two hours"))
    result = run("check", knee)
    assert result.returncode == 1
    assert b"passages that have changed" in result.stdout
    assert "“is it over in an hour”".encode() in result.stdout
