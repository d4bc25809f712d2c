"""Ranks with SQLite's FTS5: ``{"passages", "questions"}`` in, the best passages of each question out."""

import json
import re
import sqlite3
import sys

task = json.load(sys.stdin)
database = sqlite3.connect(":memory:")
database.execute("CREATE VIRTUAL TABLE passages USING fts5(text, tokenize = 'porter')")
database.executemany("INSERT INTO passages (rowid, text) VALUES (?, ?)", enumerate(task["passages"]))


def rank(question: str) -> list[int]:
    words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question)) or '""'
    query = "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?"
    return [number for (number,) in database.execute(query, (words, task["best"]))]


json.dump([rank(question) for question in task["questions"]], sys.stdout)
