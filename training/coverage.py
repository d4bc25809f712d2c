"""Fits whether the best passage answers a question, from the signals of the search."""

from collections.abc import Sequence

import numpy
from sklearn.linear_model import LogisticRegression

from bot.evidence.signals import signals_of
from bot.index.bm25 import Floats
from bot.model import Linear
from training.questions import Question
from training.ranking import best_of

STRENGTH = 0.3
"""Inverse regularisation."""

WRONG_PASSAGE = 0.5
"""How much a question counts that is answered by another passage than the best: answering and declining are both
wrong there, but a wrong quote is worse."""


def fit_coverage(questions: Sequence[Question], weights: Floats, names: tuple[str, ...]) -> Linear:
    """A logistic regression on the signals ``names``, between questions whose best passage is right and others."""
    figures = numpy.array([[value[name] for name in names] for value in signals_of_all(questions, weights)])
    is_right = numpy.array([best_of(question, weights) in question.case.relevant for question in questions])
    is_answered = numpy.array([bool(question.case.relevant) for question in questions])
    means, scales = figures.mean(axis=0), figures.std(axis=0)
    scales[scales < 1e-9] = 1.0
    counts = numpy.where(is_answered & ~is_right, WRONG_PASSAGE, 1.0)
    fit = LogisticRegression(C=STRENGTH, max_iter=2000).fit((figures - means) / scales, is_right, counts)
    return Linear(names, means, scales, fit.coef_[0], float(fit.intercept_[0]))


def signals_of_all(questions: Sequence[Question], weights: Floats) -> list[dict[str, float]]:
    """The signals of each question."""
    return [_signals_of(question, weights) for question in questions]


def _signals_of(question: Question, weights: Floats) -> dict[str, float]:
    scores = question.scores(weights)
    gaps = question.searcher.gaps(question.found, int(numpy.argmax(scores)), question.query)
    return signals_of(question.found, question.query, question.figures, scores, gaps)
