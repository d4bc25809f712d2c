"""Which paragraph answers a question, among those of its article: ``python -m benchmarks.squad dev-v2.0.json``.

SQuAD 2.0 (Rajpurkar et al., 2018): questions on encyclopedia articles, of which only those with an answer are asked. No
health text, and none of its questions is built on: it tells whether the search is good at plain texts that nobody
curated. Beside it the library's own BM25 over stems, in the same run.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy
from rank_bm25 import BM25Okapi

from benchmarks.tables import print_table
from bot import Bot, load_corpus
from bot.evaluation.measures import Figure
from bot.evidence.query import Query
from bot.settings import SETTINGS
from bot.text.vocabulary import vocabulary


class Article(NamedTuple):
    """An article's paragraphs, and its questions with the number of the paragraph that answers each."""

    title: str
    paragraphs: Sequence[str]
    questions: Sequence[tuple[str, int]]


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.squad", description=__doc__)
    parser.add_argument("file", type=Path, help="SQuAD 2.0 in JSON")
    parser.add_argument("--meaning", action="store_true", help="by a sentence encoder too (needs the extra 'meaning')")
    arguments = parser.parse_args(argv)
    articles = list(read_articles(arguments.file))
    ways: dict[str, Callable[[Article], Iterator[bool]]] = {
        "rank_bm25 over stems": stemmed_bm25,
        "the bot's ranking": partial(ranking, meaning=False),
    }
    if arguments.meaning:
        ways["the bot's ranking, with meaning"] = partial(ranking, meaning=True)
    rows = []
    for name, way in ways.items():
        right = [is_right for article in articles for is_right in way(article)]
        figure = Figure.of(right)
        rows.append((name, f"{figure.value:.3f} ({figure.low:.3f}-{figure.high:.3f})", str(figure.cases)))
    print_table("Right paragraph first", ("", "share (95% interval)", "questions"), rows)


def read_articles(path: Path) -> Iterator[Article]:
    """The articles of a file, with the questions that have an answer."""
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        paragraphs = [" ".join(each["context"].split()) for each in article["paragraphs"]]
        questions = [
            (entry["question"], number)
            for number, each in enumerate(article["paragraphs"])
            for entry in each["qas"]
            if not entry["is_impossible"]
        ]
        yield Article(article["title"].replace("_", " "), paragraphs, questions)


def stemmed_bm25(article: Article) -> Iterator[bool]:
    """Whether the library ranks the right paragraph first, over stems."""
    read = vocabulary().analyser().read
    index = BM25Okapi([list(read(paragraph).stems) for paragraph in article.paragraphs])
    for question, number in article.questions:
        yield int(numpy.argmax(index.get_scores(list(read(question).stems)))) == number


def ranking(article: Article, meaning: bool) -> Iterator[bool]:
    """Whether the bot ranks a passage of the right paragraph first, in the article as a leaflet that nobody curated."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "article.txt")
        path.write_text("\n\n".join((f"# {article.title}", *article.paragraphs)) + "\n", encoding="utf-8")
        bot = Bot(load_corpus(path), meaning=meaning)
    read = vocabulary().analyser([bot.corpus.documents[0].text]).read
    places = [bot.corpus.documents[0].text.index(paragraph) for paragraph in article.paragraphs]
    passages = bot.corpus.passages
    for question, number in article.questions:
        best = passages[bot.searcher.evidence(Query(read(question), (), SETTINGS)).ranking[0]]
        yield int(numpy.searchsorted(places, best.start, side="right")) - 1 == number


if __name__ == "__main__":
    main()
