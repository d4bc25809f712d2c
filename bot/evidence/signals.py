"""The signals of a search: by what it is told whether the best passage answers a message."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy

from bot.evidence.examples import Examples
from bot.evidence.figures import FIGURES, Figures
from bot.evidence.query import Query
from bot.evidence.vectors import VectorTable, cosines
from bot.index.arrays import Candidates, GapArrays
from bot.index.bm25 import Floats
from bot.settings import Settings

SIGNALS_ALONE = (
    "score", "margin", "share", "own_words", "phrased", "told", "told_by_heading", "vectors", "topics", "examples",
    "has_examples", "log_examples", "gap", "has_gaps", "gap_lead", "gap_ahead", "known", "missing", "strange",
    "unknown_words", "log_length", "follows", "after_answer", "topic_found", "topics_best", "vectors_lead",
    "share_with_examples", "examples_close", "gap_close", "holds", "lacks_exact", "lacks_loose", "quoted",
    "section_quoted", "likelihood", "gap_likelihood", "likelihood_odds",
)  # fmt: skip
CROSSED = {"with gaps": "has_gaps", "with examples": "log_examples"}
"""Every signal means more or less where gaps are named, and where the best passage has many examples: it comes twice
more, times each of these."""

SIGNALS = (*SIGNALS_ALONE, *(f"{name}, {how}" for how in CROSSED for name in SIGNALS_ALONE))
"""What whether the corpus answers is told by; see ``signals_of``."""

SIGNALS_WITH_MEANING = (*SIGNALS, "meaning", "meaning_lead")
"""The same where the evidence from meaning is asked for."""

MOST_ODDS = 10.0
"""The logarithm of odds that are as good as certain."""

LEAST_SHARE = 0.01
"""Added to both sides of a ratio, so that two trifles are not told apart."""


@dataclass(frozen=True)
class GapFigures:
    """How well the gaps of one document fit a message.

    Attributes:
        arrays: what is known of the gaps.
        alike: ``float64 [gaps]``: how alike the examples of each are.
        likelihoods: ``float64 [gaps]``: how likely the message is where each is asked for.
        close: ``float64 [gaps]``: how close the examples of each are, by vectors.
    """

    arrays: GapArrays
    alike: Floats
    likelihoods: Floats
    close: Floats

    @staticmethod
    def of(
        arrays: GapArrays, query: Query, candidates: Candidates, table: VectorTable, settings: Settings
    ) -> "GapFigures":
        """Those of the gaps in ``arrays``."""
        examples = Examples(arrays.examples, candidates.statistics, settings)
        close = cosines(arrays.example_vectors, table.of_query(query))
        return GapFigures(arrays, examples.scores(query), examples.likelihoods(query), close)

    def __len__(self) -> int:
        return len(self.arrays)

    @cached_property
    def best(self) -> int | None:
        """The place of the gap that fits best, if there is any."""
        return int(numpy.argmax(self.alike)) if len(self) else None


def signals_of(found: Figures, query: Query, figures: Floats, scores: Floats, gaps: GapFigures) -> dict[str, float]:
    """What whether the best passage answers is told by.

    - ``score``, ``margin``, ``share``: the best passage's score, how far the second is behind, and how probable the
      best is among all; ``own_words`` to ``log_examples``: its figures.
    - ``gap``: how alike the best gap's examples are; ``gap_lead``: the logarithm of how many times more than the
      best passage's, and ``gap_ahead``: than those of any passage. 0 where no gaps are named.
    - ``known``: the share of the message's information that stands anywhere in the corpus; ``missing``,
      ``strange``: how much the most telling word tells that the best passage, or every passage, lacks.
    - ``topic_found``: how much the passages are about what the message is most about; ``topics_best``: how alike
      any passage is in what it is about.
    - ``likelihood``, ``gap_likelihood``: how much likelier the message is where the best passage, or the best gap,
      is asked for; ``likelihood_odds``: where any passage is than where any gap is. 0 where no gaps are named.
    - ``gap_close``: how much closer the closest gap's examples are, by vectors, than those of the best passage.
    - ``holds``, ``lacks_exact``, ``lacks_loose``: whether the best passage holds the kinds of things asked for.
    - ``vectors_lead``: how much closer the closest passage is than passages are on average; ``meaning_lead``: the
      same by the evidence from meaning, where there is any.
    """
    order = numpy.argsort(-scores, kind="stable")
    best = int(order[0])
    second = float(scores[order[1]]) if len(order) > 1 else float(scores[best])
    named = dict(zip(found.names, figures[best].tolist(), strict=True))
    vectors = figures[:, FIGURES.index("vectors")]
    lacks_exact, lacks_loose = found.asked.lacks(query, best)
    signals = {
        **{name: named[name] for name in SIGNALS_ALONE if name in named},
        "score": float(scores[best]),
        "margin": float(scores[best]) - second,
        "share": float(shares_of(scores)[best]),
        "known": found.own_words.known(query),
        "missing": found.own_words.missing(query, best),
        "strange": found.own_words.strange(query),
        **_signals_of_message(query),
        "topic_found": _topic_found(found, query),
        "topics_best": float(figures[:, FIGURES.index("topics")].max()),
        "vectors_lead": float(vectors.max() - vectors.mean()),
        "share_with_examples": found.candidates.curated / found.candidates.size,
        "lacks_exact": lacks_exact,
        "lacks_loose": lacks_loose,
        **_gap_signals(found, figures, best, gaps),
    }
    if "meaning" in named:
        meaning = figures[:, found.names.index("meaning")]
        signals |= {"meaning": named["meaning"], "meaning_lead": float(meaning.max() - meaning.mean())}
    crossed = {f"{name}, {how}": signals[name] * signals[by] for how, by in CROSSED.items() for name in SIGNALS_ALONE}
    return {**signals, **crossed}


def signals_without_search(query: Query) -> dict[str, float]:
    """The signals where nothing can be searched: what is told by the message alone, and else that nothing was found."""
    return {
        **dict.fromkeys(SIGNALS, 0.0),
        **_signals_of_message(query),
        "missing": 1.0,
    }


def _signals_of_message(query: Query) -> dict[str, float]:
    message = query.message
    return {
        "unknown_words": sum(message.unknown) / max(len(message.words), 1),
        "log_length": math.log1p(len(message.words)),
        "follows": float(bool(query.earlier)),
        "after_answer": float(query.after_answer),
    }


def shares_of(scores: Floats) -> Floats:
    """``float64 [passages]``: how probable each passage is among all, by their scores."""
    shares = numpy.exp(scores - scores.max())
    return numpy.asarray(shares / shares.sum())


def _gap_signals(found: Figures, figures: Floats, best: int, gaps: GapFigures) -> dict[str, float]:
    """How the gaps of the best passage's document fit, against that passage and against any; 0 where there are none."""
    names = ("gap", "has_gaps", "gap_lead", "gap_ahead", "gap_likelihood", "likelihood_odds", "gap_close")
    if not len(gaps):
        return dict.fromkeys(names, 0.0)
    examples, likelihoods, close = (
        figures[:, FIGURES.index(name)] for name in ("examples", "likelihood", "examples_close")
    )
    gap = float(gaps.alike.max())
    odds = _log_sum(likelihoods[found.in_document(best)]) - _log_sum(gaps.likelihoods)
    return {
        "gap": gap,
        "has_gaps": 1.0,
        "gap_lead": _log_ratio(gap, float(examples[best])),
        "gap_ahead": _log_ratio(gap, float(examples.max())),
        "gap_likelihood": float(gaps.likelihoods.max()),
        "likelihood_odds": max(min(odds, MOST_ODDS), -MOST_ODDS),
        "gap_close": float(gaps.close.max() - close[best]),
    }


def _topic_found(found: Figures, query: Query) -> float:
    """How much the passages are about what the message is most about."""
    profile = found.topics.of_query(query)
    return float(found.arrays.topics[:, int(numpy.argmax(profile))].max()) if profile.any() else 0.0


def _log_sum(logarithms: Floats) -> float:
    return float(numpy.logaddexp.reduce(logarithms))


def _log_ratio(one: float, other: float) -> float:
    return math.log((one + LEAST_SHARE) / (other + LEAST_SHARE))
