"""The command ``bot curate``: what an editor can do so that a text is found better.

Each passage with its examples, and which questions of a case file it wins and loses, and to whom. With
``--template``, a curation file to fill in. With ``--draft``, examples that a language model writes; with ``--review``,
an editor goes through them.
"""

import argparse
import getpass
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.cli.options import a_path, add_corpus, load_material, write_utf8
from bot.errors import CaseError, UsageError

if TYPE_CHECKING:
    from bot.authoring.drafting import Drafted
    from bot.authoring.taking_up import Drafting
    from bot.documents import Corpus
    from bot.evaluation import Outcome


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``bot curate``."""
    add_corpus(parser, "a leaflet, or a folder of them", name="path", kind=a_path)
    parser.add_argument(
        "--cases", type=a_path, metavar="FILE", help="questions to try (without: NAME.cases.jsonl beside the text)"
    )
    modes = parser.add_mutually_exclusive_group()
    modes.add_argument("--template", action="store_true", help="print a curation file to fill in, and nothing else")
    modes.add_argument("--draft", action="store_true", help="have a language model write examples, to be reviewed")
    modes.add_argument("--prompt", action="store_true", help="print what a language model is asked, and ask none")
    modes.add_argument("--review", action="store_true", help="go through a draft, and what seems wrong, line by line")
    parser.add_argument("-o", "--output", type=a_path, metavar="FILE", help="write the template into a new file")
    draft = parser.add_argument_group("with --draft")
    draft.add_argument("--model", metavar="NAME", help="the language model to ask")
    draft.add_argument(
        "--url", metavar="ADDRESS", help="where it is, as OpenAI's is asked (default: Ollama on this computer)"
    )
    draft.add_argument(
        "--from", dest="answer", metavar="FILE", help="read an answer that was made elsewhere ('-': from the input)"
    )
    draft.add_argument("--yes", action="store_true", help="do not ask before the leaflet is sent")
    review = parser.add_argument_group("with --review")
    review.add_argument("--by", metavar="NAME", help="who goes through it (default: the name you are logged in with)")


def run(arguments: argparse.Namespace) -> int:
    """Do what the options say; returns 0.

    Raises:
        BotError: something is missing or broken, or cannot be done.
    """
    write_utf8()
    _check_options(arguments)
    modes = {"template": _template, "draft": _draft, "prompt": _prompt, "review": _review}
    mode = next((name for name in modes if getattr(arguments, name)), "")
    if mode and arguments.path.is_dir():
        raise UsageError(f"{arguments.path}: --{mode} is for one leaflet. Name the file.")
    corpus = load_material(arguments)
    if mode:
        modes[mode](corpus, arguments)
        return 0
    from bot.authoring.report import report_lines

    _print(report_lines(corpus, _outcomes(corpus, arguments)))
    return 0


def _check_options(arguments: argparse.Namespace) -> None:
    """An option without what it belongs to would be forgotten silently."""
    if arguments.answer and not arguments.draft:
        raise UsageError("--from is for --draft: bot curate LEAFLET --draft --from FILE")
    for name, mode in (
        ("model", "draft"),
        ("url", "draft"),
        ("yes", "draft"),
        ("by", "review"),
        ("output", "template"),
    ):
        if getattr(arguments, name) and not getattr(arguments, mode):
            raise UsageError(f"--{name} is for --{mode}.")


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _outcomes(corpus: "Corpus", arguments: argparse.Namespace) -> "Sequence[Outcome]":
    from bot.bot import Bot
    from bot.evaluation import case_files, evaluate, load_cases

    try:
        files = [arguments.cases] if arguments.cases else case_files(arguments.path)
    except CaseError:
        return ()
    cases = load_cases(*files, corpus=corpus)
    return evaluate(Bot(corpus), cases, progress=sys.stderr.isatty()).outcomes


# ----------------------------------------------------------------------------------------------------- a template


def _template(corpus: "Corpus", arguments: argparse.Namespace) -> None:
    from bot.authoring.template import template
    from bot.files import write_new

    curation = arguments.path.with_suffix(".toml")
    _check_that_it_is_not_written_into(curation)
    content = template(corpus, curation)
    if arguments.output is None:
        sys.stdout.write(content)
        return
    try:
        write_new(arguments.output, content.encode())
    except FileExistsError as error:
        raise UsageError(f"{arguments.output}: is there already, and is left as it is. Name a new file.") from error
    print(f"{arguments.output}: written. Fill it in, and save it as {curation.name} beside the leaflet.")


def _check_that_it_is_not_written_into(curation: Path) -> None:
    """``> leaflet.toml`` empties the curation before the program begins; it is not then filled with a template."""
    try:
        is_output = os.path.samestat(os.fstat(sys.stdout.fileno()), curation.stat())
    except (OSError, ValueError):
        return
    if is_output:
        raise UsageError(
            f"{curation}: your shell has emptied this file before the program began. If something stood in it, take "
            "it back from a backup. Then write the template into a new file: --template -o NEW.toml"
        )


# ------------------------------------------------------------------------------------------------------- a draft


def _prompt(corpus: "Corpus", arguments: argparse.Namespace) -> None:
    from bot.authoring.prompt import full_prompt

    sys.stdout.write(full_prompt(corpus))


def _draft(corpus: "Corpus", arguments: argparse.Namespace) -> None:
    from bot.authoring.taking_up import Drafting

    drafting = Drafting(arguments.path, corpus, date.today().isoformat())
    if arguments.answer:
        _print(drafting.take(_answer(arguments.answer), arguments.answer))
    else:
        _ask(drafting, corpus, arguments)
    print(f"Nothing of it is used before somebody has looked at it: bot curate {arguments.path} --review")


def _answer(name: str) -> str:
    from bot.files import read_content

    try:
        content = sys.stdin.buffer.read() if name == "-" else read_content(Path(name))
        return content.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"--from {name}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"--from {name}: not UTF-8 at byte {error.start}. Save it as UTF-8.") from error


def _ask(drafting: "Drafting", corpus: "Corpus", arguments: argparse.Namespace) -> None:
    """Ask a language model for what is missing, once it was said what is sent and where to."""
    from bot.authoring.drafting import LOCAL, Endpoint, drafts, expected_tokens, requests_for
    from bot.authoring.taking_up import told_faults

    if not arguments.model:
        raise UsageError("--draft needs --model NAME, or an answer made elsewhere: --from FILE ('bot curate --help').")
    requests = requests_for(*drafting.missing())
    if not requests:
        raise UsageError(f"{arguments.path}: every passage has a draft. Go through it: --review. It asks for no more.")
    endpoint = Endpoint(arguments.url or LOCAL, arguments.model)
    out, back = expected_tokens(corpus, requests)
    print(f"The text of {arguments.path.name} will be sent to {endpoint.url}, to the model {endpoint.model}.")
    print(f"That is all that is sent: about {out:,} tokens in {len(requests)} requests; about {back:,} come back.")
    _check_consent(arguments)
    came: list[Drafted] = []
    added = 0
    try:
        for drafted in _progress("drafting", len(requests))(drafts(endpoint, corpus, requests)):
            added += drafting.add(drafted.answer, endpoint.model, endpoint.url)
            came.append(drafted)
    finally:
        print(drafting.told(added))
        _print(told_faults([fault for drafted in came for fault in drafted.answer.faults]))
        print(f"Tokens used: {sum(d.tokens_in for d in came):,} sent, {sum(d.tokens_back for d in came):,} came back.")


def _check_consent(arguments: argparse.Namespace) -> None:
    if arguments.yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("nothing was sent. Say --yes where nobody can be asked.")
    if input("Send it? [y/N] ").strip().lower() not in ("y", "yes"):
        raise UsageError("nothing was sent.")


# ------------------------------------------------------------------------------------------------------ a review


def _review(corpus: "Corpus", arguments: argparse.Namespace) -> None:
    from bot.authoring.review import Review
    from bot.terminal.reviewing import Screen, review_in_terminal

    by = arguments.by or getpass.getuser()
    progress = _progress("looking through the lines")
    review = Review(arguments.path, corpus, by, date.today().isoformat(), progress)
    try:
        review_in_terminal(review, Screen(shutil.get_terminal_size().columns))
    finally:
        changes = review.finish()
        print(f"{arguments.path.with_suffix('.toml')}: {changes} changes.")


T = TypeVar("T")


def _progress(what: str, total: int | None = None) -> Callable[[Iterable[T]], Iterator[T]]:
    """Shows on a terminal how far the steps of something are."""

    def shown(steps: Iterable[T]) -> Iterator[T]:
        from tqdm import tqdm

        return iter(tqdm(steps, desc=what, total=total, leave=False, disable=not sys.stderr.isatty()))

    return shown
