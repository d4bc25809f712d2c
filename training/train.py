"""Trains what the bot decides by: ``python -m training.train`` writes ``bot/model``; ``--check`` compares.

1. **Vectors** of terms (``vectors.py``), on the questions and passages of the leaflets and the article, and on topics.
2. **Ranking** (``ranking.py``): the weights of each kind of evidence, over every level of curation, from none to all.
3. **Coverage** (``coverage.py``): whether the best passage answers, over the same levels.
4. **Intents** (``intents.py``): what kind of message it is.

Ranking and coverage are fitted on leaflets that their vectors were not trained on (the leaflets are split into folds,
the article with the first), so that they learn how far vectors are to be trusted on a leaflet nobody has seen. The
figures that are printed and kept in the manifest are cross-validated: each leaflet was left out when it was measured.
"""

import argparse
import hashlib
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy

from bot.dialogue.intents import Intents
from bot.evidence.query import Query
from bot.evidence.rank import FIGURES, SIGNALS
from bot.evidence.topics import topic_lines, topic_names
from bot.evidence.vectors import VectorTable
from bot.index.bm25 import Floats
from bot.model import FOLDER as MODEL
from bot.model import FORMAT, Linear, Model, load_model
from bot.settings import SETTINGS
from bot.text.message import Message
from bot.text.vocabulary import vocabulary
from training import data
from training.coverage import fit_coverage, signals_of
from training.data import ARTICLE_LEVELS, LEVELS, Case, Material, article, fold_of, leaflets, read_examples, without_fold
from training.intents import IntentWeights, fit_intents
from training.questions import Question, Reader, subject_weights
from training.ranking import best_of, fit_ranking
from training.vectors import Batch, TopicLines, Trainer

FOLDS = 3
ARTICLE_QUESTIONS = 240
"""How many of the article's own examples are asked at each level, each with an index that does not hold them."""

ALARMING = 0.25
"""From this probability of an emergency on, a topic's or a leaflet's question is left out of the intents' training."""

PRACTICAL = 0.5
"""How much a topic's question counts in the intents' training."""


