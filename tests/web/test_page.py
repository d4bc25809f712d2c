"""The pages as a browser without a script gets them, and what protects their readers."""

import re
from html import unescape
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode
from starlette.testclient import TestClient

from bot import Bot, Corpus
from bot.dialogue.reply import DISCLAIMER
from bot.web.app import make_app
from bot.web.options import Options

HOSTILE = '<img src=x onerror="alert(1)">"\'><script>alert(2)</script>&lt;b&gt;'
EVIL = """\
Knee <script>alert("title")</script>

Exercise <b onclick="alert(1)">now</b>
Gentle walking <img src=x onerror=alert(1)> keeps the knee & joint supple. \x1b[2J\u202eSwimming</blockquote> is gentle.
"""


def sent(client: TestClient, message: str, history: str = "[]", path: str = "/ask", **fields: str) -> LexborHTMLParser:
    response = client.post(path, data={"message": message, "history": history, **fields})
    assert response.status_code == 200, response.text
    return LexborHTMLParser(response.text)


def one(place: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    found = place.css_first(selector)
    assert found is not None, selector
    return found


def text_of(page: LexborHTMLParser, selector: str) -> str:
    return "\n".join(node.text() for node in page.css(selector))


def history_of(page: LexborHTMLParser) -> str:
    value = one(page, "input[name=history]").attributes["value"]
    assert value is not None
    return value


def test_a_form_without_a_script_gets_the_quote_and_its_place(client: TestClient, article: Corpus) -> None:
    page = sent(client, "How much does it cost?")
    quoted = one(page, ".quote blockquote").text()
    assert "Cost: The treatment can be expensive and is not always covered by insurance." in quoted
    assert text_of(page, "figure mark").startswith("Cost")
    assert article.documents[0].title in text_of(page, "figcaption cite")
    assert "Challenges and Considerations" in text_of(page, "figcaption")
    assert DISCLAIMER in text_of(page, ".disclaimer")


def test_a_conversation_goes_on_without_a_script(client: TestClient, bot: Bot) -> None:
    first = sent(client, "Which types of stem cells are used?")
    second = sent(client, "the second one", history_of(first))
    assert [node.text() for node in second.css(".asked")] == [
        "You asked: Which types of stem cells are used?",
        "You asked: the second one",
    ]
    last = bot.reply("the second one", bot.conversation(["Which types of stem cells are used?"]))
    start, end = last.quotes[0].best
    assert last.quotes[0].passage.document.text[start:end] in second.css(".turn")[1].text()
    picked = sent(client, "not this", history_of(second), picked="How much does it cost?")
    assert picked.css(".asked")[-1].text() == "You asked: How much does it cost?"


def test_what_others_typed_is_not_shown_as_the_bots_words(client: TestClient) -> None:
    """An earlier reply is worked out anew: no page of another site can put one there."""
    page = sent(client, "thanks", '["How much does it cost?"]', conversation='[{"message": "x", "reply": {}}]')
    assert len(page.css(".turn")) == 2
    assert "not always covered by insurance" in page.css(".turn")[0].text()


def test_an_emergency_is_unmistakable_and_its_numbers_dial(client: TestClient) -> None:
    page = sent(client, "I want to kill myself", region="US")
    help_ = page.css(".help[role=alert]")
    assert len(help_) == 1
    assert [(a.attributes["href"], a.text()) for a in page.css(".help .numbers a")] == [
        ("tel:911", "Call 911 Emergency services"),
        ("tel:988", "Call 988 The 988 Suicide and Crisis Lifeline (call or text)"),
    ]
    assert not page.css(".quote")
    assert not page.css(".turn .questions")


def test_without_a_country_the_numbers_of_several_are_given() -> None:
    with TestClient(make_app(Options())) as client:
        page = sent(client, "my chest hurts and I cannot breathe")
    assert [a.attributes["href"] for a in page.css(".help .numbers a")] == ["tel:112", "tel:911", "tel:999", "tel:000"]


def test_where_danger_is_possible_the_number_stands_above_the_answer(client: TestClient) -> None:
    page = sent(client, "How much does it cost?", '["I have chest pain and cannot breathe"]')
    reply = one(page.css(".turn")[-1], ".reply")
    first = next(reply.iter())
    assert "urgent" in (first.attributes["class"] or "")
    assert one(first, "a").attributes["href"] == "tel:999"
    assert page.css(".turn")[-1].css(".quote")


def test_another_language_is_marked_as_such_and_may_run_from_right_to_left(client: TestClient) -> None:
    page = sent(client, "ساعدوني لا أستطيع التنفس")
    assert one(page, ".help p[lang=ar]").attributes["dir"] == "auto"
    assert one(page, ".asked").attributes["dir"] == "auto"


def test_nothing_that_is_typed_or_written_becomes_markup(tmp_path: Path) -> None:
    (tmp_path / "evil.txt").write_text(EVIL, encoding="utf-8")
    with TestClient(make_app(Options(corpora=(("evil", tmp_path / "evil.txt"),)))) as client:
        asked = client.post("/ask", data={"message": f"gentle walking {HOSTILE}", "history": f'["{"gentle walking"}"]'})
        place = one(LexborHTMLParser(asked.text), "a.show").attributes["href"]
        pages = [asked, client.get(place or ""), client.get("/"), client.get("/leaflets"),
                 client.post("/sheet", data={"history": '["<script>alert(3)</script>"]'})]  # fmt: skip
    for page in pages:
        assert page.status_code == 200
        assert not re.search(r"<(?:img|b [a-z])|<script>|\x1b|\u202e", page.text)
        parsed = LexborHTMLParser(page.text)
        assert all(script.attributes.get("src") for script in parsed.css("script"))
        assert not any(name.startswith("on") for node in parsed.css("*") for name in node.attributes)
    assert "<script>alert(2)</script>" in unescape(asked.text)


def test_a_leaflet_is_shown_whole_and_to_the_letter_with_the_quote_marked(client: TestClient, article: Corpus) -> None:
    page = sent(client, "How much does it cost?")
    address = one(page, "a.show").attributes["href"] or ""
    assert address.endswith("#quote")
    leaflet = LexborHTMLParser(client.get(address).text)
    document = article.documents[0]
    assert text_of(leaflet, ".leaflet > *").split() == document.text.split()
    marked = " ".join(node.text() for node in leaflet.css("mark"))
    assert marked.split() == document.text[2700:2887].split()
    assert one(leaflet, "#quote").text().startswith("Despite its potential")
    headings = {node.text() for node in leaflet.css(".leaflet h2, .leaflet h3")}
    assert {section.heading for section in document.sections if section.heading} <= headings


@pytest.mark.parametrize("at", ["", "x", "1", "5-2", "0-999999", "-1-5", "1-2,", "9" * 5000 + "-1"])
def test_a_place_that_is_not_there_is_not_marked(client: TestClient, at: str) -> None:
    response = client.get("/leaflets/stem-cell-therapy.txt", params={"at": at})
    assert response.status_code == 200
    assert "<mark>" not in response.text


def test_the_leaflets_are_listed_a_page_at_a_time(library_folder: Path) -> None:
    for number in range(60):
        (library_folder / f"sheet-{number:02}.txt").write_text(f"Sheet {number}\n\nKeep sheet {number} dry.\n")
    with TestClient(make_app(Options(corpora=(("ward", library_folder),)))) as client:
        first = LexborHTMLParser(client.get("/leaflets").text)
        second = LexborHTMLParser(client.get(one(first, "nav a").attributes["href"] or "").text)
        assert "63 leaflets" in client.get("/").text
        leaflet = client.get(first.css(".leaflets a")[2].attributes["href"] or "")
    assert (len(first.css(".leaflets li")), len(second.css(".leaflets li"))) == (50, 13)
    assert "Ward 7" in text_of(first, ".leaflets")
    assert "Living with Knee Pain" in leaflet.text


def test_a_sheet_for_the_doctor_has_first_what_the_leaflet_does_not_say(client: TestClient) -> None:
    asked = '["How much does it cost?", "should I stop taking my methotrexate?", "is there parking?", "hello"]'
    page = sent(client, "", asked, "/sheet")
    still = [node.text() for node in page.css(".open li p:first-child")]
    assert still == ["should I stop taking my methotrexate?", "is there parking?"]
    assert "not always covered by insurance" in text_of(page, ".quote")
    assert "hello" not in one(page, "main").text()


def test_starting_questions_are_answered(client: TestClient) -> None:
    page = LexborHTMLParser(client.get("/").text)
    questions = [button.attributes["value"] or "" for button in page.css("#start button[name=picked]")]
    assert len(questions) == 4
    for question in questions:
        assert sent(client, "", picked=question).css(".turn.answer .quote")


# ------------------------------------------------------------------------------------------------------ protection


@pytest.mark.parametrize("path", ["/", "/widget", "/leaflets", "/static/page.js", "/api/health", "/nothing", "/ask"])
def test_every_response_says_what_a_browser_may_do_with_it(client: TestClient, path: str) -> None:
    headers = client.get(path, follow_redirects=False).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers
    assert "server" not in headers


def test_nothing_is_loaded_from_another_site(client: TestClient) -> None:
    for path in ("/", "/widget", "/leaflets/stem-cell-therapy.txt"):
        page = LexborHTMLParser(client.get(path).text)
        loaded = [node.attributes.get("src") or node.attributes.get("href") for node in page.css("link, script, img")]
        assert loaded
        assert all(address and re.match(r"/static/[a-z]+\.\w+\?v=", address) for address in loaded)
        assert not page.css("style, [style]")
        for address in filter(None, loaded):
            assert client.get(address).status_code == 200
    for name in ("page.css", "page.js", "icon.svg"):
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", client.get(f"/static/{name}").text)


def test_only_sites_that_are_named_may_show_it_in_a_frame_or_call_it() -> None:
    with TestClient(make_app(Options(embedders=("https://clinic.example",)))) as client:
        page = client.get("/widget")
        assert page.headers["content-security-policy"].endswith("frame-ancestors https://clinic.example")
        assert "x-frame-options" not in page.headers
        asked = {"message": "hello"}
        for origin, allowed in (("https://clinic.example", "https://clinic.example"), ("https://evil.example", None)):
            response = client.post("/api/reply", json=asked, headers={"origin": origin})
            assert response.headers.get("access-control-allow-origin") == allowed
            before = client.options("/api/reply", headers={"origin": origin, "access-control-request-method": "POST"})
            assert before.headers.get("access-control-allow-origin") == allowed


def test_a_form_on_another_site_is_refused(client: TestClient) -> None:
    response = client.post("/ask", data={"message": "hello"}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    assert "In an emergency call" in response.text


def test_a_question_never_stands_in_an_address(client: TestClient) -> None:
    page = client.get("/ask", params={"message": "hello"}, follow_redirects=False)
    assert (page.status_code, page.headers["location"]) == (303, "/")
    form = one(LexborHTMLParser(client.get("/").text), "form")
    assert form.attributes["method"] == "post"


def test_what_cannot_be_read_is_told_on_a_page(client: TestClient) -> None:
    for fields in ({"history": "["}, {"region": "XX"}, {"corpus": "none"}, {f"f{n}": "" for n in range(30)}):
        response = client.post("/ask", data={"message": "hello", **fields})
        assert response.status_code in (400, 422)
        assert "That did not work" in response.text
    assert client.get("/leaflets/../../etc/passwd").status_code == 404
    assert client.get("/static/..%2fapp.py").status_code == 404


def test_behind_a_proxy_every_address_has_its_path() -> None:
    with TestClient(make_app(Options(root_path="/ask-us")), root_path="/ask-us") as client:
        text = client.get("/ask-us/").text
        addresses = re.findall(r'(?:href|src|action|formaction)="(/[^"]*)"', text)
        assert addresses
        assert all(address.startswith("/ask-us/") for address in addresses)
        assert client.get("/ask-us/api/openapi.json").json()["servers"] == [{"url": "/ask-us"}]
        assert client.get("/ask-us/api/none").headers["content-type"] == "application/problem+json"


def test_what_never_changes_is_kept_by_browsers_and_a_conversation_is_not(client: TestClient) -> None:
    page = LexborHTMLParser(client.get("/").text)
    sheet = one(page, "link[rel=stylesheet]").attributes["href"] or ""
    assert "immutable" in client.get(sheet).headers["cache-control"]
    assert client.get("/static/page.css?v=old").headers["cache-control"] == "no-cache"
    assert client.post("/ask", data={"message": "hello"}).headers["cache-control"] == "no-store"


def test_the_page_is_small(client: TestClient) -> None:
    files = (client.get("/"), client.get("/static/page.css"), client.get("/static/page.js"))
    assert sum(len(file.content) for file in files) < 40_000
