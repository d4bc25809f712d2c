"""The page in a real browser: Debian's Chromium, or whatever Chromium there is."""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect

from bot.dialogue.reply import DISCLAIMER
from tests.web.servers import Server, serving

COST, TYPES, GAP = "How much does it cost?", "Which types of stem cells are used?", "are there any side effects?"
ALARM = "my chest hurts and I cannot breathe"
AXE = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}

Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, server: Server) -> Iterator[Opened]:
    """Open a page in a fresh browser; when the test ends, no page may have complained."""
    complaints: list[str] = []
    contexts = []

    def open_page(path: str = "/", address: str = server.address, **context: Any) -> Page:  # noqa: ANN401
        contexts.append(browser.new_context(**{"viewport": {"width": 1280, "height": 860}, **context}))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
        page.goto(address + path)
        return page

    yield open_page
    for each in contexts:
        each.close()
    assert [told for told in complaints if "Failed to load resource" not in told] == []


def ask(page: Page, message: str) -> Locator:
    """Type a message and press Enter; the new turn, when it is there."""
    turns = page.locator(".turn")
    number = turns.count()
    page.fill("#message", message)
    page.press("#message", "Enter")
    expect(turns).to_have_count(number + 1)
    return turns.nth(number)


def is_in_view(page: Page, element: Locator) -> bool:
    """Whether the middle of an element is what a person sees there."""
    found: bool = element.evaluate(
        """element => {
            const box = element.getBoundingClientRect();
            const [across, down] = [Math.min(box.width / 2, 40), Math.min(box.height / 2, 15)];
            const seen = document.elementFromPoint(box.x + across, box.y + down);
            return Boolean(seen) && (element.contains(seen) || seen.contains(element));
        }"""
    )
    return found


def fits_its_width(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    fits: bool = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    return fits


def test_a_question_is_answered_in_place(opened: Opened) -> None:
    page = opened()
    turn = ask(page, COST)
    expect(turn.locator("blockquote").first).to_contain_text("not always covered by insurance")
    expect(turn.locator("mark").first).to_have_text("Cost")
    expect(page.locator("#message")).to_have_value("")
    expect(page.locator("#message")).to_be_focused()
    expect(page.locator("#start")).to_have_count(0)
    assert is_in_view(page, turn.locator("blockquote").first)
    assert is_in_view(page, page.locator(".disclaimer strong"))
    expect(page.locator(".disclaimer")).to_contain_text(DISCLAIMER)
    assert "cost" not in page.url


def test_a_follow_up_goes_on(opened: Opened) -> None:
    page = opened()
    ask(page, TYPES)
    expect(ask(page, "the second one").locator("blockquote b").first).to_contain_text("Mesenchymal")


def test_a_starting_question_and_a_suggestion_are_asked_with_a_tap(opened: Opened) -> None:
    page = opened()
    page.fill("#message", "half a question")
    page.locator("#start button").first.click()
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator("#message")).to_have_value("half a question")
    page.locator(".turn .questions button").first.click()
    expect(page.locator(".turn")).to_have_count(2)


def test_a_decline_says_so_and_offers_questions(opened: Opened) -> None:
    turn = ask(opened(), GAP)
    expect(turn.locator(".reply")).to_contain_text("does not say anything about side effects")
    expect(turn.locator("blockquote")).to_have_count(0)
    assert turn.locator(".questions button").count() == 3


def test_an_emergency_takes_the_focus_and_its_number_is_one_key_away(opened: Opened) -> None:
    page = opened()
    ask(page, COST)
    help_ = ask(page, ALARM).locator(".help")
    expect(help_).to_be_focused()
    assert is_in_view(page, help_.locator("a").first)
    page.keyboard.press("Tab")
    expect(help_.locator("a").first).to_be_focused()
    expect(help_.locator("a").first).to_have_attribute("href", "tel:999")
    assert help_.locator("a").first.bounding_box()["height"] >= 48  # type: ignore[index]


