"""Writes a library: what ``bot index`` does with many leaflets, and again with those of them that changed.

A new library is made where nobody looks, and then put in its place. One that is there is changed in one transaction:
the index of terms is added to before it, and tidied up after it, so that whoever reads, and whoever is killed, finds
everything that stands in the database.
"""

import hashlib
import json
import os
import sqlite3
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy

from bot.data.prepared import program_fingerprints
from bot.database import writing
from bot.dialogue import questions
from bot.documents import library as documents
from bot.documents.library import DATABASE, is_library
from bot.errors import CurationError, DocumentError, UsageError
from bot.evidence import titles
from bot.files import read_content
from bot.index import disk
from bot.index.bm25 import Statistics
from bot.index.columns import COLUMNS, Row, arrays_of, postings_of
from bot.index.disk import COUNTED
from bot.index.engine import FIELDS, Field
from bot.index.fulltext import FullTextWriter
from bot.indexing.preparing import Batch, Curated, Prepared, prepare
from bot.interrupts import raising
from bot.sources.curation import read_curation
from bot.text.own.tables import WordTables
from bot.text.vocabulary import vocabulary
