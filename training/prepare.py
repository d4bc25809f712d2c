"""Write what is costly to compute and does not change: ``python -m training.prepare``."""

import hashlib
import json
import tomllib
from typing import Any

from bot.documents.corpus import read_corpus, source_files
from bot.documents.prepared import PREPARED as PREPARED_ARTICLE
from bot.documents.prepared import to_prepared
from bot.search import passages, topics
from bot.search.language import DATA, PREPARED, Language, corpus_fingerprint, fingerprint


def main() -> None:
    """Write the files in ``bot/data/prepared``."""
    PREPARED.mkdir(exist_ok=True)
    for path in PREPARED.glob("*.json"):
        path.unlink()
    article = read_corpus(source_files())
    language = Language.load()
    read = language.analyzer(article).read
    _write("language", fingerprint(), language.to_prepared())
    _write("topics", topics.prepared_fingerprint(), {"counts": topics.count_topic_terms(read)})
    index = {
        "stems": language.corpus_stems(article),
        "counts": passages.count_terms(article, read),
        "own_terms": passages.own_terms_of(article, read),
    }
    _write("index", corpus_fingerprint(article), index)
    for path in DATA.glob("*.toml"):
        source = path.read_bytes()
        _write(path.stem, hashlib.sha256(source).hexdigest(), tomllib.loads(source.decode("utf-8")))
    PREPARED_ARTICLE.write_text(_json(to_prepared(article)), encoding="utf-8")


def _write(name: str, made_from: str, content: dict[str, Any]) -> None:
    (PREPARED / f"{name}.json").write_text(_json({"fingerprint": made_from, "content": content}), encoding="utf-8")


def _json(table: dict[str, Any]) -> str:
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    main()
