"""Everything known about a message before deciding, as figures that mean the same on any corpus."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from bot.documents import Passage
from bot.search.analysis import Rarity, Reading
from bot.search.index import Scores
from bot.search.passages import CorpusIndex, Findings

UNKNOWN_WORD_WEIGHT = 0.3
"""What a word that is known nowhere tells, against 1 for a rare known one: it is often a name or a slip."""

POINTED_SHARE = 0.5
"""The least share of the best possible score that a passage gets which a message points at."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well the corpus fits a message.

    Attributes:
        ranking: the numbers of the passages, best first.
        scores: the score of every passage, as a share of the best possible one.
        rival: the number of the uncovered topic that fits best, or ``None``.
        figures: the signals, by name.
    """

    ranking: tuple[int, ...]
    scores: Scores
    rival: int | None
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Message:
    """A message, read and looked up.

    Attributes:
        text: as it was typed.
        reading: the same in the bot's terms.
        terms: what was searched for, with weights; a follow-up's hold those of earlier messages.
        evidence: how well the corpus fits.
        figures: every signal, by name.
    """

    text: str
    reading: Reading
    terms: Mapping[str, float]
    evidence: Evidence
    figures: Mapping[str, float]


def weigh_evidence(  # noqa: PLR0913
    reading: Reading,
    terms: Mapping[str, float],
    findings: Findings,
    index: CorpusIndex,
    rarity: Rarity,
    pointed: Passage | None = None,
) -> Evidence:
    """The signals on whether the corpus answers a message.

    - ``fit``: the best passage's score, as a share of the best possible one.
    - ``rival``: the same for the uncovered topic that fits best.
    - ``lead``: the logarithm of the ratio between the two.
    - ``margin``: how far the second passage is behind, as a share of the first's score.
    - ``covered``: the share of the message's information that stands in the best passage or its examples.
    - ``known``: the share that stands anywhere in the corpus or its curation.
    - ``own_words``: the share that stands in the best passage's own text, or means the same.
    - ``missing``: how much the most telling word tells that the best passage's own text lacks.
    - ``about``: how alike the best passage and the message are in what they are about.
    - ``stands_out``: by how many standard deviations the best passage's score is above the mean.
    - ``length``: the logarithm of the number of words.
    """
    best_possible = findings.best_possible or 1.0
    shares = findings.passages / best_possible
    if pointed is not None:
        shares[pointed.number] = max(POINTED_SHARE, float(shares.max()) + 0.01)
    ranking = tuple(int(number) for number in numpy.argsort(-shares, kind="stable"))
    best = float(shares[ranking[0]])
    second = float(shares[ranking[1]]) if len(ranking) > 1 else 0.0
    rival = int(numpy.argmax(findings.topics)) if len(findings.topics) else None
    rival_share = float(findings.topics[rival]) / best_possible if rival is not None else 0.0
    figures = {
        "fit": best,
        "rival": rival_share,
        "lead": math.log((best + 0.01) / (rival_share + 0.01)),
        "margin": (best - second) / best if best > 0 else 0.0,
        "covered": _share_of_information(reading, index.entry(ranking[0]), rarity),
        "known": _share_of_information(reading, index, rarity),
        "own_words": float(findings.own_words[ranking[0]]),
        "missing": _most_telling_gap(reading, index.own_terms(ranking[0]), rarity),
        "about": float(findings.about[ranking[0]]),
        "stands_out": (best - float(shares.mean())) / (float(shares.std()) or 1.0),
        "length": math.log1p(len(reading.words)),
    }
    return Evidence(ranking, shares, rival, figures)


def kind_figures(kinds: tuple[str, ...], probabilities: NDArray[numpy.float64]) -> dict[str, float]:
    """The probability of each kind of message, by ``kind:name``."""
    return {f"kind:{kind}": float(value) for kind, value in zip(kinds, probabilities, strict=True)}


def _share_of_information(reading: Reading, terms: Mapping[str, int] | CorpusIndex, rarity: Rarity) -> float:
    total = covered = 0.0
    for word, stem, content, unknown in zip(
        reading.words, reading.stems, reading.content, reading.unknown, strict=True
    ):
        if content:
            weight = UNKNOWN_WORD_WEIGHT if unknown else rarity(word)
            total += weight
            covered += weight if stem in terms else 0.0
    return covered / total if total else 0.0


def _most_telling_gap(reading: Reading, own_terms: frozenset[str], rarity: Rarity) -> float:
    meant = {place for start, end, name in reading.concepts if name in own_terms for place in range(start, end)}
    words = zip(reading.words, reading.stems, reading.content, strict=True)
    gaps = (
        rarity(word)
        for place, (word, stem, content) in enumerate(words)
        if content and stem not in own_terms and place not in meant
    )
    return max(gaps, default=0.0)
