"""Ranks with bm25s: ``{"passages", "questions"}`` in, the best passages of each question out."""

import json
import sys

import bm25s

task = json.load(sys.stdin)
retriever = bm25s.BM25()
retriever.index(bm25s.tokenize(task["passages"], show_progress=False), show_progress=False)
words = bm25s.tokenize(task["questions"], show_progress=False)
numbers, _ = retriever.retrieve(words, k=task["best"], show_progress=False)
json.dump(numbers.tolist(), sys.stdout)
