"""The application: which address does what. ``make_app`` gives what a server of the ASGI kind runs."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Scope

from bot import Conversation, __version__
from bot.dialogue.reply import Turn
from bot.sanitising import escaped_json
from bot.sources.source import Span
from bot.web.guard import WENT_WRONG, Guard
from bot.web.library import Library, Shelf
from bot.web.limits import Limits
from bot.web.openapi import openapi
from bot.web.options import Options
from bot.web.pages import WIDGET, Pages
from bot.web.problems import Problem
from bot.web.requests import (
    MOST_EARLIER,
    Asked,
    asked_in_json,
    conversation_before,
    conversation_of,
    form_in,
    history_in,
    json_in,
    region_in,
    shelf_of,
    turns_in,
)
from bot.web.work import Work

STATIC = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

FORGET_AFTER = 12
"""Looks at the disk after which the texts that were read last are dropped: a minute."""

_MOST_DOCUMENTS, _DOCUMENTS = 200, 50
_FAR = 10**9
_A_YEAR = "public, max-age=31536000, immutable"


def make_app(options: Options) -> ASGIApp:
    """The application, with its corpora read.

    Raises:
        BotError: a corpus cannot be read.
    """
    site = Site(options, Library(options))
    return Guard(Limits(site.routes(), options.requests_a_minute), site.told, options.embedders)


class Site:
    """What stands at each address.

    Args:
        options: how to serve.
        library: what is served.
    """

    def __init__(self, options: Options, library: Library) -> None:
        self.library = library
        self._options = options
        self._root = options.root_path.rstrip("/")
        self._static = {file.name: file.read_bytes() for file in sorted(STATIC.iterdir()) if file.suffix in TYPES}
        self._version = hashlib.sha256(b"".join(self._static.values())).hexdigest()[:12]
        self._pages = Pages(self._root, self._version)
        self._work = Work()

    def routes(self) -> ASGIApp:
        """The addresses."""
        return Starlette(
            routes=[
                Route("/", self.page),
                Route(f"/{WIDGET}", self.page),
                Route("/ask", self.ask, methods=["GET", "POST"]),
                Route("/sheet", self.sheet, methods=["POST"]),
                Route("/leaflets", self.leaflets),
                Route("/leaflets/{name:path}", self.leaflet),
                Route("/static/{name}", self.static),
                Route("/api/reply", self.api_reply, methods=["POST", "OPTIONS"]),
                Route("/api/documents", self.api_documents),
                Route("/api/health", self.api_health),
                Route("/api/openapi.json", self.api_openapi),
            ],
            exception_handlers={Problem: self._tell, HTTPException: self._tell, Exception: self._tell},
            lifespan=self._while_serving,
        )

    def told(self, problem: Problem, scope: Scope) -> Response:
        """The response for a problem: for programs as JSON, for people as a page."""
        path = scope["path"].removeprefix(self._root)
        accepts = dict(scope["headers"]).get(b"accept", b"")
        if path.startswith("/api/") or b"application/json" in accepts:
            return problem.response()
        page = self._pages.trouble(problem, self._options.region)
        return HTMLResponse(page, problem.status, problem.headers)

    async def _tell(self, request: Request, error: Exception) -> Response:
        return self.told(_problem_of(error), request.scope)

    # -------------------------------------------------------------------------------------------------- the API

    async def api_reply(self, request: Request) -> Response:
        """``POST /api/reply``."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"allow": "POST, OPTIONS"})
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise Problem(415, "Send JSON, with the header Content-Type: application/json.")
        asked = asked_in_json(await request.body())
        shelf = shelf_of(asked.corpus, self.library)
        return _json((await self._work.of(_replied, asked, shelf)).reply.to_json())

    async def api_documents(self, request: Request) -> Response:
        """``GET /api/documents``: a page of them."""
        known = {"corpus", "start", "limit"}
        unknown = next((name for name in request.query_params if name not in known), None)
        if unknown is not None:
            raise Problem(422, f"There is no such parameter. Known: {', '.join(sorted(known))}.", field=unknown[:100])
        shelf = shelf_of(request.query_params.get("corpus"), self.library)
        start = _whole(request, "start", 0, 0, _FAR)
        end = start + _whole(request, "limit", _DOCUMENTS, 1, _MOST_DOCUMENTS)
        documents = shelf.corpus.documents
        return _json(
            {
                "corpus": shelf.name,
                "total": len(documents),
                "start": start,
                "next": end if end < len(documents) else None,
                "documents": [
                    {
                        "name": document.name,
                        "title": document.title,
                        "publisher": document.details.publisher,
                        "address": document.details.address,
                        "reviewed": document.details.reviewed,
                        "language": document.details.language,
                        "sections": len(document.sections),
                    }
                    for document in documents[start:end]
                ],
            }
        )

    async def api_health(self, _: Request) -> Response:
        """``GET /api/health``."""
        troubles = dict(self.library.troubles)
        corpora = [
            {
                "name": shelf.name,
                "documents": len(shelf.corpus.documents),
                "passages": len(shelf.corpus.passages),
                "fingerprint": shelf.corpus.fingerprint,
                "trouble": troubles.get(shelf.name),
            }
            for shelf in self.library.shelves.values()
        ]
        return _json({"status": "outdated" if troubles else "ok", "version": __version__, "corpora": corpora})

    async def api_openapi(self, _: Request) -> Response:
        """``GET /api/openapi.json``."""
        return _json(openapi(self._root, list(self.library.shelves)))

    # ------------------------------------------------------------------------------------------------ the pages

    async def page(self, request: Request) -> Response:
        """The page to ask on, whole or for a frame."""
        shelf = shelf_of(request.query_params.get("corpus"), self.library)
        where = region_in(request.query_params.get("region")) or self._options.region
        layout = WIDGET if request.url.path.endswith(f"/{WIDGET}") else ""
        return self._conversation(shelf, Conversation(), where, layout)

    async def ask(self, request: Request) -> Response:
        """The form of the page: the whole page again, or for its script the new turn alone."""
        if request.method != "POST":
            return RedirectResponse(f"{self._root}/", 303)
        fields, asked, shelf = await self._form(request)
        message = fields.get("picked") or fields.get("message", "")
        if "application/json" in request.headers.get("accept", ""):
            turns = (
                turns_in(json_in(fields["conversation"].encode(), "conversation")) if "conversation" in fields else None
            )
            turn = await self._work.of(_replied_or_anew, message, asked, turns, shelf)
            return _json({"html": self._pages.turn(turn, shelf), "turn": turn.to_json()})
        where = asked.region or self._options.region
        history = (*asked.history, message)
        conversation = await self._work.of(conversation_of, history, shelf, asked.region)
        return self._conversation(shelf, conversation, where, WIDGET if fields.get("layout") == WIDGET else "")

    async def sheet(self, request: Request) -> Response:
        """The questions so far, on a page to print."""
        _, asked, shelf = await self._form(request)
        conversation = await self._work.of(conversation_of, asked.history, shelf, asked.region)
        return HTMLResponse(self._pages.sheet(shelf, conversation, asked.region))

    async def leaflets(self, request: Request) -> Response:
        """The list of leaflets."""
        shelf = shelf_of(request.query_params.get("corpus"), self.library)
        last = max(0, len(shelf.corpus.documents) - 1)
        return HTMLResponse(self._pages.leaflets(shelf, min(_whole(request, "start", 0, 0, _FAR), last)))

    async def leaflet(self, request: Request) -> Response:
        """One leaflet, with a quote marked."""
        shelf = shelf_of(request.query_params.get("corpus"), self.library)
        document = shelf.document(request.path_params["name"])
        if document is None:
            raise Problem(404, "There is no such leaflet here. It may have been replaced.")
        spans = _spans(request.query_params.get("at", ""), len(document.text))
        page = await self._work.of(self._pages.leaflet, shelf, document, spans)
        return HTMLResponse(page)

    async def static(self, request: Request) -> Response:
        """The style sheet, the script and the icon."""
        name = request.path_params["name"]
        if name not in self._static:
            raise Problem(404, "There is nothing here.")
        is_current = request.query_params.get("v") == self._version
        headers = {"cache-control": _A_YEAR if is_current else "no-cache"}
        return Response(self._static[name], media_type=TYPES[Path(name).suffix], headers=headers)

    def _conversation(self, shelf: Shelf, conversation: Conversation, where: str | None, layout: str) -> Response:
        page = self._pages.conversation(shelf, conversation, where, layout, list(self.library.shelves))
        return HTMLResponse(page)

    async def _form(self, request: Request) -> tuple[dict[str, str], Asked, Shelf]:
        """What a form of the page says. A form on another site cannot put words into this page."""
        if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            raise Problem(403, "This was sent from another site. Ask on this page itself.")
        fields = form_in(await request.body())
        history = history_in(json_in(fields.get("history", "[]").encode(), "history"))
        asked = Asked("", history[1 - MOST_EARLIER :], None, region_in(fields.get("region")), fields.get("corpus"))
        return fields, asked, shelf_of(asked.corpus, self.library)

    @asynccontextmanager
    async def _while_serving(self, _: Starlette) -> AsyncIterator[None]:
        """Look after the files of the corpora for as long as requests are answered."""
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching

    async def _watch(self) -> None:
        looks = 0
        while True:
            await asyncio.sleep(self._options.look_every)
            await asyncio.to_thread(self.library.look)
            looks += 1
            if looks % FORGET_AFTER == 0:
                self.library.forget()


