"""The word lists, and what is prepared from them beforehand."""

import json
from pathlib import Path

import pytest

from bot import Bot, load_corpus
from bot.documents import corpus as documents_corpus
from bot.documents import prepared as prepared_article
from bot.search import language as language_module
from bot.search.language import PREPARED, Language, read_prepared
from training import prepare

SHIPPED = sorted(path.name for path in PREPARED.glob("*.json"))


@pytest.fixture(scope="module")
def anew(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``python -m training.prepare`` writes today, with nothing prepared to begin from."""
    folder = tmp_path_factory.mktemp("prepared")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language_module, "PREPARED", folder)
        patch.setattr(prepare, "PREPARED", folder)
        patch.setattr(prepare, "PREPARED_ARTICLE", folder / "article.json")
        read_prepared.cache_clear()
        prepare.main()
    read_prepared.cache_clear()
    return folder


def test_every_prepared_file_is_written_and_no_other(anew: Path) -> None:
    assert sorted(path.name for path in anew.glob("*.json")) == SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_a_prepared_file_is_what_the_data_gives(anew: Path, name: str) -> None:
    same = json.loads((PREPARED / name).read_bytes()) == json.loads((anew / name).read_bytes())
    assert same, f"bot/data/prepared/{name} is stale. Run 'python -m training.prepare' and commit it."


def test_what_is_prepared_from_other_data_is_left_aside() -> None:
    assert read_prepared("language", "another fingerprint") is None
    assert read_prepared("nothing of this name", "any") is None


def test_a_broken_prepared_file_is_left_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "language.json").write_text("{", encoding="utf-8")
    monkeypatch.setattr(language_module, "PREPARED", tmp_path)
    assert read_prepared("language", "a fingerprint that no other test asks for") is None


def test_without_anything_prepared_the_bot_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    messages = ["How much does it cost?", "do steem sels help room atoid arthritis", "hello", "chest pain now"]
    bot = Bot(load_corpus())
    quick = [bot.reply(message).to_json() for message in messages]
    monkeypatch.setattr(language_module, "PREPARED", tmp_path)
    monkeypatch.setattr(prepared_article, "PREPARED", tmp_path / "article.json")
    read_prepared.cache_clear()
    corpus = load_corpus()
    bot = Bot(corpus)
    slow = [bot.reply(message).to_json() for message in messages]
    read_prepared.cache_clear()
    assert corpus == documents_corpus.read_corpus(documents_corpus.source_files())
    assert slow == quick


def test_the_everyday_words_are_each_there_once(language: Language) -> None:
    assert len(language.everyday) == len(set(language.everyday)) == len(language.ranks)
    assert all(language.ranks[word] == rank for rank, word in enumerate(language.everyday[:100]))


def test_stop_words_are_small_words_and_no_subjects(language: Language) -> None:
    assert {"the", "of", "is", "what"} <= language.stopwords
    assert language.stopwords.isdisjoint({"cost", "cell", "lupus", "pain", "doctor"})


def test_every_word_of_the_lists_has_its_stem(language: Language) -> None:
    assert language.stems.keys() >= {*language.everyday, *language.stopwords, *language.medical}
