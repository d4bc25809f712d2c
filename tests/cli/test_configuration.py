"""Settings: an option before a variable, a variable before the file, the file before what holds by itself."""

import argparse
import os
import re
from pathlib import Path

import platformdirs
import pytest

from bot.cli.command_line import main
from bot.cli.configuration import VARIABLES, configuration_file, configure
from bot.cli.options import add_options
from bot.errors import UsageError
from tests.conftest import ROOT, Run

PAGE = (ROOT / "docs" / "terminal.md").read_text(encoding="utf-8")


def settings(*options: str) -> dict[str, object]:
    parser = argparse.ArgumentParser()
    add_options(parser)
    arguments = parser.parse_args(options)
    configure(arguments)
    return {name: getattr(arguments, name) for name in VARIABLES}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BOT_CONFIG", str(tmp_path / "mine.toml"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path / "mine.toml"


def test_an_option_comes_before_a_variable_and_a_variable_before_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text('region = "US"\nwidth = 50\nplain = true\ncorpus = "leaflets"\n')
    of_file = {"corpus": file.parent / "leaflets", "region": "US", "width": 50, "plain": True}
    assert settings() == of_file
    for name, value in {"CORPUS": "x", "REGION": "de", "WIDTH": "60", "PLAIN": "0"}.items():
        monkeypatch.setenv(f"BOT_{name}", value)
    of_variables = {"corpus": Path("x"), "region": "DE", "width": 60, "plain": False}
    assert settings() == of_variables
    options = ("--region", "GB", "--width", "70", "--plain", "--corpus", "y")
    assert settings(*options) == {"corpus": Path("y"), "region": "GB", "width": 70, "plain": True}
    monkeypatch.setenv("BOT_PLAIN", "yes")
    assert settings("--no-plain") == {**of_variables, "plain": False}


def test_without_any_nothing_is_set(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("")
    monkeypatch.setenv("BOT_REGION", "")
    assert settings() == dict.fromkeys(VARIABLES)


def test_no_color_is_plain_unless_somebody_says_otherwise(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("plain = false\n")
    monkeypatch.setenv("NO_COLOR", "1")
    assert settings()["plain"] is True
    assert settings("--no-plain")["plain"] is False
    monkeypatch.setenv("BOT_PLAIN", "0")
    assert settings()["plain"] is False


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("region", "not TOML"),
        ("\udcff", "not TOML"),
        ("colour = 1", "no setting 'colour'. There are: corpus, region, width, plain"),
        ("region = 44", "a text in quotation marks"),
        ('region = "Britain"', "not a country code"),
        ('width = "wide"', "a number"),
        ("width = 3", "not a number of columns"),
        ("width = true", "a number"),
        ('plain = "yes"', "true or false"),
        ('corpus = ""', "the name is empty"),
        ('corpus = "~nobody-of-this-name/x"', "home"),
    ],
)
def test_a_file_that_means_nothing_is_an_error_that_names_it(file: Path, content: str, told: str) -> None:
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError, match=re.escape(str(file))) as error:
        settings()
    assert told in str(error.value)


@pytest.mark.parametrize("value", ["BOT_WIDTH=wide", "BOT_REGION=Britain", "BOT_PLAIN=perhaps"])
def test_a_variable_that_means_nothing_is_an_error_that_names_it(
    file: Path, monkeypatch: pytest.MonkeyPatch, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("")
    monkeypatch.setenv(*value.split("="))
    assert main(["ask", "hello"]) == 2
    assert capsys.readouterr().err.startswith(f"bot: {value}: ")


def test_a_file_that_is_named_and_not_there_is_an_error(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "hello"]) == 2
    assert str(file) in capsys.readouterr().err


def test_the_usual_file_need_not_be_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("BOT_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    usual = configuration_file(os.environ)
    assert usual == Path(platformdirs.user_config_dir("quote-only-bot", appauthor=False), "config.toml")
    assert settings()["region"] is None


def test_the_commands_do_what_the_settings_say(run: Run, leaflet: Path) -> None:
    place = leaflet.parent / "config.toml"
    place.write_text(f'corpus = "{leaflet.name}"\nwidth = 30\nregion = "GB"\n')
    question = "What does a walking stick cost?"
    for result in (
        run("ask", question, BOT_CONFIG=str(place)),
        run("chat", stdin=question.encode(), BOT_CONFIG=str(place)),
        run("ask", question, BOT_CONFIG="", BOT_CORPUS=str(leaflet), BOT_WIDTH="30"),
    ):
        assert result.stdout.decode().startswith("> A walking stick costs about\n> ten pounds.\n")
    assert "999" in run("ask", "I can't breathe", BOT_CONFIG=str(place)).stdout.decode()
    assert "911" in run("ask", "I can't breathe", BOT_CONFIG=str(place), BOT_REGION="US").stdout.decode()


def test_every_setting_stands_in_the_table() -> None:
    rows = re.findall(r"^\| `--(\w+)[^|]*\| `(\w+)`[^|]*\| `(\w+)", PAGE, re.MULTILINE)
    assert {name: variable for name, variable, _ in rows} == VARIABLES
    assert [name for name, _, in_file in rows] == [in_file for _, _, in_file in rows]
