"""Train the weights that the bot decides by: ``python -m training.train``.

Two linear models, which ``bot/dialogue/decision.py`` multiplies out:

1. What kind of message it is (``bot/dialogue/kinds.py``): one logistic regression a kind, on
   ``bot/data/examples`` and, as ordinary questions, on the article's own examples.
2. Whether the best passage answers a question: a logistic regression on the signals of the search,
   between questions whose best passage is right and questions that the corpus does not cover. (One
   that is covered elsewhere tells neither: answering and declining are both wrong.) A question never
   sees itself: its evidence comes from an index that was built without it.

There are two sets of weights for the second. Where an editor has written examples (``curated``), it
is trained on the article's examples and on ``follow-ups.jsonl``; where nobody has (``uncurated``), on
the leaflets in ``training/leaflets``, with questions that stand in no index.
"""

import json
import math
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

import numpy
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bot.dialogue.examples import read_examples
from bot.dialogue.kinds import MODEL, KindModel, character_features, read_model, word_features
from bot.dialogue.reading import Reader
from bot.dialogue.reply import Conversation, Quote, Reply
from bot.dialogue.signals import Message
from bot.documents import Corpus, load_corpus
from bot.search.language import Language
from bot.search.passages import index_of
from bot.search.topics import topic_questions

LEAFLETS = Path(__file__).parent / "leaflets"
FOLLOW_UPS = Path(__file__).parent / "follow-ups.jsonl"

MESSAGE_KINDS = ("emergency", "crisis", "personal", "distress", "chat", "elsewhere", "question", "practical")
FOLLOW_UP_KIND = {
    "answer": "question", "decline": "question", "refer": "personal", "emergency": "emergency", "chat": "chat",
}  # fmt: skip
"""What kind of message a follow-up is that should get each kind of reply."""

CURATED_SIGNALS = ("fit", "rival", "lead", "margin", "covered", "known", "length", "follows", "after_answer")
UNCURATED_SIGNALS = (
    "fit", "margin", "stands_out", "covered", "known", "own_words", "missing", "about", "length", "follows",
    "after_answer",
)  # fmt: skip
"""What whether the best passage answers is told by (``bot/dialogue/signals.py``)."""

CURATED_OVERRULES = {"elsewhere": 0.0, "personal": 0.0}
UNCURATED_OVERRULES = {"elsewhere": 1.0, "personal": 0.8}
"""How much of a kind's probability gives way where a passage surely answers (``Decision.overrules``).

The kinds have seen the article's questions; of other leaflets they know little, so there what fits a
passage well is believed to be a question. Chosen on ``training/leaflets``.
"""

CURATED_SHARE = 0.75
UNCURATED_SHARE = 0.55
"""How many of the questions that are either answered by the best passage or not covered are answered by it.

Three of four questions to a leaflet are taken to be covered by it; where there are no examples, the best
passage is the right one for only about half of these.
"""

ALARMING = 0.25
"""From this probability of an emergency or a crisis on, a topic's question is left out of the training."""

FOLDS = 5
LEAST_WORD_COUNT = 2
LEAST_CHARACTERS_COUNT = 5
LEAST_WEIGHT = 0.2
"""A feature is kept that stands in so many messages, and has a weight of this size for some kind."""

KIND_STRENGTH = 4.0
COVERED_STRENGTH = 1.0
"""Inverse regularisation of the two models, chosen on questions that are in no reported set."""

TOLERANCE_IN_HUNDREDTHS = 5
TOLERANCE = 0.05
"""How far a retrained weight may be from the shipped one: other machines round otherwise."""


Features = tuple[str, ...]


class Row(NamedTuple):
    """The signals of a question, and whether the best passage answers it (else nothing does)."""

    figures: Mapping[str, float]
    is_covered: bool


