"""What is built can be installed and answers, with everything it needs inside."""

import email
import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def run(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=True).stdout


def fresh_environment(folder: Path) -> Path:
    """A virtual environment that holds what this one depends on, but not this project. Returns its Python."""
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=ROOT)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    # A path file in a folder that a path file adds is not read, so an editable install is not carried over.
    Path(packages, "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


@pytest.mark.slow
def test_the_source_package_builds_a_wheel_that_answers_in_another_folder(tmp_path: Path) -> None:
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path, cwd=ROOT)
    (source,) = tmp_path.glob("*.tar.gz")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", tmp_path, source, cwd=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    check_licence(wheel)
    python = fresh_environment(tmp_path / "environment")
    run(*pip, "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=tmp_path)

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    command = python.with_name("bot")
    assert run(command, "--version", cwd=elsewhere) == f"bot {VERSION}\n"
    place = Path(run(python, "-c", "import bot; print(bot.__file__)", cwd=elsewhere).strip())
    assert place.is_relative_to(tmp_path)
    for name in (
        "py.typed",
        "model/manifest.json",
        "model/intents.npz",
        "model/vectors.npz",
        "model/wordpieces.txt",
        "built/article/manifest.json",
        "corpus/stem-cell-therapy.txt",
    ):
        assert (place.parent / name).is_file()
    reply = json.loads(run(command, "ask", "--json", "How much does it cost?", cwd=elsewhere))
    article = (ROOT / "corpus" / "stem-cell-therapy.txt").read_bytes().decode("utf-8")
    quote = reply["quotes"][0]
    assert quote["text"] == article[quote["start"] : quote["end"]]


def check_licence(wheel: Path) -> None:
    """The metadata names every licence of what is inside, and the notice that tells of them is inside too."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        fields = email.message_from_bytes(archive.read(metadata))
        (notice,) = (archive.read(name).decode() for name in names if name.endswith("NOTICE.md"))
    licences = fields["License-Expression"].split(" AND ")
    assert fields.get_all("License-File") == ["LICENSE", "LICENSE-Apache-2.0", "NOTICE.md"]
    table = dict(re.findall(r"^\| (.*`.+?|everything else) \| ([\w.-]+) \|$", notice, re.MULTILINE))
    assert sorted(licences) == sorted(table.values())
    for file, licence in (("everyday-words.txt", "CC-BY-SA-4.0"), ("stopwords.txt", "BSD-3-Clause")):
        assert f"bot/data/{file}" in names
        assert [table[what] for what in table if f"bot/data/{file}" in what] == [licence]


def test_data_of_others_says_whose_it_is_and_stands_in_the_notice() -> None:
    notice = (ROOT / "NOTICE.md").read_text(encoding="utf-8")
    for file in (ROOT / "bot" / "data").iterdir():
        head = file.read_text(encoding="utf-8")[:400] if file.suffix in (".txt", ".toml") else ""
        is_of_others = bool(re.search(r"wordfreq|Snowball project|under CC|licen[cs]e", head))
        assert (f"## `bot/data/{file.name}`" in notice) == is_of_others


def test_the_change_log_tells_of_this_version() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert VERSION in headings
