import stat
from pathlib import Path

import pytest

from bot import Bot, Conversation, Corpus, Reply, load_corpus
from bot.dialogue import Quote
from bot.interfaces.commands import COMMANDS
from bot.interfaces.conversing import Chat

Quotes = tuple[Quote, Quote, Quote]


class Prepared:
    """A bot that always says the same, so that these tests do not depend on the search."""

    def __init__(self, corpus: Corpus, reply: Reply) -> None:
        self.corpus = corpus
        self.asked: list[tuple[str, int]] = []
        self._reply = reply

    def reply(self, message: str, conversation: Conversation) -> Reply:
        self.asked.append((message, len(conversation.turns)))
        return self._reply


@pytest.fixture
def bot(corpus: Corpus, quotes: Quotes) -> Prepared:
    return Prepared(corpus, Reply("answer", "It says:", quotes, suggestions=("What is it?", "What else?")))


@pytest.fixture
def chat(bot: Prepared) -> Chat:
    return Chat(bot, plain=True, width=lambda: None)  # type: ignore[arg-type]


def test_questions_are_answered_in_their_conversation(chat: Chat, bot: Prepared) -> None:
    assert "It says:" in chat.respond("how much?").text
    chat.respond("and then?")
    assert bot.asked == [("how much?", 0), ("and then?", 1)]


def test_a_suggested_question_is_asked_by_its_number(chat: Chat, bot: Prepared) -> None:
    chat.respond("how much?")
    assert chat.respond("2").text.startswith("What else?\n\nIt says:")
    assert bot.asked[-1] == ("What else?", 1)
    assert "from 1 to 2" in chat.respond("9").text
    assert len(bot.asked) == 2


def test_the_introduction_names_the_material_and_three_questions_to_pick(chat: Chat, bot: Prepared) -> None:
    shown = chat.introduction()
    assert bot.corpus.documents[0].title in shown
    chat.respond("3")
    assert f" 3. {bot.asked[0][0]}" in shown
    assert "4." not in shown


def test_material_without_curation_has_questions_to_start_from_too(leaflet: Path) -> None:
    chat = Chat(Bot(load_corpus(leaflet)), plain=True, width=lambda: None)
    assert "What does it say about “Exercise”?" in chat.introduction()


def test_more_gives_the_next_best_passages_and_then_says_so(chat: Chat, quotes: Quotes) -> None:
    assert "Ask a question first" in chat.respond("/more").text
    chat.respond("how much?")
    assert f"> {quotes[1].text}" in chat.respond("/more").text
    assert f"> {quotes[2].text}" in chat.respond("/more").text
    assert "That is all" in chat.respond("/more").text


def test_why_explains_the_last_reply(chat: Chat, quotes: Quotes) -> None:
    assert "Ask a question first" in chat.respond("/why").text
    chat.respond("how much?")
    shown = chat.respond("/why").text
    assert "Kind of reply: answer" in shown
    assert quotes[0].matched[0] in shown


def test_contents_and_read_go_through_the_whole_source(chat: Chat, corpus: Corpus) -> None:
    contents, document = chat.respond("/contents").text, corpus.documents[0]
    whole = chat.respond("/read").text
    assert whole.split() == document.text.split()
    for number, section in enumerate(document.sections, 1):
        assert f"{number}. {section.heading or 'Beginning'}" in contents
        source = document.text[section.start : section.end].split()
        assert chat.respond(f"/read {number}").text.split() == source
        assert chat.respond(f"/read {section.heading.upper() or 'beginning'}").text.split() == source


def test_a_section_is_found_by_a_part_of_its_name_or_a_misspelt_one(chat: Chat) -> None:
    assert chat.respond("/read challenges").text.startswith("Challenges and Considerations")
    assert chat.respond("/read chalenges and consideration").text.startswith("Challenges and Considerations")


@pytest.mark.parametrize("wanted", ["0", "99", "qqqq", "²"])
def test_a_section_that_is_not_there_is_said_kindly(chat: Chat, wanted: str) -> None:
    assert "/contents" in chat.respond(f"/read {wanted}").text


def test_examples_can_be_picked(chat: Chat, bot: Prepared) -> None:
    shown = chat.respond("/examples").text
    chat.respond("2")
    assert f" 2. {bot.asked[0][0]}\n" in shown


def test_help_lists_every_command(chat: Chat) -> None:
    shown = chat.respond("/help").text
    assert all(name in shown for name in COMMANDS)


@pytest.mark.parametrize(
    ("typed", "meant"), [("/hlep", "/help"), ("/content", "/contents"), ("/SAFE x", "/save"), ("/re", "/read")]
)
def test_an_unknown_command_suggests_the_nearest(chat: Chat, bot: Prepared, typed: str, meant: str) -> None:
    assert f"Did you mean {meant}?" in chat.respond(typed).text
    assert bot.asked == []


def test_quit_is_the_last_screen(chat: Chat) -> None:
    assert [chat.respond(line).last for line in ("hello", "/quit", "QUIT", "exit")] == [False, True, True, True]


def test_save_writes_the_transcript_for_its_owner_alone(chat: Chat, quotes: Quotes, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    assert "nothing to save" in chat.respond(f"/save {path}").text
    chat.respond("how much\x1b[2J does it cost? 😀")
    assert str(path) in chat.respond(f"/save {path}").text
    saved = path.read_text(encoding="utf-8")
    assert "You: how much does it cost? 😀\n" in saved
    assert "Bot: It says:\n" in saved
    quoted = " ".join(line.removeprefix("> ") for line in saved.split("\n") if line.startswith("> "))
    assert quoted.split() == quotes[0].text.split()
    assert quotes[0].passage.section in saved
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_save_never_writes_over_a_file(chat: Chat, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear doctor")
    chat.respond("how much?")
    assert "already there" in chat.respond(f"/save {path}").text
    assert path.read_text() == "Dear doctor"


@pytest.mark.parametrize("name", ["", "/no/such/folder/talk.txt", "bad\0name", "."])
def test_save_that_cannot_work_says_so(chat: Chat, name: str) -> None:
    chat.respond("how much?")
    assert chat.respond(f"/save {name}").text
    assert "Saved" not in chat.respond(f"/save {name}").text


def test_nothing_is_written_unless_asked(chat: Chat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for line in ("how much?", "/more", "/why", "/read", "/save", "/quit"):
        chat.respond(line)
    assert list(tmp_path.iterdir()) == []
