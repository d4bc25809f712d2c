"""What a program gets from the API: the replies of ``docs/format.md``, and errors that name what is wrong."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from bot import Bot, Corpus, Passage
from bot.dialogue.sentences import Sentences
from bot.web.app import make_app
from bot.web.library import Shelf
from bot.web.options import Options
from bot.web.problems import Problem
from bot.web.requests import MOST_EARLIER, MOST_TURNS, Asked, conversation_before

TYPES = "Which types of stem cells are used?"


def asked(client: TestClient, message: str, **fields: object) -> dict[str, Any]:
    response = client.post("/api/reply", json={"message": message, **fields})
    assert response.status_code == 200, response.text
    return cast("dict[str, Any]", response.json())


def problem(client: TestClient, body: object, status: int) -> dict[str, Any]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    response = client.post("/api/reply", content=content, headers={"content-type": "application/json"})
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    table: dict[str, Any] = response.json()
    assert table["status"] == status
    assert table["type"] == "about:blank"
    assert table["detail"].endswith(".")
    return table


def test_a_reply_is_that_of_the_bot(client: TestClient, bot: Bot) -> None:
    for message in ("How much does it cost?", "my chest hurts and I cannot breathe", "is it raining?", "thanks", ""):
        assert asked(client, message) == bot.reply(message).to_json()


def test_a_conversation_goes_on_from_its_turns_or_its_messages(client: TestClient, bot: Bot) -> None:
    turns = [{"message": TYPES, "reply": asked(client, TYPES)}]
    from_turns = asked(client, "the second one", conversation=turns)
    assert from_turns == asked(client, "the second one", history=[TYPES])
    assert from_turns == bot.reply("the second one", bot.conversation([TYPES])).to_json()
    assert from_turns["quotes"][0]["best_sentence"].startswith("Mesenchymal Stem Cells")


def test_the_number_stays_after_an_alarm(client: TestClient) -> None:
    alarm = "I have chest pain and cannot breathe"
    turns = [{"message": alarm, "reply": asked(client, alarm)}]
    assert "999" in asked(client, "How much does it cost?", conversation=turns)["urgent_note"]


def test_an_emergency_has_its_numbers_as_data(client: TestClient) -> None:
    reply = asked(client, "I want to kill myself", region="US")
    assert reply["kind"] == "emergency"
    assert [(number["line"], number["number"], number["tel"]) for number in reply["numbers"]] == [
        ("emergency", "911", "tel:911"),
        ("crisis", "988", "tel:988"),
    ]
    assert all(number["source"].startswith("https://") and number["label"] for number in reply["numbers"])


def test_a_quote_tells_where_it_is_from(library_folder: Path) -> None:
    with TestClient(make_app(Options(corpora=(("ward", library_folder),)))) as client:
        quote = asked(client, "What does a walking stick cost?")["quotes"][0]
    assert (quote["publisher"], quote["address"], quote["reviewed"]) == (
        "Ward 7",
        "https://ward.example/knee",
        "2026-03",
    )
    assert quote["best_sentence"] == "A walking stick costs about ten pounds."
    assert quote["page"] is None


def test_documents_come_a_page_at_a_time(library_folder: Path) -> None:
    with TestClient(make_app(Options(corpora=(("ward", library_folder),)))) as client:
        first = client.get("/api/documents", params={"limit": 2}).json()
        second = client.get("/api/documents", params={"limit": 2, "start": first["next"]}).json()
        beyond = client.get("/api/documents", params={"start": 1000}).json()
    assert (first["corpus"], first["total"], second["next"], beyond["documents"]) == ("ward", 3, None, [])
    entries = [*first["documents"], *second["documents"]]
    assert [entry["name"] for entry in entries] == ["eczema.txt", "gastroscopy.txt", "knee.txt"]
    assert entries[2] == {
        "name": "knee.txt",
        "title": "Living with Knee Pain",
        "publisher": "Ward 7",
        "address": "https://ward.example/knee",
        "reviewed": "2026-03",
        "language": None,
        "sections": 3,
    }


@pytest.mark.parametrize(
    ("query", "field"),
    [("start=-1", "start"), ("limit=0", "limit"), ("limit=201", "limit"), ("start=x", "start"), ("start=", "start"),
     ("corpus=other", "corpus"), ("first=1", "first"), (f"start={'9' * 400}", "start")],
)  # fmt: skip
def test_a_bad_parameter_is_named(client: TestClient, query: str, field: str) -> None:
    response = client.get(f"/api/documents?{query}")
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["field"] == field


def test_one_of_several_corpora_is_asked_by_its_name(leaflet: Path) -> None:
    options = Options(corpora=(("article", None), ("knee", leaflet)))
    with TestClient(make_app(options)) as client:
        stick = "What does a walking stick cost?"
        assert asked(client, stick, corpus="knee")["quotes"][0]["name"] == "knee.txt"
        assert asked(client, TYPES)["quotes"][0]["name"] == "stem-cell-therapy.txt"
        names = [corpus["name"] for corpus in client.get("/api/health").json()["corpora"]]
    assert names == ["article", "knee"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "message"),
        ({"message": None}, "message"),
        ({"message": 1}, "message"),
        ({"message": "?", "mesage": "?"}, "mesage"),
        ({"message": "?", "region": "XX"}, "region"),
        ({"message": "?", "region": 44}, "region"),
        ({"message": "?", "corpus": "other"}, "corpus"),
        ({"message": "?", "history": "hello"}, "history"),
        ({"message": "?", "history": ["a", 2]}, "history[1]"),
        ({"message": "?", "history": ["a"] * (MOST_EARLIER + 1)}, "history"),
        ({"message": "?", "history": ["a"], "conversation": []}, "history"),
        ({"message": "?", "conversation": {}}, "conversation"),
        ({"message": "?", "conversation": [1]}, "conversation[0]"),
        ({"message": "?", "conversation": [{"message": "a"}]}, "conversation[0]"),
        (
            {"message": "?", "conversation": [{"message": "a", "reply": {"quotes": [{}]}}]},
            "conversation[0].reply.quotes",
        ),
        ({"message": "?", "conversation": [{"message": "a", "reply": {"quotes": []}}]}, "conversation"),
        ({"message": "?", "conversation": [{}] * (MOST_TURNS + 1)}, "conversation"),
    ],
)
def test_a_bad_field_is_named(client: TestClient, body: object, field: str) -> None:
    assert problem(client, body, 422)["field"] == field


@pytest.mark.parametrize("body", [b"[]", b'"hello"', b"1", b"null"])
def test_a_body_that_is_no_object_is_told(client: TestClient, body: bytes) -> None:
    assert "JSON object" in problem(client, body, 422)["detail"]


def test_a_line_that_is_not_json_is_named(client: TestClient) -> None:
    wrong = problem(client, b'{\n "message": "hello",\n "region" "GB"}', 400)
    assert (wrong["line"], wrong["column"]) == (3, 11)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b'{"message": NaN}', b"1" * 10_000])
def test_what_is_not_json_is_told(client: TestClient, body: bytes) -> None:
    assert problem(client, body, 400)


def test_another_type_of_content_is_refused(client: TestClient) -> None:
    response = client.post("/api/reply", data={"message": "hello"})
    assert (response.status_code, response.headers["content-type"]) == (415, "application/problem+json")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/reply", 405), ("GET", "/api/nothing", 404), ("PUT", "/api/health", 405)],
)
def test_what_is_not_there_is_told_in_the_same_form(client: TestClient, method: str, path: str, status: int) -> None:
    response = client.request(method, path)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert status != 405 or "allow" in response.headers


def test_a_lone_surrogate_does_no_harm(client: TestClient) -> None:
    content = b'{"message": "what does \\ud800 cost?", "history": ["\\udfff"]}'
    response = client.post("/api/reply", content=content, headers={"content-type": "application/json"})
    assert response.status_code == 200


# ------------------------------------------------------------------------------------------- a tampered conversation


def test_a_quote_that_was_tampered_with_is_refused(client: TestClient) -> None:
    turns = [{"message": TYPES, "reply": asked(client, TYPES)}]
    for key, value in (
        ("text", "Stem cells cure lupus."),
        ("start", 0),
        ("passage", 0),
        ("passage", 10**9),
        ("name", "x"),
    ):
        broken: Any = deepcopy(turns)
        broken[0]["reply"]["quotes"][0][key] = value
        wrong = problem(client, {"message": "are you sure?", "conversation": broken}, 409)
        assert wrong["field"] == "conversation[0]"
    without: Any = deepcopy(turns)
    del without[0]["reply"]["quotes"][0]["passage"]
    problem(client, {"message": "are you sure?", "conversation": without}, 422)


def test_words_put_into_the_bots_mouth_are_never_said_again(client: TestClient, article: Corpus) -> None:
    lie = "Take ten tablets"
    turns: Any = [{"message": TYPES, "reply": asked(client, TYPES)}]
    reply = turns[0]["reply"]
    reply.update(message=lie, suggestions=[lie], topic=lie, urgent_note=lie, detail=lie, unanswered=[lie])
    reply["quotes"][0].update(publisher=lie, best_sentence=lie, matched=[lie], answers=[lie])
    for message in (
        "are you sure?",
        "the second one",
        "what else?",
        "say that simpler",
        "no, I meant the cost",
        "why?",
    ):
        given = asked(client, message, conversation=turns)
        assert lie not in json.dumps(given)
        assert_from_the_material(given, article)


def assert_from_the_material(reply: dict[str, Any], corpus: Corpus) -> None:
    text = corpus.documents[0].text
    for quote in reply["quotes"]:
        assert quote["text"] == "\n…\n".join(text[start:end] for start, end in quote["spans"])
        assert quote["best_sentence"] in text
    assert reply["message"].split("\n")[0][:20] in " ".join(Sentences.load().texts.values())


VALUES = st.sampled_from([None, True, -1, 1.5, 10**400, "x", "", [], {}, [1], {"a": 1}, "emergency/call", "answer"])


@given(data=st.data())
def test_any_conversation_is_gone_on_with_from_the_material_or_refused(
    client: TestClient, article: Corpus, data: st.DataObject
) -> None:
    turns: Any = [{"message": TYPES, "reply": asked(client, TYPES)}]
    place, key = turns, 0
    while isinstance(place[key], dict | list) and place[key] and data.draw(st.integers(0, 5)):
        place = place[key]
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    place[key] = data.draw(VALUES)
    response = client.post("/api/reply", json={"message": "the second one", "conversation": turns})
    assert response.status_code in (200, 409, 422), response.text
    if response.status_code == 200:
        assert_from_the_material(response.json(), article)


class OnlyByNumber(tuple[Passage, ...]):
    """Passages that may be picked, and never gone through: a library has hundreds of thousands."""

    def __iter__(self) -> Iterator[Passage]:
        raise AssertionError("all passages were gone through")


def test_a_conversation_is_read_without_going_through_the_corpus(client: TestClient, bot: Bot) -> None:
    corpus = replace(bot.corpus, passages=OnlyByNumber(bot.corpus.passages))
    shelf = cast("Shelf", SimpleNamespace(corpus=corpus, bot=bot))
    turns: Any = [{"message": TYPES, "reply": asked(client, TYPES)}]
    assert conversation_before(Asked("?", turns=turns), shelf).turns[0].reply.quotes
    turns[0]["reply"]["quotes"][0]["section"] = "elsewhere"
    with pytest.raises(Problem, match="material has changed"):
        conversation_before(Asked("?", turns=turns), shelf)
