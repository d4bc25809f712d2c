import subprocess
import sys
from pathlib import Path

import pytest

from bot import Bot, Corpus, Quote, Reply, load_corpus
from bot.session import (
    COMMANDS,
    Began,
    Cleared,
    Copied,
    Editing,
    Examples,
    Face,
    Further,
    Help,
    Introduction,
    Left,
    Replied,
    Said,
    Session,
    Shown,
    Why,
)
from bot.session.commands import ACTED
from bot.session.session import REMINDED_EVERY
from bot.testing import ScriptedBot
from tests.conftest import ROOT
from tests.leaflets import KNEE

Quotes = tuple[Quote, Quote, Quote]


def said(shown: Shown) -> str:
    assert isinstance(shown, Said)
    return shown.text


@pytest.fixture
def bot(article: Corpus, answer: Reply) -> ScriptedBot:
    help_ = Reply("chat", "In danger: call 999.\n\nElse ask me.", intent="chat/help")
    return ScriptedBot(article, {"how much?": answer, "What else?": answer, "help": help_, "HELP!": help_})


@pytest.fixture(scope="module")
def bot_gb(article: Corpus) -> Bot:
    return Bot(article, "GB")


@pytest.fixture
def session(bot: ScriptedBot) -> Session:
    return Session(bot, Face(transcript=lambda *_: "said", load=lambda _: bot, acts_on=ACTED))


def test_questions_are_answered_in_their_conversation(session: Session, bot: ScriptedBot, answer: Reply) -> None:
    assert session.respond(" how much?\n") == Replied(answer, in_full=True)
    session.respond("and then?")
    assert bot.heard == [("how much?",), ("how much?", "and then?")]


def test_a_suggested_question_is_asked_by_its_number(session: Session, bot: ScriptedBot, answer: Reply) -> None:
    session.respond("how much?")
    assert session.respond("2") == Replied(answer, "What else?", in_full=False)
    assert session.respond("2.") == Replied(answer, "What else?", in_full=False)
    assert bot.heard[-1] == ("how much?", "What else?", "What else?")


@pytest.mark.parametrize("number", ["999", "112", "000", "988", "911."])
def test_a_number_to_call_for_help_is_a_message(session: Session, bot: ScriptedBot, number: str) -> None:
    session.respond("how much?")
    assert isinstance(session.respond(number), Replied)
    assert bot.heard[-1][-1] == number


@pytest.mark.parametrize("number", ["0", "3", "99"])
def test_a_number_that_is_not_in_the_list_is_not_asked(session: Session, bot: ScriptedBot, number: str) -> None:
    session.respond("how much?")
    assert "from 1 to 2" in said(session.respond(number))
    assert len(bot.heard) == 1


def test_a_number_where_nothing_was_listed_is_a_message(session: Session, bot: ScriptedBot) -> None:
    assert isinstance(session.respond("2"), Replied)
    assert bot.heard == [("2",)]


def test_the_numbers_of_a_list_hold_until_there_is_another(session: Session, answer: Reply) -> None:
    session.respond("how much?")
    session.respond("something that the script does not have")
    assert session.respond("2") == Replied(answer, "What else?", in_full=False)


def test_the_introduction_names_the_material_and_three_questions_to_pick(session: Session, bot: ScriptedBot) -> None:
    introduction = session.introduction()
    assert introduction.titles == tuple(document.title for document in bot.corpus.documents)
    assert len(introduction.questions) == 3
    assert set(introduction.questions) < set(session.examples)
    session.respond("3")
    assert bot.heard == [(introduction.questions[2],)]


def test_material_without_written_questions_has_questions_to_start_from_too(leaflet: Path) -> None:
    session = Session(Bot(load_corpus(leaflet)))
    questions = ("What does it say about “Exercise”?", "What does it say about “Cost”?")
    assert session.examples == questions
    assert session.introduction() == Introduction(("Living with Knee Pain",), questions)


def test_a_heading_that_asks_is_offered_as_it_stands_and_one_with_nothing_under_it_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "knee.txt"
    path.write_text(
        "Knee Pain\n\nAt home\n\nWhat helps?\nGentle walking keeps the knee supple.\n\nSwimming is gentle too.\n",
        encoding="utf-8",
    )
    session = Session(Bot(load_corpus(path)))
    assert "At home" in session.headings
    assert session.examples == ("What helps?",)


def test_more_gives_the_next_best_passages_and_then_says_so(session: Session, answer: Reply) -> None:
    assert "Ask a question first" in said(session.respond("/more"))
    session.respond("how much?")
    assert session.respond("/more") == Further(answer.quotes[1], answer.disclaimer, in_full=False)
    assert session.respond("/more") == Further(answer.quotes[2], answer.disclaimer, in_full=False)
    assert "That is all" in said(session.respond("/more"))


def test_more_does_not_repeat_a_passage_that_was_offered_beside_the_first(article: Corpus, quotes: Quotes) -> None:
    both = Reply("answer", "It says:", quotes, offered=2)
    session = Session(ScriptedBot(article, {"how much?": both}))
    session.respond("how much?")
    assert session.respond("/more") == Further(quotes[2], both.disclaimer, in_full=False)