def test_the_country_decides_the_numbers_and_is_remembered(opened: Opened) -> None:
    page = opened()
    page.select_option("#region", "US")
    expect(page.locator("#emergency a")).to_have_attribute("href", "tel:911")
    expect(ask(page, ALARM).locator(".help a").first).to_have_attribute("href", "tel:911")
    page.reload()
    expect(page.locator("#region")).to_have_value("US")


def test_the_place_of_a_quote_is_one_tap_away_and_back_is_the_conversation(opened: Opened) -> None:
    page = opened()
    ask(page, TYPES)
    ask(page, COST).locator("a.show").first.click()
    expect(page.locator("#quote mark")).to_be_visible()
    expect(page.locator("h1")).to_contain_text("Stem Cell Therapy")
    assert is_in_view(page, page.locator("#quote"))
    page.go_back()
    expect(page.locator(".turn")).to_have_count(2)
    assert is_in_view(page, page.locator(".turn blockquote").last) or is_in_view(page, page.locator(".asked").last)
    expect(ask(page, "is that covered?").locator("blockquote").first).to_be_visible()


def test_a_reload_keeps_the_conversation_and_another_tab_has_its_own(opened: Opened) -> None:
    page = opened()
    ask(page, TYPES)
    page.reload()
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator("#start")).to_have_count(0)
    expect(ask(page, "the second one").locator("blockquote b").first).to_contain_text("Mesenchymal")
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator(".turn")).to_have_count(0)
    ask(other, COST)
    expect(page.locator(".turn")).to_have_count(2)


def test_to_start_again_clears_everything(opened: Opened) -> None:
    page = opened()
    ask(page, COST)
    page.locator(".more summary").click()
    page.locator("#again").click()
    expect(page.locator("#start")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)
    kept = page.evaluate("[JSON.stringify(sessionStorage), JSON.stringify(localStorage), document.cookie]")
    assert kept == ["{}", "{}", ""]


def test_a_server_that_cannot_be_reached_is_told_with_whom_to_call(opened: Opened, tmp_path: Path) -> None:
    with serving(tmp_path, "--region", "GB") as own:
        page = opened(address=own.address)
        ask(page, COST)
        own.end()
        page.fill("#message", ALARM)
        page.press("#message", "Enter")
        expect(page.locator("#status")).to_contain_text("cannot be reached")
        expect(page.locator("#status")).to_contain_text("In an emergency call 999")
        expect(page.locator("#message")).to_have_value(ALARM)
        expect(page.locator(".turn")).to_have_count(1)


def test_a_server_that_is_slow_is_told(opened: Opened) -> None:
    page = opened()
    page.clock.install()
    waiting: list[Route] = []
    page.route("**/ask", lambda route: waiting.append(route))  # noqa: PLW0108 - Playwright cannot mark a built-in
    page.fill("#message", COST)
    page.press("#message", "Enter")
    expect(page.locator("#status")).to_have_text("Looking …")
    page.clock.run_for(5_000)
    expect(page.locator("#status")).to_contain_text("takes longer than usual")
    page.press("#message", "Enter")  # a second time does nothing
    page.clock.run_for(30_000)
    expect(page.locator("#status")).to_contain_text("too long to answer")
    expect(page.locator("#message")).to_have_value(COST)
    assert len(waiting) == 1
    page.unroute("**/ask")
    ask(page, COST)
    expect(page.locator("#status")).to_have_text("")


def test_a_refusal_is_told_in_words(opened: Opened, tmp_path: Path) -> None:
    with serving(tmp_path, "--rate", "8") as own:
        page = opened(address=own.address)
        ask(page, COST)
        page.fill("#message", COST)
        page.press("#message", "Enter")
        expect(page.locator("#status")).to_contain_text("Too many requests")


