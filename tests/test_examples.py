"""Rows of data sets, drawn by evaluate.py --gallery and infer.py --example: puzzles, ARC, conversations, prompts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset.puzzle_dataset import PuzzleDataset
from dataset.tools.writer import write_conversations
from dataset.verify import accept
from inference.traces import Trace, read_trace
from tests.arc_data import write_arc_data
from tests.canvas_runs import EXAMPLES, write_canvas_run
from tests.harness import RUN, evaluate, infer, pretrain, refused, write_toy_data
from tests.inference.made_traces import traces_on
from tests.tool_data import TALK, TALKS
from tests.tool_runs import SMALL, write_tool_run


def write_puzzle_run(folder: Path) -> None:
    """A run on Sudokus whose rows belong to puzzles with names."""
    write_toy_data(folder / "data/toy")
    assert pretrain("epochs=1", cwd=folder).status == 0


def write_arc_run(folder: Path) -> None:
    """A run on two ARC tasks with two tests each."""
    write_arc_data(folder / "data/arc", side=6)
    assert pretrain("data_paths=[data/arc]", "epochs=1", "evaluators=[]", cwd=folder).status == 0


def write_talk_run(folder: Path) -> None:
    """A run on conversations, which are its test data, too."""
    write_tool_run(folder)
    write_conversations(folder / "data/asked", {("train", "all"): TALKS, ("test", "all"): TALKS}, SMALL, seed=0)


MADE: dict[str, tuple[Callable[[Path], Any], str]] = {
    "puzzles": (write_puzzle_run, "toy"),
    "arc": (write_arc_run, "arc"),
    "conversations": (write_talk_run, "asked"),
    "prompts": (write_canvas_run, "json"),
}
"""Each kind of data: what makes a run on it, and the name of the test data."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder for each kind of data, with a run that has learned nothing."""
    folders = {kind: tmp_path_factory.mktemp(kind) for kind in MADE}
    for kind, (make, _) in MADE.items():
        make(folders[kind])
    return folders


def gallery(runs: dict[str, Path], kind: str, count: int = 4, *options: str) -> list[dict[str, Any]]:
    """The traces on the page of a gallery."""
    data = MADE[kind][1]
    ended = evaluate(
        "--checkpoint", str(RUN), "--data-path", f"data/{data}", "--gallery", str(count), "--output-dir", "out",
        *options, cwd=runs[kind],
    )  # fmt: skip
    assert ended.status == 0, ended.err
    return traces_on((runs[kind] / f"out/gallery_{data}_test.html").read_text())


def example(runs: dict[str, Path], kind: str, name: str, *arguments: str) -> Trace:
    """The trace of a row."""
    options = ("--checkpoint", str(RUN), "--data-path", f"data/{MADE[kind][1]}", "--trace-file", "row.json", *arguments)
    ended = infer("--example", name, *options, cwd=runs[kind])
    trace = read_trace(runs[kind] / "row.json")
    assert ended.status == (1 if trace.exact is False else 0) and ended.err == ""
    assert "question" in ended.out and trace.title in ended.out
    return trace


@pytest.mark.parametrize("kind", MADE)
def test_a_gallery_and_a_row_of_it_say_the_same(runs: dict[str, Path], kind: str) -> None:
    traces = gallery(runs, kind)
    assert len(traces) == 4 and all(trace["expected"] is not None for trace in traces)
    for trace in traces[:2]:
        found = example(runs, kind, trace["title"], "--no-halt").as_json()
        assert found.pop("title") == f"{RUN}/{found_step(runs, kind)} on {trace.pop('title')} of data/{MADE[kind][1]}"
        for step in [*found["steps"], *trace["steps"]]:
            del step["seconds"]
        assert found == trace


def found_step(runs: dict[str, Path], kind: str) -> str:
    """The name of the checkpoint's folder."""
    (folder,) = (runs[kind] / RUN).glob("*step_*/model.pt")
    return folder.parent.name


def test_a_gallery_shows_the_steps_that_were_scored(runs: dict[str, Path]) -> None:
    """A new network gives its answers a probability of less than 1%, and more than 0.01%."""
    assert {len(trace["steps"]) for trace in gallery(runs, "puzzles")} == {4}
    halting = gallery(runs, "puzzles", 4, "--halt", "--halt-probability", "0.0001")
    assert {len(trace["steps"]) for trace in halting} == {1}


def test_a_decision_is_drawn_with_its_conversation(runs: dict[str, Path]) -> None:
    trace = example(runs, "conversations", "all:2")
    assert trace.expected is not None and len(TALK.turns) == 7
    headings = [part.heading for part in trace.expected.text]
    assert headings == ["user", "tool call", "tool response", "assistant", "user", "tools", "decision"]
    assert trace.question.text[4].text == "Then play Here Comes the Sun, not too loud."
    assert trace.expected.text[-1].text.split() == 'call title: "Here Comes the Sun" loud: false'.split()
    assert trace.expected.text[-2].text == "playMusic, get_weather"
    places = {span.position for span in trace.steps[-1].drawing.text[-1].spans}
    assert set(trace.steps[-1].wrong) <= places | {1}


