"""Trains what the bot decides by: ``python -m training.train`` writes ``bot/model``; ``--check`` compares.

1. **Vectors** of terms (``vectors.py``), after a sentence encoder.
2. **Ranking** (``ranking.py``): the weights of each kind of evidence, over every level of curation, from none to all.
3. **Coverage** (``coverage.py``): whether the best passage answers, over the same levels.
4. **Intents** (``intents.py``): what kind of message it is.
5. **Decision** (``decision.py``): which kind of reply is right, from intents and coverage.

Ranking, coverage and decision are fitted twice: to the list of evidence without meaning, and to the one with it.

What builds on something trained is fitted on what that had not seen: leaflets are split into folds, and so are the
messages about the article. So the decision learns how far coverage and intents are to be trusted on a leaflet nobody
has seen, and on new messages about the article. The figures that are printed and kept in the manifest are
cross-validated in the same way.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy

from bot.dialogue.decide import decision_figures
from bot.dialogue.intents import UNUSUAL, USUAL, WAYS_OF_ASKING, Intents
from bot.documents import Gap, Passage
from bot.evidence.figures import FIGURES, FIGURES_WITH_MEANING
from bot.evidence.query import Query
from bot.evidence.signals import SIGNALS, SIGNALS_WITH_MEANING
from bot.evidence.topics import topic_lines
from bot.evidence.vectors import VectorTable
from bot.index.bm25 import Floats
from bot.model import FOLDER as MODEL
from bot.model import Linear, Model, Weights, load_model
from bot.settings import SETTINGS
from bot.text.vocabulary import vocabulary
from training import data
from training.coverage import fit_coverage, signals_of_all
from training.data import (
    ARTICLE_LEVELS,
    LEVELS,
    Case,
    Material,
    article,
    fold_of,
    leaflets,
    read_examples,
    without_fold,
)
from training.decision import fit_decision
from training.files import blank_model, difference, fingerprint, made_from, manifest_of, write
from training.intents import SUBJECT, Labelled, fit_intents
from training.questions import Question, Reader
from training.ranking import best_of, fit_ranking
from training.teacher import Teacher
from training.vectors import lessons, make_vectors

FOLDS = 3

ARTICLE_EXAMPLES = 60
ARTICLE_CASES = 240
"""How many of the article's own examples are asked at each level, each with an index that does not hold them, and how
many follow-ups. The examples are fewer: they are of the same hands as the index, and flatter."""

EXAMPLE_STEP = 3
"""One of so many examples of the intents is asked of the article, to train the decision."""

EXAMPLE_COUNT, QUESTION_COUNT = 1.0, 0.5
"""How much each of them counts there, against a case of a leaflet at one level, and how much one that is to be
declined. At 2 for all, the many questions from elsewhere made the bot reluctant: of the answerable questions on
leaflets that it had not seen it answered 52% right, and 58% at these."""

ABOUT_ANYTHING = frozenset({"question/general", "question/practical", "question/figure", "question/denial"})
"""Questions among the examples that the article might answer; those with frightening words it does not."""

UNNAMED_COUNT = 0.6
"""How much a question to decline counts where no gaps are named. The cases ask for what is not said more often than
people do; at 1, on leaflets that it had not seen, the bot declined 87% of such questions and answered 58% of the others
right; the same with the odds of declining at 0.65 of that: 81% and 62%, and most replies right."""

WRONG_ANSWER = 0.2
"""How much a question counts, as one to decline, whose best passage is not the one that answers."""

ALARMING = 0.25
"""From this probability of an emergency on, a topic's or a leaflet's question is left out of the intents' training."""

PRACTICAL = 0.5
"""How much a question counts in the intents' training that was written for a topic or a passage."""


@dataclass(frozen=True)
class EvidenceList:
    """What passages are ranked by, and what whether the best one answers is told by."""

    figures: tuple[str, ...]
    signals: tuple[str, ...]


WITHOUT_MEANING = EvidenceList(FIGURES, SIGNALS)
WITH_MEANING = EvidenceList(FIGURES_WITH_MEANING, SIGNALS_WITH_MEANING)


@dataclass(frozen=True)
class Fold:
    """What was fitted without one part of the material, and the questions of that part."""

    ranking: Floats
    coverage: Linear
    intents: Intents
    questions: Sequence[Question]


