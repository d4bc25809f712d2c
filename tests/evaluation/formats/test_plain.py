import pytest

from bot.documents import Corpus
from bot.evaluation import Case, Report, evaluate
from bot.evaluation.comparison import Earlier, compare
from bot.evaluation.formats.plain import WORST_CLASSES, comparison_lines, report_lines
from bot.testing import ScriptedBot
from tests.evaluation.exercises import compared, exercises
from tests.leaflets import FREE

WORST, LAST = "What goes wrong most often", "All cases"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return exercises()


def section(report: Report, title: str) -> list[str]:
    """The lines under a heading, up to the next."""
    lines = list(report_lines(report))
    (start,) = (number for number, line in enumerate(lines) if line.startswith(title))
    rest = lines[start + 2 :]
    return rest[: rest.index("")] if "" in rest else rest


def declining(corpus: Corpus, cases: list[Case]) -> Report:
    return evaluate(ScriptedBot(corpus, {}), cases)


def test_each_kind_has_its_right_behaviour_with_interval_and_number_of_cases(corpus: Corpus) -> None:
    cases = [Case(f"plain {n}", str(n), "decline" if n < 6 else "chat", kind="plain") for n in range(8)]
    cases += [Case("long", "x", "decline", kind="a label of more than one column")]
    cases += [Case("unbroken", "y", "decline", kind="in_one_long_word_of_a_label")]
    lines = section(declining(corpus, cases), "By kind of case")
    (row,) = (number for number, line in enumerate(lines) if line.startswith("plain"))
    assert lines[row].split()[:2] == ["plain", "75%"]
    assert lines[row + 1].split()[:3] == ["8", "cases", "41–93"]
    assert any(line.startswith("a label of mor…  ") for line in lines)
    assert any(line.startswith("in_one_long_wo…  ") for line in lines)


def test_the_ten_worst_classes_are_told_in_words_and_no_message_with_them(corpus: Corpus) -> None:
    kinds = [f"kind {n:02}" for n in range(WORST_CLASSES + 2)]
    cases = [
        Case(f"F-{n}-{copy}", f"secret {n} {copy}", "answer", (FREE,), ("secret before",), kind)
        for n, kind in enumerate(kinds)
        for copy in range(20 - n)
    ]
    lines = section(declining(corpus, cases), WORST)
    shown = " ".join(" ".join(lines).split())
    assert (
        "1. Messages of the kind “kind 00” that were declined, though the material answers: 20 of 20 (F-0-0," in shown
    )
    assert "F-0-7, …) 2. Messages" in shown
    assert "F-0-8" not in shown
    assert "“kind 09”" in shown
    assert "“kind 10”" not in shown
    assert lines[-1].strip() == "In other ways: 19 cases."
    assert "secret" not in shown
    assert max(map(len, lines)) <= 80


def test_what_people_wrote_into_labels_and_ids_is_made_safe(corpus: Corpus) -> None:
    report = declining(corpus, [Case("a\x1b[2J\nb", "1", "chat", kind="odd\x07\n kind"), Case("x" * 99, "2", "chat")])
    lines = section(report, WORST)
    assert "“odd kind”" in " ".join(lines)
    assert all(line.isprintable() and len(line) <= 80 for line in lines)


def test_the_figures_alone_are_the_last_twelve_lines(corpus: Corpus) -> None:
    lines = list(report_lines(declining(corpus, [Case("a", "1", "chat")])))
    assert lines[-12].startswith(LAST)


def test_where_nothing_fails_nothing_is_said_to_go_wrong(corpus: Corpus) -> None:
    assert WORST not in "".join(report_lines(declining(corpus, [Case("a", "1", "decline")])))


def test_a_difference_of_nothing_has_no_minus(corpus: Corpus) -> None:
    report = declining(corpus, [Case(str(n), str(n), "decline" if n else "chat") for n in range(3)])
    rounded = Earlier({}, {"behaviour": 0.6667})
    (line,) = (line for line in comparison_lines(compare(report, rounded)) if "Right behaviour  " in line)
    assert line.split()[-2:] == ["+0.0", "points"]


@pytest.mark.parametrize(
    ("better", "worse", "same", "words"),
    [
        (12, 5, 235, "12 better, 5 worse of 252: could be chance (p = 0.14)"),
        (15, 2, 235, "15 better, 2 worse of 252: more than chance (p = 0.002)"),
        (2, 15, 0, "2 better, 15 worse of 17: more than chance (p = 0.002)"),
        (5, 0, 0, "5 better, 0 worse of 5: could be chance (p = 0.062)"),
        (6, 0, 0, "6 better, 0 worse of 6: more than chance (p = 0.031)"),
        (30, 0, 1, "30 better, 0 worse of 31: more than chance (p < 0.001)"),
        (1, 1, 0, "1 better, 1 worse of 2: could be chance (p = 1.00)"),
        (0, 0, 1, "No change in 1 case."),
        (0, 0, 0, "No case is in both runs: nothing can be said."),
    ],
)
def test_a_comparison_ends_with_whether_it_is_more_than_chance(better: int, worse: int, same: int, words: str) -> None:
    assert list(comparison_lines(compared(better, worse, same)))[-1].strip() == words
