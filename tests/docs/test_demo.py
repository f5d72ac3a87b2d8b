"""docs/demo in Chromium: puzzles are typed, drawn and solved, step by step, and nothing leaves the machine.

Skipped where Chromium, the extra onnx, or onnxruntime-web in docs/demo/vendor is missing; docs/demo/make.sh fetches it.
"""

from __future__ import annotations

import functools
import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from dataset.build_maze_dataset import Options as MazeOptions
from dataset.build_maze_dataset import build as build_mazes
from dataset.build_sudoku_4x4_dataset import Options as SudokuOptions
from dataset.build_sudoku_4x4_dataset import build as build_sudokus
from dataset.maze import rules as maze
from dataset.maze.generator import generate
from dataset.puzzle_dataset import PuzzleDataset, fingerprint
from dataset.sudoku import rules as sudoku
from inference.onnx_solver import KEY
from inference.solver import Answer, Model, rules_of
from runs.manifest import read_manifest
from runs.open import open_run
from tests.harness import ROOT, puzzle_text
from tests.onnx_files import exported

DEMO = ROOT / "docs/demo"
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
driver = pytest.importorskip("playwright.sync_api", reason="no playwright")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(not (DEMO / "vendor").is_dir(), reason="no onnxruntime-web: docs/demo/make.sh fetches it"),
]
TASKS = {"sudoku4x4": "4x4 Sudoku", "maze9x9": "9x9 maze"}
TYPED = "3..4.1....3.2..1"
PUZZLES = 20


class Quiet(SimpleHTTPRequestHandler):
    """What `python -m http.server` answers with, without its log."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


def serve(folder: Path) -> Iterator[str]:
    """The address at which a folder is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def page_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page with freshly exported networks."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(DEMO, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("models"))
    (folder / "models").mkdir()
    for name in TASKS:
        shutil.copyfile(exported(name).file, folder / f"models/{name}.onnx")
    return folder


@pytest.fixture(scope="module")
def address(page_files: Path) -> Iterator[str]:
    yield from serve(page_files)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with driver.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


class Opened:
    """The page, and all that it said and asked for."""

    def __init__(self, browser: Any, address: str, width: int = 1280, still: bool = True) -> None:
        self.page = browser.new_page(
            viewport={"width": width, "height": 900}, reduced_motion="reduce" if still else "no-preference"
        )
        self.address = address
        self.said: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(address)
        self.page.wait_for_selector("#solve")

    def choose(self, name: str) -> None:
        """Change the task."""
        self.page.get_by_label(TASKS[name]).check()
        self.page.wait_for_selector(f"#views.{name.rstrip('0123456789x')}:not([hidden])")

    def paste(self, text: str) -> None:
        """Paste a text into the puzzle."""
        self.page.locator("#editor .cell").first.evaluate(
            """(cell, text) => {
                const data = new DataTransfer();
                data.setData("text", text);
                const options = { clipboardData: data, bubbles: true, cancelable: true };
                cell.dispatchEvent(new ClipboardEvent("paste", options));
            }""",
            text,
        )

    def solve(self) -> None:
        """Press the button and wait for the answer."""
        self.page.locator("#solve").click()
        self.page.wait_for_selector("#answer:not([hidden])")

    def text(self, selector: str) -> str:
        return str(self.page.locator(selector).inner_text())

    def check(self) -> None:
        """Nothing went wrong, nothing was asked of another host, and nothing reaches out of the window."""
        assert not self.said
        assert self.requests and all(url.startswith(self.address) for url in self.requests), self.requests
        overflow = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not self.page.evaluate(overflow)

    def puzzle(self) -> list[str]:
        """What stands in the cells of the editor."""
        return self.page.locator("#editor .cell").evaluate_all(
            "cells => cells.map(cell => cell.value ?? cell.ariaLabel)"
        )

    def answer(self) -> list[str]:
        """The cells of the shown state: digits, or the look of a maze's cells."""
        cells = "cells => cells.map(cell => [cell.textContent, cell.className])"
        shown = self.page.locator("#shown .cell").evaluate_all(cells)
        looks = {"wall": "#", "start": "S", "goal": "G", "path": "o", "free": " "}
        return [text or next(looks[word] for word in look.split() if word in looks) for text, look in shown]


