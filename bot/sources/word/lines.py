"""The words of a paragraph of a Word file while they are gathered."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sources.building import lowered, raised, written
from bot.sources.word.elements import Element, W, value_of

_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SYMBOLS = {"F0FB": "✗", "F0FC": "✓", "F0A3": "≤", "F0B0": "°", "F0B1": "±", "F0B3": "≥"}
"""Signs of Wingdings and Symbol that change what is said."""

Note = tuple[str, str]
"""Whether a note stands at the foot or the end, and its id."""


@dataclass(slots=True)
class Line:
    """The words of a paragraph, each piece with whether it is bold and whether a link, and what hangs on it.

    Args:
        mark_of: the mark of a note.
    """

    mark_of: Callable[[Note], str]
    pieces: list[tuple[str, bool, bool]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)

    def takes(self, element: Element, is_bold: bool, is_linked: bool) -> bool:
        """Whether an element of a run is one that stands for itself; then it is taken up."""
        name = str(element.tag).removeprefix(W)
        if name in ("fldChar", "instrText"):
            self._control(name, element.text or "", element.get(f"{W}fldCharType"))
        elif name in ("footnoteReference", "endnoteReference"):
            self.notes.append((name.removesuffix("Reference"), element.get(f"{W}id")))
            self.pieces.append((self.mark_of(self.notes[-1]), True, True))
        elif name == "txbxContent":
            self.boxes.append(element)
        elif name in _SIGNS or name in ("t", "sym", _MATHS):
            if not any(code.startswith("?") for code in self.fields):
                is_linked = is_linked or any("HYPERLINK" in code for code in self.fields)
                self.pieces.append((_text(element, name), is_bold, is_linked))
        else:
            return False
        return True

    def _control(self, name: str, text: str, kind: str | None) -> None:
        """Note what begins, rules or ends a field; "?" marks one whose result is not reached."""
        if kind == "begin":
            self.fields.append("?")
        elif self.fields and name == "instrText":
            self.fields[-1] += text
        elif self.fields and kind == "separate":
            self.fields[-1] = self.fields[-1].lstrip("?")
        elif self.fields and kind == "end":
            self.fields.pop()

    @property
    def words(self) -> str:
        """All of them."""
        return written("".join(text for text, _, _ in self.pieces))

    @property
    def is_bold(self) -> bool:
        """Whether all of them are bold."""
        return all(bold for text, bold, _ in self.pieces if text.strip())

    @property
    def is_link(self) -> bool:
        """Whether it is a link and nothing else, and no sentence or number: it leads elsewhere, and says nothing."""
        is_linked = all(linked for text, _, linked in self.pieces if text.strip())
        return is_linked and not re.search(r"[.!?]$|\d|@", self.words)


def _text(element: Element, name: str) -> str:
    if name == "sym":
        return _SYMBOLS.get((element.get(f"{W}char") or "").upper(), "")
    text = _SIGNS.get(name) or element.text or ""
    place = value_of(element.getparent(), "rPr", "vertAlign")
    return raised(text) if place == "superscript" else lowered(text) if place == "subscript" else text
