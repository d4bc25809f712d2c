"""The word lists, what is worked out of them, and what is prepared beforehand."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import pytest

from bot import Bot, Corpus, load_corpus
from bot.data import prepared
from bot.dialogue.rules import Rules
from bot.evidence.topics import topic_postings
from bot.index.bm25 import Postings
from bot.text.names import Names
from bot.text.vocabulary import Vocabulary, stem, vocabulary
from tests.text.analysers import article_analyser


@pytest.fixture(scope="module")
def computed() -> Vocabulary:
    return Vocabulary.computed()


@pytest.fixture
def nothing_prepared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, counted_topics: Postings) -> Iterator[None]:
    """As in a checkout where ``bot index`` was never run."""
    caches = prepared.language_folder, prepared.language_tables, vocabulary, topic_postings, Rules.load
    monkeypatch.setattr(prepared, "LANGUAGE", tmp_path / "language")
    monkeypatch.setattr("bot.documents.corpus.ARTICLE", tmp_path / "article")
    monkeypatch.setattr("bot.evidence.topics.count_topics", lambda: counted_topics)
    for function in caches:
        function.cache_clear()
    yield
    for function in caches:
        function.cache_clear()


def plain(entries: Mapping[str, object]) -> object:
    """The entries of a table of phrases as JSON has them."""
    return cast(object, json.loads(json.dumps(entries)))


def assert_equal(first: Vocabulary, second: Vocabulary) -> None:
    assert list(first.everyday) == list(second.everyday)
    assert first.stopwords == second.stopwords
    assert list(first.medical) == list(second.medical)
    assert first.stems == second.stems
    assert plain(first.lexicon) == plain(second.lexicon)
    assert plain(first.mappings) == plain(second.mappings)


def test_what_is_written_as_json_is_read_back(computed: Vocabulary) -> None:
    assert_equal(Vocabulary.from_json(json.loads(json.dumps(computed.to_json()))), computed)


def test_the_vocabulary_in_use_is_that_of_the_lists(computed: Vocabulary) -> None:
    assert_equal(vocabulary(), computed)


def test_without_anything_prepared_texts_are_read_alike(article: Corpus, nothing_prepared: None) -> None:
    texts = ["How much does it cost?", "do steem sels help room atoid arthritis", "my dad has HSCs", "wat r u"]
    assert prepared.language_tables() == {}
    anew = vocabulary().analyser(
        [document.text for document in article.documents], article.synonyms, article.abbreviations
    )
    for text in (*texts, *(passage.text for passage in article.passages)):
        assert anew.read(text) == article_analyser().read(text)


def test_without_anything_prepared_the_bot_says_the_same(bot: Bot, nothing_prepared: None) -> None:
    messages = ["How much does it cost?", "do steem sels help room atoid arthritis", "hello", "chest pain now"]
    anew = Bot(load_corpus(), "GB")
    assert anew.corpus == bot.corpus
    assert anew.corpus.index is None
    assert [anew.reply(message) for message in messages] == [bot.reply(message) for message in messages]


def test_the_everyday_words_are_each_there_once() -> None:
    everyday = vocabulary().everyday
    assert len(everyday) == len(set(everyday)) == len(vocabulary().everyday_set)
    assert len(everyday) > 20_000


def test_stop_words_are_small_words_and_no_subjects() -> None:
    stopwords = vocabulary().stopwords
    assert {"the", "of", "is", "what"} <= stopwords
    assert stopwords.isdisjoint({"cost", "cell", "lupus", "pain", "doctor"})


def test_every_word_of_the_lists_has_its_stem(computed: Vocabulary) -> None:
    assert computed.stems.keys() >= {*computed.everyday, *computed.stopwords, *computed.medical}


def test_a_known_stem_is_looked_up_and_others_are_computed(computed: Vocabulary) -> None:
    assert Vocabulary((), frozenset(), (), {"mice": "mouse"}, {}, {}, {}, {}, Names({}), {}).stem("mice") == "mouse"
    assert "zorbings" not in computed.stems
    assert computed.stem("zorbings") == stem("zorbings") == "zorb"


def test_every_phrase_of_the_lexicon_has_a_name(computed: Vocabulary) -> None:
    names = {name for phrases in computed.lexicon.values() for _, name in phrases}
    assert {"@cost", "@class-body-part"} <= names
    assert all(name.startswith("@") and " " not in name for name in names)


def test_information_grows_with_how_rare_a_word_is() -> None:
    everyday, information = vocabulary().everyday, vocabulary().information
    amounts = [information(word) for word in everyday]
    assert amounts[0] == 0
    assert amounts == sorted(amounts)
    assert amounts[-1] < information("zqxvwings") == 1


def test_the_words_of_the_texts_are_known_only_there() -> None:
    known, general = vocabulary().analyser(["The zorbing pod is closed."]), vocabulary().analyser()
    assert known.read("zorbing").unknown == (False,)
    assert known.read("zorbinng").words == ("zorbing",)
    assert general.read("zorbing").unknown == (True,)


def test_a_curation_changes_no_other_analyser() -> None:
    sentence = "a zorbing"
    before = vocabulary().analyser().read(sentence)
    vocabulary().analyser(synonyms=["zorbing, cost", "zorbing pod => car"], abbreviations={"zorbing": "price"})
    assert vocabulary().analyser().read(sentence) == before


def test_the_order_of_an_editors_lines_does_not_matter() -> None:
    group, mapping = "zorbing pod, cost", "zorbing pod => capsule"
    for lines in ([group, mapping], [mapping, group]):
        message = vocabulary().analyser(synonyms=lines).read("is there a zorbing pod")
        assert "@zorbing-pod" in message.concept_names
