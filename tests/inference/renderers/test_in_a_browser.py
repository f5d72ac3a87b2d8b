"""The page of a trace in Chromium: its slider, keys and texts. Skipped where there is no Chromium."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inference.renderers import html
from inference.traces import Trace
from tests.browser import Opened as OpenedPage
from tests.inference.made_traces import PUZZLES, made_trace
from tests.inference.renderers.test_files import hostile_trace


class Opened(OpenedPage):
    """The page of a trace."""

    def __init__(self, browser: Any, file: Path, width: int = 1280) -> None:
        super().__init__(browser, file.as_uri(), width)
        self.page.wait_for_function("document.getElementById('state').textContent")

    @property
    def state(self) -> str:
        return str(self.page.locator("#state").inner_text())


def written(trace: Trace, folder: Path) -> Path:
    """The page of a trace."""
    file = folder / "trace.html"
    file.write_bytes(html.render(trace))
    return file


@pytest.mark.parametrize("task", PUZZLES)
@pytest.mark.parametrize("width", [1280, 390])
def test_slider_keys_and_buttons(browser: Any, tmp_path: Path, task: str, width: int) -> None:
    opened = Opened(browser, written(made_trace(task, PUZZLES[task], steps=5), tmp_path), width)
    page = opened.page
    assert "state 1 of 5" in opened.state
    for key, state in (
        ("ArrowRight", 2),
        ("ArrowRight", 3),
        ("ArrowLeft", 2),
        ("End", 5),
        ("ArrowRight", 5),
        ("Home", 1),
    ):
        page.keyboard.press(key)
        assert f"state {state} of 5" in opened.state
    page.locator("#on").click()
    assert "state 2 of 5" in opened.state
    page.locator("#slider").fill("3")
    assert "state 4 of 5" in opened.state
    page.locator("#play").click()
    page.wait_for_function("document.getElementById('state').textContent.includes('state 5 of 5')")
    assert "it is made up" in opened.state and "0 not as expected" in opened.state
    opened.check()


def test_cells_say_how_sure_they_are_and_a_body_turns(browser: Any, tmp_path: Path) -> None:
    opened = Opened(browser, written(made_trace("rubik2x2", PUZZLES["rubik2x2"]), tmp_path))
    page = opened.page
    page.locator("#answer svg g").last.hover()
    assert "%" in page.locator("#tip").inner_text()
    before = page.locator("#solid").inner_html()
    box = page.locator("#solid").bounding_box()
    page.mouse.move(box["x"] + 150, box["y"] + 150)
    page.mouse.down()
    page.mouse.move(box["x"] + 190, box["y"] + 170)
    page.mouse.up()
    assert page.locator("#solid").inner_html() != before
    assert page.locator("#solid polygon").count() == 24
    opened.check()


def test_a_page_of_several_examples(browser: Any, tmp_path: Path) -> None:
    traces = [made_trace(task, puzzle, title=f"example {task}") for task, puzzle in PUZZLES.items()]
    traces.append(hostile_trace())
    traces[0].exact, traces[1].exact = False, True
    (tmp_path / "gallery.html").write_bytes(html.render_all("a gallery", traces))
    opened = Opened(browser, tmp_path / "gallery.html", 390)
    buttons = opened.page.locator("#list button")
    assert buttons.count() == 4 and [buttons.nth(at).locator("span").inner_text().split()[0] for at in range(2)] == [
        "failed",
        "solved",
    ]
    assert opened.page.locator("#name").inner_text() == "example sudoku" and "state 3 of 3" in opened.state
    opened.page.keyboard.press("Home")
    buttons.nth(2).click()
    assert opened.page.locator("#name").inner_text() == "example rubik2x2" and "state 3 of 3" in opened.state
    assert opened.page.locator("#solid polygon").count() == 24
    opened.check()


def test_texts_stay_texts(browser: Any, tmp_path: Path) -> None:
    opened = Opened(browser, written(hostile_trace(), tmp_path))
    opened.page.wait_for_timeout(200)
    assert "owned" in opened.page.title() and opened.page.title() != "owned", "the title is the text itself"
    assert opened.page.locator("img").count() == 0
    assert not opened.said and len(opened.requests) == 1
