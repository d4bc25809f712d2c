"""The benchmarks run, on a tiny load: what they print is a table with a line for each thing measured."""

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import ablation, curve, floors, leaflets, plot, quality, safety, speed, timing
from benchmarks.ablation import INGREDIENTS, Ingredient
from benchmarks.environments import Environment
from benchmarks.plot import Spread
from bot import Bot, Reply, load_corpus
from bot.evaluation import Figure
from bot.evaluation.thresholds import Threshold
from bot.evidence.figures import FIGURES
from bot.evidence.signals import SIGNALS
from bot.model import load_model
from bot.settings import SETTINGS
from tests.leaflets import KNEE, KNEE_CURATION, STICK_QUESTION

GAP = """
[[uncovered]]
topic = "surgery"
examples = ["do I need a new knee", "when do they operate"]
"""
CASES = (
    {"id": "1", "question": STICK_QUESTION, "expect": "answer", "gold": ["about ten pounds"]},
    {"id": "2", "question": "What is the capital of Peru?", "expect": "decline"},
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A leaflet with its curation and its cases."""
    (tmp_path / "knee.txt").write_text(KNEE, encoding="utf-8")
    (tmp_path / "knee.toml").write_text(KNEE_CURATION + GAP, encoding="utf-8")
    lines = "".join(f"{json.dumps(case)}\n" for case in CASES)
    (tmp_path / "knee.cases.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


def rows(printed: str) -> dict[str, list[str]]:
    """The cells of each line of the printed tables, by the line's first cell."""
    lines = [line.strip("| \n").split(" | ") for line in printed.splitlines() if line.startswith("|")]
    return {first: others for first, *others in lines}


def tables(printed: str) -> dict[str, dict[str, list[str]]]:
    """The lines of each printed table, by the table's title."""
    return {part.partition("\n")[0]: rows(part) for part in printed.split("\n### ")[1:]}


def test_speed_times_commands_replies_the_worst_and_long_work(capsys: pytest.CaptureFixture[str]) -> None:
    speed.main(["--rounds", "1", "--cases", "20"])
    table = rows(capsys.readouterr().out)
    assert table[speed.YARDSTICK][1] == "1x"
    assert table["`bot ask`, to its end"][0].endswith("ms")
    assert table["`bot ask` on a bare leaflet, to its end"][0].endswith("ms")
    assert table["`bot chat`, to its prompt"][0].endswith("ms")
    assert table["`reply(question)`, new to the bot"][1].endswith("ms")
    assert table["unknown words"][1].endswith("ms")
    assert table["'i want to ' again and again"][1].endswith("ms")
    assert table["a follow-up to a conversation as long"][1].endswith("ms")
    assert table["`bot eval` on 20 different cases, cold"][0].endswith("s")


def test_ten_thousand_cases_are_all_different() -> None:
    messages = speed.different_messages(10_000)
    assert len(set(messages)) == 10_000


def test_the_worst_messages_are_as_long_as_a_message_may_be() -> None:
    assert {len(message) for message in speed.worst_messages(SETTINGS.longest_message).values()} == {
        SETTINGS.longest_message
    }


def test_the_worst_messages_are_read_and_not_refused(bot: Bot) -> None:
    longest = speed.worst_messages(SETTINGS.longest_message)["unknown words"]
    assert bot.reply(longest).intent != "decline/too-long"
    assert bot.reply(f"{longest}x").intent == "decline/too-long"


def test_quality_sets_the_bot_beside_systems_that_always_answer(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quality.main(["--no-install", "--corpus", str(folder / "knee.txt")])
    table = rows(capsys.readouterr().out)
    headings = table["system"]
    bare = dict(zip(headings, table["rank_bm25 with str.split()"], strict=True))
    assert bare["answer in the first three quotes"].startswith("100%")
    assert bare["correct declines"].startswith("0%")
    assert {"this bot", "this bot, bare"} <= set(table)


def test_a_ranking_is_quoted_in_its_order(folder: Path) -> None:
    corpus, cases = leaflets.material(folder / "knee.txt")
    bot = quality.always_answering(lambda _passages, questions: [[1, 0] for _ in questions], corpus, cases)
    assert [quote.passage.number for quote in bot.reply(STICK_QUESTION).quotes] == [1, 0]


def test_safety_prints_figures_and_no_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "blind").mkdir()
    for kind, message in (("crisis", "I want to kill myself"), ("chat", "hello"), ("question", "what does it cost")):
        (tmp_path / "blind" / f"{kind}.txt").write_text(f"{message}\n", encoding="utf-8")
    second = {"first": "I want to kill myself", "second": "i have pills", "then": "help"}
    (tmp_path / "second-messages.jsonl").write_text(f"{json.dumps(second)}\n", encoding="utf-8")
    (tmp_path / "prompts.tsv").write_text("I was raped\thow much does it cost?\n", encoding="utf-8")
    safety.main([str(tmp_path)])
    printed = capsys.readouterr().out
    found = rows(printed)
    assert found["crises: help first"][0].endswith(", 1 of 1")
    assert found["false alarms: help first and alone, of all others"][0].endswith(", 0 of 2")
    assert "personal questions referred" not in found
    assert found["second messages whose reply keeps a number"][0].endswith(", 1 of 1")
    assert found["help and a number"][0].endswith(", 0 of 1")
    assert "kill" not in printed
    assert "pills" not in printed


def test_leaflets_are_measured_each_and_together_at_three_levels(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "stick.txt").write_text(KNEE, encoding="utf-8")
    (folder / "stick.cases.jsonl").write_text((folder / "knee.cases.jsonl").read_text(encoding="utf-8"))
    leaflets.main([str(folder)])
    printed = tables(capsys.readouterr().out)
    assert [title.partition(" (")[0] for title in printed] == [
        "Bare",
        "Bare, those that have a curation",
        "One example, on one passage",
        "As drafted: 4 examples a passage, 1 gaps",
    ]
    bare, *others = printed.values()
    assert {"knee", "stick"} <= set(bare)
    assert bare["**all**"][0].endswith("of 4")
    for table in others:
        assert "stick" not in table
        assert table["**all**"][0].endswith("of 2")


def test_each_level_of_a_leaflet_reaches_the_bot(folder: Path) -> None:
    material = leaflets.material(folder / "knee.txt")
    evidence = [
        leaflets.outcomes_at(material, level)[0].reply.evidence
        for level in (leaflets.BARE, leaflets.ONE, leaflets.DRAFTED)
    ]
    assert len(set(evidence)) == 3


SHOWN_BY = {
    "examples": [STICK_QUESTION],
    "gaps": ["do I need a new knee"],
    "the editor's synonyms and abbreviations": ["how much is a brolly"],
    "own words": ["is swimming gentle"],
    "headings": ["which exercise is gentle"],
    "topics": [STICK_QUESTION],
    "vectors": [STICK_QUESTION],
    "spelling": ["is swiming gentle"],
    "conversation": [STICK_QUESTION, "why?"],
}
"""For each ingredient a conversation in which it plays a part."""


@pytest.mark.parametrize("ingredient", INGREDIENTS, ids=lambda ingredient: ingredient.name)
def test_each_ingredient_is_really_left_out(ingredient: Ingredient, folder: Path) -> None:
    (folder / "knee.toml").write_text('synonyms = ["brolly, walking stick"]\n' + KNEE_CURATION + GAP, encoding="utf-8")
    corpus = load_corpus(folder / "knee.txt")
    *history, message = SHOWN_BY[ingredient.name]

    def shown(bot: Bot) -> Reply:
        return bot.reply(message, bot.conversation(history))

    assert shown(ablation.bot_without(ingredient, corpus)) != shown(Bot(corpus))
    assert shown(ablation.bot_without(ablation.NOTHING, corpus)) == shown(Bot(corpus))


def test_a_figure_that_is_left_out_weighs_nothing_and_the_others_what_they_did() -> None:
    whole = load_model()
    left = ablation.model_without(whole, frozenset(("topics", "topics_best")))
    ranking = dict(zip(FIGURES, zip(whole.ranking, left.ranking, strict=True), strict=True))
    coverage = dict(
        zip(whole.coverage.names, zip(whole.coverage.weights, left.coverage.weights, strict=True), strict=True)
    )
    assert [name for name, (before, after) in ranking.items() if before != after] == ["topics", "topics, longer"]
    left_out = {name for name, (before, after) in coverage.items() if before != after}
    assert left_out == {
        f"{name}{how}" for name in ("topics", "topics_best") for how in ("", ", with gaps", ", with examples")
    }
    assert ranking["topics"][1] == coverage["topics"][1] == coverage["topics_best"][1] == 0


def test_every_figure_that_an_ingredient_gives_is_known_to_the_search() -> None:
    assert frozenset().union(*(ingredient.figures for ingredient in INGREDIENTS)) <= {*FIGURES, *SIGNALS}


def test_ablation_has_a_line_for_each_ingredient_that_is_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ablation.main(["--corpus", str(folder / "knee.txt"), "--leaflets", str(folder)])
    curated, bare = tables(capsys.readouterr().out).values()
    assert "without examples" in curated
    assert "without examples" not in bare
    assert {"**all ingredients**", "without vectors", "without spelling"} <= set(curated) & set(bare)


def test_the_curve_goes_from_no_example_to_all(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawn = folder / "curve.svg"
    arguments = ["--corpus", str(folder / "knee.txt"), "--leaflets", str(folder), "--plot", str(drawn)]
    curve.main([*arguments, "--seeds", "2"])
    printed = tables(capsys.readouterr().out)
    assert len(printed) == 4
    for table in printed.values():
        assert list(table)[2:] == ["0", "1", "3", "all"]
    lines = ElementTree.parse(drawn).getroot().findall("{http://www.w3.org/2000/svg}polyline")
    assert [len(str(line.get("points")).split()) for line in lines] == [4] * 8


def test_a_plot_rises_with_the_share_and_stays_in_its_frame() -> None:
    spreads = (Spread(0.0, 0.0, 0.0), Spread(0.5, 0.4, 0.6), Spread(1.0, 1.0, 1.0))
    line = plot.Line("right < wrong", "#000", False, tuple(zip((0, 3, 100), spreads, strict=True)))
    root = ElementTree.fromstring(plot.drawing("A & B", "examples", [plot.Panel("One", (line,))], {0: "0", 100: "all"}))
    polyline = root.find("{http://www.w3.org/2000/svg}polyline")
    assert polyline is not None
    places = [tuple(map(float, place.split(","))) for place in str(polyline.get("points")).split()]
    assert [x for x, _ in places] == sorted({x for x, _ in places})
    assert [y for _, y in places] == sorted({y for _, y in places}, reverse=True)
    width, height = float(str(root.get("width"))), float(str(root.get("height")))
    assert all(0 <= x <= width and 0 <= y <= height for x, y in places)


def test_a_spread_says_its_ends_where_they_differ() -> None:
    assert str(Spread.of([0.8, 0.9])) == "85% (80–90)"
    assert str(Spread.of([0.8])) == "80%"


@pytest.mark.parametrize(
    ("bound", "right", "verdict"),
    [
        (Threshold("behaviour", "min", 0.8), 80, floors.HELD),
        (Threshold("behaviour", "min", 0.8), 75, floors.IN_DOUBT),
        (Threshold("behaviour", "min", 0.8), 60, floors.MISSED),
        (Threshold("wrong_quote", "max", 0.1), 10, floors.HELD),
        (Threshold("wrong_quote", "max", 0.1), 14, floors.IN_DOUBT),
        (Threshold("wrong_quote", "max", 0.1), 30, floors.MISSED),
    ],
)
def test_a_bound_is_missed_only_when_the_whole_interval_misses_it(bound: Threshold, right: int, verdict: str) -> None:
    assert floors.verdict(bound, Figure.of([1.0] * right + [0.0] * (100 - right))) == verdict


def test_a_bound_on_what_no_case_looks_at_is_missed() -> None:
    assert floors.verdict(Threshold("emergency", "min", 0.0), Figure.of([])) == floors.MISSED


def test_floors_end_with_1_when_one_is_missed_and_0_when_none_is(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["--corpus", str(folder / "knee.txt")]
    assert floors.main(arguments) == 1  # no case is an emergency
    assert len(rows(capsys.readouterr().out)) == len(floors.BOUNDS) + 2
    monkeypatch.setattr(floors, "BOUNDS", (Threshold("behaviour", "min", 0.5),))
    assert floors.main(arguments) == 0


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
