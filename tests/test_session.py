import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot import Bot, Corpus, Quote, Reply, load_corpus
from bot.dialogue.reply import Conversation
from bot.session import (
    COMMANDS,
    Contents,
    Examples,
    Further,
    Help,
    Introduction,
    Left,
    Replied,
    Said,
    Sections,
    Session,
    Shown,
    Why,
    section_name,
)
from bot.testing import ScriptedBot
from tests.conftest import ROOT
from tests.leaflets import ECZEMA, GASTROSCOPY

Quotes = tuple[Quote, Quote, Quote]


def transcript(conversation: Conversation, corpus: Corpus) -> str:
    messages = "\n".join(turn.message for turn in conversation.turns)
    return f"{corpus.documents[0].title}\n{messages} 😀"


def said(shown: Shown) -> str:
    assert isinstance(shown, Said)
    return shown.text


def source(shown: Shown) -> str:
    assert isinstance(shown, Sections)
    return "".join(document.text[section.start : section.end] for document, section in shown.sections)


@pytest.fixture
def answer(quotes: Quotes) -> Reply:
    return Reply("answer", "It says:", quotes, suggestions=("What is it?", "What else?"))


@pytest.fixture
def bot(article: Corpus, answer: Reply) -> ScriptedBot:
    return ScriptedBot(article, {"how much?": answer, "What else?": answer})


@pytest.fixture
def session(bot: ScriptedBot) -> Session:
    return Session(bot, transcript)


def test_questions_are_answered_in_their_conversation(session: Session, bot: ScriptedBot, answer: Reply) -> None:
    assert session.respond(" how much?\n") == Replied(answer)
    session.respond("and then?")
    assert bot.heard == [("how much?",), ("how much?", "and then?")]


def test_a_suggested_question_is_asked_by_its_number(session: Session, bot: ScriptedBot, answer: Reply) -> None:
    session.respond("how much?")
    assert session.respond("2") == Replied(answer, picked="What else?")
    assert session.respond("2.") == Replied(answer, picked="What else?")
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
    assert session.respond("2") == Replied(answer, picked="What else?")


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
    assert session.respond("/more") == Further(answer.quotes[1], answer.disclaimer)
    assert session.respond("/more") == Further(answer.quotes[2], answer.disclaimer)
    assert "That is all" in said(session.respond("/more"))


def test_more_does_not_repeat_a_passage_that_was_offered_beside_the_first(article: Corpus, quotes: Quotes) -> None:
    both = Reply("answer", "It says:", quotes, offered=2)
    session = Session(ScriptedBot(article, {"how much?": both}))
    session.respond("how much?")
    assert session.respond("/more") == Further(quotes[2], both.disclaimer)


def test_more_after_a_reply_without_a_passage_has_nothing_to_follow(session: Session) -> None:
    session.respond("how much?")
    session.respond("something that the script does not have")
    assert "no passage to follow" in said(session.respond("/more"))


def test_why_is_about_the_last_reply(session: Session, answer: Reply) -> None:
    assert "Ask a question first" in said(session.respond("/why"))
    session.respond("something that the script does not have")
    session.respond("how much?")
    assert session.respond("/why") == Why(answer)


def test_contents_and_read_go_through_the_whole_source(session: Session, article: Corpus) -> None:
    assert session.respond("/contents") == Contents(tuple(article.documents), (len(article.passages),))
    document = article.documents[0]
    assert source(session.respond("/read")) == document.text
    for number, section in enumerate(document.sections, 1):
        one = Sections(((document, section),))
        assert session.respond(f"/read {number}") == one
        assert session.respond(f"/read {section_name(section.heading).upper()}") == one


def test_the_numbers_of_sections_go_on_from_one_document_to_the_next(tmp_path: Path) -> None:
    (tmp_path / "eczema.txt").write_text(ECZEMA, encoding="utf-8")
    (tmp_path / "gastroscopy.txt").write_text(GASTROSCOPY, encoding="utf-8")
    session = Session(Bot(load_corpus(tmp_path)))
    numbers = range(1, len(session.headings) + 1)
    texts = [source(session.respond(f"/read {number}")) for number in numbers]
    assert "".join(texts) == ECZEMA + GASTROSCOPY
    assert all(text.startswith(heading) for text, heading in zip(texts, session.headings, strict=True))