def _replied(asked: Asked, shelf: Shelf) -> Turn:
    conversation = conversation_before(asked, shelf)
    return Turn(asked.message, shelf.bot.reply(asked.message, conversation, asked.region))


def _replied_or_anew(message: str, asked: Asked, turns: Sequence[Any] | None, shelf: Shelf) -> Turn:
    """The reply after ``turns``; where the material has changed since, after the messages of the history."""
    if turns is not None:
        with suppress(Problem):
            return _replied(Asked(message, (), turns, asked.region), shelf)
    return _replied(Asked(message, asked.history, None, asked.region), shelf)


def _whole(request: Request, name: str, otherwise: int, least: int, most: int) -> int:
    """A whole number that an address brings."""
    value = request.query_params.get(name)
    if value is None:
        return otherwise
    if not value.isascii() or not value.isdecimal() or len(value) > len(str(most)) or not least <= int(value) <= most:
        raise Problem(422, f"It must be a whole number from {least} to {most}.", field=name)
    return int(value)


def _spans(written: str, length: int) -> list[Span]:
    """The stretches that an address asks to mark ("10-25,40-60"); none where it cannot be read."""
    with suppress(ValueError):
        pairs = [part.split("-") for part in written.split(",")] if written else []
        spans = [(int(start), int(end)) for start, end in pairs[:100]]
        return [(start, end) for start, end in spans if 0 <= start < end <= length]
    return []


def _json(table: object) -> Response:
    return Response(escaped_json(json.dumps(table, ensure_ascii=False)), media_type="application/json")


def _problem_of(error: Exception) -> Problem:
    """The problem that an error is; what the program itself does wrong is told in the log, by the guard."""
    if isinstance(error, Problem):
        return error
    if not isinstance(error, HTTPException):
        return Problem(500, WENT_WRONG)
    if error.status_code == 405:
        return Problem(405, "This address is asked in another way: see Allow.", more=dict(error.headers or {}))
    return Problem(error.status_code, "There is nothing here." if error.status_code == 404 else error.detail)
