from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ir_measures import RR, Success

from bot.dialogue.reply import Kind, Quote, Reply
from bot.documents import Corpus
from bot.evaluation import Case, evaluate
from bot.evaluation.formats.exchange import write_junit, write_trec
from bot.testing import ScriptedBot, quoting
from tests.evaluation.exercises import exercises
from tests.leaflets import COOL_PACK, FREE, TEN_TIMES

SPANNING = "three times a day.\nCost"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return exercises()


@settings(max_examples=50)
@given(data=st.data(), count=st.integers(1, 12))
def test_ir_measures_finds_the_same_ranks_in_our_files(corpus: Corpus, data: st.DataObject, count: int) -> None:
    golds = st.lists(st.sampled_from([TEN_TIMES, FREE, COOL_PACK, SPANNING]), min_size=1, max_size=2, unique=True)
    quoted = st.lists(st.sampled_from(corpus.passages), max_size=3, unique_by=lambda passage: passage.number)
    replies: dict[str, Reply] = {}
    cases: list[Case] = []
    for number in range(count):
        quotes = [Quote(p, 1.0, (), p.sentences[0]) for p in data.draw(quoted)]
        kind: Kind = data.draw(st.sampled_from(["answer", "refer"]))
        replies[str(number)] = Reply(kind if quotes else "decline", "So.", tuple(quotes))
        cases.append(Case(f"case {number}\u00a0ä", str(number), "answer", tuple(data.draw(golds))))
    report = evaluate(ScriptedBot(corpus, replies), cases)
    with TemporaryDirectory() as folder:
        write_trec(report, Path(folder))
        qrels = list(ir_measures.read_trec_qrels(f"{folder}/qrels.txt"))  # type: ignore[no-untyped-call]
        run = list(ir_measures.read_trec_run(f"{folder}/run.txt"))  # type: ignore[no-untyped-call]
    theirs = ir_measures.calc_aggregate([RR, Success @ 1, Success @ 3], qrels, run)
    ours = {RR: "reciprocal_rank", Success @ 1: "answer@1", Success @ 3: "answer@3"}
    assert theirs == pytest.approx({measure: report.figures[name].value for measure, name in ours.items()})
    assert {line.query_id for line in run} == {line.query_id for line in qrels}
    assert len({line.query_id for line in run}) == count


def test_only_questions_with_an_answer_are_ranked(corpus: Corpus, tmp_path: Path) -> None:
    cases = [Case("a", "1", "answer", (FREE,)), Case("b", "2", "decline")]
    write_trec(evaluate(ScriptedBot(corpus, {"2": quoting(corpus, FREE)}), cases), tmp_path / "new" / "folder")
    lines = (tmp_path / "new" / "folder" / "run.txt").read_text(encoding="utf-8").splitlines()
    assert [line.split()[0] for line in lines] == ["a"]


def test_ci_sees_each_case_and_why_it_failed(corpus: Corpus, tmp_path: Path) -> None:
    cases = [
        Case("good", "1", "answer", (FREE,), kind="plain"),
        Case("bad \x1b[31m<&>", "2\x00 \x1b[2J", "answer", (FREE,), history=("earlier\x07",)),
        Case("worse", "3", "emergency"),
    ]
    bot = ScriptedBot(corpus, {"1": quoting(corpus, FREE), cases[1].question: quoting(corpus, TEN_TIMES)})
    write_junit(evaluate(bot, cases), tmp_path / "out" / "junit.xml")
    root = ElementTree.parse(tmp_path / "out" / "junit.xml").getroot()
    tests = list(root.iter("testcase"))
    assert root.attrib["tests"] == "3"
    assert root.attrib["failures"] == "2"
    assert [test.find("failure") is None for test in tests] == [True, False, False]
    failure = tests[1].find("failure")
    assert failure is not None
    assert failure.attrib["message"].startswith("Wrong quote")
    assert FREE in (failure.text or "")
    assert TEN_TIMES in (failure.text or "")


@given(st.text())
def test_a_junit_file_of_any_text_can_be_read(corpus: Corpus, text: str) -> None:
    case = Case(f"a{text}", text, "answer", (text,), (text,), text)
    with TemporaryDirectory() as folder:
        write_junit(evaluate(ScriptedBot(corpus, {}), [case]), Path(folder) / "junit.xml")
        root = ElementTree.parse(Path(folder) / "junit.xml").getroot()
    assert [test.attrib["name"][0] for test in root.iter("testcase")] == ["a"]
