"""What is looked up in tables is what is counted in memory, for any order in which documents came and went."""

import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from pathlib import Path
from random import Random
from threading import local

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import load_corpus
from bot.documents import Corpus
from bot.evidence.names import NamesOfCorpus
from bot.evidence.query import Query
from bot.settings import SETTINGS
from bot.text.message import Analyser
from bot.text.normal import normal, words_of
from bot.text.own import tables
from bot.text.own.stored import StoredWords
from bot.text.own.tables import TABLES, WordTables
from bot.text.own.texts import WordsOfTexts
from bot.text.own.words import WordsOfCorpus
from bot.text.readers import Readers
from bot.text.vocabulary import vocabulary

ROOT = Path(__file__).parents[3]
CORPORA = {
    "article": None,
    "leaflet": ROOT / "training" / "leaflets" / "amniocentesis.txt",
    "other leaflet": ROOT / "benchmarks" / "leaflets" / "migraine.txt",
    "folder": ROOT / "benchmarks" / "leaflets",
}

TEXTS = (
    ("Vitamin B12", "Diarrhoea, paediatric anaemia and B12. Your doctor's BP machine; hepatitis B and C."),
    ("", "Hematopoietic stem cells make blood. Stem cells do not make hematopoietic blood."),
    ("Folic acid", "Take 2.5mg folic acid. Don't take vitamins A and D. Osteoarthritis hurts; stem cells do not."),
    ("Empty", "..."),
    ("Sjögren", "Sjögren's syndrome: see an orthopaedic surgeon about keyhole surgery of the knee, not the knees."),
)
SYNONYMS = ("zorbing, cost", "zorbing pod => stem cells", "haemo => hematopoietic")
ABBREVIATIONS = {"SCT": "stem cell transplant"}


def corpus_of(name: str) -> Corpus:
    path = CORPORA[name]
    return load_corpus(path) if path else load_corpus()


def titled(corpus: Corpus) -> list[tuple[str, str]]:
    return [(document.title, document.text) for document in corpus.documents]


def database(texts: Sequence[tuple[str, str]] = (), corpus: Corpus | None = None) -> sqlite3.Connection:
    lines = (corpus.synonyms, corpus.abbreviations) if corpus else (SYNONYMS, ABBREVIATIONS)
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    made = WordTables(vocabulary().reading(*lines))
    made.create(connection)
    made.add(connection, texts)
    return connection


def rows(connection: sqlite3.Connection) -> dict[str, list[object]]:
    return {table.name: sorted(connection.execute(f"SELECT * FROM {table.name}")) for table in TABLES}


def stored_words(corpus: Corpus) -> StoredWords:
    connection = database(titled(corpus), corpus)
    return StoredWords(lambda: connection)


def counted_words(corpus: Corpus) -> WordsOfTexts:
    return WordsOfTexts(titled(corpus), vocabulary().reading(corpus.synonyms, corpus.abbreviations))


def analyser_of(corpus: Corpus, words: WordsOfCorpus) -> Analyser:
    return vocabulary().analyser(words, corpus.synonyms, corpus.abbreviations)


