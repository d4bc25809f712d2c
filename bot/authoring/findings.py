"""What an editor should look at: the data that every check gives and ``bot check`` prints."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Urgency = Literal["now", "soon", "look"]
"""``now``: people get nothing, or the wrong thing. ``soon``: to be mended. ``look``: a person should judge."""

URGENCIES: tuple[Urgency, ...] = ("now", "soon", "look")

FAILING: frozenset[Urgency] = frozenset({"now", "soon"})
"""What lets ``bot check`` end with ``SOMETHING_TO_MEND``; what is only worth a look does not."""

Kind = Literal[
    "unread",
    "misnamed",
    "ungoverned",
    "headings",
    "length",
    "reading",
    "abbreviations",
    "review",
    "balance",
    "suggestion",
    "changed",
    "typed-back",
]

KINDS: tuple[Kind, ...] = (
    "unread", "misnamed", "ungoverned", "headings", "length", "reading", "abbreviations", "review", "balance",
    "suggestion", "changed", "typed-back",
)  # fmt: skip
"""In this order they are shown where they are as urgent: what nobody can find comes before what is hard to read."""

NOTHING_TO_MEND, SOMETHING_TO_MEND, UNREAD = 0, 1, 2
"""Exit statuses of ``bot check``; ``UNREAD`` where a file of the folder could not be read."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a leaflet; what is not known is ``None`` or empty.

    Attributes:
        passage: the number of the passage, from 1, as ``bot curate`` counts.
        section: its heading.
        line: the line of the file, from 1; only of plain text, whose file is its text.
        page: the page of a PDF.
        text: what stands there, shortened to one line.
    """

    passage: int | None = None
    section: str = ""
    line: int | None = None
    page: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that an editor should mend, or look at.

    Attributes:
        kind: which check found it.
        urgency: how urgent it is.
        document: the name of the file.
        wrong: what is wrong, in a few words.
        mend: what to do; the same words wherever the same is to be done.
        place: where it stands.
        weight: how bad it is among those of its kind that are as urgent: more is worse.
    """

    kind: Kind
    urgency: Urgency
    document: str
    wrong: str
    mend: str
    place: Place = field(default_factory=Place)
    weight: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """The finding as plain data, as ``docs/format.md`` describes it."""
        return asdict(self)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The most urgent first, then by kind, the worst first; what is as bad, in the order in which it was found."""
    return sorted(findings, key=lambda each: (URGENCIES.index(each.urgency), KINDS.index(each.kind), -each.weight))


def status_of(findings: Iterable[Finding], *, is_left_out: bool) -> int:
    """The exit status of ``bot check``.

    Args:
        findings: all of them.
        is_left_out: whether a file of the folder could not be read.
    """
    if is_left_out:
        return UNREAD
    return SOMETHING_TO_MEND if any(found.urgency in FAILING for found in findings) else NOTHING_TO_MEND
