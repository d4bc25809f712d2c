import pytest

from bot.terminal.links import has_links


@pytest.mark.parametrize(
    "environment",
    [
        {"TERM_PROGRAM": "iTerm.app"},
        {"TERM_PROGRAM": "vscode"},
        {"TERM": "xterm-kitty"},
        {"WT_SESSION": "a-b"},
        {"VTE_VERSION": "6003"},
        {"FORCE_HYPERLINK": "1"},
    ],
)
def test_terminals_that_have_links(environment: dict[str, str]) -> None:
    assert has_links(environment)
    assert not has_links({**environment, "FORCE_HYPERLINK": "0"})


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"TERM": "dumb"},
        {"TERM": "linux"},
        {"TERM": "xterm-256color"},
        {"VTE_VERSION": "4999"},
        {"VTE_VERSION": "x"},
    ],
)
def test_terminals_that_have_none_or_are_not_known(environment: dict[str, str]) -> None:
    assert not has_links(environment)
