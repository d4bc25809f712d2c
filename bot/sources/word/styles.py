"""What the styles of a Word file and its lists say of a paragraph."""

import re

from bot.sources.numerals import Numeral, numeral
from bot.sources.word.elements import Element, W, at_depth, at_path, children, is_on, value_of, whole

CONTENTS = re.compile(r"(?:toc|contents) (?:\d|heading)")
"""The styles of a list of contents."""

CAPTION = re.compile(r"caption.*")
"""The styles of what stands under a picture or over a table."""

TITLE = 0
"""The rank of the style Title, above Heading 1."""

_HEADING = re.compile(r"heading ([1-9])")
_LIST = re.compile(r"list (?:bullet|number) ([2-5])")
_FORMS: dict[str | None, Numeral] = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}


class Styles:
    """The styles of a document, each with those that it is based on."""

    def __init__(self, root: Element) -> None:
        styles = list(children(root, "style"))
        self._by_id = {style.get(f"{W}styleId"): style for style in styles}
        self._default = next(
            (s.get(f"{W}styleId") for s in styles if s.get(f"{W}type") == "paragraph" and s.get(f"{W}default")), None
        )
        self._chains: dict[str | None, list[Element]] = {}

    def chain(self, paragraph: Element) -> list[Element]:
        """The style of a paragraph and those that it is based on, the nearest first."""
        return self._chain(value_of(paragraph, "pPr", "pStyle") or self._default)

    def _chain(self, name: str | None) -> list[Element]:
        if name not in self._chains:
            chain: list[Element] = []
            style = self._by_id.get(name)
            while style is not None and style not in chain:
                chain.append(style)
                style = self._by_id.get(value_of(style, "basedOn"))
            self._chains[name] = chain
        return self._chains[name]

    def matches(self, paragraph: Element, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What a pattern finds in the name of a paragraph's style, or of one that it is based on."""
        names = ((value_of(style, "name") or "").casefold() for style in self.chain(paragraph))
        return next(filter(None, map(pattern.fullmatch, names)), None)

    def rank(self, paragraph: Element) -> int | None:
        """How high a heading stands: 0 for the title, 1 for Heading 1; ``None`` if it is none."""
        for holder in (paragraph, *self.chain(paragraph)):
            name = (value_of(holder, "name") or "").casefold()
            outline = value_of(holder, "pPr", "outlineLvl")
            if name == "title":
                return TITLE
            if outline is not None:
                return whole(outline) + 1 if whole(outline) < 9 else None
            if found := _HEADING.fullmatch(name):
                return int(found[1])
        return None

    def flag(self, run: Element, paragraph: Element, name: str) -> bool:
        """Whether a run is bold (``b``) or hidden (``vanish``), by itself or by a style."""
        holders = (run, *self._chain(value_of(run, "rPr", "rStyle")), *self.chain(paragraph))
        found = (at_path(holder, "rPr", name) for holder in holders)
        return is_on(next((flag for flag in found if flag is not None), None))


class Numbers:
    """The lists of a document, and how far each is counted."""

    def __init__(self, root: Element) -> None:
        self._lists = {number.get(f"{W}numId"): number for number in children(root, "num")}
        self._kinds = {kind.get(f"{W}abstractNumId"): kind for kind in children(root, "abstractNum")}
        self._linked = {value_of(kind, "styleLink"): kind for kind in self._kinds.values()}
        self._counts: dict[str | None, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def place(self, paragraph: Element, styles: Styles) -> tuple[int, str]:
        """How deep a list item stands, from 1, and its mark; no mark if it goes on an item, and 0 if it is none."""
        depth = None
        for holder in (paragraph, *styles.chain(paragraph)):
            depth = depth or value_of(holder, "pPr", "numPr", "ilvl")
            number = value_of(holder, "pPr", "numPr", "numId")
            if number is not None:
                level = min(whole(depth), 8)
                named = styles.matches(paragraph, _LIST)
                mark = self._mark(number, level)
                return (int(named[1]) if named and not level else level + 1) if mark is not None else 0, mark or ""
        return 0, ""

    def _mark(self, number: str, depth: int) -> str | None:
        """The mark of the next item; "" where the level has none, ``None`` where there is no such list."""
        numbered = self._lists.get(number)
        name = value_of(numbered, "abstractNumId")
        kind = self._kinds.get(name)
        link = value_of(kind, "numStyleLink")
        kind = self._linked.get(link, kind) if link else kind
        override = at_depth(numbered, "lvlOverride", depth)
        levels = [at_depth(kind, "lvl", each) for each in range(depth + 1)]
        own = at_path(override, "lvl")
        levels[depth] = levels[depth] if own is None else own
        if levels[depth] is None:
            return None
        text = value_of(levels[depth], "lvlText") or ""
        if value_of(levels[depth], "numFmt") in ("bullet", "none"):
            return "-" if text.strip() or at_path(levels[depth], "lvlPicBulletId") is not None else ""
        counts = self._counts.setdefault(name, {})
        restart = value_of(override, "startOverride")
        if restart is not None and (number, depth) not in self._begun:
            counts[depth] = whole(restart) - 1
        self._begun.add((number, depth))
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        for each, level in enumerate(levels):
            counts.setdefault(each, whole(value_of(level, "start") or "1") - (each == depth))
        counts[depth] += 1
        forms = [_FORMS.get(value_of(level, "numFmt"), "1") for level in levels]
        numerals = [numeral(counts[each], form) for each, form in enumerate(forms)]
        return re.sub(r"%([1-9])", lambda found: "".join(numerals[int(found[1]) - 1 : int(found[1])]), text).strip()
