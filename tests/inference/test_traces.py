"""Traces: what they note, that a file holds all of it, and that cycles are parts of the same steps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dataset.tools.conversations import Turn
from inference.solver import open_model
from inference.tool_caller import ToolCaller
from inference.traces import read_trace
from inference.tracing import trace_puzzle
from tests.inference.made_traces import PUZZLES, made_from, made_trace
from utils.errors import UserError

ROOT = Path(__file__).resolve().parents[2]
MAZE_9X9 = "##########S..#...##.#.#.#.##.#...#.##.#####.##.....#.######.#.##G....#.##########"


@pytest.mark.parametrize("task", PUZZLES)
def test_a_file_holds_the_whole_trace(tmp_path: Path, task: str) -> None:
    trace = made_trace(task, PUZZLES[task], steps=4)
    trace.save(tmp_path / "trace.json")
    found = read_trace(tmp_path / "trace.json")
    assert found.question == trace.question and found.expected == trace.expected and found.verdict == trace.verdict
    for step, read in zip(trace.steps, found.steps, strict=True):
        assert read.drawing == step.drawing
        assert (read.changed, read.wrong, read.number, read.cycle) == (
            step.changed,
            step.wrong,
            step.number,
            step.cycle,
        )
        assert read.doubts.keys() == step.doubts.keys()
        for position, doubt in step.doubts.items():
            assert read.doubts[position].probability == pytest.approx(doubt.probability, abs=6e-4)


def test_what_is_noted_of_each_state() -> None:
    """Four cells of a 4x4 Sudoku: token 2 is the digit 1."""
    inputs = np.array([2] + [1] * 15)
    logits = np.full((2, 16, 6), -20.0)
    logits[:, :, 2] = 0.0
    logits[:, 3, 2], logits[:, 3, 4] = np.log(0.6), np.log(0.4)
    logits[1, 5, 3] = 5.0
    first, second = made_from("sudoku", inputs, logits).steps
    assert first.changed == () and second.changed == (5,) and second.wrong == () and first.wrong == (5,)
    assert set(first.doubts) == {3} and set(second.doubts) == {3, 5}
    doubt = second.doubts[3]
    assert (doubt.probability, doubt.other, doubt.other_probability) == (pytest.approx(0.6), "3", pytest.approx(0.4))
    assert second.drawing.boxes[5].text == "2" and second.drawing.boxes[0].given


@pytest.mark.parametrize(("name", "puzzle"), [("sudoku4x4", PUZZLES["sudoku"]), ("maze9x9", MAZE_9X9)])
def test_cycles_are_parts_of_the_same_steps(name: str, puzzle: str) -> None:
    model = open_model(ROOT / "pretrained" / name)
    cycles = model.network.model.config.H_cycles = 3
    whole = trace_puzzle(model, puzzle, steps=3, halt=False)
    parts = trace_puzzle(model, puzzle, steps=3, halt=False, cycles=True)
    assert model.network.model.config.H_cycles == cycles
    assert [step.cycle for step in parts.steps] == [*range(1, cycles + 1)] * 3
    for step, part in zip(whole.steps, parts.steps[cycles - 1 :: cycles], strict=True):
        assert (step.number, step.drawing) == (part.number, part.drawing)
        assert part.halt_probability == pytest.approx(step.halt_probability, abs=1e-3)
    halting = trace_puzzle(model, puzzle, cycles=True)
    assert halting.steps[-1].cycle == cycles and halting.steps[-1].number == len(trace_puzzle(model, puzzle).steps)


def test_a_network_that_hands_on_notes_has_no_cycles_to_stop_at() -> None:
    model = open_model(ROOT / "pretrained" / "qa_default")
    question = "Maras is in the hall. The key is with Maras. Where is the key?"
    trace = trace_puzzle(model, question)
    assert trace.steps[-1].drawing.text[-1].text == "hall"
    assert [part.heading for part in trace.steps[-1].drawing.text] == ["question", "notes", "answer"]
    with pytest.raises(UserError, match="cannot be stopped at a cycle"):
        trace_puzzle(model, question, cycles=True)


@pytest.mark.parametrize("content", ["[]", "{}", '{"trace": 1}', '{"trace": 2}', "", '{"trace": 2, "steps": [3]}'])
def test_other_files_are_no_traces(tmp_path: Path, content: str) -> None:
    (tmp_path / "x.json").write_text(content)
    with pytest.raises(UserError):
        read_trace(tmp_path / "x.json")


def test_a_decision_about_tools_shows_where_its_values_stand() -> None:
    caller = ToolCaller(ROOT / "pretrained" / "tool_calling")
    argument = {"type": "string", "description": "name of the city"}
    schema = {"type": "object", "properties": {"city": argument}, "required": ["city"]}
    tools = [
        {"type": "function", "function": {"name": name, "description": said, "parameters": schema}}
        for name, said in (("get_weather", "Weather of a city"), ("get_map", "Map of a city"))
    ]
    turns = [Turn("user", "What is the weather in Oslo?")]
    trace, decided = caller.trace(tools, turns), caller.decide(tools, turns)
    assert decided.tool == "get_weather" and decided.arguments == {"city": "Oslo"}
    said, offered, decision = trace.steps[-1].drawing.text
    assert said.heading == "user" and said.text == trace.question.text[0].text == "What is the weather in Oslo?"
    assert [span.text for span in said.spans if span.tone != "paper"] == ["Oslo"]
    assert [span.text for span in offered.spans if span.tone == "start"] == ["get_weather"]
    assert offered.text == "get_weather, get_map" and decision.text.split() == ["call", "city:", '"Oslo"']
    with pytest.raises(UserError, match="nothing to draw: there are no tools"):
        caller.trace([], turns)