@pytest.fixture(scope="module")
def sudokus(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """The first test puzzles (20, 16) of the data that the network was trained on."""
    folder = tmp_path_factory.mktemp("data") / "sudoku4x4"
    build_sudokus(SudokuOptions(str(folder)))
    return first_puzzles(folder, "sudoku4x4")


@pytest.fixture(scope="module")
def mazes(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """The first test mazes (20, 81) of the data that the network was trained on."""
    folder = tmp_path_factory.mktemp("data") / "maze9x9"
    sizes = dict(generate=70_000, generate_test=1000, size=9, min_path=4, kind="corridors", seed=1)
    build_mazes(MazeOptions(output_dir=str(folder), **sizes))
    return first_puzzles(folder, "maze9x9")


def first_puzzles(data: Path, name: str) -> np.ndarray:
    """The first rows of the test split, if these are the data of a pretrained network."""
    (described,) = read_manifest(ROOT / "pretrained" / name)["data"].values()
    assert fingerprint(data) == described["fingerprint"]
    return PuzzleDataset([data], "test").sets[0].inputs[:PUZZLES]


def as_torch(name: str, puzzle: str) -> Answer:
    """The network's answer by torch, after all steps."""
    return _model(name).solve(puzzle, halt=False)


@functools.cache
def _model(name: str) -> Model:
    """In float32 on every processor, as the page computes."""
    trained = open_run(ROOT / "pretrained" / name)
    exact = replace(trained, config=trained.config.in_precision("float32"))
    return Model(exact, rules_of(exact), torch.device("cpu"))


# ---- test puzzles


def test_20_of_20_sudokus_are_solved(browser: Any, address: str, sudokus: np.ndarray) -> None:
    opened = Opened(browser, address)
    solved = 0
    for puzzle in sudokus:
        opened.paste(puzzle_text(puzzle))
        opened.solve()
        answer = np.array([int(sign) + sudoku.BLANK for sign in opened.answer()])
        solved += sudoku.check(puzzle, answer) is None
        assert opened.text("#verdict") == "The answer obeys the rules."
        assert answer.tolist() == as_torch("sudoku4x4", puzzle_text(puzzle)).tokens.tolist()
    assert solved == PUZZLES
    opened.check()


def test_20_mazes_are_answered_as_torch_answers_them(browser: Any, address: str, mazes: np.ndarray) -> None:
    opened = Opened(browser, address)
    opened.choose("maze9x9")
    solved = 0
    for puzzle in mazes:
        text = maze.render(puzzle)
        opened.paste(text)
        opened.solve()
        expected = as_torch("maze9x9", text)
        assert "".join(opened.answer()) == expected.text.replace("\n", "")
        said = opened.text("#verdict")
        assert (said == "The answer obeys the rules.") == expected.obeys_rules
        assert expected.obeys_rules or said.startswith("The answer breaks the rules: ")
        solved += expected.obeys_rules
    print(f"mazes solved: {solved} of {PUZZLES}")
    opened.check()


# ---- the page


@pytest.mark.parametrize("width", [1280, 390])
def test_a_typed_sudoku_is_solved_and_its_steps_are_shown(browser: Any, address: str, width: int) -> None:
    opened = Opened(browser, address, width)
    page = opened.page
    page.locator("#clear").click()
    page.get_by_label("row 1, column 1").focus()
    for sign in TYPED:  # row by row
        number = page.evaluate("[...document.querySelectorAll('#editor input')].indexOf(document.activeElement)")
        if sign != ".":
            page.keyboard.type(sign)
        if number % 4 < 3:
            page.keyboard.press("ArrowRight")
        elif number < 15:
            page.keyboard.press("ArrowDown")
            for _ in range(3):
                page.keyboard.press("ArrowLeft")
    opened.solve()
    expected = [str(token - sudoku.BLANK) for token in as_torch("sudoku4x4", TYPED).tokens]
    assert opened.answer() == expected and opened.text("#verdict") == "The answer obeys the rules."
    assert page.locator("#shown .given").count() == 6 and page.locator("#shown .predicted").count() == 10
    assert page.evaluate("document.activeElement.id") == "slider"
    for key, step in (("Home", 0), ("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", 16)):
        page.keyboard.press(key)
        assert opened.text("#state").startswith(f"Step {step} of 16" if step else "Before the first of 16 steps")
        assert page.locator("#slider").input_value() == str(step)
    page.locator("#slider").fill("1")
    assert page.locator("#shown .changed").count() == 10 and "cells changed: 10" in opened.text("#state")
    page.locator("#on").click()
    page.locator("#back").click()
    page.locator("#back").click()
    assert opened.text("#state").startswith("Before") and page.locator("#shown .changed").count() == 0
    page.locator("#slider").focus()
    page.keyboard.press(" ")
    assert page.locator("#play").get_attribute("aria-label") == "Pause"
    page.locator("#state").get_by_text("Step 16 of 16").wait_for()
    page.get_by_label("Play", exact=True).wait_for()
    opened.check()


def test_the_network_may_say_when_it_is_done(browser: Any, address: str) -> None:
    opened = Opened(browser, address, still=False)
    opened.paste(TYPED)
    opened.page.get_by_label("stop as soon as").check()
    opened.solve()  # which plays the steps
    opened.page.locator("#state").get_by_text("The network says that it is done.").wait_for()
    expected = _model("sudoku4x4").solve(TYPED)
    assert opened.text("#state").startswith(f"Step {expected.steps} of {expected.steps}: ")
    opened.check()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_maze_is_drawn_by_pointer_and_keyboard(browser: Any, address: str, mazes: np.ndarray, width: int) -> None:
    opened = Opened(browser, address, width)
    opened.choose("maze9x9")
    page = opened.page
    page.locator("#clear").click()
    cells = page.locator("#editor .cell")
    assert cells.count() == 81 and cells.first.get_attribute("aria-label") == "row 1, column 1: free"
    target = mazes[0]
    signs = maze.render(target).replace("\n", "")
    walls = [cell for cell, sign in enumerate(signs) if sign == "#"]
    # The outer wall is dragged, the others are pressed, and start and goal are typed.
    corners = [cells.nth(cell).bounding_box() for cell in (0, 8, 80, 72, 0)]
    middles = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in corners]
    page.mouse.move(*middles[0])
    page.mouse.down()
    for middle in middles[1:]:
        page.mouse.move(*middle, steps=20)
    page.mouse.up()
    for cell in walls:
        if cells.nth(cell).get_attribute("aria-label").endswith(": free"):
            cells.nth(cell).click()
    for sign, key in (("S", "s"), ("G", "g")):
        row, column = divmod(signs.index(sign), 9)
        cells.nth(row * 9).click()  # the outer wall is opened and closed again
        cells.nth(row * 9).click()
        for _ in range(column):
            page.keyboard.press("ArrowRight")
        page.keyboard.press(key)
    labels = {"#": "a wall", " ": "free", "S": "the start", "G": "the goal"}
    assert [label.split(": ")[1] for label in opened.puzzle()] == [labels[sign] for sign in signs]
    opened.solve()
    assert "".join(opened.answer()) == as_torch("maze9x9", maze.render(target)).text.replace("\n", "")
    cells.nth(0).click()
    assert page.locator("#answer").is_hidden(), "the answer was one to another maze"
    opened.check()


@pytest.mark.parametrize("name", TASKS)
def test_examples_are_puzzles(browser: Any, address: str, name: str) -> None:
    opened = Opened(browser, address)
    opened.choose(name)
    for _ in range(3):
        before = opened.puzzle()
        opened.page.locator("#example").click()
        assert opened.puzzle() != before
        opened.solve()
        assert opened.text("#fault") == ""
    opened.check()


@pytest.mark.parametrize(
    ("name", "pasted", "said"),
    [
        ("sudoku4x4", "11" + "." * 14, "This is no puzzle: row 1 holds 1 twice."),
        ("sudoku4x4", "1...1" + "." * 11, "This is no puzzle: column 1 holds 1 twice."),
        ("sudoku4x4", "1....1" + "." * 10, "This is no puzzle: box 1 holds 1 twice."),
        ("sudoku4x4", "5" + "." * 15, "Cell 1 of this text is no cell of such a puzzle."),
        ("sudoku4x4", "123", "A puzzle has 16 cells, and this text has 3."),
        ("sudoku4x4", "<img src=x onerror=alert(1)>", "A puzzle has 16 cells, and this text has 26."),
        ("maze9x9", "#" * 81, "This is no puzzle: the maze has no start."),
        ("maze9x9", "S" + "." * 80, "This is no puzzle: the maze has no goal."),
        ("maze9x9", "SG" + "G" * 79, "This is no puzzle: the maze has 80 goals."),
        (
            "maze9x9",
            "S#" + "." * 7 + "#" + "." * 70 + "G",
            "This is no puzzle: no path leads from the start to the goal.",
        ),
    ],
)
def test_what_is_no_puzzle(browser: Any, address: str, name: str, pasted: str, said: str) -> None:
    opened = Opened(browser, address)
    opened.choose(name)
    opened.paste(pasted)
    if not opened.text("#fault"):
        opened.page.locator("#solve").click()
    assert opened.text("#fault") == said and opened.page.locator("#answer").is_hidden()
    assert opened.page.locator("img").count() == 0
    opened.check()


def test_what_is_typed_must_be_a_digit(browser: Any, address: str) -> None:
    opened = Opened(browser, address)
    cell = opened.page.get_by_label("row 1, column 1")
    for typed in ("5", "<", "x"):
        cell.fill(typed)
        assert cell.input_value() == "" and opened.text("#fault") == "A cell holds a digit from 1 to 4, or nothing."
    cell.fill("12")
    assert cell.input_value() == "2" and opened.text("#fault") == ""
    opened.check()


def wrong_answers(puzzle: np.ndarray, vocab_size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Answers of any tokens, and others that are the puzzle with a few changes."""
    for _ in range(30):
        yield rng.integers(vocab_size, size=len(puzzle))
        answer = puzzle.astype(np.int64)
        changed = rng.integers(len(puzzle), size=rng.integers(1, 12))
        answer[changed] = rng.integers(vocab_size, size=len(changed))
        yield answer


@pytest.mark.parametrize("name", TASKS)
def test_answers_are_judged_as_the_rules_do(
    browser: Any, address: str, sudokus: np.ndarray, mazes: np.ndarray, name: str
) -> None:
    """Right answers, wrong ones, and mazes with several paths."""
    rng = np.random.default_rng(0)
    task = sudoku if name == "sudoku4x4" else maze
    puzzles = list(sudokus[:4]) if task is sudoku else [*mazes[:4], *generate(4, 9, 8, rng, kind="strewn")[0]]
    pairs = [(puzzle, answer) for puzzle in puzzles for answer in wrong_answers(puzzle, 6, rng)]
    pairs += [(puzzle, as_torch(name, task.render(puzzle)).tokens) for puzzle in puzzles]
    if task is maze:
        inputs, answers, _ = generate(40, 9, 8, rng, kind="strewn")
        pairs += list(zip(inputs, answers, strict=True))
        pairs += [
            (a, np.where((b == maze.PATH) & (a == maze.FREE), maze.PATH, a))
            for a, b in zip(inputs, np.roll(answers, 1, 0), strict=True)
        ]
    signs = np.array(list(task.signs(6)))
    opened = Opened(browser, address)
    faults = opened.page.evaluate(
        """async ([task, pairs]) => {
            const rules = (await import("./puzzles.js"))[task];
            return pairs.map(([question, answer]) => rules.answerFault([...question], [...answer]));
        }""",
        ["sudoku" if task is sudoku else "maze", [["".join(signs[row]) for row in pair] for pair in pairs]],
    )
    expected = [task.check(puzzle, answer) for puzzle, answer in pairs]
    assert [fault is None for fault in faults] == [fault is None for fault in expected]
    assert {True, False} == {fault is None for fault in expected}
    opened.check()


# ---- what is missing


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("vendor", "onnxruntime-web is missing: run docs/demo/make.sh, and load this page again"),
        ("models", "models/sudoku4x4.onnx is missing: run docs/demo/make.sh, and load this page again"),
    ],
)
def test_what_is_missing_is_said(browser: Any, page_files: Path, tmp_path: Path, missing: str, said: str) -> None:
    shutil.copytree(page_files, tmp_path / "demo", ignore=shutil.ignore_patterns(missing))
    for address in serve(tmp_path / "demo"):
        page = browser.new_page()
        page.goto(address)
        page.get_by_text(said, exact=True).wait_for()
        assert page.locator("#solve").is_hidden()


def test_a_file_of_others_is_refused(browser: Any, page_files: Path, tmp_path: Path) -> None:
    shutil.copytree(page_files, tmp_path / "demo")
    (tmp_path / "demo/models/sudoku4x4.onnx").write_bytes(b"\x08\x08 something else")
    for address in serve(tmp_path / "demo"):
        page = browser.new_page()
        page.goto(address)
        page.get_by_text("models/sudoku4x4.onnx was not made by this version of scripts/export_onnx.py").wait_for()


def test_texts_of_a_file_stay_texts(browser: Any, page_files: Path, tmp_path: Path) -> None:
    """The description in a file may hold anything."""
    import onnx

    hostile = "<img src=x onerror=\"document.title='owned'\">"
    shutil.copytree(page_files, tmp_path / "demo")
    file = tmp_path / "demo/models/sudoku4x4.onnx"
    proto = onnx.load(file)
    described = json.loads(proto.metadata_props[0].value) | {"checkpoint": hostile, "signs": "?<>&\"'"}
    onnx.helper.set_model_props(proto, {KEY: json.dumps(described)})
    onnx.save(proto, file)
    for address in serve(tmp_path / "demo"):
        opened = Opened(browser, address)
        assert opened.text("#network") == f"Network: {hostile}, up to 16 improvement steps."
        opened.solve()
        assert opened.page.locator("img").count() == 0 and opened.page.title() != "owned"
        opened.check()


def test_without_a_server_the_page_says_what_to_do(browser: Any) -> None:
    page = browser.new_page()
    page.goto((DEMO / "index.html").as_uri())
    assert "python -m http.server --bind 127.0.0.1" in page.locator("#status").inner_text()
    assert page.locator("#demo").is_hidden()
