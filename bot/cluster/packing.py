"""Plain values as bytes: whole numbers, texts, bytes, nothing, and rows of these. Reading them runs nothing.

Each value is a letter for its kind, and then: eight bytes of a whole number; or four bytes of how long it is, and a
text in UTF-8, bytes, or that many values.
"""

import struct
from typing import Any

Value = int | str | bytes | None | tuple[Any, ...]
"""What can be packed; a row may hold rows."""

_NUMBER, _LENGTH = struct.Struct("<cq"), struct.Struct("<cI")


def pack(value: Value) -> bytes:
    """A value as bytes.

    Raises:
        TypeError: it is of another kind.
        struct.error: a number has more than 64 bits.
    """
    parts: list[bytes] = []
    _pack(value, parts)
    return b"".join(parts)


def unpack(content: bytes) -> Any:  # noqa: ANN401 - whatever was packed
    """The value that ``pack`` made bytes of.

    Raises:
        ValueError: it is something else.
    """
    try:
        value, end = _unpack(content, 0)
    except (struct.error, RecursionError) as error:
        raise ValueError("a record is broken") from error
    if end != len(content):
        raise ValueError("a record is broken")
    return value


def _pack(value: Value, parts: list[bytes]) -> None:
    if value is None:
        parts.append(b"-")
    elif isinstance(value, int):
        parts.append(_NUMBER.pack(b"i", value))
    elif isinstance(value, str):
        _pack_bytes(b"s", value.encode("utf-8", "surrogatepass"), parts)
    elif isinstance(value, bytes):
        _pack_bytes(b"b", value, parts)
    elif isinstance(value, tuple):
        parts.append(_LENGTH.pack(b"r", len(value)))
        for each in value:
            _pack(each, parts)
    else:
        raise TypeError(f"a {type(value).__name__} cannot be packed")


def _pack_bytes(kind: bytes, value: bytes, parts: list[bytes]) -> None:
    parts.append(_LENGTH.pack(kind, len(value)))
    parts.append(value)


def _unpack(content: bytes, start: int) -> tuple[Any, int]:
    """The value that begins at ``start``, and where the next begins."""
    kind = content[start : start + 1]
    if kind == b"-":
        return None, start + 1
    if kind == b"i":
        return _NUMBER.unpack_from(content, start)[1], start + _NUMBER.size
    length = _LENGTH.unpack_from(content, start)[1]
    start += _LENGTH.size
    if kind == b"r":
        values = []
        for _ in range(length):
            value, start = _unpack(content, start)
            values.append(value)
        return tuple(values), start
    value, end = content[start : start + length], start + length
    if kind not in (b"s", b"b") or end > len(content):
        raise ValueError("a record is broken")
    return value.decode("utf-8", "surrogatepass") if kind == b"s" else value, end