class Training:
    """Everything that is read, and what is trained of it.

    Args:
        vectors: those to build on.
        teacher: the sentence encoder, which meaning is told by.
    """

    def __init__(self, vectors: VectorTable, teacher: Teacher) -> None:
        self.general = vocabulary().analyser()
        self.vectors = vectors
        self.article = Reader(article(data.FOLLOW_UPS), vectors, teacher)
        self.looked_at = Reader(_without_own_questions(article(data.ARTICLE_CASES)), vectors, teacher)
        self.leaflets = [Reader(material, vectors, teacher) for material in leaflets()]
        self.examples = [(self.general.read(example.text), example.intent) for example in read_examples()]

    def model(self) -> tuple[Model, dict[str, Any]]:
        """The trained weights, and the cross-validated figures."""
        labelled = self._labelled()
        asked = [list(self._asked(fold)) for fold in range(FOLDS)]
        for question in self._asked_of_article():
            asked[_fold_of(question.case.question)].append(question)
        heard = [_intents_without(fold, labelled) for fold in range(FOLDS)]
        weights, folds = _fitted(WITHOUT_MEANING, asked, heard)
        with_meaning, folds_with_meaning = _fitted(WITH_MEANING, asked, heard)
        shared = replace(blank_model(), vector_keys=self.vectors.keys, vectors=self.vectors.values)
        model = fit_intents(labelled).into(replace(shared, **vars(weights), with_meaning=with_meaning))
        return model, {
            "search": _search_figures(folds),
            "search_with_meaning": _search_figures(folds_with_meaning),
            "intents": _intent_figures(heard, labelled),
        }

    # ------------------------------------------------------------------------------------------------ the search

    def _asked(self, fold: int) -> Iterator[Question]:
        """The questions of a fold, at every level."""
        for reader in self.leaflets[fold::FOLDS]:
            asked = list(zip(reader.queries, reader.material.cases, strict=True))
            for level in LEVELS:
                yield from reader.questions(level, asked)
        _say(f"fold {fold + 1} of {FOLDS}: search")

    def _asked_of_article(self) -> Iterator[Question]:
        """Follow-ups, examples of the intents, and the article's own examples, each with an index without it."""
        reader, chance = self.article, numpy.random.default_rng(0)
        corpus = reader.material.corpus
        own: list[tuple[str, tuple[int, ...]]] = [
            (text, (passage.number,)) for passage in corpus.passages for text in passage.examples
        ]
        own += [(text, ()) for gap in corpus.gaps for text in gap.examples]
        cases = list(zip(reader.queries, reader.material.cases, strict=True))
        for number, level in enumerate(ARTICLE_LEVELS):
            fold = number % 5
            held = [pair for pair in own if fold_of(pair[0], 5) == fold]
            asked = [
                (Query(reader.read(text), (), SETTINGS), Case(text, (), "answer" if right else "decline", "", right))
                for text, right in (held[place] for place in chance.permutation(len(held))[:ARTICLE_EXAMPLES])
            ]
            asked += [cases[place] for place in chance.permutation(len(cases))[:ARTICLE_CASES]]
            yield from reader.questions(level, asked, without_fold(corpus, fold, 5))
            looked_at = list(zip(self.looked_at.queries, self.looked_at.material.cases, strict=True))
            yield from self.looked_at.questions(level, looked_at)
        others = [
            (Query(message, (), SETTINGS), Case(message.text, (), _expected(intent), "intent", ()))
            for message, intent in self.examples[::EXAMPLE_STEP]
            if intent not in ABOUT_ANYTHING
        ]
        yield from reader.questions(ARTICLE_LEVELS[0], others[::2])
        yield from reader.questions(ARTICLE_LEVELS[-1], others[1::2])

    # ----------------------------------------------------------------------------------------------- the intents

    def _labelled(self) -> list[Labelled]:
        """Messages with their intents, and the fold that each belongs to."""
        rows = [
            Labelled(message, intent if intent == "question/practical" else _plain(intent), 1.0, _fold_of(message.text))
            for message, intent in self.examples
        ]
        corpus = self.article.material.corpus
        owners: tuple[Passage | Gap, ...] = (*corpus.passages, *corpus.gaps)
        for owner in owners:
            rows += [Labelled(self.article.read(text), SUBJECT, 1.0, _fold_of(text)) for text in owner.examples]
        guess = Intents(fit_intents(rows).into(blank_model()))
        for number, reader in enumerate(self.leaflets):
            rows += _labelled_cases(reader, guess, number % FOLDS)
            rows += _labelled_examples(reader, guess, number % FOLDS)
        rows += [*_labelled_cases(self.article, guess), *_labelled_cases(self.looked_at, guess)]
        for name, line in topic_lines("?"):
            message = self.general.read(line)
            if not _is_alarming(guess.of(message)):
                rows.append(Labelled(message, "question/practical", PRACTICAL, _fold_of(name)))
        return rows


