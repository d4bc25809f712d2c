"""Where a report may be written: a new file, or one that holds such a report already, and nothing else."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.errors import UsageError
from bot.files import read_content

_RUN = re.compile(rb"(?:\S+ Q0 (?:p\d+|none) \d+ \d+ bot\n)*")
_QRELS = re.compile(rb"(?:\S+ 0 (?:p\d+|none) [01]\n)*")

_IS_OURS: dict[str, Callable[[bytes], object]] = {
    "--report": lambda content: b"<title>How the bot did" in content[:4096],
    "--junit": lambda content: b'<testsuite name="bot eval"' in content[:4096],
    "run.txt": _RUN.fullmatch,
    "qrels.txt": _QRELS.fullmatch,
}


def check_places(report: Path | None, junit: Path | None, trec: Path | None) -> None:
    """Look, before anything is asked, whether what is to be written would destroy something.

    Raises:
        UsageError: two of them are one file, or a file is there already that ``bot eval`` did not write.
    """
    names: dict[Path, str] = {}
    for name, path in _files(report, junit, trec):
        try:
            may_be_written = _may_be_written(name, path)
            first = names.setdefault(path.resolve(), name)
        except OSError as error:
            raise UsageError(f"{path}: cannot be written: {error.strerror}. Choose another place.") from error
        if first != name:
            raise UsageError(f"{path}: is to be written twice, for {first} and for {name}. Choose two places.")
        if not may_be_written:
            raise UsageError(
                f"{path}: there is something else in the place of {name}, and 'bot eval' does not write over it. "
                "Choose another name, or remove it."
            )


def _files(report: Path | None, junit: Path | None, trec: Path | None) -> Iterator[tuple[str, Path]]:
    if report:
        yield "--report", report
    if junit:
        yield "--junit", junit
    if trec:
        yield from (("run.txt", trec / "run.txt"), ("qrels.txt", trec / "qrels.txt"))


def _may_be_written(name: str, path: Path) -> bool:
    try:
        return bool(_IS_OURS[name](read_content(path)))
    except FileNotFoundError:
        return True
