"""The benchmarks run, on a tiny load: what they print is a table with a line for each thing measured."""

import json
import sys
from pathlib import Path

import pytest

from benchmarks import ablation, leaflets, quality, safety, speed, timing
from benchmarks.ablation import INGREDIENTS, Ingredient
from benchmarks.environments import Environment
from bot import Bot, load_corpus

LEAFLET = """\
Living with Knee Pain

Exercise
Gentle walking keeps the knee joint supple. Swimming is gentle too.

Cost
A walking stick costs about ten pounds.
"""
CASES = (
    {"id": "1", "question": "What does a walking stick cost?", "expect": "answer", "gold": ["about ten pounds"]},
    {"id": "2", "question": "What is the capital of Peru?", "expect": "decline"},
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "knee.txt").write_text(LEAFLET, encoding="utf-8")
    lines = "".join(f"{json.dumps(case)}\n" for case in CASES)
    (tmp_path / "knee.cases.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


def rows(printed: str) -> dict[str, list[str]]:
    """The cells of each line of the printed tables, by the line's first cell."""
    lines = [line.strip("| \n").split(" | ") for line in printed.splitlines() if line.startswith("|")]
    return {first: others for first, *others in lines}


def test_speed_times_commands_replies_and_long_work(capsys: pytest.CaptureFixture[str]) -> None:
    speed.main(["--rounds", "1", "--cases", "20"])
    table = rows(capsys.readouterr().out)
    assert table[speed.YARDSTICK][1] == "1x"
    assert table["`bot ask`, to its end"][0].endswith("ms")
    assert table["`bot chat`, to its prompt"][0].endswith("ms")
    assert table["`reply(question)`, new to the bot"][1].endswith("ms")
    assert table["`bot eval` on 20 different cases, cold"][0].endswith("s")


def test_ten_thousand_cases_are_all_different() -> None:
    messages = speed.different_messages(10_000)
    assert len(set(messages)) == 10_000


def test_quality_sets_the_bot_beside_systems_that_always_answer(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quality.main(["--no-install", "--corpus", str(folder / "knee.txt")])
    table = rows(capsys.readouterr().out)
    headings = table["system"]
    bare = dict(zip(headings, table["rank_bm25 with str.split()"], strict=True))
    assert bare["answer in the first three quotes"].startswith("100%")
    assert bare["correct declines"].startswith("0%")
    assert "this bot" in table


def test_safety_prints_figures_and_no_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind, message in (("emergency", "she cannot breathe"), ("chat", "hello"), ("question", "what does it cost")):
        (tmp_path / f"{kind}.txt").write_text(f"## some\n{message}\n", encoding="utf-8")
    safety.main([str(tmp_path)])
    printed = capsys.readouterr().out
    assert rows(printed)["emergencies noticed"][0].endswith("of 1")
    assert rows(printed)["false alarms, of all others"][0].endswith("of 2")
    assert "breathe" not in printed


def test_safety_shows_what_failed_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "emergency.txt").write_text("How much does stem cell therapy cost?\n", encoding="utf-8")
    safety.main([str(tmp_path), "--show"])
    assert "How much does stem cell therapy cost?" in capsys.readouterr().out


def test_leaflets_are_measured_each_and_together(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "stick.txt").write_text(LEAFLET, encoding="utf-8")
    (folder / "stick.cases.jsonl").write_text((folder / "knee.cases.jsonl").read_text(encoding="utf-8"))
    leaflets.main([str(folder)])
    table = rows(capsys.readouterr().out)
    assert {"knee", "stick"} <= set(table)
    assert table["**all**"][0].endswith("of 4")


SHOWN_BY = {
    "spelling": ["what does it cost in tretmant centers"],
    "chat English": ["wat r the risks 4 u"],
    "lexicon": ["can i afford it"],
    "examples": ["how much does it cost"],
    "uncovered topics": ["what are the side effects"],
    "conversation": ["how much does it cost", "why?"],
    "own words": ["which anti-inflammatory factors are released"],
    "stories weigh less": ["My dad moved to France in spring. How much does it cost?"],
    "rules": ["I want to kill myself"],
    "general topics": ["what does a walking stick cost"],
}
"""For each ingredient a conversation in which it plays a part."""


@pytest.mark.parametrize("ingredient", INGREDIENTS, ids=lambda ingredient: ingredient.name)
def test_each_ingredient_is_really_switched_off(ingredient: Ingredient, folder: Path) -> None:
    corpus = load_corpus(folder / "knee.txt" if ingredient.name == "general topics" else None)
    *history, message = SHOWN_BY[ingredient.name]

    def shown(bot: Bot) -> object:
        reply = bot.reply(message, bot.conversation(history))
        return reply.signals, reply.reason, [quote.score for quote in reply.quotes]

    whole = shown(Bot(corpus))
    with ablation.switched_off([ingredient]):
        assert shown(Bot(ablation.without(corpus, [ingredient]))) != whole
    assert shown(Bot(corpus)) == whole


def test_every_ingredient_can_be_left_out_at_once(folder: Path) -> None:
    corpus, cases = ablation.with_cases(load_corpus(folder / "knee.txt"), [folder / "knee.cases.jsonl"])
    assert all(value is not None for value in ablation.measured([(corpus, cases)], INGREDIENTS))


def test_turns_are_taken_and_the_first_is_not_counted() -> None:
    order: list[str] = []

    def run(name: str) -> float:
        order.append(name)
        return float(len(order))

    seconds = timing.by_turns({"a": lambda: run("a"), "b": lambda: run("b")}, rounds=2)
    assert order == ["a", "b"] * 3
    assert seconds == {"a": [3.0, 5.0], "b": [4.0, 6.0]}


def test_a_process_that_ends_without_a_prompt_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="farewell"):
        timing.wait_for_prompt([sys.executable, "-c", "print('farewell')"])


def test_an_environment_weighs_what_is_installed_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.environments.ENVIRONMENTS", tmp_path)
    environment = Environment("empty", ())
    assert environment.size == 0
    (packages,) = environment.folder.glob("lib/python*/site-packages")
    (packages / "package").mkdir()
    (packages / "package" / "module.py").write_text("pass\n")
    assert environment.size == 5