def test_more_after_a_reply_without_a_passage_has_nothing_to_follow(session: Session) -> None:
    session.respond("how much?")
    session.respond("something that the script does not have")
    assert "no passage to follow" in said(session.respond("/more"))


def test_why_is_about_the_last_reply(session: Session, answer: Reply) -> None:
    assert "Ask a question first" in said(session.respond("/why"))
    session.respond("something that the script does not have")
    session.respond("how much?")
    assert session.respond("/why") == Why(answer)
    assert session.respond("/why -v") == Why(answer, with_figures=True)
    assert "/why -v" in said(session.respond("/why not"))


def test_examples_can_be_picked(session: Session, bot: ScriptedBot) -> None:
    assert session.respond("/examples") == Examples(session.examples)
    session.respond("2")
    assert bot.heard == [(session.examples[1],)]


def test_examples_are_the_written_questions_in_reading_order(session: Session, article: Corpus) -> None:
    assert list(session.examples) == [passage.question for passage in article.passages if passage.question]


def test_help_has_every_command_and_every_command_is_there(session: Session, bot: ScriptedBot) -> None:
    assert session.respond("/help") == Help(COMMANDS, bot.replies["help"])
    for name in COMMANDS:
        shown = session.respond(name)
        assert not (isinstance(shown, Said) and ("There is no command" in shown.text or "not work" in shown.text))


@pytest.mark.parametrize(
    ("typed", "meant"), [("/hlep", "/help"), ("/content", "/contents"), ("/SAFE x", "/save"), ("/rea", "/read")]
)
def test_an_unknown_command_suggests_the_nearest(session: Session, bot: ScriptedBot, typed: str, meant: str) -> None:
    assert f"Did you mean {meant}?" in said(session.respond(typed))
    assert bot.heard == []


def test_a_command_in_a_message_of_several_lines_is_that_command(session: Session) -> None:
    assert session.respond("/quit\n/quit") == Left()
    assert isinstance(session.respond("/why\n"), Said)


def test_a_command_like_no_other_leads_to_the_help(session: Session) -> None:
    assert "/help" in said(session.respond("/zzzzz"))


def test_leaving_comes_only_when_asked_for(session: Session) -> None:
    leaving = ("/quit", "QUIT", "exit", ":q", ":wq")
    assert session.respond("hello") != Left()
    assert [session.respond(line) for line in leaving] == [Left()] * len(leaving)


