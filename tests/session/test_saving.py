import json
import stat
from pathlib import Path

import pytest

from bot import Bot, Corpus, Quote, Reply, load_corpus
from bot.dialogue.reply import Conversation
from bot.errors import InputError
from bot.session import Face, Further, Recalled, Said, Session, Shown, read_conversation
from bot.testing import ScriptedBot

Quotes = tuple[Quote, Quote, Quote]


def transcript(conversation: Conversation, ending: str) -> str:
    return f"{ending}\n" + "\n".join(turn.message for turn in conversation.turns) + " 😀"


def said(shown: Shown) -> str:
    assert isinstance(shown, Said)
    return shown.text


@pytest.fixture
def bot(article: Corpus, answer: Reply) -> ScriptedBot:
    return ScriptedBot(article, {"how much?": answer, "and\x1b then \u2028?": answer})


@pytest.fixture
def session(bot: ScriptedBot) -> Session:
    return Session(bot, Face(transcript))


def test_save_writes_the_transcript_for_its_owner_alone(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    assert "nothing to save" in said(session.respond(f"/save {path}"))
    assert not path.exists()
    session.respond("how much?")
    session.respond("and then?")
    assert said(session.respond(f"/save {path}")).startswith(f"Saved in {path}. ")
    assert path.read_text(encoding="utf-8") == ".txt\nhow much?\nand then? 😀"
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
    assert told.endswith(("another name or folder.", "Choose another name.", "go on with it later)"))
    assert list(tmp_path.iterdir()) == []


def test_a_session_that_was_given_no_transcript_saves_nothing(bot: ScriptedBot, tmp_path: Path) -> None:
    session = Session(bot)
    path = tmp_path / "talk.txt"
    session.respond("how much?")
    assert said(session.respond(f"/save {path}")) == "/save does not work here."
    assert not path.exists()


def test_the_ending_of_the_name_tells_how_it_is_written(session: Session, tmp_path: Path) -> None:
    session.respond("how much?")
    session.respond(f"/save {tmp_path / 'talk.MD'}")
    assert (tmp_path / "talk.MD").read_text(encoding="utf-8").startswith(".md\n")


def test_what_was_saved_as_json_is_read_back_to_go_on_with_it(
    session: Session, bot: ScriptedBot, answer: Reply, article: Corpus, tmp_path: Path
) -> None:
    path = tmp_path / "talk.json"
    session.respond("how much?")
    session.respond("and\x1b then \u2028?")
    assert f"bot chat --continue {path}" in said(session.respond(f"/save {path}"))
    written = path.read_text(encoding="utf-8")
    assert "\x1b" not in written
    assert [turn["message"] for turn in json.loads(written)] == ["how much?", "and\x1b then \u2028?"]
    again = Session(bot, Face(transcript), read_conversation(path, article))
    assert again.recalled() == Recalled(2, "and\x1b then \u2028?", answer)
    assert again.introduction().questions == ()
    assert again.respond("/more") == Further(answer.quotes[1], answer.disclaimer, in_full=False)
    again.respond("2")
    assert bot.heard[-1] == ("how much?", "and\x1b then \u2028?", "What else?")


def test_a_new_session_recalls_nothing(session: Session) -> None:
    assert session.recalled() is None


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"{}", b'[{"message": "a"}]', b"\xff", b"[" * 100_000])
def test_a_file_that_is_no_conversation_is_an_error_that_names_it(
    article: Corpus, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "talk.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"talk\.json: "):
        read_conversation(path, article)
    with pytest.raises(InputError, match=r"nowhere\.json: cannot be read: No such file"):
        read_conversation(tmp_path / "nowhere.json", article)


def test_a_conversation_about_other_material_is_an_error(bot: ScriptedBot, leaflet: Path, tmp_path: Path) -> None:
    session = Session(bot, Face(transcript))
    session.respond("how much?")
    session.respond(f"/save {tmp_path / 'talk.json'}")
    with pytest.raises(InputError, match="the material has no such passage"):
        read_conversation(tmp_path / "talk.json", load_corpus(leaflet))


def test_an_alarm_stands_in_a_conversation_that_is_gone_on_with(article: Corpus, tmp_path: Path) -> None:
    bot = Bot(article, "GB")
    session = Session(bot, Face(transcript))
    session.respond("I can't breathe")
    session.respond(f"/save {tmp_path / 'talk.json'}")
    again = Session(bot, conversation=read_conversation(tmp_path / "talk.json", article))
    shown = again.respond("/undo")
    assert isinstance(shown, Said)
    assert "999" in shown.urgent
