"""What the bot offers, typed back, gets what it was offered for."""

from pathlib import Path

from bot import Bot, load_corpus
from bot.authoring.leaflet import leaflets
from bot.authoring.suggestions import ENGLISH, OWN_QUESTION, offered, suggestions
from bot.dialogue.reply import Reply
from bot.session import Examples, Session
from bot.testing import ScriptedBot, quoting
from tests.authoring.planted import planted
from tests.leaflets import ECZEMA, GASTROSCOPY, KNEE, KNEE_CURATION


def test_all_that_a_person_is_shown_is_tried(tmp_path: Path) -> None:
    bot = Bot(planted(tmp_path, KNEE, KNEE_CURATION))
    session = Session(bot)
    shown = session.respond("/examples")
    assert isinstance(shown, Examples)
    under_replies = {
        text
        for message in ("", "hello", "is it free", "how should I exercise")
        for text in bot.reply(message).suggestions
    }
    assert {*session.introduction().questions, *shown.questions, *under_replies} <= set(offered(bot))


def test_every_question_that_is_offered_gets_its_passage(tmp_path: Path) -> None:
    for name, text in (("eczema", ECZEMA), ("gastroscopy", GASTROSCOPY), ("knee", KNEE)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    for corpus in (load_corpus(), load_corpus(tmp_path)):
        bot = Bot(corpus)
        for leaflet in leaflets(corpus):
            own = {
                question: passage for question, passage in offered(bot).items() if passage.document is leaflet.document
            }
            assert own
            assert list(suggestions(leaflet, own, bot)) == []


def test_one_that_gets_another_passage_is_told_of(tmp_path: Path) -> None:
    corpus = planted(tmp_path, KNEE)
    cost = "What does it say about “Cost”?"
    answers = {text: quoting(corpus, "Gentle walking") for text in (cost, "What does it say about “Exercise”?")}
    bot = ScriptedBot(corpus, answers)
    (leaflet,) = leaflets(corpus)
    (finding,) = suggestions(leaflet, offered(bot), bot)
    assert (finding.urgency, finding.mend) == ("now", OWN_QUESTION)
    assert finding.wrong == f"The bot offers “{cost}”, which then gets passage 1."
    assert finding.place.section == "Cost"


def test_a_leaflet_in_another_language_offers_what_is_never_answered(tmp_path: Path) -> None:
    heading = "Qu'est-ce que c'est ?"
    text = f"Lavage du genou\n\n{heading}\n\nUn chirurgien rince votre genou avec de l'eau salée.\n"
    bot = Bot(planted(tmp_path, text))
    (leaflet,) = leaflets(bot.corpus)
    (finding,) = suggestions(leaflet, offered(bot), bot)
    assert finding.mend == ENGLISH
    assert heading in finding.wrong


def test_a_decline_is_no_answer(tmp_path: Path) -> None:
    corpus = planted(tmp_path, KNEE)
    declined = Reply("decline", "No.", intent="decline/not-covered")
    bot = ScriptedBot(corpus, dict.fromkeys(offered(Bot(corpus)), declined))
    (leaflet,) = leaflets(corpus)
    assert all("a decline" in finding.wrong for finding in suggestions(leaflet, offered(bot), bot))
    assert len(list(suggestions(leaflet, offered(bot), bot))) == 2