def test_nothing_is_written_unless_asked(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for line in ("how much?", *COMMANDS):
        session.respond(line)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_done_where_the_conversation_is_held_is_not_offered(bot: ScriptedBot) -> None:
    session = Session(bot)
    shown = session.respond("/help")
    assert isinstance(shown, Help)
    gone = {"/save", "/switch", "/reload", *ACTED}
    assert set(shown.commands) == set(COMMANDS) - gone
    assert [said(session.respond(name)) for name in gone] == [f"{name} does not work here." for name in gone]


@pytest.mark.parametrize("line", ["help", "HELP!"])
def test_the_bare_word_help_shows_the_commands_and_the_number_and_is_a_message_too(
    session: Session, bot: ScriptedBot, line: str
) -> None:
    assert session.respond(line) == Help(COMMANDS, bot.replies["help"])
    assert bot.heard == [(line,)]
    session.respond("how much?")
    assert bot.heard[-1] == (line, "how much?")


def test_the_word_help_after_an_alarm_gets_help(bot_gb: Bot) -> None:
    session = Session(bot_gb)
    first = session.respond("help")
    assert isinstance(first, Help)
    assert first.reply is not None
    assert "999" in first.reply.message
    session.respond("I can't breathe")
    shown = session.respond("help")
    assert isinstance(shown, Replied)
    assert shown.reply.kind == "emergency"


def test_the_disclaimer_is_due_at_first_and_then_once_in_a_few_replies(session: Session) -> None:
    due = [is_due(session.respond("how much?")) for _ in range(2 * REMINDED_EVERY)]
    assert due == [True, *[False] * (REMINDED_EVERY - 1)] * 2


def test_the_disclaimer_is_due_with_every_referral_emergency_and_possible_alarm(article: Corpus, answer: Reply) -> None:
    replies = {
        "a": answer,
        "b": Reply("refer", "Ask your doctor."),
        "c": Reply("emergency", "Call 999."),
        "d": Reply("answer", "It says:", answer.quotes, urgent_note="Call 999."),
    }
    session = Session(ScriptedBot(article, replies))
    assert [is_due(session.respond(line)) for line in "aabbccdda"] == [True, False, *[True] * 6, False]


def is_due(shown: Shown) -> bool:
    assert isinstance(shown, Replied)
    return shown.in_full


def test_undo_takes_back_the_last_question_and_what_followed_from_it(
    session: Session, bot: ScriptedBot, answer: Reply
) -> None:
    assert "nothing to take back" in said(session.respond("/undo"))
    session.respond("how much?")
    session.respond("something that the script does not have")
    assert "something that the script does not have" in said(session.respond("/undo"))
    assert session.respond("/why") == Why(answer)
    assert session.respond("/more") == Further(answer.quotes[1], answer.disclaimer, in_full=False)
    assert session.respond("2") == Replied(answer, "What else?", in_full=True)
    assert bot.heard[-1] == ("how much?", "What else?")


def test_new_forgets_what_was_said(session: Session, bot: ScriptedBot) -> None:
    session.respond("how much?")
    shown = session.respond("/new")
    assert isinstance(shown, Began)
    assert len(shown.introduction.questions) == 3
    assert "Ask a question first" in said(session.respond("/more"))
    session.respond("3")
    assert bot.heard[-1] == (shown.introduction.questions[2],)


@pytest.mark.parametrize("command", ["/undo", "/new", "/quit", "/reload", "/switch"])
def test_an_alarm_that_is_not_over_is_not_forgotten_without_the_number(bot_gb: Bot, command: str) -> None:
    session = Session(bot_gb, Face(load=lambda _: bot_gb))
    session.respond("I can't breathe")
    shown = session.respond(command)
    assert isinstance(shown, Said | Began | Left)
    assert "999" in shown.urgent
    assert session.respond("/quit") == (Left(shown.urgent) if command == "/quit" else Left())


def test_copy_gives_the_quote_its_place_and_the_disclaimer(session: Session, answer: Reply) -> None:
    assert "nothing to copy" in said(session.respond("/copy"))
    session.respond("how much?")
    first, second = answer.quotes[:2]
    shown = session.respond("/copy")
    assert isinstance(shown, Copied)
    assert shown.text.startswith(first.text)
    assert first.passage.section in shown.text
    assert first.passage.document.title in shown.text
    assert shown.text.endswith(answer.disclaimer)
    session.respond("/more")
    further = session.respond("/copy")
    assert isinstance(further, Copied)
    assert further.text.startswith(second.text)


def test_copy_without_a_quote_gives_what_was_said(session: Session) -> None:
    session.respond("something that the script does not have")
    shown = session.respond("/copy")
    assert isinstance(shown, Copied)
    assert shown.text.startswith("The material does not cover this.")


def test_what_somebody_has_to_act_on_comes_as_data(session: Session) -> None:
    assert (session.respond("/clear"), session.respond("/edit")) == (Cleared(), Editing())


def test_switch_quotes_something_else_and_back_again(article: Corpus, leaflet: Path, tmp_path: Path) -> None:
    first = Bot(article)
    session = Session(first, Face(load=lambda path: first if path is None else Bot(load_corpus(path))))
    session.respond("how much does it cost?")
    shown = session.respond(f"/switch {leaflet}")
    assert isinstance(shown, Began)
    assert shown.introduction.titles == ("Living with Knee Pain",)
    assert "Ask a question first" in said(session.respond("/more"))
    missing = session.respond(f"/switch {tmp_path / 'nothing.txt'}")
    assert "no such file" in said(missing)
    assert session.bot.corpus.documents[0].title == "Living with Knee Pain"
    session.respond("/switch")
    assert session.bot is first


def test_reload_reads_what_was_changed(leaflet: Path) -> None:
    session = Session(Bot(load_corpus(leaflet)), Face(load=lambda path: Bot(load_corpus(path)), path=leaflet))
    leaflet.write_text(KNEE.replace("about ten pounds", "about twelve pounds"), encoding="utf-8")
    assert "twelve" not in source_of(session)
    assert isinstance(session.respond("/reload"), Began)
    assert "twelve" in source_of(session)
    leaflet.unlink()
    assert "I go on quoting what I had" in said(session.respond("/reload"))
    assert "twelve" in source_of(session)


def source_of(session: Session) -> str:
    return session.bot.corpus.documents[0].text


def test_examples_with_a_word(session: Session) -> None:
    shown = session.respond("/examples cost")
    assert isinstance(shown, Examples)
    assert shown.questions
    assert all("cost" in question.casefold() for question in shown.questions)
    assert "“zebra”" in said(session.respond("/examples zebra"))


def modules_after(code: str) -> list[str]:
    """What a new process has imported after ``code``, each name followed by a full stop."""
    result = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [f"{name}." for name in result.stdout.split()]


def test_importing_it_loads_nothing_heavy() -> None:
    loaded = modules_after("import bot.session")
    heavy = ("numpy.", "nltk.", "bot.bot.", "bot.dialogue.", "bot.evidence.", "bot.documents.", "argparse.")
    assert "bot.session." in loaded
    assert [name for name in loaded if name.startswith(heavy)] == []


def test_a_session_needs_no_terminal_and_no_command_line() -> None:
    lines = ["how much does it cost?", *COMMANDS]
    loaded = modules_after(
        "from bot import Bot, load_corpus\n"
        "from bot.session import Session\n"
        f"session = Session(Bot(load_corpus()))\n"
        f"for line in {lines!r}: session.respond(line)"
    )
    assert "bot.dialogue.reply." in loaded
    assert [name for name in loaded if name.startswith(("bot.terminal.", "bot.cli.", "prompt_toolkit."))] == []