class Training:
    """Everything that is read, and what is trained of it."""

    def __init__(self) -> None:
        self.article = Reader(article(data.FOLLOW_UPS))
        self.leaflets = [Reader(material) for material in leaflets()]
        self.general = vocabulary().analyser()
        self._blank = _blank_model()

    def model(self) -> tuple[Model, dict[str, Any]]:
        """The trained weights, and the cross-validated figures."""
        folds = [self.leaflets[fold::FOLDS] for fold in range(FOLDS)]
        questions: list[list[Question]] = []
        for fold, left_out in enumerate(folds):
            kept = [reader for reader in self.leaflets if reader not in left_out]
            vectors = self._vectors(kept, with_article=fold > 0)
            found = list(chain.from_iterable(self._leaflet_questions(reader, vectors) for reader in left_out))
            if fold == 0:
                self._article_questions = list(self._asked_of_article(vectors))
            questions.append(found)
            _say(f"fold {fold + 1} of {FOLDS}")
        figures = self._cross_validated(questions)
        everything = [*chain.from_iterable(questions), *self._article_questions]
        ranking = fit_ranking([question for question in everything if question.relevant])
        coverage = fit_coverage(everything, ranking)
        vectors = self._vectors(self.leaflets, with_article=True)
        _say("vectors")
        intents, accuracy = self._intents()
        figures["intents"] = accuracy
        return _model(ranking, coverage, intents, vectors), figures

    def _vectors(self, readers: Sequence[Reader], *, with_article: bool) -> VectorTable:
        batches = list(chain.from_iterable(map(_batches, readers)))
        if with_article:
            batches += _batches(self.article)
        return Trainer(batches, self._topic_lines()).train()

    def _topic_lines(self) -> list[TopicLines]:
        lines: dict[str, dict[str, list[Mapping[str, float]]]] = {name: {"?": [], "!": []} for name in topic_names()}
        for mark in "?!":
            for name, line in topic_lines(mark):
                lines[name][mark].append(dict.fromkeys(self.general.read(line).subject_terms, 1.0))
        return [TopicLines(both["?"], both["!"]) for both in lines.values()]

    def _leaflet_questions(self, reader: Reader, vectors: VectorTable) -> Iterator[Question]:
        asked = [
            (query, case)
            for query, case in zip(reader.queries, reader.material.cases, strict=True)
            if _is_about_matter(case)
        ]
        for level in LEVELS:
            yield from reader.questions(level, vectors, self._blank, asked)

    def _asked_of_article(self, vectors: VectorTable) -> Iterator[Question]:
        """Follow-ups, and the article's own examples, each with an index that does not hold it."""
        reader = self.article
        chance = numpy.random.default_rng(0)
        corpus = reader.material.corpus
        own = [(text, (passage.number,)) for passage in corpus.passages for text in passage.examples]
        own += [(text, ()) for gap in corpus.gaps for text in gap.examples]
        cases = list(zip(reader.queries, reader.material.cases, strict=True))
        cases = [(query, case) for query, case in cases if _is_about_matter(case)]
        for number, level in enumerate(ARTICLE_LEVELS):
            fold = number % 5
            rest = without_fold(corpus, fold, 5)
            held = [pair for pair in own if fold_of(pair[0], 5) == fold]
            drawn = [held[place] for place in chance.permutation(len(held))[:ARTICLE_QUESTIONS]]
            asked = [
                (Query(reader.read(text), (), SETTINGS), Case(text, (), "answer" if relevant else "decline", "", relevant))
                for text, relevant in drawn
            ]
            some = [cases[place] for place in chance.permutation(len(cases))[:ARTICLE_QUESTIONS]]
            yield from reader.questions(level, vectors, self._blank, [*asked, *some], rest)

    def _cross_validated(self, folds: Sequence[Sequence[Question]]) -> dict[str, Any]:
        """Ranking and coverage of each level, on leaflets that were left out."""
        tallies: dict[str, list[tuple[bool, bool, bool]]] = defaultdict(list)
        for fold, measured in enumerate(folds):
            kept = [q for other, questions in enumerate(folds) if other != fold for q in questions]
            kept += self._article_questions
            ranking = fit_ranking([question for question in kept if question.relevant])
            coverage = fit_coverage(kept, ranking)
            for question, signals in zip(measured, signals_of(measured, ranking), strict=True):
                is_right = best_of(question, ranking) in question.relevant
                tallies[question.level].append((bool(question.relevant), is_right, coverage.log_odds(signals) > 0))
        return {level: _shares(tally) for level, tally in tallies.items()}

    def _intents(self) -> tuple[IntentWeights, dict[str, float]]:
        messages, labels, counts, origins = self._intent_messages()
        first = fit_intents(messages, labels, counts)
        guess = Intents(_model(numpy.zeros(len(FIGURES)), _nothing(), first, VectorTable(first.keys[:1], first.weights[:1])))
        more = list(self._leaflet_intents(guess))
        for name, line in topic_lines("?"):
            message = self.general.read(line)
            if _alarm(guess.of(message)) <= ALARMING:
                more.append((message, "question/practical", PRACTICAL, f"topic {name}"))
        for message, label, count, origin in more:
            messages.append(message)
            labels.append(label)
            counts.append(count)
            origins.append(origin)
        accuracy = _intent_accuracy(messages, labels, counts, origins)
        return fit_intents(messages, labels, counts), accuracy

    def _intent_messages(self) -> tuple[list[Message], list[str], list[float], list[str]]:
        """Messages, intents, how much each counts, and where each comes from."""
        rows: list[tuple[Message, str, float, str]] = []
        for example in read_examples():
            intent = example.intent
            if intent.startswith("question/") and intent != "question/practical":
                intent = "question/subject"
            rows.append((self.general.read(example.text), intent, 1.0, example.text))
        corpus = self.article.material.corpus
        for owner in (*corpus.passages, *corpus.gaps):
            rows += [(self.article.read(text), "question/subject", 1.0, text) for text in owner.examples]
        for query, case in zip(self.article.queries, self.article.material.cases, strict=True):
            label = {"refer": "refer/personal", "emergency": "emergency/call"}.get(case.expect, "question/subject")
            if case.expect != "chat":
                rows.append((query.message, label, 1.0, case.question))
        return tuple(map(list, zip(*rows, strict=True)))  # type: ignore[return-value]

    def _leaflet_intents(self, guess: Intents) -> Iterator[tuple[Message, str, float, str]]:
        """The leaflets' cases; which variant an emergency or small talk is, the first fit guesses."""
        for reader in self.leaflets:
            for query, case in zip(reader.queries, reader.material.cases, strict=True):
                message, origin = query.message, f"leaflet {reader.material.name}"
                if case.kind == "off_topic":
                    yield message, "decline/off-topic", 1.0, origin
                elif case.expect in ("answer", "decline"):
                    yield message, "question/subject", 1.0, origin
                elif case.expect == "refer":
                    yield message, "refer/personal", 1.0, origin
                else:
                    likely = guess.of(message)
                    own = [intent for intent in likely if intent.startswith(f"{case.expect}/")]
                    yield message, max(own, key=lambda intent: likely[intent]), 1.0, origin
            for owner in (*reader.material.corpus.passages, *reader.material.corpus.gaps):
                for text in owner.examples[::4]:
                    message = reader.read(text)
                    if _alarm(guess.of(message)) <= ALARMING:
                        yield message, "question/subject", PRACTICAL, f"leaflet {reader.material.name}"