def test_nothing_that_is_typed_or_written_runs(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "evil.html").write_text(
        "<h1>Knee &lt;img src=x onerror=alert(1)&gt;</h1><h2>Exercise</h2>"
        "<p>Gentle walking &lt;script&gt;alert(1)&lt;/script&gt; is &lt;b&gt;good&lt;/b&gt;.</p>"
    )
    with serving(tmp_path, "--corpus", "evil.html") as own:
        page = opened(address=own.address)
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        typed = '<img src=x onerror="alert(2)"><script>alert(3)</script> gentle walking'
        turn = ask(page, typed)
        expect(turn.locator(".asked")).to_contain_text(typed)
        quote = ask(page, "is gentle walking good?").locator("blockquote").first
        expect(quote).to_contain_text("<script>alert(1)</script> is <b>good</b>")
        page.reload()
        page.locator("a.show").first.click()
        expect(page.locator("h1")).to_contain_text("<img src=x onerror=alert(1)>")
        assert page.locator("img, .leaflet b").count() == 0
        assert dialogs == []


def test_without_a_script_the_form_works(opened: Opened) -> None:
    page = opened(java_script_enabled=False)
    page.fill("#message", TYPES)
    page.click("button.ask")
    page.fill("#message", "the second one")
    page.click("button.ask")
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".turn").nth(1).locator("blockquote b").first).to_contain_text("Mesenchymal")
    assert is_in_view(page, page.locator(".asked").nth(1))


def test_the_sheet_for_the_doctor_opens_beside_the_conversation(opened: Opened) -> None:
    page = opened()
    ask(page, GAP)
    ask(page, COST)
    page.locator(".more summary").click()
    with page.context.expect_page() as opening:
        page.get_by_role("button", name="Take these questions to your doctor").click()
    sheet = opening.value
    expect(sheet.locator(".open li")).to_contain_text(GAP)
    expect(sheet.locator("blockquote")).to_contain_text("not always covered by insurance")
    expect(page.locator(".turn")).to_have_count(2)


def test_on_paper_stand_the_conversation_and_the_disclaimer(opened: Opened) -> None:
    page = opened()
    ask(page, COST)
    page.emulate_media(media="print")
    expect(page.locator("blockquote").first).to_be_visible()
    expect(page.locator(".disclaimer strong")).to_be_visible()
    for selector in ("#ask", ".more", ".region", ".turn .questions"):
        expect(page.locator(selector)).not_to_be_visible()


def test_it_works_in_a_frame_of_a_clinics_site(opened: Opened, tmp_path: Path) -> None:
    with clinic_site(tmp_path) as site, serving(tmp_path, "--embed", site) as own:
        (tmp_path / "index.html").write_text(
            f'<!doctype html><title>Clinic</title><iframe title="Ask" src="{own.address}/widget" width=380 height=640>'
        )
        page = opened(address=site)
        frame = page.frame_locator("iframe")
        frame.locator("#message").fill(COST)
        frame.locator("#message").press("Enter")
        expect(frame.locator("blockquote").first).to_contain_text("not always covered by insurance")
        with page.context.expect_page() as opening:
            frame.locator("a.show").first.click()
        expect(opening.value.locator("#quote")).to_be_visible()


def test_it_does_not_open_in_a_frame_of_any_other_site(browser: Browser, server: Server, tmp_path: Path) -> None:
    with clinic_site(tmp_path) as site:
        (tmp_path / "index.html").write_text(f'<!doctype html><iframe src="{server.address}/widget"></iframe>')
        page = browser.new_page()
        page.goto(site)
        expect(page.frame_locator("iframe").locator("#message")).to_have_count(0)
        page.close()


