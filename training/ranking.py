"""Fits the weights by which passages are ranked: a conditional logit over the passages of each question's corpus."""

from collections.abc import Sequence

import numpy
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.index.bm25 import Floats
from training.questions import Question

STRENGTH = 1e-2
"""How much large weights cost, on figures of equal spread."""

COUNTS = {"lay": 0.15}
"""How much a question counts by its kind. The last hands were asked to keep off the leaflet's words in most of their
questions. On leaflets that were left out as many come first at 0.15 as at 0.6 (75%); on encyclopedia articles, whose
questions are plain, 85.1% and 84.3%."""


def fit_ranking(questions: Sequence[Question], figures: int) -> Floats:
    """The weights of the first ``figures``, so that a passage that answers is as probable as can be among all."""
    lengths = [len(question.figures) for question in questions]
    stacked = numpy.concatenate([question.figures[:, :figures] for question in questions])
    spread = stacked.std(axis=0) + 1e-9
    stacked = stacked / spread
    starts = numpy.concatenate([[0], numpy.cumsum(lengths)[:-1]])
    owner = numpy.repeat(numpy.arange(len(lengths)), lengths)
    counts = numpy.array([COUNTS.get(question.case.kind, 1.0) for question in questions])
    counts /= counts.sum()
    answers = numpy.zeros(len(stacked))
    for start, question in zip(starts, questions, strict=True):
        answers[[start + number for number in question.case.relevant]] = 1.0

    def loss(weights: Floats) -> tuple[float, NDArray[numpy.float64]]:
        scores = stacked @ weights
        shares = numpy.exp(scores - numpy.maximum.reduceat(scores, starts)[owner])
        shares /= numpy.add.reduceat(shares, starts)[owner]
        right = numpy.add.reduceat(shares * answers, starts)
        slope = stacked.T @ ((shares - shares * answers / (right[owner] + 1e-12)) * counts[owner])
        value = -float(counts @ numpy.log(right + 1e-12)) + STRENGTH * float(weights @ weights) / 2
        return value, slope + STRENGTH * weights

    fitted = minimize(loss, numpy.zeros(stacked.shape[1]), jac=True, method="L-BFGS-B")
    return numpy.asarray(fitted.x / spread)


def best_of(question: Question, weights: Floats) -> int:
    """The number of the passage that is ranked first."""
    return int(numpy.argmax(question.scores(weights)))
