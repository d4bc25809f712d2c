"""Train the weights that the bot decides by: ``python -m training.train``.

Two steps, both linear:

1. What kind of message it is (``bot/dialogue/kinds.py``): one logistic regression a kind, on
   ``bot/data/examples`` and, as ordinary questions, on the article's own examples.
2. The decision (``bot/dialogue/decision.py``): a multinomial logistic regression on all signals. A
   message never sees itself: its kinds come from a model of the first step that was trained without
   it, and its evidence from an index that was built without it.

There are two sets of weights for the second step. Where an editor has written examples
(``curated``), it is trained on the article's examples and follow-ups; where nobody has
(``uncurated``), on the leaflets in ``training/leaflets``, with questions that stand in no index.
"""

import json
import math
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bot.dialogue.examples import read_examples
from bot.dialogue.kinds import MODEL, KindModel, character_features, word_features
from bot.dialogue.reading import Reader
from bot.dialogue.reply import KINDS, Conversation, Quote, Reply
from bot.dialogue.signals import Message
from bot.documents import Corpus, load_corpus
from bot.search.language import Language
from bot.search.passages import index_of

LEAFLETS = Path(__file__).parent / "leaflets"
FOLLOW_UPS = Path(__file__).parent / "follow-ups.jsonl"

MESSAGE_KINDS = ("emergency", "crisis", "personal", "distress", "chat", "elsewhere", "question")
REPLY_KIND = {
    "emergency": "emergency",
    "crisis": "emergency",
    "personal": "refer",
    "distress": "refer",
    "chat": "chat",
    "elsewhere": "decline",
}
"""The reply that an example of each kind of message should get. A question's depends on the corpus."""

SHARES = {"answer": 0.45, "decline": 0.27, "refer": 0.11, "emergency": 0.12, "chat": 0.05}
"""How often each kind of reply is taken to be needed, a guess from the kinds that people listed
for a public health chatbot. Emergencies weigh twice what they are expected to be: missing one is worse
than a false alarm."""

FOLDS = 5
LEAST_WORD_COUNT = 2
LEAST_CHARACTERS_COUNT = 5
KIND_STRENGTH = 4.0
DECISION_STRENGTH = 1.0
"""Inverse regularisation of the two steps, chosen on questions that are in no reported set."""


Features = tuple[str, ...]


class Row(NamedTuple):
    """The signals of a message, and the reply that it should get."""

    figures: Mapping[str, float]
    expected: str


