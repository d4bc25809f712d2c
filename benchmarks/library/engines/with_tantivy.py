"""tantivy (Lucene's way in Rust), by its Python package."""

from collections.abc import Sequence
from pathlib import Path

import tantivy

from benchmarks.library.engines.engine import BEST


class Tantivy:
    """A field cut at blanks, whose counts are kept, and the passage's number."""

    is_kept = True

    def prepare(self) -> None:
        """Nothing."""

    def build(self, source: Path, folder: Path) -> None:
        """Write and commit, in as many threads as it takes by itself."""
        writer = tantivy.Index(self._schema(), path=str(folder)).writer()
        with source.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                writer.add_document(tantivy.Document(terms=line, number=number))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        """Open the folder."""
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()
        self._fields = self._schema()

    def search(self, question: str) -> Sequence[int]:
        """Any of the terms."""
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._fields, "terms", term)) for term in question.split()
        ]
        hits = self._searcher.search(tantivy.Query.boolean_query(terms), BEST, count=False).hits
        return [self._searcher.doc(address)["number"][0] for _, address in hits]

    def _schema(self) -> tantivy.Schema:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("terms", stored=False, tokenizer_name="whitespace", index_option="freq")
        builder.add_unsigned_field("number", stored=True)
        return builder.build()


ENGINE = Tantivy