class Trainer:
    """Holds what both models share: the word lists, the article and the messages."""

    def __init__(self) -> None:
        self.language = Language.load()
        self.article = load_corpus()
        self.analyze = lru_cache(maxsize=None)(self.language.analyzer(self.article).read)
        self.examples = list(read_examples())
        article_texts = [text for _, texts in _owners(self.article) for text in texts]
        self.messages = [(e.text, e.kind) for e in self.examples]
        self.messages += [(text, "question") for text in article_texts]
        self.messages += [(case["question"], FOLLOW_UP_KIND[case["expect"]]) for case in _cases(FOLLOW_UPS)]
        self.kinds = self._kind_model()
        self.messages += [(text, "practical") for text in topic_questions() if not self._is_alarming(text)]
        self.kinds = self._kind_model()

    def model(self) -> dict[str, Any]:
        """Everything that stands in ``model.json``."""
        return {
            "kinds": _kinds_to_json(self.kinds),
            "groups": self._groups(),
            "curated": _fit_covered(list(self._curated_rows()), CURATED_SIGNALS, CURATED_OVERRULES, CURATED_SHARE),
            "uncurated": _fit_covered(
                list(self._uncurated_rows()), UNCURATED_SIGNALS, UNCURATED_OVERRULES, UNCURATED_SHARE
            ),
        }

    def _is_alarming(self, text: str) -> bool:
        """Whether a topic's question reads like an emergency: such a one is no example of a practical question."""
        probabilities = dict(zip(self.kinds.kinds, self.kinds.probabilities(text, self.analyze(text)), strict=True))
        return bool(probabilities["emergency"] + probabilities["crisis"] > ALARMING)

    def _groups(self) -> dict[str, dict[str, dict[str, int]]]:
        groups: dict[str, dict[str, Counter[str]]] = {"chat": {}, "elsewhere": {}}
        for example in self.examples:
            if example.kind in groups:
                counts = groups[example.kind].setdefault(example.group, Counter())
                counts.update(word_features(self.analyze(example.text)))
        return {kind: {name: dict(sorted(c.items())) for name, c in named.items()} for kind, named in groups.items()}

    def _kind_model(self) -> KindModel:
        blocks = [(word_features(self.analyze(text)), character_features(text)) for text, _ in self.messages]
        idf = _inverse_document_frequencies(blocks)
        vectorizer = DictVectorizer()
        matrix = vectorizer.fit_transform([_unit_blocks(block, idf) for block in blocks])
        matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
        labels = numpy.array([kind for _, kind in self.messages])
        fits = [
            LogisticRegression(C=KIND_STRENGTH, solver="liblinear", class_weight="balanced").fit(matrix, labels == kind)
            for kind in MESSAGE_KINDS
        ]
        columns = numpy.array([fit.coef_[0] for fit in fits]).T
        weights = {
            name: " ".join(str(round(100 * value)) for value in (idf[name], *map(float, column)))
            for name, column in zip(vectorizer.get_feature_names_out(), columns, strict=True)
            if abs(column).max() >= LEAST_WEIGHT
        }
        intercepts = numpy.array([round(float(fit.intercept_[0]), 4) for fit in fits])
        return KindModel(MESSAGE_KINDS, intercepts, weights)

    def _curated_rows(self) -> Iterator[Row]:
        """The article's examples, each read with an index that does not know it, and follow-ups."""
        for fold in range(FOLDS):
            reader = self._reader(_without_fold(self.article, fold))
            for owner, texts in _owners(self.article):
                for message in (reader.read(text) for text in texts if _fold(text) == fold):
                    if owner in (None, message.evidence.ranking[0]):
                        yield Row(message.figures, owner is not None)
        yield from self._case_rows(self.article, FOLLOW_UPS)

    def _uncurated_rows(self) -> Iterator[Row]:
        """Questions about leaflets that have no examples."""
        for path in sorted(LEAFLETS.glob("*.txt")):
            yield from self._case_rows(load_corpus(path), path.with_suffix(".cases.jsonl"))

    def _case_rows(self, corpus: Corpus, path: Path) -> Iterator[Row]:
        reader = self._reader(corpus)
        for case in _cases(path):
            if case["expect"] in ("answer", "decline"):
                message = _read_in_turn(reader, case)
                best = corpus.passages[message.evidence.ranking[0]].text
                is_right = any(gold in best for gold in case["gold"])
                if is_right or case["expect"] == "decline":
                    yield Row(message.figures, is_right)

    def _reader(self, corpus: Corpus) -> Reader:
        analyze = self.analyze
        if corpus.documents != self.article.documents:
            analyze = lru_cache(maxsize=None)(self.language.analyzer(corpus).read)
        return Reader(analyze, index_of(corpus, analyze), self.kinds, self.language.rarity)


