"""What kind of message it is, by a linear model over how it is worded.

An intent is written ``kind/variant`` and is the name of the sentence that may answer it (``emergency/crisis``,
``chat/thanks``); questions are ``question/...``, and are answered by a passage or by none. The model is trained on
``training/examples`` and the training leaflets. It knows nothing of any corpus.
"""

from collections.abc import Mapping
from itertools import pairwise

import numpy

from bot.index.bm25 import Floats, short_keys_of
from bot.model import Model
from bot.text.message import Message

USUAL, UNUSUAL = WAYS_OF_ASKING = ("usual", "unusual")
"""Asked like what leaflets mostly answer, and like what they mostly do not ("which brand is best?")."""


class Intents:
    """Tells the probability of each intent: one logistic regression an intent, scaled to sum to 1.

    Beside them, and not in that sum, how a question is asked: ``WAYS_OF_ASKING``.
    """

    def __init__(self, model: Model) -> None:
        self._model = model

    def of(self, message: Message) -> Mapping[str, float]:
        """The probability of each intent, and how much speaks for each way of asking."""
        model = self._model
        keys = short_keys_of(features(message))
        places = numpy.searchsorted(model.intent_keys, keys)
        places[places == len(model.intent_keys)] = 0
        places = places[model.intent_keys[places] == keys]
        values = model.intent_idf[places].astype("float64")
        values /= numpy.linalg.norm(values) or 1.0
        sums = model.intent_intercepts + (values @ model.intent_weights[places].astype("float64")) / model.intent_scale
        odds: Floats = 1 / (1 + numpy.exp(-sums))
        total = sum(share for name, share in zip(model.intents, odds, strict=True) if name not in WAYS_OF_ASKING)
        return dict(zip(model.intents, (odds / (total or 1.0)).tolist(), strict=True))


def features(message: Message) -> list[str]:
    """Stems, concepts, word classes, and every two in a row of stems and of classes in a sentence; each once.

    What is denied ("no chest pain", "he did not faint") comes as denied, too.
    """
    classes = _longest(message)
    found: dict[str, None] = dict.fromkeys(message.stems)
    for sentence in message.sentences:
        stems = message.stems[sentence.start : sentence.end]
        found.update(dict.fromkeys(f"{first}_{second}" for first, second in pairwise(("^", *stems, "$"))))
        in_classes = _in_classes(message, sentence.start, sentence.end, classes)
        found.update(dict.fromkeys(f"{first}_{second}" for first, second in pairwise(("^", *in_classes, "$"))))
        found.update(dict.fromkeys(f"not {name}" for name in _denied(message, sentence.start, sentence.end)))
    found.update(dict.fromkeys(message.concept_names))
    found.update(dict.fromkeys(name for _, _, name in message.classes))
    return list(found)


NEGATORS = frozenset("no not never without nobody none neither nor".split())
"""Words that deny what follows."""

REACH = 4
"""How many words after it a negator denies, at the most."""


def _denied(message: Message, start: int, end: int) -> list[str]:
    """The concepts and word classes that begin right after a negator in a sentence."""
    denied = {
        after
        for place in range(start, end)
        if message.words[place] in NEGATORS
        for after in range(place + 1, min(place + 1 + REACH, end))
    }
    return [name for first, _, name in (*message.concepts, *message.classes) if first in denied] if denied else []


def _longest(message: Message) -> dict[int, tuple[int, str]]:
    """For each place where a word class begins: where its longest phrase ends, and the class."""
    longest: dict[int, tuple[int, str]] = {}
    for start, end, name in message.classes:
        longest.setdefault(start, (end, name))
    return longest


def _in_classes(message: Message, start: int, end: int, classes: Mapping[int, tuple[int, str]]) -> list[str]:
    """Words with their phrases replaced by classes: "stop my methotrexate" is change, mine, medicine."""
    result, place = [], start
    while place < end:
        after, name = classes.get(place, (place + 1, message.stems[place]))
        result.append(name)
        place = after
    return result
