"""Reading what a request asks: bad input is a ``Problem`` that names it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from bot import Conversation
from bot.dialogue.regions import region as region_of
from bot.dialogue.reply import Quote
from bot.errors import InputError, UsageError
from bot.sanitising import well_formed
from bot.web.library import Library, Shelf
from bot.web.problems import Problem

MOST_TURNS = 50
"""Turns of a conversation that a request may bring."""

MOST_EARLIER = 20
"""Messages of a history, each of which is answered anew."""

_MOST_FORM_FIELDS = 20
_FIELDS = ("message", "history", "conversation", "region", "corpus")
_OUTDATED = "The material has changed: it no longer has what this conversation quotes. Send the messages as history."


@dataclass(frozen=True, slots=True)
class Asked:
    """A message, and what it is asked of.

    Attributes:
        message: as it was typed.
        history: the messages before it, the first first; empty where ``turns`` are given.
        turns: the turns before it, as ``Conversation.to_json`` wrote them, or ``None``.
        region: the country whose numbers to give, or ``None``.
        corpus: the name of the shelf, or ``None``.
    """

    message: str
    history: tuple[str, ...] = ()
    turns: Sequence[Any] | None = None
    region: str | None = None
    corpus: str | None = None


def asked_in_json(body: bytes) -> Asked:
    """What the body of ``POST /api/reply`` asks.

    Raises:
        Problem: it cannot be read.
    """
    table = json_in(body)
    if not isinstance(table, dict):
        raise Problem(422, 'The body must be a JSON object like {"message": "How much does it cost?"}.')
    unknown = next((name for name in table if name not in _FIELDS), None)
    if unknown is not None:
        raise Problem(422, f"There is no such field. Known: {', '.join(_FIELDS)}.", field=well_formed(unknown)[:100])
    if "message" not in table:
        raise Problem(422, "It must be there: a text.", field="message")
    if table.get("history") is not None and table.get("conversation") is not None:
        raise Problem(422, "Give either history or conversation, not both.", field="history")
    return Asked(
        _text(table["message"], "message"),
        history_in(table.get("history")),
        turns_in(table.get("conversation")),
        _exact_region_in(_text_or_none(table.get("region"), "region")),
        _text_or_none(table.get("corpus"), "corpus"),
    )


def form_in(body: bytes) -> dict[str, str]:
    """The fields of a form, the first of each name.

    Raises:
        Problem: it cannot be read.
    """
    try:
        pairs = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FORM_FIELDS
        )
    except ValueError as error:
        raise Problem(400, "The form cannot be read. Send it as application/x-www-form-urlencoded, UTF-8.") from error
    fields: dict[str, str] = {}
    for name, value in pairs:
        fields.setdefault(name, value)
    return fields


def json_in(text: bytes, field: str | None = None) -> Any:  # noqa: ANN401 - whatever was sent
    """The value that JSON stands for.

    Raises:
        Problem: it is no JSON, with the line and the column, or is nested too deeply.
    """
    try:
        return json.loads(text.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise Problem(400, f"Not UTF-8 at byte {error.start}.", field=field) from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Problem(400, f"Not JSON at {place}: {error.msg}.", field, error.lineno, error.colno) from error
    except (ValueError, RecursionError) as error:
        raise Problem(400, "Not JSON that can be read: a number too long, or too many brackets.", field) from error


def history_in(value: object, field: str = "history") -> tuple[str, ...]:
    """The messages that a person sent before."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise Problem(422, "It must be a list of texts, or left out.", field=field)
    if len(value) > MOST_EARLIER:
        raise Problem(422, f"At most {MOST_EARLIER} messages. Leave out the oldest.", field=field)
    return tuple(_text(message, f"{field}[{place}]") for place, message in enumerate(value))


def turns_in(value: object, field: str = "conversation") -> Sequence[Any] | None:
    """The turns of a conversation, as they were given out; each is looked at by ``conversation_before``."""
    if value is None:
        return None
    if not isinstance(value, list):
        raise Problem(422, "It must be a list of turns, or left out.", field=field)
    if len(value) > MOST_TURNS:
        raise Problem(422, f"At most {MOST_TURNS} turns. Leave out the oldest.", field=field)
    return value


def region_in(code: str | None) -> str | None:
    """A country that is known."""
    try:
        return region_of(code).code if code else None
    except UsageError as error:
        raise Problem(422, _sentence(str(error)), field="region") from error


def _exact_region_in(code: str | None) -> str | None:
    """A country by its code, written as the description of the API lists it."""
    if code is not None and (not code or code != code.upper()):
        raise Problem(422, "It must be two capital letters, like GB, or left out.", field="region")
    return region_in(code)


def shelf_of(name: str | None, library: Library) -> Shelf:
    """The shelf of that name.

    Raises:
        Problem: there is none.
    """
    shelf = library.shelves.get(library.default if name is None else name)
    if shelf is None:
        raise Problem(422, f"There is no such corpus. Known: {', '.join(library.shelves)}.", field="corpus")
    return shelf


def conversation_before(asked: Asked, shelf: Shelf) -> Conversation:
    """The conversation in which a message was sent. Takes as long as replies to its history.

    Raises:
        Problem: it was never given out, or quotes what is no longer there (status 409).
    """
    if asked.turns is None:
        return conversation_of(asked.history, shelf, asked.region)
    for place, turn in enumerate(asked.turns):
        _check_quotes(turn, f"conversation[{place}]", shelf)
    try:
        return Conversation.from_json(list(asked.turns), shelf.corpus)
    except InputError as error:
        raise Problem(422, _sentence(str(error)), field="conversation") from error


def conversation_of(history: Sequence[str], shelf: Shelf, region: str | None) -> Conversation:
    """The conversation in which a person sent these messages, with the numbers of their country."""
    conversation = Conversation()
    for message in history:
        conversation = conversation.after(message, shelf.bot.reply(message, conversation, region))
    return conversation


def _check_quotes(turn: object, field: str, shelf: Shelf) -> None:
    """Every quote is the passage whose number it brings: nothing is looked for in the whole corpus."""
    reply = turn.get("reply") if isinstance(turn, Mapping) else None
    quotes = reply.get("quotes") if isinstance(reply, Mapping) else None
    if not isinstance(turn, Mapping) or not isinstance(quotes, list):
        raise Problem(422, 'A turn is {"message": "...", "reply": {...}}, as it was given out.', field=field)
    for quote in quotes:
        number = quote.get("passage") if isinstance(quote, Mapping) else None
        if not isinstance(number, int) or isinstance(number, bool):
            raise Problem(422, "A quote must be as it was given out, with its passage.", field=f"{field}.reply.quotes")
        if number < 0 or not _is_quote_of(quote, number, shelf):
            raise Problem(409, _OUTDATED, field=field)


def _is_quote_of(quote: Mapping[str, Any], number: int, shelf: Shelf) -> bool:
    try:
        return Quote.of_passage(quote, shelf.corpus.passages[number]) is not None
    except IndexError:
        return False
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Problem(422, "A quote must be as it was given out.", field="conversation") from error


def _text(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise Problem(422, "It must be a text.", field=field)
    return well_formed(value)


def _text_or_none(value: object, field: str) -> str | None:
    return None if value is None else _text(value, field)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
