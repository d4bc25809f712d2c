"""The tree of a Word file: elements by their names, and what flags and numbers on them mean."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

Element = Any
"""An element of lxml, which has no types."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def part_of(document: "Document", name: str) -> Element:
    """The root of a part that belongs to a document, or ``None``."""
    from docx.oxml.parser import parse_xml

    parts = (tie.target_part for tie in document.part.rels.values() if tie.reltype.endswith(f"/{name}"))
    part = next(parts, None)
    return None if part is None else parse_xml(part.blob)


def children(element: Element, name: str) -> Iterator[Element]:
    """The children of a name, also those in content controls."""
    for child in () if element is None else element:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            yield from children(child, name)


def at_depth(element: Element, name: str, depth: int) -> Element:
    """The child of a name that is about lists so deep, or ``None``."""
    return next((child for child in children(element, name) if child.get(f"{W}ilvl") == str(depth)), None)


def at_path(element: Element, *path: str) -> Element:
    """What stands at the end of a path of children, or ``None``."""
    for name in path:
        element = None if element is None else element.find(f"{W}{name}")
    return element


def value_of(element: Element, *path: str) -> str | None:
    """The value of what stands at the end of a path of children, or ``None``."""
    found = at_path(element, *path)
    return None if found is None else found.get(f"{W}val")


def whole(text: str | None) -> int:
    """A number in a file; 0 where there is none, or one that no leaflet has."""
    return int(text) if text and re.fullmatch(r"\d{1,4}", text) else 0


def is_on(flag: Element) -> bool:
    """Whether a flag is there, and not switched off."""
    return flag is not None and flag.get(f"{W}val") not in ("0", "false", "off")


def is_furniture(element: Element) -> bool:
    """Whether an element is a list of contents, or the prompt of an empty field."""
    gallery = value_of(element, "sdtPr", "docPartObj", "docPartGallery")
    return gallery == "Table of Contents" or is_on(at_path(element, "sdtPr", "showingPlcHdr"))


def shown(element: Element) -> Element:
    """What is shown of an element that is written in two ways, for new and old programs; else the element."""
    if element.tag != f"{MC}AlternateContent":
        return element
    ways = [element.find(f"{MC}{way}") for way in ("Choice", "Fallback")]
    return next((way for way in ways if way is not None), ())
