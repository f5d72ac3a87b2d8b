"""open_model: one puzzle, many, their traces; the same answers as infer.py and evaluate.py give."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dataset.tools.conversations import Call
from inference import open_model
from inference.code_writer import CodeWriter, best_of
from inference.json_caller import JsonCaller
from inference.tool_caller import ToolCaller
from inference.toolbox import Toolbox
from runs.pretrained import PRETRAINED_FOLDER, WEIGHTS_FILE
from tests.harness import RUN, infer, puzzle_text, toy_puzzles
from utils.errors import UserError


def test_answers_are_those_of_infer(learned: Path) -> None:
    model = open_model(learned / RUN, device="cpu")
    puzzles = [puzzle_text(row) for row in toy_puzzles(10, 1, seed=1)[0]]
    every = model.solve_all(puzzles, batch_size=3)
    assert [answer.text for answer in every] == [model.solve(puzzle).text for puzzle in puzzles]
    for puzzle, answer in zip(puzzles[:3], every[:3], strict=True):
        ended = infer("--puzzle", puzzle, "--checkpoint", str(RUN), cwd=learned)
        assert (ended.out, ended.status) == (f"{answer.text}\n", int(not answer.obeys_rules))
    assert any(answer.obeys_rules for answer in every)


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_steps_mean_the_same_one_by_one_and_together(learned: Path, steps: int) -> None:
    model = open_model(learned / RUN, device="cpu")
    puzzles = [puzzle_text(row) for row in toy_puzzles(4, 1, seed=1)[0]]
    alone = [model.solve(puzzle, steps=steps, halt=False, trace=True) for puzzle in puzzles]
    together = model.solve_all(puzzles, steps=steps, halt=False)
    for one, other in zip(alone, together, strict=True):
        assert one.steps == other.steps == steps == len(one.trace)
        assert np.array_equal(one.tokens, other.tokens) and one.probability == pytest.approx(other.probability)
    assert model.solve(puzzles[0], halt=False).steps == model.trained.config.arch.settings["halt_max_steps"]


def test_many_puzzles_may_be_none(learned: Path) -> None:
    assert open_model(learned / RUN).solve_all([]) == []


def test_mistakes(learned: Path, tmp_path: Path) -> None:
    model = open_model(learned / RUN)
    with pytest.raises(UserError, match="cells, the model of"):
        model.solve("1" + "." * 80)
    with pytest.raises(UserError, match="steps 0: must be at least 1"):
        model.solve(puzzle_text(toy_puzzles(1, 1, seed=1)[0][0]), steps=0)
    with pytest.raises(UserError, match="no checkpoint at"):
        open_model(tmp_path / "nothing")
    with pytest.raises(UserError, match="no task 'chess'"):
        open_model(learned / RUN, task="chess")


READY = sorted(file.parent for file in PRETRAINED_FOLDER.glob(f"*/{WEIGHTS_FILE}"))
MAZE = """
#########
#       #
# ##### #
# #G  # #
### # # #
#   # # #
##### # #
#    S  #
#########
"""
LISTS = """
[-8, -9, 2, 9] -> [-16]
[6, 7, -5] -> []
[-11, 8, -15, 16, 10, 4] -> []
[14, 15, -12, 9] -> [-24]
[5, 7, -2, 14, 16, -4, 10, -2] -> [-4, -8, -4]
"""
EXAMPLES = {
    "sudoku4x4": ("..2.....4...3..4", "1 4 | 2 3"),
    "maze9x9": (MAZE, "# #Goo# #"),
    "rubik2x2": ("R U'", "U R'"),
    "qa_default": ("Edok has the book. Who has the book?", "Edok"),
    "qa_advanced": ("Noris looks faster than Xanas. Zelos is slower than Xanas. Who is the slowest?", "Zelos"),
    "babi": (
        "Mary got the football. Mary went to the kitchen. John moved to the office. Where is the football?",
        "kitchen",
    ),
    "math": ("Find the discriminant of x^2+5*x+6.", "1"),
    "code_output": ("def f(xs):\n    ys = sorted(xs)\n    return ys\nf([3, 1, 2])", "[1, 2, 3]"),
    "code_repair": ("def g(v):\n    # w is the largest number of v\n    w = min(v)\n    return w", "w = max(v)"),
    "code_lists": (LISTS, "d = FILTER <0 c"),
}
"""A puzzle of each pretrained folder, and what its answer contains."""
LINES = {"code_lines": ("call the function f with argument x.", "f(x)")}
"""A sentence for each pretrained folder that writes lines of code."""
CALLERS = {
    "tool_calling": ("What is 12 * 7?", Call("calculate", {"expression": "12 * 7"})),
}
"""A query for each pretrained folder that calls the built-in tools."""
PROMPTS = {
    "tool_json": ("What is 48 divided by 2?", '{"tool": "calculator", "args": {"expression": "48 / 2"}}'),
}
"""A prompt for each pretrained folder that answers in JSON."""


@pytest.mark.parametrize("name", [folder.name for folder in READY if folder.name in EXAMPLES])
def test_a_pretrained_network_solves_a_puzzle(name: str) -> None:
    puzzle, expected = EXAMPLES[name]
    answer = open_model(PRETRAINED_FOLDER / name, device="cpu").solve(puzzle, trace=True)
    assert answer.obeys_rules and expected in answer.text and answer.trace


@pytest.mark.parametrize("name", [folder.name for folder in READY if folder.name in CALLERS])
def test_a_pretrained_network_calls_a_tool(name: str) -> None:
    query, expected = CALLERS[name]
    assert ToolCaller(PRETRAINED_FOLDER / name, device="cpu")(query, Toolbox.builtin()).call == expected


@pytest.mark.parametrize("name", [folder.name for folder in READY if folder.name in PROMPTS])
def test_a_pretrained_network_answers_in_json(name: str) -> None:
    prompt, expected = PROMPTS[name]
    answer = JsonCaller(PRETRAINED_FOLDER / name, device="cpu")(prompt)
    assert answer.text == expected and answer.run().text.strip() == "24"


@pytest.mark.parametrize("name", [folder.name for folder in READY if folder.name in LINES])
def test_a_pretrained_network_writes_a_line(name: str) -> None:
    sentence, expected = LINES[name]
    assert (
        best_of(list(CodeWriter(PRETRAINED_FOLDER / name, device="cpu").ask(sentence).candidates(5))).text == expected
    )


def test_pretrained_folders_are_small_and_have_cards() -> None:
    assert {folder.name for folder in READY} == {*EXAMPLES, *CALLERS, *PROMPTS, *LINES}
    files = [file for folder in READY for file in folder.iterdir()]
    assert sum(file.stat().st_size for file in files) < 30e6
    for folder in READY:
        card = (folder / "README.md").read_text()
        for heading in ("## Score", "## Commands", "## Training", "## Limits", "## Licence"):
            assert heading in card, folder
