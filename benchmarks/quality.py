"""Quality beside other systems, on the same cases and passages: ``python -m benchmarks.quality``.

The other systems answer every message with their best three passages: none of them knows when to hold
its tongue. They are given the message alone, for a retriever has no conversation. None of them knows
examples either, so the bot is shown with its curation and bare; with ``--meaning`` also as it is with that evidence.
"""

import argparse
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from rank_bm25 import BM25Okapi

from benchmarks.leaflets import BARE
from benchmarks.systems import BEST, SYSTEMS, Ranking
from benchmarks.tables import print_table, share
from bot import Bot, Corpus, Quote, Reply, load_corpus
from bot.documents import builtin_corpus_path
from bot.evaluation import MEASURES, Case, Report, case_files, evaluate, load_cases
from bot.testing import ScriptedBot
from bot.text.nltk_parts import stemmer
from bot.text.normal import normal, words_of
from bot.text.vocabulary import vocabulary
from training.data import at_level

COLUMNS = ("behaviour", "answer@1", "answer@3", "decline", "refer", "emergency", "wrong_quote")

Ranker = Callable[[Sequence[str], Sequence[str]], list[Ranking]]
"""Gives the best passages for each question, by their numbers."""


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("cases", nargs="*", type=Path, metavar="CASES", help="case files (default: the shipped set)")
    parser.add_argument("--corpus", type=Path, metavar="PATH", help="a text file or a folder (default: the article)")
    parser.add_argument("--no-install", action="store_true", help="leave out what needs an environment of its own")
    parser.add_argument("--meaning", action="store_true", help="show the bot with the evidence from meaning too")
    arguments = parser.parse_args(argv)
    corpus = load_corpus(arguments.corpus)
    bare = at_level(corpus, BARE)
    paths = arguments.cases or case_files(arguments.corpus or builtin_corpus_path())
    cases = load_cases(*paths, corpus=corpus)
    rankers: dict[str, Ranker] = {"rank_bm25 with str.split()": rank_bare, "BM25, stems, stop words": rank_stemmed}
    if not arguments.no_install:
        rankers |= {system.title: system.rank for system in SYSTEMS}
    bots: dict[str, Bot] = {title: always_answering(rank, bare, cases) for title, rank in rankers.items()}
    bots |= {"this bot, bare": Bot(bare), "this bot": Bot(corpus)}
    if arguments.meaning:
        bots |= {
            "this bot, bare, with meaning": Bot(bare, meaning=True),
            "this bot, with meaning": Bot(corpus, meaning=True),
        }
    reports: dict[str, Report] = {title: evaluate(bot, cases) for title, bot in bots.items()}
    titles = {measure.name: measure.title for measure in MEASURES}
    print_table(
        f"{len(cases)} cases on {len(corpus.passages)} passages (95% intervals)",
        ("system", *(titles[name].lower() for name in COLUMNS)),
        [(title, *(share(report.figures[name]) for name in COLUMNS)) for title, report in reports.items()],
    )


def rank_bare(passages: Sequence[str], questions: Sequence[str]) -> list[Ranking]:
    """As the README of ``rank_bm25`` shows it."""
    return _rank_okapi(passages, questions, str.split)


def rank_stemmed(passages: Sequence[str], questions: Sequence[str]) -> list[Ranking]:
    """The same over Snowball stems, without stop words."""
    stopwords = vocabulary().stopwords
    stem = cache(stemmer().stem)
    return _rank_okapi(
        passages, questions, lambda text: [stem(w) for w in words_of(normal(text)) if w not in stopwords]
    )


def always_answering(rank: Ranker, corpus: Corpus, cases: Sequence[Case]) -> Bot:
    """Stands where a bot stands, and answers each message with what a system ranked best."""
    questions = list(dict.fromkeys(case.question for case in cases))
    rankings = rank([passage.text for passage in corpus.passages], questions)
    replies = (_quoting(corpus, ranking) for ranking in rankings)
    return ScriptedBot(corpus, dict(zip(questions, replies, strict=True)))


def _quoting(corpus: Corpus, ranking: Ranking) -> Reply:
    passages = [corpus.passages[number] for number in ranking]
    quotes = tuple(Quote(passage, 1.0, (), passage.sentences[0]) for passage in passages)
    return Reply("answer", "The best passages:", quotes) if quotes else Reply("decline", "Nothing was found.")


def _rank_okapi(passages: Sequence[str], questions: Sequence[str], tokens: Callable[[str], list[str]]) -> list[Ranking]:
    engine = BM25Okapi(list(map(tokens, passages)))
    numbers = range(len(passages))
    return [engine.get_top_n(tokens(question), numbers, BEST) for question in questions]


if __name__ == "__main__":
    main()
