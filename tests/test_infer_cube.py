"""infer.py --cube: a scramble or stickers in, the solution and the cube after each move out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset.build_rubik2x2_dataset import Options, build
from dataset.rubik2x2.rules import answers, states_of
from dataset.rubik2x2.table import first_solutions, number_of
from inference import solver as program
from tests.harness import infer, pretrain, refused


@pytest.fixture(scope="module")
def cubes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run on cubes that has learned next to nothing."""
    folder = tmp_path_factory.mktemp("cubes")
    build(Options(str(folder / "data/cubes"), num_train_puzzles=16, num_test_puzzles=4))
    ended = pretrain("data_paths=[data/cubes]", "augment=rubik2x2", "evaluators=[{name: rubik@Rubik2x2}]", cwd=folder)
    assert ended.status == 0, ended.err
    assert "all/solved" in (folder / "checkpoints/project/run/metrics.jsonl").read_text()
    return folder


def best_answers(model: Any, inputs: np.ndarray, device: Any) -> Iterator[program.Step]:
    """A model that knows the table."""
    answer = answers(first_solutions(number_of(states_of(inputs[None])), "htm"))[0]
    yield program.Step(1, answer, 0.9, True, np.zeros((0, 0)))


@pytest.mark.parametrize("cube", ["R U'", "FFUU FDRR LLFD DBDB UBLL RRUB"])
def test_a_cube_is_solved_and_drawn(cubes: Path, monkeypatch: pytest.MonkeyPatch, cube: str) -> None:
    monkeypatch.setattr(program, "improvement_steps", best_answers)
    ended = infer("--cube", cube, cwd=cubes)
    assert ended.status == 0, ended.err
    assert ended.out.splitlines()[:4] == [
        "U R'",
        "",
        "start      U          R'",
        "  FF         UF         UU",
    ]


def test_an_answer_that_solves_nothing_is_said(cubes: Path) -> None:
    ended = infer("--cube", "R U' F2 R", "--trace", cwd=cubes)
    assert ended.status == 1 and "breaks the rules: " in ended.err
    assert "question\n" in ended.out and "start" in ended.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--cube", "R X"], "move 2, 'X', is unknown"),
        (["--cube", "UURU URRR FFFF DDDD LLLL BBBB"], "corner URF shows U, U, F"),
        (["--cube", "UUUFURRRFRFFDDDDLLLLBBBB"], "a corner is twisted clockwise"),
        (["--cube", "qtm: R"], "38"),
        (["--cube", "R", "--puzzle", "R"], "one puzzle is needed"),
        ([], "one puzzle is needed"),
        (["--cube", "R", "--task", "sudoku"], "--cube is a puzzle of --task rubik2x2, not of sudoku"),
    ],
)
def test_mistakes(cubes: Path, arguments: list[str], said: str) -> None:
    assert said in refused(infer, *arguments, cwd=cubes)


def unsure_answers(model: Any, inputs: np.ndarray, device: Any) -> Iterator[program.Step]:
    """A model that knows the table but for one move, of which it thinks another more probable."""
    (step,) = best_answers(model, inputs, device)
    logits = np.zeros((len(inputs), 27))
    logits[np.arange(len(inputs)), step.answer] = 2.0
    first = step.answer.copy()
    first[24] = 26 if first[24] != 26 else 25
    logits[24, first[24]] = 3.0
    yield program.Step(1, first, 0.9, True, logits)


@pytest.mark.parametrize("trace", [[], ["--trace"]])
def test_more_tries_find_what_the_model_thinks_second(
    cubes: Path, monkeypatch: pytest.MonkeyPatch, trace: list[str]
) -> None:
    monkeypatch.setattr(program, "improvement_steps", unsure_answers)
    assert infer("--cube", "R U'", cwd=cubes).status == 1
    ended = infer("--cube", "R U'", "--tries", "8", *trace, cwd=cubes)
    assert ended.status == 0 and "U R'" in ended.out
    assert "try 2 is the first answer that obeys the rules" in ended.err
    assert "--tries 0: must be at least 1" in refused(infer, "--cube", "R U'", "--tries", "0", cwd=cubes)
