"""``bot serve``: the bot as a web page and an API."""

import argparse
import re
from pathlib import Path
from urllib.parse import urlsplit

from bot.cli.options import a_path, add_meaning, region_of
from bot.errors import UsageError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_NAMED = re.compile(rf"({_NAME.pattern})=(.+)", re.DOTALL)
_PORTS = 65_535
_WORKERS = 64


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``bot serve``."""
    parser.add_argument(
        "--corpus",
        action="append",
        default=[],
        metavar="[NAME=]PATH",
        help="a leaflet, a folder of them, or an index; may be given several times (default: the built-in article)",
    )
    parser.add_argument("--encoding", metavar="NAME", help="how its files are encoded (default: UTF-8)")
    parser.add_argument(
        "--region", metavar="CODE", help="country whose numbers to give where nobody chose one, like GB"
    )
    add_meaning(parser)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this computer alone)")
    parser.add_argument(
        "--port", type=int, default=8000, help="the port to listen on (default: 8000; 0 takes a free one)"
    )
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes that answer (default: 1)")
    parser.add_argument(
        "--embed",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="a site that may show the page in a frame and call the API, like https://clinic.example; several times",
    )
    parser.add_argument(
        "--rate", type=int, default=None, metavar="N", help="requests a minute from one address (default: 120; 0: any)"
    )
    parser.add_argument(
        "--root-path", default="", metavar="PATH", help="the path that a proxy serves this under, like /ask"
    )
    parser.add_argument(
        "--behind-proxy",
        default="",
        metavar="ADDRESSES",
        help="believe the forwarded headers of these proxies, like 127.0.0.1,10.0.0.0/8 (default: of none)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to end; returns the exit status.

    Raises:
        UsageError: an option means nothing, or the extra ``web`` is not installed.
        BotError: a corpus cannot be read.
    """
    _check_that_web_is_installed()
    from bot.web.options import REQUESTS_A_MINUTE, Options
    from bot.web.serving import Place, serve

    options = Options(
        corpora=_corpora(arguments.corpus),
        region=_region(arguments.region),
        encoding=arguments.encoding,
        meaning=arguments.meaning,
        embedders=tuple(map(_origin, arguments.embed)),
        root_path=_root_path(arguments.root_path),
        requests_a_minute=_within("--rate", arguments.rate, 0, 1_000_000, REQUESTS_A_MINUTE),
    )
    proxies = tuple(filter(None, (proxy.strip() for proxy in arguments.behind_proxy.split(","))))
    port, workers = _within("--port", arguments.port, 0, _PORTS), _within("--workers", arguments.workers, 1, _WORKERS)
    serve(options, Place(arguments.host, port, workers, proxies))
    return 0


def _check_that_web_is_installed() -> None:
    try:
        import starlette
        import uvicorn
    except ImportError as error:
        raise UsageError("bot serve needs the extra 'web': pip install 'quote-only-bot[web]'") from error
    del starlette, uvicorn


def _corpora(given: list[str]) -> tuple[tuple[str, Path | None], ...]:
    """The corpora by name: a name that is given, else that of the file or folder."""
    named: dict[str, Path | None] = {}
    for each in given:
        match = _NAMED.fullmatch(each)
        try:
            path = a_path(match[2] if match else each)
        except argparse.ArgumentTypeError as error:
            raise UsageError(f"--corpus: {error}.") from error
        name = match[1] if match else re.sub(r"[^A-Za-z0-9._-]+", "-", path.resolve().stem).strip("-._") or "corpus"
        if name in named:
            raise UsageError(f"--corpus: two are called {name!r}. Give one another name, like --corpus other={path}")
        named[name] = path
    return tuple(named.items()) or (("article", None),)


def _region(code: str | None) -> str | None:
    from bot.dialogue.regions import region

    return region(region_of(code)).code if code else None


def _origin(text: str) -> str:
    parts = urlsplit(text)
    plain = f"{parts.scheme}://{parts.netloc}"
    if (
        parts.scheme not in ("http", "https")
        or not re.fullmatch(r"[a-z0-9.-]+(?::\d+)?", parts.netloc)
        or text.rstrip("/") != plain
    ):
        raise UsageError(f"--embed {text}: not the origin of a site. Write it like https://clinic.example")
    return plain


def _root_path(text: str) -> str:
    path = text.rstrip("/")
    if path and not re.fullmatch(r"(?:/[A-Za-z0-9._~-]+)+", path):
        raise UsageError(f"--root-path {text}: not a path. Write it like /ask")
    return path


def _within(option: str, value: int | None, least: int, most: int, otherwise: int = 0) -> int:
    if value is None:
        return otherwise
    if not least <= value <= most:
        raise UsageError(f"{option} {value}: give a whole number from {least} to {most}.")
    return value
