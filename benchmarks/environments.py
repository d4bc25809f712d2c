"""Virtual environments of their own for the systems that are compared, under ``.benchmarks/``."""

import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ROOT / ".benchmarks" / "environments"


class Environment:
    """A virtual environment with some packages and no pip, made once and kept.

    Args:
        name: of its folder.
        requirements: what ``pip install`` is told. A folder is installed anew each time, from a wheel built of it.

    Raises:
        RuntimeError: the packages cannot be installed.
    """

    def __init__(self, name: str, requirements: Sequence[str]) -> None:
        self.folder = ENVIRONMENTS / name
        installed = self.folder / "installed.txt"
        wanted = "\n".join(requirements)
        if installed.exists() and installed.read_text() == wanted and str(ROOT) not in requirements:
            return
        if not self.python.exists():
            venv.create(self.folder)
        if requirements:
            self._install(requirements)
        installed.write_text(wanted)

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    @property
    def size(self) -> int:
        """How many bytes the installed packages take, with their compiled modules."""
        (packages,) = self.folder.glob("lib/python*/site-packages")
        return sum(_size(entry) for entry in packages.iterdir())

    def _install(self, requirements: Sequence[str]) -> None:
        print(f"Installing {', '.join(requirements)} into {self.folder} ...", file=sys.stderr)
        pip = [sys.executable, "-m", "pip", "--python", str(self.python), "--quiet", "--disable-pip-version-check"]
        done = subprocess.run([*pip, "install", *requirements], stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{', '.join(requirements)} cannot be installed:\n{done.stderr}")


def _size(entry: Path) -> int:
    if entry.is_file():
        return entry.stat().st_size
    return sum((Path(folder) / file).stat().st_size for folder, _, files in os.walk(entry) for file in files)
