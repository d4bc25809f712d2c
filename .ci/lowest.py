"""Prints requirements for pip: the lowest versions that pyproject.toml allows the program, and what its tests need."""

import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"


def main() -> None:
    """Print a line like ``numpy==1.26`` for each dependency, then the tests' own as they stand."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for requirement in (
        *project["dependencies"],
        *extras["cluster"],
        *extras["draft"],
        *extras["library"],
        *extras["meaning"],
        *extras["pdf"],
        *extras["web"],
        *extras["word"],
    ):
        print(requirement.split(",")[0].replace(">=", "=="))
    known = {
        requirement.split(">")[0]
        for extra in ("cluster", "draft", "library", "pdf", "web", "word")
        for requirement in extras[extra]
    }
    for requirement in extras["test"]:
        if requirement.split(">")[0] not in known:
            print(requirement)


if __name__ == "__main__":
    main()
