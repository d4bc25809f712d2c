import io
import sys
import time

import pytest

from bot.terminal.waiting import FRAME, FRAMES, PATIENCE, waiting, waiting_for_command


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_takes_long_has_a_sign_that_is_gone_afterwards() -> None:
    written: list[str] = []
    with waiting("One moment", written.append):
        for _ in range(3000):
            if len(written) > 1:
                break
            time.sleep(0.01)
    assert [text[:2] for text in written[:2]] == [f"\r{FRAMES[0]}", f"\r{FRAMES[1]}"]
    assert written[-1] == f"\r{' ' * (len('One moment') + 2)}\r"


def test_what_is_done_at_once_has_none() -> None:
    written: list[str] = []
    with waiting("One moment", written.append):
        pass
    assert written == []


def test_an_error_takes_the_sign_away_too() -> None:
    written: list[str] = []

    def fail() -> None:
        with waiting("One moment", written.append):
            while not written:
                time.sleep(0.01)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert written[-1].isspace()


@pytest.mark.parametrize(("stream", "is_plain"), [(io.StringIO(), False), (Terminal(), True)])
def test_a_command_shows_none_where_there_is_no_terminal_or_it_would_be_read_aloud(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, is_plain: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    with waiting_for_command("Reading", is_plain):
        time.sleep(PATIENCE + 2 * FRAME)
    assert stream.getvalue() == ""


def test_a_command_shows_one_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with waiting_for_command("Reading", is_plain=False):
        while "Reading" not in terminal.getvalue():
            time.sleep(0.01)
    assert terminal.getvalue().endswith("\r")