def _without_own_questions(material: Material) -> Material:
    """The material without those examples that are its cases' own messages."""
    own = {case.question for case in material.cases}
    passages = (
        replace(passage, examples=tuple(text for text in passage.examples if text not in own))
        for passage in material.corpus.passages
    )
    return replace(material, corpus=replace(material.corpus, passages=tuple(passages)))


def _expected(intent: str) -> str:
    """The kind of reply that is right where the article is the material: it answers none of these questions."""
    kind = intent.partition("/")[0]
    return "decline" if kind == "question" else kind


def _plain(intent: str) -> str:
    """All headings of questions, but the practical ones, are one intent."""
    return SUBJECT if intent.startswith("question/") else intent


def _labelled_cases(reader: Reader, guess: Intents, fold: int | None = None) -> Iterator[Labelled]:
    """The cases of a material; which variant an emergency or small talk is, the first fit guesses.

    Those of a leaflet belong to its fold. Those of the article, which come without one, each belong to their own, and
    do not tell what is usual: most are about what it says or lacks, and it is one text.
    """
    for query, case in zip(reader.queries, reader.material.cases, strict=True):
        label = {"answer": USUAL, "decline": UNUSUAL, "refer": "refer/personal"}.get(case.expect, "")
        if fold is None and label in WAYS_OF_ASKING:
            label = SUBJECT
        if case.kind == "off_topic":
            label = "decline/off-topic"
        if not label:
            likely = guess.of(query.message)
            label = max((i for i in likely if i.startswith(f"{case.expect}/")), key=lambda intent: likely[intent])
        yield Labelled(query.message, label, 1.0, _fold_of(case.question) if fold is None else fold)


def _labelled_examples(reader: Reader, guess: Intents, fold: int) -> Iterator[Labelled]:
    """The examples of a leaflet, as questions."""
    owners: tuple[Passage | Gap, ...] = (*reader.material.corpus.passages, *reader.material.corpus.gaps)
    for owner in owners:
        for text in owner.examples:
            message = reader.read(text)
            if not _is_alarming(guess.of(message)):
                yield Labelled(message, USUAL if isinstance(owner, Passage) else UNUSUAL, PRACTICAL, fold)


def _is_alarming(likely: Mapping[str, float]) -> bool:
    return sum(share for intent, share in likely.items() if intent.startswith("emergency/")) > ALARMING


def _fold_of(text: str) -> int:
    return fold_of(text, FOLDS)


def _intents_without(fold: int, labelled: Sequence[Labelled]) -> Intents:
    """The intents, fitted without the messages of one fold."""
    intents = Intents(fit_intents([row for row in labelled if row.fold != fold]).into(blank_model()))
    _say(f"fold {fold + 1} of {FOLDS}: intents")
    return intents


def _fitted(
    evidence: EvidenceList, asked: Sequence[Sequence[Question]], heard: Sequence[Intents]
) -> tuple[Weights, list[Fold]]:
    """The weights for a list of evidence, and what was fitted without each fold.

    Args:
        evidence: the list.
        asked: the questions of each fold.
        heard: the intents, fitted without each fold.
    """
    folds = []
    for number, (questions, intents) in enumerate(zip(asked, heard, strict=True)):
        others = chain.from_iterable(asked[fold] for fold in range(FOLDS) if fold != number)
        folds.append(Fold(*_search_weights(list(others), evidence), intents, questions))
    ranking, coverage = _search_weights(list(chain.from_iterable(asked)), evidence)
    rows = list(chain.from_iterable(map(_decision_rows, folds)))
    decision = fit_decision(*zip(*rows, strict=True))
    _say(f"ranking, coverage, decision by {len(evidence.figures)} figures")
    return Weights(ranking, coverage, decision), folds


def _search_weights(questions: Sequence[Question], evidence: EvidenceList) -> tuple[Floats, Linear]:
    about = [question for question in questions if question.is_about_matter]
    ranking = fit_ranking([question for question in about if question.case.relevant], len(evidence.figures))
    return ranking, fit_coverage(about, ranking, evidence.signals)


