"""Replies on their way between processes: a passage goes by its number, and not with the text that it stands in."""

import pickle
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from bot.documents import Passage


def packed(items: list[Any]) -> bytes:
    """A list of plain data and replies as bytes."""
    content = BytesIO()
    _Packer(content, protocol=pickle.HIGHEST_PROTOCOL).dump(items)
    return content.getvalue()


def unpacked(passages: Sequence[Passage], content: bytes) -> list[Any]:
    """The list that ``packed`` made bytes of; ``passages`` are those of the same corpus."""
    items: list[Any] = _Unpacker(passages, content).load()
    return items


class _Packer(pickle.Pickler):
    def persistent_id(self, value: object) -> int | None:
        return value.number if isinstance(value, Passage) else None


class _Unpacker(pickle.Unpickler):
    def __init__(self, passages: Sequence[Passage], content: bytes) -> None:
        super().__init__(BytesIO(content))
        self._passages = passages

    def persistent_load(self, number: int) -> Passage:
        return self._passages[number]
