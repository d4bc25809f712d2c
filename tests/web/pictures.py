"""Takes the pictures of the page that stand in the documents: ``python -m tests.web.pictures``."""

import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect, sync_playwright

from tests.conftest import ROOT
from tests.web.conftest import CHROMIUM, FLAGS
from tests.web.servers import serving

PICTURES = ROOT / "docs" / "pictures"

DESKTOP: dict[str, Any] = {"viewport": {"width": 900, "height": 740}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 760}, "is_mobile": True, "has_touch": True}

TAKEN: dict[str, tuple[dict[str, Any], str]] = {
    "page": (DESKTOP, "will my insurence pay for it?"),
    "dark": ({**DESKTOP, "color_scheme": "dark"}, "Which types of stem cells are used?"),
    "phone": (PHONE, "How much does it cost?"),
    "emergency": (PHONE, "my chest hurts and I cannot breathe"),
}
"""What each shows: the kind of screen, and what is asked."""


def main() -> None:
    """Take all pictures."""
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), "--region", "GB") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, (screen, message) in TAKEN.items():
            take(browser, server.address, screen, message, PICTURES / f"{name}.png")
        browser.close()


def take(browser: Browser, address: str, screen: dict[str, Any], message: str, file: Path) -> None:
    """A picture of the page after ``message`` was asked."""
    context = browser.new_context(**screen)
    page = context.new_page()
    page.goto(address)
    page.fill("#message", message)
    page.press("#message", "Enter")
    expect(page.locator(".turn")).to_have_count(1)
    page.screenshot(path=file)
    context.close()


if __name__ == "__main__":
    main()