def _is_about_matter(case: Case) -> bool:
    return case.kind != "off_topic" and (case.expect == "decline" or (case.expect == "answer" and bool(case.relevant)))


def _batches(reader: Reader) -> list[Batch]:
    """The answerable cases of a material, and its examples, each with all its passages."""
    passages = reader.material.corpus.passages
    asked = [(q.subject_weights, c.relevant) for q, c in zip(reader.queries, reader.material.cases, strict=True) if c.relevant]
    holders = {
        p.number: (p.number, *(other.number for other in passages if other.contains(p))) for p in passages
    }
    examples = [(subject_weights(reader.read(text)), holders[p.number]) for p in passages for text in p.examples]
    return [
        Batch([text for text, _ in part], reader.passage_weights, _answers([right for _, right in part], len(passages)))
        for whole in (asked, examples)
        for part in _parts(whole)
    ]


def _parts(rows: Sequence[Any], size: int = 400) -> Iterator[Sequence[Any]]:
    """Long lists in parts of about equal make-up."""
    number = -(-len(rows) // size)
    for part in range(number):
        yield rows[part::number]


def _answers(rights: Sequence[Sequence[int]], size: int) -> Any:
    answers = numpy.zeros((len(rights), size), dtype="float32")
    for row, numbers in zip(answers, rights, strict=True):
        row[list(numbers)] = 1.0
    return answers


def _alarm(likely: Mapping[str, float]) -> float:
    return sum(probability for intent, probability in likely.items() if intent.startswith("emergency/"))


def _intent_accuracy(
    messages: Sequence[Message], labels: Sequence[str], counts: Sequence[float], origins: Sequence[str]
) -> dict[str, float]:
    """The share of messages whose intent is found by a model that has not seen them, nor their leaflet or topic."""
    right: dict[str, list[bool]] = defaultdict(list)
    fold = 0
    is_held = [fold_of(origin, 5) == fold for origin in origins]
    kept = [number for number, held in enumerate(is_held) if not held]
    weights = fit_intents(*([sequence[n] for n in kept] for sequence in (messages, labels, counts)))
    model = Intents(_model(numpy.zeros(len(FIGURES)), _nothing(), weights, VectorTable(weights.keys[:1], weights.weights[:1])))
    for message, label, held in zip(messages, labels, is_held, strict=True):
        if held:
            likely = model.of(message)
            found = max(likely, key=lambda intent: likely[intent])
            right[label].append(found == label or found.startswith("question/") and label.startswith("question/"))
            right["all"].append(right[label][-1])
    return {label: round(sum(values) / len(values), 3) for label, values in sorted(right.items())}


def _shares(tally: Sequence[tuple[bool, bool, bool]]) -> dict[str, float]:
    answered = [(right, said) for is_answered, right, said in tally if is_answered]
    declined = [said for is_answered, _, said in tally if not is_answered]
    return {
        "questions": len(tally),
        "best passage right": round(sum(right for right, _ in answered) / len(answered), 3),
        "answer@1": round(sum(right and said for right, said in answered) / len(answered), 3),
        "declined": round(sum(not said for said in declined) / len(declined), 3),
        "wrong quotes": round(sum(said and not right for _, right, said in tally) / len(tally), 3),
    }


def _blank_model() -> Model:
    none = numpy.zeros(0)
    return Model(
        none, _nothing(), (), none, none.astype("uint64"), none.astype("float32"), none.astype("int8"), 1.0,
        none.astype("uint64"), none.astype("int8"), {},
    )  # fmt: skip


def _nothing() -> Linear:
    ones = numpy.ones(len(SIGNALS))
    return Linear(SIGNALS, 0 * ones, ones, 0 * ones, 0.0)


def _model(ranking: Floats, coverage: Linear, intents: IntentWeights, vectors: VectorTable) -> Model:
    return Model(
        ranking=ranking,
        coverage=coverage,
        intents=intents.names,
        intent_intercepts=intents.intercepts,
        intent_keys=intents.keys,
        intent_idf=intents.idf,
        intent_weights=intents.weights,
        intent_scale=intents.scale,
        vector_keys=vectors.keys,
        vectors=vectors.values,
        manifest={},
    )


def manifest_of(model: Model, figures: Mapping[str, Any], trained_on: str) -> dict[str, Any]:
    """What stands in ``manifest.json``."""
    return {
        "format": FORMAT,
        "trained_on": trained_on,
        "cross_validated": figures,
        "ranking": {"figures": list(FIGURES), "weights": [round(float(weight), 6) for weight in model.ranking]},
        "coverage": model.coverage.to_json(),
        "intents": {
            "names": list(model.intents),
            "intercepts": model.intent_intercepts.tolist(),
            "scale": model.intent_scale,
        },
    }


def write(model: Model, manifest: Mapping[str, Any], folder: Path) -> None:
    """Write the model's two files."""
    names = ("intent_keys", "intent_idf", "intent_weights", "vector_keys", "vectors")
    arrays = {name: getattr(model, name) for name in names}
    arrays["intent_idf"] = arrays["intent_idf"].astype("float16")
    with (folder / "arrays.npz").open("wb") as file:
        numpy.savez_compressed(file, allow_pickle=False, **arrays)
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def fingerprint() -> str:
    """A hash of everything that is trained on."""
    digest = hashlib.sha256()
    roots = (data.FOLDER, Path("bot/data"), Path("corpus"))
    for path in sorted(path for root in roots for path in root.rglob("*") if path.suffix in (".txt", ".jsonl", ".toml")):
        if data.HELD_BACK not in path.parents and path != data.ARTICLE_CASES and "cases" not in path.name.partition(".")[2] or data.LEAFLETS in path.parents:
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _say(text: str) -> None:
    print(f"{time.process_time():6.0f} s  {text}", file=sys.stderr, flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Train, and write ``bot/model``; with ``--check``, compare it and write nothing."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="fail unless bot/model is what the data gives")
    arguments = parser.parse_args(argv)
    model, figures = Training().model()
    print(json.dumps(figures, indent=1))
    if arguments.check:
        return _check(model)
    write(model, manifest_of(model, figures, fingerprint()), MODEL)
    return 0


def _check(model: Model) -> int:
    from training.compare import difference

    found = difference(model, load_model())
    print(f"bot/model is not what the data gives: {found}. Run 'make model'." if found else "bot/model is what the data gives.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
