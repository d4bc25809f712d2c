"""Files that nobody finds: that cannot be read, are not looked at, or are called wrong."""

from collections.abc import Iterator
from pathlib import Path

from bot.authoring.findings import Finding, Kind
from bot.documents import Corpus

DOCUMENTS = frozenset(
    ".doc .docm .dot .dotx .rtf .odt .ott .fodt .pages .wpd .wps .tex .rst .adoc .epub .mobi .xps .oxps .ps .ppt .pptx "
    ".odp .key .xls .xlsx .ods .mht .mhtml .eml .msg .xml".split()
)
"""How files end that hold a text, and are not read: somebody expects to find it."""

SAVE_AS = "Save it as plain text, Markdown, HTML, Word (.docx) or PDF."
MOVE_UP = "Check that folder by itself, or move its leaflets up: folders in a folder are not read."
LEAVE = "Nothing to do, if it holds nothing to quote."


def unread(corpus: Corpus) -> Iterator[Finding]:
    """What of the corpus's folder is not read."""
    for message in corpus.left_out:
        yield _of("unread", message)
    for name in corpus.passed_over:
        if name.endswith("/"):
            yield Finding("unread", "look", name, "It holds leaflets and is not looked at.", MOVE_UP)
        elif Path(name).suffix.lower() in DOCUMENTS:
            yield Finding("unread", "now", name, "It is not looked at: files that end so are not read.", SAVE_AS)
        else:
            yield Finding("unread", "look", name, "It is not looked at: files that end so are not read.", LEAVE)
    for message in corpus.misnamed:
        yield _of("misnamed", message)


def _of(kind: Kind, message: str) -> Finding:
    """The finding in a message of the form "file: what is wrong. What to do."."""
    path, _, what = message.partition(": ")
    wrong, stop, mend = what.partition(". ")
    return Finding(kind, "now", Path(path).name, wrong[:1].upper() + wrong[1:] + stop.strip(), mend)