def test_a_prompt_is_drawn_with_its_output(runs: dict[str, Path]) -> None:
    trace = example(runs, "prompts", "all:3")
    assert trace.expected is not None
    assert [part.text for part in trace.expected.text] == [EXAMPLES[3].prompt, EXAMPLES[3].output]
    assert trace.question.text[0].text == EXAMPLES[3].prompt
    assert example(runs, "prompts", f"{EXAMPLES[3].id}").question == trace.question, "a puzzle's name is found, too"


def test_a_test_of_an_arc_task_is_found_by_its_name(runs: dict[str, Path]) -> None:
    (source,) = PuzzleDataset([runs["arc"] / "data/arc"], "test").sets
    asked = json.loads((runs["arc"] / "data/arc/test_puzzles.json").read_text())
    for name, number in (("task0", 0), ("task0", 1), ("task1", 1)):
        trace = example(runs, "arc", f"{name}:{number}")
        height, width = len(asked[name]["test"][number]["input"]), len(asked[name]["test"][number]["input"][0])
        assert (trace.question.height, trace.question.width) == (height, width)
        assert "the answer is not the expected one" in trace.verdict
    assert example(runs, "arc", "task1").question == example(runs, "arc", "task1:0").question
    assert len(source) == 16


def test_cycles_and_pictures_of_a_row(runs: dict[str, Path]) -> None:
    trace = example(runs, "puzzles", "puzzle1", "--cycles", "--html", "row.html", "--steps", "3", "--no-halt")
    assert len(trace.steps) == 3 and len(traces_on((runs["puzzles"] / "row.html").read_text())) == 1
    assert "step 3" in infer("--example", "all:0", "--trace", "--no-halt", "--steps", "3", cwd=runs["puzzles"]).out


def test_a_row_without_labels_has_nothing_expected(runs: dict[str, Path]) -> None:
    data = write_arc_data(runs["arc"] / "data/blind", side=6)
    labels = data / "test/all__labels.npy"
    np.save(labels, np.zeros_like(np.load(labels)))
    accept(data)
    ended = infer("--checkpoint", str(RUN), "--example", "task0", "--data-path", "data/blind", cwd=runs["arc"])
    assert ended.status == 0 and "expected" not in ended.out.partition("\n")[2]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--example", "all:6"], "--example all:6: 'all' has 6 rows, and they are counted from 0"),
        (["--example", "puzzle1:2"], "--example puzzle1:2: 'puzzle1' has 2 rows"),
        (["--example", "puzle1"], "data/toy has no set and no puzzle 'puzle1' (did you mean 'puzzle1'?); sets: all"),
        (["--example", "<blank>"], "no puzzle '<blank>'"),
        (["--split", "train"], "--data-path and --split need a row"),
        (["--example", "all:0", "--task", "sudoku"], "--task does not go with --example"),
        (["--example", "all:0", "--tries", "2"], "--tries does not go with --example"),
        (["--example", "all:0", "--puzzle", "1"], "--puzzle does not go with --example"),
        (["--example", "all:0", "--steps", "0"], "--steps 0: must be at least 1"),
        (["--example", "all:0", "--data-path", "data/none"], "data/none"),
    ],
)
def test_mistakes(runs: dict[str, Path], arguments: list[str], said: str) -> None:
    assert said in refused(infer, *arguments, cwd=runs["puzzles"])


def test_rows_that_conversations_do_not_give_are_refused(runs: dict[str, Path]) -> None:
    other = runs["conversations"] / "data/changed"
    write_conversations(other, {("train", "all"): TALKS, ("test", "all"): TALKS}, SMALL, seed=0)
    file = other / "test/all__conversations.jsonl"
    file.write_text(file.read_text().replace("Then play", "Then please do play"))
    accept(other)
    said = refused(
        infer, "--checkpoint", str(RUN), "--example", "all:2", "--data-path", "data/changed", cwd=runs["conversations"]
    )
    assert "row 3 is no row of the conversations beside it; build the data set again" in said


def test_data_without_a_drawing_are_refused(tmp_path: Path) -> None:
    write_toy_data(tmp_path / "data/toy", task="xor")
    assert pretrain("epochs=1", "evaluators=[]", cwd=tmp_path).status == 0
    said = refused(evaluate, "--checkpoint", str(RUN), "--gallery", "2", cwd=tmp_path)
    assert said == "rows of data/toy have no drawing (a file drawing.py in the task's folder of dataset/)"
