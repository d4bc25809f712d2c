"""Reading a follow-up in its conversation."""

import json
import pickle
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Bot, Conversation, Corpus, Quote, Reply, load_corpus
from bot.dialogue.context import earlier_turns, in_conversation, leans
from bot.dialogue.reply import Kind, Turn
from bot.settings import SETTINGS
from bot.text.vocabulary import vocabulary

TYPES = "Which types of stem cells are used?"
CHALLENGES = "What are the challenges?"
READ = vocabulary().analyser().read
KINDS_WITHOUT_A_MATTER: tuple[Kind, ...] = ("chat", "emergency")
MESSAGES = st.lists(st.sampled_from("cost price stem cells why it the and covered lupus how".split()), max_size=8)


def declined(*messages: str) -> Conversation:
    reply = Reply("decline", "-")
    return Conversation(tuple(Turn(message, reply) for message in messages))


@pytest.mark.parametrize(
    "message", ["why?", "and is that covered?", "what about lupus?", "is it safe", "the other one", "", "🙂"]
)
def test_a_short_or_pointing_message_leans_on_the_one_before(message: str) -> None:
    assert leans(READ(message), SETTINGS)


@pytest.mark.parametrize(
    "message",
    [
        "Which hospitals treat multiple sclerosis with bone marrow transplants?",
        "Can patients with rheumatoid arthritis reduce immunosuppressants after treatment",
    ],
)
def test_a_full_question_stands_on_its_own(message: str) -> None:
    assert not leans(READ(message), SETTINGS)
    assert in_conversation(message, declined("how much does it cost"), READ, (), SETTINGS).earlier == []


@pytest.mark.parametrize("kind", KINDS_WITHOUT_A_MATTER)
def test_small_talk_and_an_emergency_are_no_turns_to_lean_on(kind: Kind) -> None:
    conversation = declined("lupus").after("hello", Reply(kind, "said")).after("cost", Reply("refer", "said"))
    conversation = conversation.after("hello", Reply(kind, "said"))
    assert [turn.message for turn in earlier_turns(conversation)] == ["cost", "lupus"]
    earlier = in_conversation("why?", conversation, READ, (), SETTINGS).earlier
    assert [message.text for message in earlier] == ["cost", "lupus"]


def test_a_chain_of_follow_ups_reaches_back_to_what_it_is_about() -> None:
    query = in_conversation(
        "why?", declined("hi how much is stem cell therapy in London", "and now?"), READ, (), SETTINGS
    )
    assert [message.text for message in query.earlier] == ["and now?", "hi how much is stem cell therapy in London"]


def test_only_so_many_turns_are_looked_at() -> None:
    conversation = declined(*["and then?"] * 20)
    assert len(in_conversation("why?", conversation, READ, (), SETTINGS).earlier) <= SETTINGS.remembered_turns


@given(st.lists(MESSAGES.map(" ".join), min_size=1, max_size=4))
def test_no_term_is_lost_and_none_of_the_message_weighs_less(talk: Sequence[str]) -> None:
    *history, message = talk
    query = in_conversation(message, declined(*history), READ, (), SETTINGS)
    assert query.weights.keys() == set(query.message.terms).union(*(earlier.terms for earlier in query.earlier))
    assert all(query.weights[term] >= weight for term, weight in query.message.weights(SETTINGS.story_weight).items())


@pytest.mark.parametrize(("quotes", "expected"), [((), False), ((0,), True)])
def test_whether_the_last_turn_was_an_answer_is_known(quotes: Sequence[int], expected: bool, article: Corpus) -> None:
    passages = [article.passages[number] for number in quotes]
    found = tuple(Quote(passage, 1.0, (), passage.sentences[0]) for passage in passages)
    reply = Reply("answer" if found else "decline", "-", found)
    query = in_conversation("why?", Conversation().after("cost", reply), READ, article.passages, SETTINGS)
    assert query.after_answer is expected


@pytest.mark.parametrize(
    ("question", "message", "begins"),
    [
        (TYPES, "the first one", "Hematopoietic"),
        (TYPES, "and the second type?", "Mesenchymal"),
        (TYPES, "the last one please", "Mesenchymal"),
        (CHALLENGES, "the 2nd point", "Regulation"),
        (CHALLENGES, "number three, I mean the 3rd one", "Effectiveness"),
        (CHALLENGES, "the fourth one", None),
        (CHALLENGES, "the second opinion of another specialist about my treatment plan for lupus nephritis", None),
    ],
)
def test_an_ordinal_beside_a_word_for_an_item_points_into_the_list(
    bot: Bot, article: Corpus, question: str, message: str, begins: str | None
) -> None:
    query = in_conversation(message, bot.conversation([question]), READ, article.passages, SETTINGS)
    passage = query.pointed
    assert (passage and passage.text.split()[0].rstrip(":")) == begins


COPIES: dict[str, Callable[[Conversation, Corpus], Conversation]] = {
    "pickled": lambda conversation, _: cast(Conversation, pickle.loads(pickle.dumps(conversation))),
    "copied": lambda conversation, _: deepcopy(conversation),
    "sent as JSON": lambda conversation, corpus: Conversation.from_json(
        json.loads(json.dumps(conversation.to_json())), corpus
    ),
    "of another reading": lambda conversation, _: Conversation.from_json(conversation.to_json(), load_corpus()),
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES)
def test_a_copied_conversation_is_followed_up_like_the_first(
    bot: Bot, article: Corpus, copy: Callable[[Conversation, Corpus], Conversation]
) -> None:
    for question in (TYPES, CHALLENGES, "What are mesenchymal stem cells?", "How much does it cost?", "lupus"):
        conversation = bot.conversation([question])
        copied = copy(conversation, article)
        for message in ("the second one", "and the last type?", "the other one", "tell me more", "why?", "is it safe"):
            first, second = bot.reply(message, conversation), bot.reply(message, copied)
            assert second == first
            after = bot.reply("and the next point?", copy(copied.after(message, second), article))
            assert after == bot.reply("and the next point?", conversation.after(message, first))


@pytest.mark.parametrize("message", ["the second one", "tell me more", "the other one"])
def test_nothing_is_pointed_at_before_anything_was_quoted(article: Corpus, message: str) -> None:
    for conversation in (Conversation(), declined("lupus")):
        assert in_conversation(message, conversation, READ, article.passages, SETTINGS).pointed is None


def test_the_other_of_the_last_bullet_is_the_first(bot: Bot, article: Corpus) -> None:
    conversation = bot.conversation(["What are mesenchymal stem cells?"])
    passage = in_conversation("and the other one?", conversation, READ, article.passages, SETTINGS).pointed
    assert passage is not None
    assert passage.text.startswith("Hematopoietic")


def test_more_is_what_fitted_next_best_unless_it_was_shown(article: Corpus) -> None:
    first, second = (p for p in article.passages if p.kind == "paragraph" and p.number in (0, 1))
    quotes = [Quote(passage, score, (), passage.sentences[0]) for passage, score in ((first, 0.6), (second, 0.3))]
    reply = Reply("answer", "-", tuple(quotes))
    conversation = Conversation().after("what is it", reply)
    assert in_conversation("tell me more", conversation, READ, article.passages, SETTINGS).pointed == second
    both = conversation.after("and", Reply("answer", "-", (quotes[1],))).after("again", reply)
    assert in_conversation("tell me more", both, READ, article.passages, SETTINGS).pointed != second
