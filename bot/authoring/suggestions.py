"""Whether what the bot offers, typed back, gets what it was offered for."""

from collections.abc import Iterator, Mapping

from bot.authoring.findings import Finding
from bot.authoring.leaflet import Leaflet
from bot.authoring.typed_back import came_instead, gets
from bot.bot import Bot
from bot.dialogue.questions import offered_questions
from bot.documents import Passage
from bot.sanitising import on_one_line
from bot.session import Session

OWN_QUESTION = "Give that passage a question of its own in the .toml, one that no other passage has."
ENGLISH = "The bot reads and answers English only."


def offered(bot: Bot) -> dict[str, Passage]:
    """Every question that the bot may offer, as it is shown, with the first passage that it is offered for.

    They are those of the chat's beginning and of ``/examples``, and what is suggested under a reply.
    """
    suggested: dict[str, Passage] = {}
    for question, passage in offered_questions(bot.corpus).items():
        suggested.setdefault(on_one_line(question), passage)
    shown = [question for question in Session(bot).examples if question in suggested]
    return {question: suggested[question] for question in dict.fromkeys((*shown, *suggested))}


def suggestions(leaflet: Leaflet, questions: Mapping[str, Passage], bot: Bot) -> Iterator[Finding]:
    """The questions offered for passages of a leaflet that do not get them.

    Args:
        leaflet: where the passages stand.
        questions: what is offered for them.
        bot: offers it.
    """
    for question, passage in questions.items():
        reply = bot.reply(question)
        if not gets(reply, passage):
            mend = ENGLISH if reply.because == "language" else OWN_QUESTION
            wrong = f"The bot offers “{question}”, which then gets {came_instead(reply, leaflet.name)}."
            yield Finding("suggestion", "now", leaflet.name, wrong, mend, leaflet.place_of(passage))