def _cases(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _fold(text: str) -> int:
    """Which fold a message belongs to: by its letters alone, so that it never changes."""
    return zlib.crc32(text.encode()) % FOLDS


def _owners(corpus: Corpus) -> Iterator[tuple[int | None, tuple[str, ...]]]:
    """The number (``None`` for an uncovered topic) and the examples of every passage and topic."""
    yield from ((passage.number, passage.examples) for passage in corpus.passages)
    yield from ((None, topic.examples) for topic in corpus.uncovered)


def _without_fold(corpus: Corpus, fold: int) -> Corpus:
    def kept(examples: Sequence[str]) -> tuple[str, ...]:
        return tuple(text for text in examples if _fold(text) != fold)

    return replace(
        corpus,
        passages=tuple(replace(passage, examples=kept(passage.examples)) for passage in corpus.passages),
        uncovered=tuple(replace(topic, examples=kept(topic.examples)) for topic in corpus.uncovered),
    )


def _read_in_turn(reader: Reader, case: Mapping[str, Any]) -> Message:
    """A case's message, after the messages of its history were each answered with their best passage."""
    conversation = Conversation()
    for text in case["history"]:
        message = reader.read(text, conversation)
        passage = reader.index.corpus.passages[message.evidence.ranking[0]]
        is_chat = message.figures["kind:chat"] > message.figures["kind:question"]
        quote = Quote(passage, message.figures["fit"], (), passage.sentences[0])
        reply = Reply("chat", "") if is_chat else Reply("answer", "", (quote,))
        conversation = conversation.after(text, reply)
    return reader.read(case["question"], conversation)


def _inverse_document_frequencies(blocks: Sequence[tuple[Features, Features]]) -> dict[str, float]:
    words = Counter(feature for block in blocks for feature in block[0])
    characters = Counter(feature for block in blocks for feature in block[1])
    kept = {feature: count for feature, count in words.items() if count >= LEAST_WORD_COUNT}
    kept |= {feature: count for feature, count in characters.items() if count >= LEAST_CHARACTERS_COUNT}
    return {feature: round(math.log(len(blocks) / count), 2) for feature, count in sorted(kept.items())}


def _unit_blocks(blocks: Iterable[Features], idf: Mapping[str, float]) -> dict[str, float]:
    vector: dict[str, float] = {}
    for block in blocks:
        known = {feature: idf[feature] for feature in block if feature in idf}
        length = math.sqrt(sum(value * value for value in known.values())) or 1.0
        vector |= {feature: value / length for feature, value in known.items()}
    return vector


def _kinds_to_json(model: KindModel) -> dict[str, Any]:
    return {
        "names": model.kinds,
        "intercepts": model.intercepts.tolist(),
        "weights": {name: model.weights[name] for name in sorted(model.weights)},
    }


def _fit_covered(
    rows: Sequence[Row], signals: Sequence[str], overrules: Mapping[str, float], share: float
) -> dict[str, Any]:
    values = numpy.array([[row.figures[name] for name in signals] for row in rows])
    is_covered = numpy.array([row.is_covered for row in rows])
    means, scales = values.mean(axis=0), values.std(axis=0)
    scales[scales == 0] = 1.0
    weights = numpy.where(is_covered, share / is_covered.mean(), (1 - share) / (1 - is_covered.mean()))
    fit = LogisticRegression(C=COVERED_STRENGTH, max_iter=1000).fit((values - means) / scales, is_covered, weights)
    return {
        "signals": signals,
        "overrules": overrules,
        "means": _rounded(means),
        "scales": _rounded(scales),
        "weights": _rounded(fit.coef_[0]),
        "intercept": round(float(fit.intercept_[0]), 3),
        "trained on": {"covered": int(is_covered.sum()), "not covered": int((~is_covered).sum())},
    }


def _rounded(values: Iterable[float]) -> list[float]:
    return [round(float(value), 3) for value in values]


def difference(model: Mapping[str, Any], shipped: Mapping[str, Any]) -> str | None:
    """What tells two models apart beyond rounding, in words, or ``None``."""
    new, old = model["kinds"]["weights"], shipped["kinds"]["weights"]
    for name in new.keys() | old.keys():
        pairs = list(zip_longest(new.get(name, "").split()[1:], old.get(name, "").split()[1:], fillvalue="0"))
        allowed = (
            TOLERANCE_IN_HUNDREDTHS if name in new and name in old else 100 * LEAST_WEIGHT + TOLERANCE_IN_HUNDREDTHS
        )
        if any(abs(int(here) - int(there)) > allowed for here, there in pairs):
            return f"the weights of the feature {name!r}"
    if model["groups"] != shipped["groups"]:
        return "the groups of examples"
    for part in ("curated", "uncurated"):
        for key in ("means", "scales", "weights"):
            if not numpy.allclose(model[part][key], shipped[part][key], atol=TOLERANCE):
                return f"the {key} of the {part} decision"
    return None


def main() -> int:
    """Train, and write ``bot/data/model.json``; with ``--check``, compare it and write nothing."""
    model = json.loads(json.dumps(Trainer().model()))
    if "--check" not in sys.argv:
        text = json.dumps(model, ensure_ascii=False, separators=(",", ":"))
        MODEL.write_text(text.replace('","', '",\n"') + "\n", encoding="utf-8")
        return 0
    if found := difference(model, read_model()):
        print(f"bot/data/model.json is not what the data gives: {found} differ. Run 'make model'.", file=sys.stderr)
        return 1
    print("bot/data/model.json is what the data gives.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