def _decision_rows(fold: Fold) -> Iterator[tuple[Mapping[str, float], str, float]]:
    """What the decision is fitted on: figures, the kind of reply that is right, and how much it counts."""
    for question, signals in zip(fold.questions, signals_of_all(fold.questions, fold.ranking), strict=True):
        case = question.case
        expected, count = case.expect, 1.0
        if case.kind == "intent":
            count = QUESTION_COUNT if expected == "decline" else EXAMPLE_COUNT
        if case.expect == "answer" and best_of(question, fold.ranking) not in case.relevant:
            expected, count = "decline", WRONG_ANSWER
        if expected == "decline" and not signals["has_gaps"]:
            count *= UNNAMED_COUNT
        covered = 1 / (1 + numpy.exp(-fold.coverage.log_odds(signals)))
        yield decision_figures(fold.intents.of(question.query.message), covered, signals), expected, count


def _search_figures(folds: Sequence[Fold]) -> dict[str, Any]:
    """Ranking and coverage at each level, on leaflets that were left out."""
    tallies: dict[str, list[tuple[bool, bool, bool]]] = defaultdict(list)
    for fold in folds:
        measured = [q for q in fold.questions if q.is_about_matter and q.leaflet != "article"]
        for question, signals in zip(measured, signals_of_all(measured, fold.ranking), strict=True):
            is_right = best_of(question, fold.ranking) in question.case.relevant
            tally = (bool(question.case.relevant), is_right, fold.coverage.log_odds(signals) > 0)
            tallies[question.level].append(tally)
    return {level: _shares(tally) for level, tally in tallies.items()}


def _shares(tally: Sequence[tuple[bool, bool, bool]]) -> dict[str, float]:
    answered = [(right, said) for is_answered, right, said in tally if is_answered]
    declined = [said for is_answered, _, said in tally if not is_answered]
    return {
        "questions": len(tally),
        "best passage right": round(sum(right for right, _ in answered) / len(answered), 3),
        "answered right": round(sum(right and said for right, said in answered) / len(answered), 3),
        "declined": round(sum(not said for said in declined) / len(declined), 3),
        "wrong quotes": round(sum(said and not right for _, right, said in tally) / len(tally), 3),
    }


def _intent_figures(heard: Sequence[Intents], labelled: Sequence[Labelled]) -> dict[str, float]:
    """The share of messages whose intent is found by a model that saw neither them nor their leaflet or topic."""
    right: dict[str, list[bool]] = defaultdict(list)
    for row in labelled:
        likely = heard[row.fold].of(row.message)
        found = max((each for each in likely if each not in WAYS_OF_ASKING), key=lambda intent: likely[intent])
        intent = SUBJECT if row.intent in WAYS_OF_ASKING else row.intent
        is_right = found == intent or (found.startswith("question/") and intent.startswith("question/"))
        for label in (intent, "all", intent.partition("/")[0]):
            right[label].append(is_right)
    return {label: round(sum(values) / len(values), 3) for label, values in sorted(right.items())}


def _say(text: str) -> None:
    print(f"{time.process_time():6.0f} s  {text}", file=sys.stderr, flush=True)


def _differing(teacher: Teacher) -> str | None:
    """What tells the shipped model from what the data gives.

    All else is fitted anew on the shipped vectors. Those are not made anew, which would take minutes: it is only looked
    at whether they were made from what is there now (``python -m training.vectors --check`` makes them).
    """
    shipped = load_model()
    vectors = VectorTable(shipped.vector_keys, shipped.vectors)
    if shipped.manifest["vectors"] != made_from(lessons().fingerprint, vectors):
        return "what the vectors were made from"
    _say("what the vectors were made from")
    model, _ = Training(vectors, teacher).model()
    teacher.remember()
    return difference(model, shipped)


def _train(teacher: Teacher) -> None:
    """Train everything, and write it."""
    learned = lessons()
    vectors = make_vectors(learned, teacher)
    teacher.remember()
    _say("vectors")
    model, figures = Training(vectors, teacher).model()
    teacher.remember()
    print(json.dumps(figures, indent=1))
    write(model, manifest_of(model, figures, fingerprint(), made_from(learned.fingerprint, vectors)), MODEL)


def main(argv: Sequence[str] | None = None) -> int:
    """Train, and write ``bot/model``; with ``--check``, compare it and write nothing."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="fail unless bot/model is what the data gives")
    arguments = parser.parse_args(argv)
    teacher = Teacher()
    if not arguments.check:
        _train(teacher)
        return 0
    found = _differing(teacher)
    if found:
        print(f"bot/model is not what the data gives; it differs in {found}. Run 'make model'.", file=sys.stderr)
        return 1
    print("bot/model is what the data gives.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
