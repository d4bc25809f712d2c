"""Asks a language model for a draft, over any endpoint that speaks as OpenAI's does: only here, and only when told to.

The bot that people talk to never imports this module.
"""

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.authoring.answers import Answer, read_answer, schema
from bot.authoring.prompt import part_prompt, tokens_back, tokens_in
from bot.documents import Corpus
from bot.errors import DraftError

if TYPE_CHECKING:
    from openai import OpenAI

LOCAL = "http://localhost:11434/v1"
"""Where Ollama listens, on the same machine."""

KEY = "OPENAI_API_KEY"
"""The variable of the environment that holds the key, as all clients of such endpoints have it. A key is never an
option, which the history of a shell would keep, and never written down."""

A_REQUEST = 10
"""For so many passages messages are asked at once: small models cut longer answers off."""

SECONDS = 900.0
"""How long one answer may take: models on a small machine are slow."""

READ_TOO_LITTLE = 0.6
"""A server that counts less than this part of what was sent has cut it off: Ollama does so without a word."""

MORE_CONTEXT = "raise its context length (for Ollama, start it with OLLAMA_CONTEXT_LENGTH=32768) and ask again."


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked at once: for some passages, by their numbers from 0, or for the topics that none covers."""

    numbers: tuple[int, ...]
    with_gaps: bool = False


@dataclass(frozen=True, slots=True)
class Drafted:
    """What came back for one request.

    Attributes:
        answer: what was right in it.
        tokens_in, tokens_back: as the server counted them; 0 where it does not.
    """

    answer: Answer
    tokens_in: int
    tokens_back: int


def requests_for(numbers: Sequence[int], with_gaps: bool) -> list[Request]:
    """The requests for a leaflet's passages, and for its gaps."""
    parts = [Request(tuple(numbers[start : start + A_REQUEST])) for start in range(0, len(numbers), A_REQUEST)]
    return [*parts, *([Request((), with_gaps=True)] if with_gaps else [])]


def expected_tokens(corpus: Corpus, requests: Sequence[Request]) -> tuple[int, int]:
    """About how many tokens go out and come back."""
    out = sum(tokens_in(part_prompt(corpus, request.numbers, request.with_gaps)) for request in requests)
    return out, sum(tokens_back(len(request.numbers), request.with_gaps) for request in requests)


class Endpoint:
    """A language model behind an address.

    Args:
        url: where it is, up to and with ``/v1``.
        model: its name.

    Raises:
        DraftError: the client is not installed, or the address is none.
    """

    def __init__(self, url: str, model: str) -> None:
        self.url = url
        self.model = model
        self._client = _client(url)

    def draft(self, corpus: Corpus, request: Request) -> Drafted:
        """What the model writes for some of a leaflet.

        Raises:
            DraftError: it cannot be reached, refuses, or answers what cannot be read.
        """
        prompt = part_prompt(corpus, request.numbers, request.with_gaps)
        completion = self._completion([{"role": "user", "content": prompt}])
        text = (completion.choices[0].message.content or "") if completion.choices else ""
        used = completion.usage
        sent = used.prompt_tokens if used else 0
        answer = _readable(text, len(corpus.passages))
        if 0 < sent < READ_TOO_LITTLE * tokens_in(prompt):
            told = f"The server read only {sent:,} of about {tokens_in(prompt):,} tokens: {MORE_CONTEXT}"
            answer = replace(answer, faults=(told, *answer.faults))
        return Drafted(answer, sent, used.completion_tokens if used else 0)

    def _completion(self, messages: list[dict[str, str]]) -> Any:  # noqa: ANN401 - the client's own
        import openai

        form = {"type": "json_schema", "json_schema": {"name": "draft", "schema": schema()}}
        create: Callable[..., Any] = self._client.chat.completions.create
        try:
            try:
                return create(model=self.model, messages=messages, response_format=form)
            except (openai.BadRequestError, openai.UnprocessableEntityError):
                return create(model=self.model, messages=messages)
        except openai.OpenAIError as error:
            raise DraftError(self._told(error)) from error

    def _told(self, error: Exception) -> str:
        import openai

        if isinstance(error, openai.APITimeoutError):
            return f"{self.url}: no answer within {SECONDS / 60:.0f} minutes. Try a smaller or faster model."
        if isinstance(error, openai.APIConnectionError):
            return f"{self.url}: cannot be reached. Start the server ('ollama serve'), or name another with --url."
        if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
            return f"{self.url}: the key was refused. Put a valid one into the variable {KEY}."
        if isinstance(error, openai.NotFoundError):
            return f"{self.url}: there is no model {self.model!r} here. {self._models()}"
        if isinstance(error, openai.RateLimitError):
            return (
                f"{self.url}: too many requests, or nothing left to spend. What came so far is kept; try again later."
            )
        return f"{self.url}: {' '.join(str(error).split())[:200]}"

    def _models(self) -> str:
        import openai

        try:
            names = sorted(model.id for model in self._client.models.list())
        except openai.OpenAIError:
            names = []
        return f"Name one of: {', '.join(names)}." if names else "Look up its name, and that /v1 ends the address."


def drafts(endpoint: Endpoint, corpus: Corpus, requests: Sequence[Request]) -> Iterator[Drafted]:
    """What comes back for each request; for passages that are missing in an answer it is asked once more.

    Raises:
        DraftError: as for ``Endpoint.draft``.
    """
    for request in requests:
        drafted = endpoint.draft(corpus, request)
        yield drafted
        missing = _missing(request, drafted.answer)
        if missing and len(missing) < len(request.numbers):
            yield endpoint.draft(corpus, Request(missing))


def _readable(text: str, passages: int) -> Answer:
    """What is right in an answer; where nothing is, that is its fault, and the next may be better."""
    try:
        return read_answer(text, passages)
    except DraftError as error:
        return Answer((), (), (str(error),))


def _missing(request: Request, answer: Answer) -> tuple[int, ...]:
    found: Collection[int] = {passage.number for passage in answer.passages}
    return tuple(number for number in request.numbers if number not in found)


def _client(url: str) -> "OpenAI":
    try:
        from openai import OpenAI, OpenAIError
    except ImportError as error:
        raise DraftError(
            "To ask a language model, install: pip install 'quote-only-bot[draft]'. "
            "Without, print the prompt with --prompt, and read an answer made elsewhere with --from."
        ) from error
    if not url.startswith(("http://", "https://")):
        raise DraftError(f"--url {url}: not an address. It begins with http:// or https://, like {LOCAL}.")
    try:
        return OpenAI(base_url=url, api_key=os.environ.get(KEY) or "none", timeout=SECONDS)
    except (OpenAIError, ValueError) as error:
        raise DraftError(f"--url {url}: {error}") from error
