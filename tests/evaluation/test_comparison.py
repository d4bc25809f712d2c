import pytest

from bot.dialogue.reply import Reply
from bot.evaluation import Case, evaluate
from bot.evaluation.comparison import Earlier, compare
from bot.testing import ScriptedBot
from tests.evaluation.exercises import compared, exercises


def test_cases_that_only_one_run_has_count_for_nothing() -> None:
    cases = [Case("both", "1", "decline"), Case("new", "2", "decline")]
    report = evaluate(ScriptedBot(exercises(), {"1": Reply("chat", "Hello.")}), cases)
    comparison = compare(report, Earlier({"both": (True, "decline"), "gone": (False, "chat")}, {}))
    assert (len(comparison.better), len(comparison.worse), comparison.cases) == (0, 1, 1)
    assert comparison.p == 1.0


def test_a_comparison_as_data_has_the_test() -> None:
    found = compared(15, 2, 235).to_json()
    assert (found["cases"], found["more_than_chance"]) == (252, True)
    assert found["p"] == pytest.approx(0.00235, abs=1e-5)
    assert compared(12, 5, 235).to_json()["more_than_chance"] is False
