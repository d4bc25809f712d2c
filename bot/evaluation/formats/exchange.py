"""Files for other programs: TREC runs and qrels for retrieval tools, JUnit for CI."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

from bot.evaluation.run import Outcome, Report
from bot.files import write_whole
from bot.sanitising import displayable, on_one_line

RUN_NAME = "bot"
"""The last column of a run: which system it is of."""

NOTHING = "none"
"""Stands for "no passage" in runs and qrels, so that every tool counts every question."""


def write_trec(report: Report, folder: Path) -> None:
    """Write ``run.txt`` and ``qrels.txt``, as trec_eval, ir_measures and ranx read them.

    They hold the questions with an expected answer. A passage is named by its number in the corpus
    (``p0``, ``p1``, ...). A question that was given no answer has the one line ``none``, never
    relevant. The run's score is the order of the quotes and nothing more.
    """
    asked = [outcome for outcome in report.outcomes if outcome.case.expect == "answer"]
    for name, lines in (("run.txt", _run_lines(asked)), ("qrels.txt", _qrels_lines(asked))):
        write_whole(folder / name, "".join(f"{line}\n" for line in lines).encode())


def write_junit(report: Report, file: Path) -> None:
    """Write a JUnit XML file with a test for each case, grouped by the cases' kind."""
    outcomes, failures = report.outcomes, report.failures
    counts = {"tests": str(len(outcomes)), "failures": str(len(failures)), "errors": "0", "skipped": "0"}
    suites = ElementTree.Element("testsuites", counts)
    suite = ElementTree.SubElement(suites, "testsuite", {"name": "bot eval", **counts})
    for outcome in outcomes:
        group = "cases." + (_in_xml(on_one_line(outcome.case.kind)) or "all")
        names = {"classname": group, "name": _in_xml(on_one_line(outcome.case.id)), "time": "0"}
        test = ElementTree.SubElement(suite, "testcase", names)
        if outcome.fault:
            message = f"{outcome.fault}: expected {outcome.case.expect}, got {outcome.reply.kind}"
            ElementTree.SubElement(test, "failure", {"message": message}).text = _details(outcome)
    ElementTree.indent(suites)
    write_whole(file, ElementTree.tostring(suites, encoding="utf-8", xml_declaration=True))


def _run_lines(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        quotes = outcome.reply.quotes if outcome.reply.kind == "answer" else ()
        names = [f"p{quote.passage.number}" for quote in quotes] or [NOTHING]
        for rank, name in enumerate(names, 1):
            yield f"{_query(outcome)} Q0 {name} {rank} {len(names) - rank} {RUN_NAME}"


def _qrels_lines(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        for number in outcome.relevant:
            yield f"{_query(outcome)} 0 p{number} 1"
        if not outcome.relevant:
            yield f"{_query(outcome)} 0 {NOTHING} 0"


def _query(outcome: Outcome) -> str:
    """The case's id without white space: columns are parted by it."""
    return quote(outcome.case.id, safe="/:;,.!?+*=@#&'()[]{}|<>$^~`\"\\")


def _details(outcome: Outcome) -> str:
    case, quotes = outcome.case, outcome.reply.quotes
    lines = [f"question: {case.question}"]
    lines += [f"earlier:  {message}" for message in case.history]
    lines += [f"gold:     {gold}" for gold in case.gold]
    lines += [f"quoted:   {quote.text}" for quote in quotes[:1]]
    lines.append(f"reason:   {outcome.reply.reason}")
    return _in_xml(displayable("\n".join(lines)))


def _in_xml(text: str) -> str:
    """Displayable text with a replacement sign for the two characters that XML does not allow in it."""
    return re.sub("[\ufffe\uffff]", "\ufffd", text)
