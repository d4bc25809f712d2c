"""Ranks with LlamaIndex's BM25 retriever: ``{"passages", "questions"}`` in, the best passages of each question out."""

import json
import sys

from llama_index.core.schema import TextNode
from llama_index.retrievers.bm25 import BM25Retriever

task = json.load(sys.stdin)
nodes = [TextNode(id_=str(number), text=passage) for number, passage in enumerate(task["passages"])]
retriever = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=task["best"])
rankings = [[int(result.node.node_id) for result in retriever.retrieve(q)] for q in task["questions"]]
json.dump(rankings, sys.stdout)
