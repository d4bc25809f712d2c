"""Where a quote stands, in words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.sanitising import displayable, on_one_line
from bot.session.shown import page_name, section_name

if TYPE_CHECKING:
    from bot.dialogue.reply import Quote
    from bot.documents import Passage


def place_of(passage: "Passage") -> tuple[str, str, str]:
    """Its section, its document, and its page where there are pages (else empty), each on one line."""
    page = f"page {page_name(passage.page)}" if passage.page else ""
    return section_name(passage.path), on_one_line(passage.document.title), page


def known_of(passage: "Passage") -> Iterator[str]:
    """What else is known of where it comes from: who publishes it, and when it was reviewed."""
    details = passage.document.details
    if details.publisher:
        yield on_one_line(details.publisher)
    if details.reviewed:
        yield f"reviewed {on_one_line(details.reviewed)}"


def cited(quote: "Quote") -> str:
    """A quote with all that is known of where it stands, to be shown somewhere else."""
    passage = quote.passage
    address = on_one_line(passage.document.details.address or "")
    known = (*place_of(passage), *known_of(passage), address)
    return f"{displayable(quote.text)}\n({', '.join(filter(None, known))})"
