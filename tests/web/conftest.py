import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from starlette.testclient import TestClient

from bot.web.app import make_app
from bot.web.options import Options
from tests.leaflets import ECZEMA, GASTROSCOPY, KNEE, KNEE_CURATION
from tests.web.servers import Server, serving

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
NO_BROWSER = "no Chromium here: install it (apt-get install chromium) to try the page in a real browser"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if CHROMIUM is None:
        terminalreporter.write_line(f"NOT TRIED: the page in a real browser; {NO_BROWSER}.", red=True, bold=True)


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """A program that calls the server of the article, as often as it likes."""
    with TestClient(make_app(Options(region="GB", requests_a_minute=0))) as calling:
        yield calling


@pytest.fixture
def library_folder(tmp_path: Path) -> Path:
    """A folder of three leaflets, of one of which the source is known."""
    folder = tmp_path / "library"
    folder.mkdir()
    for name, text in (("eczema", ECZEMA), ("gastroscopy", GASTROSCOPY), ("knee", KNEE)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    about = 'publisher = "Ward 7"\naddress = "https://ward.example/knee"\nreviewed = "2026-03"\n'
    (folder / "knee.toml").write_text(about + KNEE_CURATION, encoding="utf-8")
    return folder


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """What the server's own part of the program writes into the log."""
    lines: list[str] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    listening = Listening()
    logging.getLogger("bot.web").addHandler(listening)
    yield lines
    logging.getLogger("bot.web").removeHandler(listening)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """``bot serve`` of the article, as a process."""
    with serving(tmp_path_factory.mktemp("served"), "--region", "GB", "--rate", "0") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser, without a window; it goes with the module, for no other loop of events runs beside it."""
    if CHROMIUM is None:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
