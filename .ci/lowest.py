"""Prints the lowest versions that pyproject.toml allows of what the program needs, as constraints for pip."""

import re
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"


def main() -> None:
    """Print a line like ``numpy==1.26`` for each dependency."""
    for needed in tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]:
        name, lowest = re.fullmatch(r"([\w-]+)>=([\d.]+),<[\d.]+", needed).groups()
        print(f"{name}=={lowest}")


if __name__ == "__main__":
    main()
