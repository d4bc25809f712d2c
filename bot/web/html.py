"""HTML that is made of elements: what is not HTML already is a text, made safe to show and escaped."""

from html import escape

from bot.sanitising import displayable

_VOID = frozenset({"br", "hr", "input", "link", "meta"})


class Html(str):
    """Text that is HTML, and needs no escaping."""

    __slots__ = ()


def text(content: str) -> Html:
    """A text as HTML; nothing in it can hide, reverse or end anything."""
    return Html(escape(displayable(content)))


def joined(*parts: str | None) -> Html:
    """The parts one after the other; ``None`` is left out."""
    return Html("".join(part if isinstance(part, Html) else text(part) for part in parts if part is not None))


def element(tag: str, /, *children: str | None, **attributes: str | bool | int | None) -> Html:
    """An element.

    Args:
        tag: the name of the element.
        children: HTML, or texts; ``None`` is left out.
        attributes: ``class_`` is written ``class``, ``aria_label`` as ``aria-label``; ``True`` is one without a
            value, ``None`` and ``False`` are left out.
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(displayable(str(value)))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    start = f"<{tag}{written}>"
    return Html(start if tag in _VOID else f"{start}{joined(*children)}</{tag}>")
