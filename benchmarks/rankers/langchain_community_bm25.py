"""Ranks with LangChain's BM25 retriever: ``{"passages", "questions"}`` in, the best passages of each question out."""

import json
import sys

from langchain_community.retrievers import BM25Retriever

task = json.load(sys.stdin)
numbers = [{"number": number} for number in range(len(task["passages"]))]
retriever = BM25Retriever.from_texts(task["passages"], metadatas=numbers, k=task["best"])
rankings = [[document.metadata["number"] for document in retriever.invoke(q)] for q in task["questions"]]
json.dump(rankings, sys.stdout)
