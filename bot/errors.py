"""Every error that this package raises on purpose.

::

    BotError
    ├── CorpusError          what may be quoted cannot be read
    │   ├── ClusterError     a cluster is away, refuses, or has no such index
    │   ├── CorpusNotFound   a path that is not there, or a folder with nothing readable
    │   ├── DocumentError    a source text that is empty or not UTF-8
    │   └── CurationError    a ``.toml`` that is broken, or names a passage that is not in the source
    ├── DataError            a word list, rule or model file of the bot itself is broken
    ├── DraftError           a language model cannot be asked, or what it answered cannot be read
    ├── WorkerError          one of several processes ended before its work was done
    └── InputError           what was asked for cannot be read
        ├── QuestionError    a line of questions that is not what ``bot ask --jsonl`` reads
        ├── CaseError        an evaluation case that is not what ``bot eval`` reads
        └── UsageError       an option with a value that means nothing

The command line prints the message of any of them and ends with exit status 2. A message says
what is wrong, where, and what to do.
"""


class BotError(Exception):
    """Anything that went wrong in a way that the user can mend."""


class CorpusError(BotError):
    """What may be quoted cannot be read."""


class ClusterError(CorpusError):
    """A cluster is away, refuses what it is asked, or has no such index."""


class CorpusNotFound(CorpusError):
    """A path that is not there, or a folder with nothing readable."""


class DocumentError(CorpusError):
    """A source text that is empty or not UTF-8."""


class CurationError(CorpusError):
    """A ``.toml`` that is broken, or that names a passage that is not in the source."""


class DataError(BotError):
    """A word list, rule or model file of the bot itself is broken."""


class DraftError(BotError):
    """A language model cannot be asked, or what it answered cannot be read."""


class WorkerError(BotError):
    """One of several processes ended before its work was done."""


class InputError(BotError):
    """What was asked for cannot be read."""


class QuestionError(InputError):
    """A line that is not what ``bot ask --jsonl`` reads."""


class CaseError(InputError):
    """An evaluation case that is not what ``bot eval`` reads."""


class UsageError(InputError):
    """An option with a value that means nothing."""
