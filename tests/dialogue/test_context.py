"""Reading a follow-up in its conversation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Bot, Conversation, Corpus, Reply
from bot.dialogue import Turn
from bot.dialogue.context import earlier_turns, in_context, leans_on_conversation, pointed_at
from bot.search.analysis import Analyzer

TYPES = "Which types of stem cells are used?"
CHALLENGES = "What are the challenges?"
TERMS = st.lists(st.dictionaries(st.sampled_from("abcd"), st.floats(0.1, 1)), min_size=1, max_size=4)


@pytest.mark.parametrize(
    "message", ["why?", "and is that covered?", "what about lupus?", "is it safe", "the other one"]
)
def test_a_short_or_pointing_message_leans_on_the_one_before(analyzer: Analyzer, message: str) -> None:
    assert leans_on_conversation(analyzer.read(message))


@pytest.mark.parametrize(
    "message",
    [
        "Which hospitals treat multiple sclerosis with bone marrow transplants?",
        "Can patients with rheumatoid arthritis reduce immunosuppressants after treatment",
    ],
)
def test_a_full_question_stands_on_its_own(analyzer: Analyzer, message: str) -> None:
    assert not leans_on_conversation(analyzer.read(message))


def test_small_talk_is_no_turn_to_lean_on() -> None:
    turns = tuple(Turn(kind, Reply(kind, "said")) for kind in ("answer", "chat", "decline", "chat"))
    assert [turn.message for turn in earlier_turns(Conversation(turns))] == ["decline", "answer"]


@given(TERMS, st.booleans())
def test_no_term_is_lost_and_none_of_the_message_weighs_less(terms: list[dict[str, float]], has_subject: bool) -> None:
    weighted = in_context(terms, has_subject)
    assert weighted.keys() == set().union(*terms)
    assert all(weighted[term] >= weight for term, weight in terms[0].items())


@given(st.integers(1, 5), st.booleans())
def test_no_older_turn_weighs_as_much_as_a_newer_one(age: int, has_subject: bool) -> None:
    newer, older = (in_context([{}] * turns + [{"x": 1.0}], has_subject)["x"] for turns in (age, age + 1))
    assert 0 < older < newer < 1


def test_a_message_without_a_subject_leans_more() -> None:
    before = [{}, {"cost": 1.0}]
    assert in_context(before, has_subject=False)["cost"] > in_context(before, has_subject=True)["cost"]


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
    bot: Bot, article: Corpus, analyzer: Analyzer, question: str, message: str, begins: str | None
) -> None:
    turns = earlier_turns(bot.conversation([question]))
    passage = pointed_at(analyzer.read(message), turns, article.passages)
    assert (passage and passage.text.split()[0].rstrip(":")) == begins


@pytest.mark.parametrize("message", ["the second one", "tell me more", "the other one"])
def test_nothing_is_pointed_at_before_anything_was_quoted(analyzer: Analyzer, article: Corpus, message: str) -> None:
    assert pointed_at(analyzer.read(message), [], article.passages) is None


def test_the_next_of_the_last_bullet_is_the_first(bot: Bot, article: Corpus, analyzer: Analyzer) -> None:
    turns = earlier_turns(bot.conversation(["What are mesenchymal stem cells?"]))
    passage = pointed_at(analyzer.read("and the other one?"), turns, article.passages)
    assert passage is not None
    assert passage.text.startswith("Hematopoietic")
