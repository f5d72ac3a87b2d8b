"""The demo in Chromium: puzzles of each kind are typed or drawn, solved, looked at and saved."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset.maze.examples import example as maze_example
from inference.catalogue import Catalogue
from inference.serving import names_of
from inference.traces import read_trace
from tests.harness import ROOT
from tests.served import served

pytest.importorskip("fastapi", reason="no fastapi: uv sync --extra demo")
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
driver = pytest.importorskip("playwright.sync_api", reason="no playwright")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

PATIENCE = 180_000
"""Milliseconds that anything may take: on a busy machine the first network that needs a new module takes a minute."""
AFTER_THREE_MOVES = "GGBYOYBRYGOOWWYBWROGRRWB"
"""Stickers of the cube after R U' F2, by `rules.parse`."""
HOSTILE = "<img src=x onerror=\"document.title='owned'\">"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    driver.expect.set_options(timeout=PATIENCE)
    with driver.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo with the pretrained networks, one of them also under a hostile name, and a damaged one."""
    from inference.demo_app import make_app

    more = tmp_path_factory.mktemp("more")
    shutil.copytree(ROOT / "pretrained/sudoku4x4", more / HOSTILE)
    shutil.copytree(ROOT / "pretrained/sudoku4x4", more / "damaged")
    (more / "damaged/model.safetensors").write_bytes(b"damaged")
    catalogue = Catalogue([ROOT / "pretrained", more])
    with served(lambda port: make_app(catalogue, names_of("127.0.0.1", port), "cpu")) as port:
        yield f"http://127.0.0.1:{port}"


class Opened:
    """The page, and all that it said and asked for."""

    def __init__(self, browser: Any, address: str, width: int = 1280) -> None:
        self.page = browser.new_page(viewport={"width": width, "height": 900})
        self.page.set_default_timeout(PATIENCE)
        self.address = address
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(address)
        self.page.locator("#form").wait_for()
        self.wait_quiet()
        self.trace = self.page.frame_locator("#trace")

    def choose(self, name: str) -> None:
        """Choose a network by the end of its name, and wait for its form."""
        label = next(
            text for text in self.page.locator("#checkpoint option").all_inner_texts() if text.startswith(f"{name} (")
        )
        with self.page.expect_response("**/form"):
            self.page.select_option("#checkpoint", label=label)
        self.page.locator("#form").wait_for()
        self.wait_quiet()

    def wait_quiet(self) -> None:
        driver.expect(self.page.locator("#message")).to_have_text("")

    def solve(self) -> str:
        """Press the button; the line above the trace."""
        with self.page.expect_response("**/solve"):
            self.page.locator("#solve").click()
        self.wait_quiet()
        self.trace.locator("#state").wait_for()
        return str(self.page.locator("#summary").inner_text())

    @property
    def message(self) -> str:
        return str(self.page.locator("#message").inner_text())

    @property
    def state(self) -> str:
        return str(self.trace.locator("#state").inner_text())

    def check(self, expected: int = 0) -> None:
        """Nothing went wrong, no request left the server, and nothing reaches out of the window.

        Args:
            expected: number of answers that the console reports as refused.
        """
        assert len(self.said) == expected and all("422" in said for said in self.said), self.said
        assert all(url.startswith((self.address, "about:srcdoc", "data:", "blob:")) for url in self.asked), self.asked
        overflow = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not self.page.evaluate(overflow)
        assert self.page.title() == "See a small network think"
        self.page.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_sudoku_is_typed_and_solved(browser: Any, address: str, width: int, tmp_path: Path) -> None:
    opened = Opened(browser, address, width)
    opened.choose("sudoku4x4")
    page = opened.page
    example = page.locator("#field-puzzle").input_value()  # another one each time: it need not hold every digit
    assert page.locator("#board g").count() == 16 and set(example) & set("1234")
    page.locator("#clear").click()
    page.locator("#board g").first.click()
    for key in ("1", *["ArrowRight"] * 4, "ArrowDown", "3", "4", "ArrowDown", "2", "Backspace", "ArrowLeft", "2"):
        page.keyboard.press(key)
    assert page.locator("#field-puzzle").input_value() == "1...\n...4\n..2.\n...."
    page.locator("#board g").nth(14).click()
    page.locator("#signs button").nth(1).click()
    assert page.locator("#field-puzzle").input_value().endswith("..1.")
    page.locator("#field-puzzle").fill("1.34\n3...\n.1..\n43..")
    shown = [*"1", "", *"343", "", "", "", "", "1", "", "", *"43", "", ""]
    driver.expect(page.locator("#board text")).to_have_text(shown)
    page.locator("summary").click()
    page.locator("#further").check()
    page.locator("#steps").fill("6")
    summary = opened.solve()
    assert summary.startswith("6 steps; probability that the answer is right ")
    assert summary.endswith("the answer obeys the rules")
    assert "state 1 of 6" in opened.state
    page.keyboard.press("ArrowRight")  # the trace has the focus
    assert "state 2 of 6" in opened.state
    page.keyboard.press("End")
    assert "state 6 of 6" in opened.state and "the answer obeys the rules" in opened.state
    opened.trace.locator("#slider").fill("2")
    assert "state 3 of 6" in opened.state
    assert opened.trace.locator("#answer svg g").count() == 16

    with page.expect_download() as download:
        page.locator("#json").click()
    download.value.save_as(tmp_path / "trace.json")
    assert download.value.suggested_filename == "sudoku4x4.json"
    assert len(read_trace(tmp_path / "trace.json").steps) == 6
    with page.expect_download() as download:
        page.locator("#page").click()
    download.value.save_as(tmp_path / "trace.html")
    opened.check()
    saved = browser.new_page()
    saved.goto((tmp_path / "trace.html").as_uri())
    assert "state 1 of 6" in saved.locator("#state").inner_text()
    saved.close()


def test_a_maze_is_drawn_by_pointer_and_keys(browser: Any, address: str) -> None:
    opened = Opened(browser, address)
    opened.choose("maze9x9")
    page = opened.page
    page.locator("#clear").click()
    cells = page.locator("#board g")
    boxes = [cells.nth(number).bounding_box() for number in (1, 10, 73)]
    middle = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes]
    page.mouse.move(*middle[0])
    page.mouse.down()
    for place in middle[1:]:
        page.mouse.move(*place, steps=20)
    page.mouse.up()
    rows = page.locator("#field-puzzle").input_value().split("\n")
    assert rows == [".#......."] * 9, "a wall down the second column"
    cells.nth(1).click()
    assert page.locator("#field-puzzle").input_value().startswith("........."), "what is painted twice is free again"
    page.keyboard.press("s")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("S")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.locator("#signs button", has_text="goal").click()
    cells.nth(0).click()
    assert page.locator("#field-puzzle").input_value().startswith("G.S#....."), "there is one start"
    page.locator("#field-puzzle").fill(maze_example(81, np.random.default_rng(1)))
    driver.expect(cells.first).to_have_attribute("aria-label", "row 1, column 1: wall")
    assert "probability that the answer is right" in opened.solve()
    assert opened.trace.locator("#answer svg g").count() == 81
    opened.check()


def test_a_cube_is_scrambled_by_moves_and_by_stickers(browser: Any, address: str) -> None:
    opened = Opened(browser, address, 390)
    opened.choose("rubik2x2")
    page = opened.page
    page.locator("#field-puzzle").fill("R U' F2")
    names = dict(zip("WRGYOB", ("white", "red", "green", "yellow", "orange", "blue"), strict=True))
    for number, letter in enumerate(AFTER_THREE_MOVES):
        label = re.compile(f": {names[letter]}$")
        driver.expect(page.locator("#board g").nth(number)).to_have_attribute("aria-label", label)
    summary = opened.solve()
    assert "the answer obeys the rules" in summary and opened.trace.locator("#solid polygon").count() == 24
    page.locator("#clear").click()
    page.locator("#signs button", has_text="red").click()
    page.locator("#board g").first.click()
    assert page.locator("#field-puzzle").input_value().startswith("RWWW\nRRRR")
    with page.expect_response("**/solve"):
        page.locator("#solve").click()
    page.locator("#message.wrong").wait_for()
    assert "stickers have the colour" in opened.message
    opened.check(expected=1)


@pytest.mark.parametrize("width", [1280, 390])
def test_texts_are_typed(browser: Any, address: str, width: int) -> None:
    opened = Opened(browser, address, width)
    opened.choose("qa_default")
    assert opened.page.locator("#board").is_hidden() and opened.page.locator("#several").is_hidden()
    opened.page.locator("#field-puzzle").fill("Maras is in the hall. The key is with Maras. Where is the key?")
    assert "the answer obeys the rules" in opened.solve()
    opened.page.keyboard.press("End")
    assert opened.trace.locator("#answer p").last.inner_text() == "hall"
    opened.choose("math")
    assert opened.page.locator("#field-puzzle").input_value() and opened.page.locator("#result").is_hidden()
    assert "step" in opened.solve()
    opened.check()


def test_texts_stay_texts(browser: Any, address: str) -> None:
    opened = Opened(browser, address)
    opened.choose("tool_calling")
    tools = [{"name": HOSTILE, "description": f"</script>{HOSTILE}", "parameters": {"city": {"type": "string"}}}]
    opened.page.locator("#field-query").fill(f"Weather in Oslo? </script>{HOSTILE}")
    opened.page.locator("#field-tools").fill(json.dumps(tools))
    opened.solve()
    assert (
        opened.trace.locator("#answer").get_by_text(HOSTILE).count() >= 2 and opened.trace.locator("img").count() == 0
    )
    opened.choose(HOSTILE)
    opened.solve()
    assert HOSTILE in opened.trace.locator("h1").inner_text()
    opened.page.wait_for_timeout(200)
    assert opened.page.locator("img").count() == opened.trace.locator("img").count() == 0
    opened.check()


def test_what_cannot_be_used_says_why(browser: Any, address: str) -> None:
    opened = Opened(browser, address)
    label = next(
        text for text in opened.page.locator("#checkpoint option").all_inner_texts() if text.startswith("damaged (")
    )
    assert label.startswith("damaged (cannot be used) in ")
    opened.page.select_option("#checkpoint", label=label)
    assert "model.safetensors is damaged" in opened.message and opened.page.locator("#form").is_hidden()
    opened.choose("sudoku4x4")
    opened.page.locator("#field-puzzle").fill("11..............")
    opened.page.locator("#message.wrong").wait_for()
    assert opened.message == "the givens clash: row 1 holds 1 twice"
    opened.check(expected=1)


def test_a_page_in_the_frame_of_another_is_empty(browser: Any, address: str, tmp_path: Path) -> None:
    (tmp_path / "evil.html").write_text(f'<iframe src="{address}"></iframe>')
    page = browser.new_page()
    page.goto((tmp_path / "evil.html").as_uri())
    page.wait_for_timeout(500)
    assert page.frame_locator("iframe").locator("#solve").count() == 0
    page.close()