def lines_of(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def messages_for(corpus: Corpus) -> tuple[str, ...]:
    """Messages of all kinds, and some about words of the corpus, misspelt or typed apart."""
    chance = Random(12)
    words = sorted({word for _, text in titled(corpus) for word in words_of(normal(text)) if len(word) > 6})
    own = chance.sample(words, 60)
    return (
        *messages(),
        *(f"what is {misspelt(word, chance)}" for word in own),
        *(f"please tell me about {word[:4]} {word[4:]} then" for word in own),
    )


@cache
def messages() -> tuple[str, ...]:
    """Questions as they are, misspelt and typed apart, what dictation makes of words, and names of all sorts."""
    chance = Random(11)
    files = sorted((ROOT / "training" / "examples").glob("*.txt"))
    asked = chance.sample([line for file in files for line in lines_of(file)], 120)
    spelling = [line.split("=>")[0].split(",") for line in lines_of(ROOT / "bot" / "data" / "spelling.txt")]
    heard = chance.sample([phrase.strip() for phrases in spelling for phrase in phrases if " " in phrase.strip()], 80)
    names = chance.sample([line.split(",")[0] for line in lines_of(ROOT / "bot" / "data" / "names.txt")], 80)
    beside = ("arthritis", "vitamin B 12", "type 2 diabetes", "hepatitis b", "tranexamic acid", "dogs", "Spain")
    return (
        *asked,
        *(" ".join(misspelt(word, chance) for word in each.split()) for each in asked),
        *(f"please tell me about {each} then" for each in heard),
        *(f"does {each} help with {chance.choice(beside)}?" for each in names),
        *(f"I take {misspelt(each, chance)}. Is it safe?" for each in names),
        "see bee tee",
        "see tea scan and em are eye",
        "oh gee dee and eye bee dee",
        "",
    )


def misspelt(word: str, chance: Random) -> str:
    place = chance.randrange(len(word))
    changed = (
        word[:place] + word[place + 1 :],
        word[:place] + chance.choice("aeoustn") + word[place:],
        f"{word[:place]} {word[place:]}",
        word,
    )
    return chance.choice(changed) if len(word) > 3 else word


def answers(corpus: Corpus, words: WordsOfCorpus) -> Iterator[tuple[object, ...]]:
    """For each message: how it is read, and which names in it the corpus has."""
    analyser = analyser_of(corpus, words)
    read = lru_cache(maxsize=None)(analyser.read)
    names = NamesOfCorpus(corpus.passages, analyser, Readers(read, read), SETTINGS)
    for number, text in enumerate(messages_for(corpus)):
        message, passage = read(text), corpus.passages[number % len(corpus.passages)]
        query = Query(message, (), SETTINGS)
        yield (
            message,
            names.missing(query),
            names.missing_thing(text),
            names.missing_thing(text, passage),
            mistaken := names.mistaken(query, passage),
            mistaken and names.stands_anywhere(mistaken),
            [names.stands_as_word(word) for word in message.words],
        )


@pytest.mark.parametrize("name", CORPORA)
def test_messages_are_read_the_same_from_tables_as_from_texts(name: str) -> None:
    corpus = corpus_of(name)
    for stored, counted in zip(
        answers(corpus, stored_words(corpus)), answers(corpus, counted_words(corpus)), strict=True
    ):
        assert stored == counted


def test_the_messages_are_such_that_words_of_the_corpus_matter() -> None:
    corpus, nothing = corpus_of("article"), Corpus((), ())
    own, general = (
        [analyser_of(each, counted_words(each)).read(text).words for text in messages_for(corpus)]
        for each in (corpus, nothing)
    )
    assert sum(one != other for one, other in zip(own, general, strict=True)) > 20


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_tables_hold_what_is_there_whatever_came_and_went(data: st.DataObject) -> None:
    made = WordTables(vocabulary().reading(SYNONYMS, ABBREVIATIONS))
    connection, there = database(), list[tuple[str, str]]()
    for _ in range(data.draw(st.integers(1, 6))):
        gone = data.draw(st.lists(st.sampled_from(range(len(there))), unique=True)) if there else []
        if gone:
            made.remove(connection, [there[place] for place in gone])
            there = [text for place, text in enumerate(there) if place not in gone]
        else:
            new = data.draw(st.lists(st.sampled_from(TEXTS) | st.tuples(st.text(), st.text()), min_size=1, max_size=3))
            made.add(connection, new)
            there += new
    assert rows(connection) == rows(database(there))


def test_batches_of_any_size_give_the_same_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = rows(database(TEXTS))
    monkeypatch.setattr(tables, "MOST_HELD", 1)
    assert rows(database(TEXTS)) == at_once


def test_what_was_added_may_be_taken_back() -> None:
    connection = database(TEXTS)
    connection.commit()
    before = rows(connection)
    WordTables(vocabulary().reading(SYNONYMS, ABBREVIATIONS)).add(connection, TEXTS[:2])
    assert rows(connection) != before
    connection.rollback()
    assert rows(connection) == before


def test_tables_are_taken_away_whole() -> None:
    connection = database(TEXTS)
    made = WordTables(vocabulary().reading(SYNONYMS, ABBREVIATIONS))
    made.drop(connection)
    assert not connection.execute("SELECT name FROM sqlite_master").fetchall()
    made.create(connection)
    assert rows(connection) == rows(database())


def test_nothing_is_looked_up_by_reading_a_whole_table() -> None:
    corpus = corpus_of("leaflet")
    connection = database(titled(corpus), corpus)
    statements = set[str]()
    connection.set_trace_callback(statements.add)
    words = StoredWords(lambda: connection)
    assert not statements
    for _ in answers(corpus, words):
        pass
    connection.set_trace_callback(None)
    assert all(any(table.name in each for each in statements) for table in TABLES)
    for statement in statements:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
        assert all(step[3].startswith("SEARCH") for step in plan), statement


def test_threads_read_the_same_each_with_a_connection_of_its_own(tmp_path: Path) -> None:
    corpus = corpus_of("leaflet")
    path = tmp_path / "words.db"
    with sqlite3.connect(path) as connection:
        made = WordTables(vocabulary().reading(corpus.synonyms, corpus.abbreviations))
        made.create(connection)
        made.add(connection, titled(corpus))
    connection.close()
    opened = local()

    def connect() -> sqlite3.Connection:
        if not hasattr(opened, "connection"):
            opened.connection = sqlite3.connect(path)
        found: sqlite3.Connection = opened.connection
        return found

    read = analyser_of(corpus, StoredWords(connect)).read
    expected = list(map(analyser_of(corpus, counted_words(corpus)).read, messages_for(corpus)))
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(read, messages_for(corpus))) == expected