class Trainer:
    """Holds what both steps share: the word lists, the article, and one kind model for each fold."""

    def __init__(self) -> None:
        self.language = Language.load()
        self.article = load_corpus()
        self.analyze = lru_cache(maxsize=None)(self.language.analyzer(self.article).read)
        self.examples = list(read_examples())
        article_texts = [text for _, texts in _owners(self.article) for text in texts]
        self.messages = [(e.text, e.kind) for e in self.examples] + [(text, "question") for text in article_texts]
        self.kinds_without = [self._kind_model(leave_out=fold) for fold in range(FOLDS)]
        self.kinds = self._kind_model()

    def model(self) -> dict[str, Any]:
        """Everything that stands in ``model.json``."""
        return {
            "kinds": _kinds_to_json(self.kinds),
            "groups": self._groups(),
            "curated": _fit_decision(list(self._curated_rows())),
            "uncurated": _fit_decision(list(self._uncurated_rows())),
        }

    def _groups(self) -> dict[str, dict[str, dict[str, int]]]:
        groups: dict[str, dict[str, Counter[str]]] = {"chat": {}, "elsewhere": {}}
        for example in self.examples:
            if example.kind in groups:
                counts = groups[example.kind].setdefault(example.group, Counter())
                counts.update(word_features(self.analyze(example.text)))
        return {kind: {name: dict(sorted(c.items())) for name, c in named.items()} for kind, named in groups.items()}

    def _kind_model(self, leave_out: int | None = None) -> KindModel:
        messages = [(text, kind) for text, kind in self.messages if _fold(text) != leave_out]
        blocks = [(word_features(self.analyze(text)), character_features(text)) for text, _ in messages]
        idf = _inverse_document_frequencies(blocks)
        vectorizer = DictVectorizer()
        matrix = vectorizer.fit_transform([_unit_blocks(block, idf) for block in blocks])
        matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
        labels = numpy.array([kind for _, kind in messages])
        fits = [
            LogisticRegression(C=KIND_STRENGTH, solver="liblinear", class_weight="balanced").fit(matrix, labels == kind)
            for kind in MESSAGE_KINDS
        ]
        columns = numpy.array([fit.coef_[0] for fit in fits]).T
        weights = {
            name: " ".join(str(round(100 * value)) for value in (idf[name], *map(float, column)))
            for name, column in zip(vectorizer.get_feature_names_out(), columns, strict=True)
        }
        intercepts = numpy.array([round(float(fit.intercept_[0]), 4) for fit in fits])
        return KindModel(MESSAGE_KINDS, intercepts, weights)

    def _curated_rows(self) -> Iterator[Row]:
        """The article's examples, each read with an index and kinds that do not know it."""
        for fold in range(FOLDS):
            corpus = _without_fold(self.article, fold)
            reader = self._reader(corpus, fold)
            for is_covered, texts in _owners(self.article):
                for text in texts:
                    if _fold(text) == fold:
                        yield Row(reader.read(text).figures, "answer" if is_covered else "decline")
            yield from self._general_rows(reader, fold)
        reader = self._reader(self.article)
        for case in _read_cases(FOLLOW_UPS):
            yield Row(_read_in_turn(reader, case).figures, case["expect"])

    def _uncurated_rows(self) -> Iterator[Row]:
        """Questions about leaflets without examples, and a share of the general examples for each leaflet."""
        for number, path in enumerate(sorted(LEAFLETS.glob("*.txt"))):
            corpus = load_corpus(path)
            reader = self._reader(corpus, number % FOLDS)
            for case in _read_cases(path.with_suffix(".cases.jsonl")):
                yield Row(_read_in_turn(reader, case).figures, case["expect"])
            yield from self._general_rows(reader, number % FOLDS)

    def _general_rows(self, reader: Reader, fold: int) -> Iterator[Row]:
        for example in self.examples:
            if example.kind in REPLY_KIND and _fold(example.text) == fold:
                yield Row(reader.read(example.text).figures, REPLY_KIND[example.kind])

    def _reader(self, corpus: Corpus, fold: int | None = None) -> Reader:
        analyze = self.analyze
        if corpus.documents != self.article.documents:
            analyze = lru_cache(maxsize=None)(self.language.analyzer(corpus).read)
        kinds = self.kinds if fold is None else self.kinds_without[fold]
        return Reader(analyze, index_of(corpus, analyze), kinds, self.language.rarity)


def _fold(text: str) -> int:
    """Which fold a message belongs to: by its letters alone, so that it never changes."""
    return zlib.crc32(text.encode()) % FOLDS


def _owners(corpus: Corpus) -> Iterator[tuple[bool, tuple[str, ...]]]:
    """Whether they are covered, and the examples, of every passage and uncovered topic."""
    yield from ((True, passage.examples) for passage in corpus.passages)
    yield from ((False, topic.examples) for topic in corpus.uncovered)


def _without_fold(corpus: Corpus, fold: int) -> Corpus:
    def kept(examples: Sequence[str]) -> tuple[str, ...]:
        return tuple(text for text in examples if _fold(text) != fold)

    return replace(
        corpus,
        passages=tuple(replace(passage, examples=kept(passage.examples)) for passage in corpus.passages),
        uncovered=tuple(replace(topic, examples=kept(topic.examples)) for topic in corpus.uncovered),
    )


def _read_cases(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


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


def _fit_decision(rows: Sequence[Row]) -> dict[str, Any]:
    names = sorted(rows[0].figures)
    values = numpy.array([[row.figures[name] for name in names] for row in rows])
    expected = numpy.array([row.expected for row in rows])
    counts = Counter(row.expected for row in rows)
    weights = numpy.array([SHARES[kind] * len(rows) / counts[kind] for kind in expected])
    means, scales = values.mean(axis=0), values.std(axis=0)
    scales[scales == 0] = 1.0
    fit = LogisticRegression(C=DECISION_STRENGTH, max_iter=1000).fit(
        (values - means) / scales, expected, sample_weight=weights
    )
    order = {kind: number for number, kind in enumerate(fit.classes_)}
    return {
        "signals": names,
        "means": [round(float(value), 4) for value in means],
        "scales": [round(float(value), 4) for value in scales],
        "weights": {kind: [round(float(w), 4) for w in fit.coef_[order[kind]]] for kind in KINDS},
        "intercepts": {kind: round(float(fit.intercept_[order[kind]]), 4) for kind in KINDS},
        "rows": dict(sorted(counts.items())),
    }


def main() -> None:
    """Train, and write ``bot/data/model.json``."""
    model = Trainer().model()
    lines = json.dumps(model, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"')
    MODEL.write_text(lines + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
