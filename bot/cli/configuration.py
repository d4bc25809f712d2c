"""What holds for every call: a file of settings, and variables of the environment.

An option on the command line comes before a variable, a variable before the file, and the file before what holds by
itself.
"""

import argparse
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.cli.options import a_country, a_place, a_width
from bot.errors import UsageError

FOLDER, FILE = "quote-only-bot", "config.toml"
"""The names of the folder, in that for settings of the system, and of the file in it."""

FILE_VARIABLE = "BOT_CONFIG"
"""Names another file; empty, none is read."""

Setting = str | int | bool | Path

VARIABLES = {"corpus": "BOT_CORPUS", "region": "BOT_REGION", "width": "BOT_WIDTH", "plain": "BOT_PLAIN"}
"""The settings, as they are called in the file, each with its variable."""

NO_COLOR = "NO_COLOR"
"""What many programs know for no colours (https://no-color.org); here it means ``plain``."""

YES, NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})


def configure(arguments: argparse.Namespace) -> None:
    """Give each setting that no option gave its value from the environment or from the file.

    Raises:
        UsageError: one of them has a value that means nothing, or the file cannot be read.
    """
    in_file = _settings_of_file(os.environ)
    for name, variable in VARIABLES.items():
        if getattr(arguments, name, None) is None:
            value = _of_variable(name, variable, os.environ)
            setattr(arguments, name, in_file.get(name) if value is None else value)


def configuration_file(environ: Mapping[str, str]) -> Path | None:
    """The file that settings are read from, whether it is there or not; ``None`` where none is wanted."""
    if FILE_VARIABLE in environ:
        return Path(environ[FILE_VARIABLE]).expanduser() if environ[FILE_VARIABLE] else None
    from platformdirs import user_config_path

    return user_config_path(FOLDER, appauthor=False) / FILE


def _of_variable(name: str, variable: str, environ: Mapping[str, str]) -> Setting | None:
    text = environ.get(variable, "")
    if text:
        return _checked(f"{variable}={text}", _READERS[name], text)
    return True if name == "plain" and environ.get(NO_COLOR) else None


def _settings_of_file(environ: Mapping[str, str]) -> dict[str, object]:
    try:
        file = configuration_file(environ)
        if file is None or not (FILE_VARIABLE in environ or file.exists()):
            return {}
        from bot.files import read_content

        content = read_content(file)
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error).rstrip(".")
        raise UsageError(f"the settings cannot be read: {reason}: {environ.get(FILE_VARIABLE) or FILE}.") from error
    return {name: _of_file(name, value, file) for name, value in _table(content, file).items()}


def _table(content: bytes, file: Path) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UsageError(f'{file}: not TOML: {error}. Write lines like: region = "GB"') from error


def _of_file(name: str, value: object, file: Path) -> Setting:
    if name not in VARIABLES:
        raise UsageError(f"{file}: there is no setting {name!r}. There are: {', '.join(VARIABLES)}.")
    where = f"{file}: {name} = {value!r}"
    if name == "plain":
        if isinstance(value, bool):
            return value
        raise UsageError(f"{where}: write true or false.")
    if isinstance(value, bool) or not isinstance(value, int if name == "width" else str):
        raise UsageError(f"{where}: write {'a number' if name == 'width' else 'a text in quotation marks'}.")
    checked = _checked(where, _READERS[name], str(value))
    return file.parent / checked if isinstance(checked, Path) else checked


def _checked(where: str, read: Callable[[str], Setting], text: str) -> Setting:
    try:
        return read(text)
    except argparse.ArgumentTypeError as error:
        raise UsageError(f"{where}: {error}.") from error


def _place(text: str) -> Path | str:
    try:
        place = a_place(text)
        return place.expanduser() if isinstance(place, Path) else place
    except RuntimeError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _yes_or_no(text: str) -> bool:
    if text.casefold() in YES | NO:
        return text.casefold() in YES
    raise argparse.ArgumentTypeError("write 1 for yes, or 0 for no")


_READERS: Mapping[str, Callable[[str], Setting]] = {
    "corpus": _place,
    "region": a_country,
    "width": a_width,
    "plain": _yes_or_no,
}
