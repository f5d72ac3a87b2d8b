"""A page in Chromium: what it says, asks for and shows. Tests that use it are skipped where there is no Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser without a window."""
    driver = pytest.importorskip("playwright.sync_api", reason="no playwright")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with driver.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


class Opened:
    """A page that was opened, and all that it said and asked for."""

    def __init__(self, browser: Any, address: str, width: int = 1280) -> None:
        self.page = browser.new_page(viewport={"width": width, "height": 900})
        self.said: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(address)

    def check(self) -> None:
        """Nothing went wrong, nothing was asked for but the file itself, and nothing reaches out of the window."""
        assert not self.said
        assert len([url for url in self.requests if not url.startswith(("about:", "data:", "blob:"))]) == 1
        overflow = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not self.page.evaluate(overflow)
