"""What got better and what got worse since an earlier run."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.dialogue.reply import KINDS
from bot.errors import CaseError
from bot.evaluation.cases import read_text
from bot.evaluation.measures import CONFIDENCE, paired_p
from bot.evaluation.run import Outcome, Report


@dataclass(frozen=True, slots=True)
class Change:
    """A case whose verdict or kind of reply changed: ``earlier`` is the kind given then."""

    outcome: Outcome
    earlier: str

    def to_json(self) -> dict[str, str]:
        """The case's id and the two kinds of reply."""
        return {"id": self.outcome.case.id, "earlier": self.earlier, "now": self.outcome.reply.kind}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A report beside an earlier one.

    Attributes:
        better: cases that are right now and were not.
        worse: cases that were right and are not now.
        cases: how many cases both runs have.
        differences: by measure, the figure now minus the figure then, over all cases of each run.
        added: ids that the earlier run did not have.
        gone: ids that only the earlier run had.
    """

    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    cases: int
    differences: Mapping[str, float]
    added: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def p(self) -> float:
        """How probable such a change of right behaviour is by chance alone, over the cases that both runs have."""
        return paired_p(len(self.better), len(self.worse))

    @property
    def more_than_chance(self) -> bool:
        """Whether right behaviour changed by more than chance explains."""
        return self.p < 1 - CONFIDENCE

    def to_json(self) -> dict[str, Any]:
        """Everything as plain data."""
        return {
            "better": [change.to_json() for change in self.better],
            "worse": [change.to_json() for change in self.worse],
            "cases": self.cases,
            "p": self.p,
            "more_than_chance": self.more_than_chance,
            "differences": {name: round(value, 4) for name, value in self.differences.items()},
            "added": list(self.added),
            "gone": list(self.gone),
        }


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is read of an earlier run: ``(right, kind given)`` by case, and the figures by measure."""

    verdicts: Mapping[str, tuple[bool, str]]
    figures: Mapping[str, float | None]


def read_earlier(path: Path) -> Earlier:
    """The outcomes in a file that ``bot eval --json`` wrote.

    Raises:
        CaseError: the file cannot be read or was not written by ``bot eval --json``.
    """
    text = read_text(path)
    try:
        data = json.loads(text)
        return Earlier(
            verdicts=dict(map(_verdict, data["outcomes"])),
            figures={name: _value(figure["value"]) for name, figure in data["figures"].items()},
        )
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise CaseError(f"{path}: not a report. Write one with 'bot eval --json > {path.name}'.") from error


def _verdict(outcome: Mapping[str, Any]) -> tuple[str, tuple[bool, str]]:
    name, kind = outcome["id"], outcome["reply"]["kind"]
    right = outcome["right"]
    if not isinstance(name, str) or kind not in KINDS or not isinstance(right, bool):
        raise ValueError("no outcome")
    return name, (right, kind)


def _value(value: object) -> float | None:
    """A share from 0 to 1, or ``None`` where nothing was measured."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError("no share")
    return float(value)


def compare(report: Report, earlier: Earlier) -> Comparison:
    """``report`` beside ``earlier``, case by case by their ids."""
    known = [outcome for outcome in report.outcomes if outcome.case.id in earlier.verdicts]
    changed = [outcome for outcome in known if outcome.right != earlier.verdicts[outcome.case.id][0]]
    changes = [Change(outcome, earlier.verdicts[outcome.case.id][1]) for outcome in changed]
    ids = {outcome.case.id for outcome in report.outcomes}
    differences = {
        name: figure.value - before
        for name, figure in report.figures.items()
        if figure.value is not None and (before := earlier.figures.get(name)) is not None
    }
    return Comparison(
        better=tuple(change for change in changes if change.outcome.right),
        worse=tuple(change for change in changes if not change.outcome.right),
        cases=len(known),
        differences=differences,
        added=tuple(o.case.id for o in report.outcomes if o.case.id not in earlier.verdicts),
        gone=tuple(name for name in earlier.verdicts if name not in ids),
    )