def test_a_section_is_found_by_a_part_of_its_name_or_a_misspelt_one(session: Session) -> None:
    for wanted in ("challenges", "chalenges and consideration"):
        assert source(session.respond(f"/read {wanted}")).startswith("Challenges and Considerations")


@pytest.mark.parametrize("wanted", ["0", "99", "qqqq", "²", "9" * 5000])
def test_a_section_that_is_not_there_is_said_kindly(session: Session, wanted: str) -> None:
    assert "/contents" in said(session.respond(f"/read {wanted}"))


def test_examples_can_be_picked(session: Session, bot: ScriptedBot) -> None:
    assert session.respond("/examples") == Examples(session.examples)
    session.respond("2")
    assert bot.heard == [(session.examples[1],)]


def test_examples_are_the_written_questions_in_reading_order(session: Session, article: Corpus) -> None:
    assert list(session.examples) == [passage.question for passage in article.passages if passage.question]


def test_help_has_every_command_and_every_command_is_there(session: Session) -> None:
    assert session.respond("/help") == Help(COMMANDS)
    for name in COMMANDS:
        shown = session.respond(name)
        assert not (isinstance(shown, Said) and "There is no command" in shown.text)


@pytest.mark.parametrize(
    ("typed", "meant"), [("/hlep", "/help"), ("/content", "/contents"), ("/SAFE x", "/save"), ("/re", "/read")]
)
def test_an_unknown_command_suggests_the_nearest(session: Session, bot: ScriptedBot, typed: str, meant: str) -> None:
    assert f"Did you mean {meant}?" in said(session.respond(typed))
    assert bot.heard == []


def test_a_command_like_no_other_leads_to_the_help(session: Session) -> None:
    assert "/help" in said(session.respond("/zzzzz"))


def test_leaving_comes_only_when_asked_for(session: Session) -> None:
    assert [session.respond(line) == Left() for line in ("hello", "/quit", "QUIT", "exit")] == [False, True, True, True]


def test_save_writes_the_transcript_for_its_owner_alone(session: Session, article: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    assert "nothing to save" in said(session.respond(f"/save {path}"))
    assert not path.exists()
    session.respond("how much?")
    session.respond("and then?")
    assert said(session.respond(f"/save {path}")).startswith(f"Saved in {path}. ")
    assert path.read_text(encoding="utf-8") == f"{article.documents[0].title}\nhow much?\nand then? 😀"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_save_never_writes_over_a_file(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear doctor", encoding="utf-8")
    session.respond("how much?")
    assert "already there" in said(session.respond(f"/save {path}"))
    assert path.read_text(encoding="utf-8") == "Dear doctor"


@pytest.mark.parametrize("name", ["", "/no/such/folder/talk.txt", "bad\0name", ".", "~nobody-of-this-name/talk.txt"])
def test_save_that_cannot_work_says_so(
    session: Session, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    session.respond("how much?")
    told = said(session.respond(f"/save {name}"))
    assert told.endswith(("another name or folder.", "Choose another name.", "my-questions.txt"))
    assert list(tmp_path.iterdir()) == []


def test_a_session_that_was_given_no_transcript_saves_nothing(bot: ScriptedBot, tmp_path: Path) -> None:
    session = Session(bot)
    path = tmp_path / "talk.txt"
    session.respond("how much?")
    assert "There is no command /save" in said(session.respond(f"/save {path}"))
    assert not path.exists()
    assert session.respond("/help") == Help({name: usage for name, usage in COMMANDS.items() if name != "/save"})


def test_nothing_is_written_unless_asked(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for line in ("how much?", *COMMANDS):
        session.respond(line)
    assert list(tmp_path.iterdir()) == []


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
        f"session = Session(Bot(load_corpus()), lambda *_: '')\n"
        f"for line in {lines!r}: session.respond(line)"
    )
    assert "bot.dialogue.reply." in loaded
    assert [name for name in loaded if name.startswith(("bot.terminal.", "bot.cli.", "prompt_toolkit."))] == []