@contextmanager
def clinic_site(folder: Path) -> Iterator[str]:
    """Another site, which serves the files of a folder."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nothing."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.server_port}"
    finally:
        listening.shutdown()
        listening.server_close()


# ------------------------------------------------------------------------------------- for everybody (WCAG 2.2, AA)

LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "more contrast": {"contrast": "more"},
    "more contrast, dark": {"contrast": "more", "color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "phone": {"viewport": {"width": 390, "height": 800}, "is_mobile": True, "has_touch": True},
    "320 px": {"viewport": {"width": 320, "height": 640}},
    "200%": {"viewport": {"width": 640, "height": 430}},
    "400%": {"viewport": {"width": 320, "height": 256}},
    "4K": {"viewport": {"width": 3840, "height": 2160}},
}


def violations(page: Page) -> list[str]:
    """What axe finds wrong."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_and_nothing_is_cut_off(opened: Opened, look: str) -> None:
    page = opened(**LOOKS[look])
    assert violations(page) == []
    ask(page, "will my insurence pay for it?")
    page.locator(".turn details summary").first.click()
    page.locator(".more summary").click()
    ask(page, "should I stop taking my methotrexate?")
    ask(page, ALARM)
    ask(page, "is there parking?")
    assert violations(page) == []
    assert fits_its_width(page)
    assert is_in_view(page, page.locator(".disclaimer strong"))
    for path in ("/widget", "/leaflets/stem-cell-therapy.txt?at=2700-2887", "/leaflets", "/nothing"):
        page.goto(re.sub(r"/$", "", page.url.split("?")[0].split("/leaflets")[0].replace("/widget", "")) + path)
        assert violations(page) == []
        assert fits_its_width(page)


@pytest.mark.parametrize("look", ["light", "phone", "200%", "400%"])
def test_what_has_the_focus_is_never_hidden(opened: Opened, look: str) -> None:
    page = opened(**LOOKS[look])
    ask(page, COST)
    ask(page, TYPES)
    page.evaluate("document.querySelector('.skip').focus()")
    seen = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() == 0:
            break
        page.wait_for_timeout(30)
        seen += 1
        assert is_in_view(page, focused), focused.evaluate("element => element.outerHTML")
    assert seen > 10


def test_by_keyboard_alone(opened: Opened) -> None:
    page = opened()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#message")).to_be_focused()
    page.keyboard.type("How much does it")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("cost?")
    page.keyboard.press("Enter")
    expect(page.locator(".turn.answer")).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".turn .questions button").last).to_be_focused()


def test_a_screen_reader_is_told_what_is_new_and_not_what_it_has_read(opened: Opened) -> None:
    page = opened()
    log = page.get_by_role("log", name="Conversation")
    expect(log).to_have_attribute("aria-live", "polite")
    ask(page, COST)
    expect(log.get_by_role("heading", name="You asked: How much does it cost?")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("")
    expect(page.get_by_role("textbox", name="Your question")).to_be_focused()
    ask(page, ALARM)
    expect(page.get_by_role("alert", name="Get help now")).to_be_visible()


@pytest.mark.parametrize("look", ["light", "phone"])
def test_what_is_tapped_is_large_enough(opened: Opened, look: str) -> None:
    """Targets of 24 px at least (WCAG 2.5.8), but for links within a sentence."""
    page = opened(**LOOKS[look])
    ask(page, COST)
    for target in page.locator("button:visible, select, summary:visible, .numbers a:visible, a.show:visible").all():
        box = target.bounding_box()
        assert box
        assert box["height"] >= 24
        assert box["width"] >= 24


def test_letters_twice_as_large_fit(opened: Opened) -> None:
    page = opened(viewport={"width": 1280, "height": 860})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    ask(page, COST)
    assert fits_its_width(page)
    assert is_in_view(page, page.locator("blockquote").first)


def test_a_message_from_right_to_left_is_shown_so(opened: Opened) -> None:
    turn = ask(opened(), "ساعدوني لا أستطيع التنفس")
    assert turn.locator(".asked").evaluate("element => getComputedStyle(element).direction") == "rtl"
    assert turn.locator(".help p[lang=ar]").first.evaluate("element => getComputedStyle(element).direction") == "rtl"


def test_there_is_a_browser_where_one_is_promised() -> None:
    """So that a broken search for the browser does not look like a machine without one."""
    from tests.web.conftest import CHROMIUM

    assert CHROMIUM is not None or shutil.which("chromium") is None
