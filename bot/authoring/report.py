"""What ``bot curate`` shows of each passage: its examples, and which cases it wins and loses, and to whom."""

import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from bot.documents import Corpus, Passage
from bot.evaluation.run import Outcome
from bot.sanitising import on_one_line

MINIMUM_EXAMPLES = 20
"""A passage with fewer has most to gain: in a trial with the built-in article, answer@1 was 77% with 10
examples for each passage, 83% with 20 and 88% with 28."""

SHOWN = 70
"""Characters of a passage or a question that are shown; enough to know it by."""

Outcomes = Mapping[int, Sequence[Outcome]]
"""Outcomes of cases, by the number of a passage."""


def report_lines(corpus: Corpus, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The passages in reading order, what no passage holds, and a summary."""
    answerable = [outcome for outcome in outcomes if outcome.case.expect == "answer"]
    wins, losses, unplaced = _by_owner(answerable, corpus)
    taken = _by_taker(outcomes)
    document = None
    for passage in corpus.passages:
        if passage.document is not document:
            document = passage.document
            yield f"{on_one_line(document.title)} ({on_one_line(document.name)})"
        yield ""
        yield from _passage_lines(passage)
        if outcomes:
            yield from _result_lines(passage, wins, losses, taken)
    yield ""
    yield from _unplaced_lines(unplaced)
    yield from _summary_lines(corpus, outcomes, answerable)


def owner(outcome: Outcome, corpus: Corpus) -> Passage | None:
    """The passage that an expected answer belongs to: the one that won, else the shortest that holds a gold."""
    if outcome.right:
        return outcome.reply.quotes[0].passage
    holding = [corpus.passages[number] for number in outcome.relevant]
    return min(holding, key=lambda passage: len(passage.text), default=None)


def _by_owner(answerable: Sequence[Outcome], corpus: Corpus) -> tuple[Outcomes, Outcomes, Sequence[Outcome]]:
    """The cases that each passage wins, those that it loses, and those whose gold no passage holds."""
    wins: dict[int, list[Outcome]] = defaultdict(list)
    losses: dict[int, list[Outcome]] = defaultdict(list)
    unplaced: list[Outcome] = []
    for outcome in answerable:
        passage = owner(outcome, corpus)
        if passage is None:
            unplaced.append(outcome)
        else:
            (wins if outcome.right else losses)[passage.number].append(outcome)
    return wins, losses, unplaced


def _by_taker(outcomes: Sequence[Outcome]) -> Outcomes:
    """The cases that each passage answers and should not."""
    taken: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.wrong_quote:
            taken[outcome.reply.quotes[0].passage.number].append(outcome)
    return taken


def _passage_lines(passage: Passage) -> Iterator[str]:
    section = on_one_line(passage.section) or "Beginning"
    few = f", fewer than {MINIMUM_EXAMPLES}" if _has_few(passage) else ""
    yield f"{_number(passage)}  {section} ({passage.kind}, characters {passage.start} to {passage.end})"
    yield f"      “{_shortened(passage.text)}”"
    yield f"      question: {_shortened(passage.question) if passage.question else '(none)'}"
    yield f"      examples: {len(passage.examples)}{few}"


def _result_lines(passage: Passage, wins: Outcomes, losses: Outcomes, taken: Outcomes) -> Iterator[str]:
    won, lost, answered = (cases.get(passage.number, ()) for cases in (wins, losses, taken))
    yield f"      cases: wins {len(won)}, loses {len(lost)}, takes {len(answered)} that are not its own"
    yield from (f"        wins   {_case(outcome)}" for outcome in won)
    yield from (f"        loses  {_case(outcome)} to {_winner(outcome)}" for outcome in lost)
    yield from (f"        takes  {_case(outcome)}, expected: {outcome.case.expect}" for outcome in answered)


def _unplaced_lines(unplaced: Sequence[Outcome]) -> Iterator[str]:
    if unplaced:
        yield "No passage holds the gold of these cases whole. Make the gold shorter:"
        yield from (f"      {_case(outcome)}" for outcome in unplaced)
        yield ""


def _summary_lines(corpus: Corpus, outcomes: Sequence[Outcome], answerable: Sequence[Outcome]) -> Iterator[str]:
    few = [passage for passage in corpus.passages if _has_few(passage)]
    if few:
        yield f"{len(few)} of {len(corpus.passages)} passages have fewer than {MINIMUM_EXAMPLES} examples:"
        numbers = ", ".join(str(passage.number + 1) for passage in few)
        yield from textwrap.wrap(numbers, width=80, initial_indent="  ", subsequent_indent="  ")
    else:
        yield f"All {len(corpus.passages)} passages have at least {MINIMUM_EXAMPLES} examples."
    yield f"Topics named as not covered: {len(corpus.gaps)}."
    if outcomes:
        won = sum(outcome.right for outcome in answerable)
        yield f"Cases: {won} of {len(answerable)} that the text answers are won. 'bot eval' shows all {len(outcomes)}."
    else:
        yield "No cases were tried. Write down questions with the answers that you expect, and give them as --cases."


def _has_few(passage: Passage) -> bool:
    return len(passage.examples) < MINIMUM_EXAMPLES


def _winner(outcome: Outcome) -> str:
    if outcome.reply.kind != "answer":
        return f"“{outcome.reply.kind}” ({on_one_line(outcome.reply.reason)})"
    passage = outcome.reply.quotes[0].passage
    runner_up = f" (comes number {outcome.rank})" if outcome.rank else ""
    return f"passage {passage.number + 1}{runner_up}"


def _case(outcome: Outcome) -> str:
    return f"{on_one_line(outcome.case.id)}: “{_shortened(outcome.case.question)}”"


def _number(passage: Passage) -> str:
    return f"{passage.number + 1:>4}"


def _shortened(text: str) -> str:
    text = on_one_line(text)
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"
