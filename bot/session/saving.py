"""A conversation in a file: written once, for its owner alone, and read back to go on with it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import InputError
from bot.files import PRIVATE, read_content, write_new
from bot.sanitising import escaped_json

if TYPE_CHECKING:
    from bot.dialogue.reply import Conversation
    from bot.documents import Corpus

JSON = ".json"
"""How the name of a file ends that a conversation can be read back from."""


def save(name: str, conversation: "Conversation", transcript: "Callable[[Conversation, str], str]") -> str:
    """Write a conversation into a new file; gives what to say of it, whether that worked or not."""
    if not name:
        return "Type a file name after it, like: /save my-questions.txt (or .md, or .json to go on with it later)"
    if not conversation.turns:
        return "There is nothing to save yet. Ask a question first."
    path = Path(name)
    try:
        path = path.expanduser()
        write_new(path, _written(conversation, path.suffix.lower(), transcript).encode("utf-8"), PRIVATE)
    except FileExistsError:
        return f"{path} is already there, and I do not write over it. Choose another name."
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error).rstrip(".")
        return f"I could not save to {path}: {reason}. Try another name or folder."
    later = f" To go on with it: bot chat --continue {path}" if path.suffix.lower() == JSON else ""
    return f"Saved in {path.absolute()}. Only you can read this file.{later}"


def read_conversation(path: Path, corpus: "Corpus") -> "Conversation":
    """The conversation that ``/save`` wrote as JSON.

    Raises:
        InputError: the file cannot be read, is something else, or quotes what is not in the corpus.
    """
    from bot.dialogue.reply import Conversation

    try:
        turns = json.loads(read_content(path.expanduser()).decode("utf-8-sig"))
        return Conversation.from_json(turns, corpus)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error).rstrip(".")
        raise InputError(f"{path}: cannot be read: {reason}. Name a file that /save wrote, ending in .json.") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: not JSON. Name a file that /save wrote, ending in .json.") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def _written(conversation: "Conversation", ending: str, transcript: "Callable[[Conversation, str], str]") -> str:
    if ending == JSON:
        return escaped_json(json.dumps(conversation.to_json(), ensure_ascii=False, indent=1)) + "\n"
    return transcript(conversation, ending)
