"""The maze evaluator on answers of every kind, and a maze run from its data to one solved puzzle."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dataset.common import read_metadata
from dataset.maze.rules import VOCAB_SIZE, check, parse
from dataset.writer import DatasetWriter
from evaluators.maze import Maze
from tests.harness import RUN, call, infer, pretrain, scores
from training.distributed import Dist

QUESTION = "S   " + " ## " + " ## " + "  G "
QUESTION_WITH_WALLS = "#S #\n # #\n   #\nG#  \n"
ANSWERS = {
    "the label": "Sooo" + " ##o" + " ##o" + "  Go",
    "shorter": "S   " + "o## " + "o## " + "ooG ",
    "a cell too many": "S  o" + "o## " + "o## " + "ooG ",
    "a gap": "S   " + "o## " + " ## " + "ooG ",
    "through a wall": "So  " + " o# " + " o# " + " oG ",
    "nothing": QUESTION,
}


def tokens(text: str) -> np.ndarray:
    return np.array([["# SGo".index(character) + 1 for character in text]])


@pytest.fixture
def evaluator(tmp_path: Path) -> Maze:
    with DatasetWriter(tmp_path / "maze", task="maze", vocab_size=VOCAB_SIZE, seq_len=16, seed=0) as writer:
        writer.add_set("test", inputs=tokens(QUESTION), labels=tokens(ANSWERS["shorter"]))
    return Maze(tmp_path / "maze", read_metadata(tmp_path / "maze", "test"))


@pytest.mark.parametrize(("answer", "path", "valid"), [(name, n < 2, n == 1) for n, name in enumerate(ANSWERS)])
def test_each_kind_of_answer(evaluator: Maze, answer: str, path: bool, valid: bool) -> None:
    batch = {"inputs": tokens(QUESTION), "labels": tokens(ANSWERS["the label"])}
    evaluator.update_batch("all", batch, {"preds": tokens(ANSWERS[answer])})
    assert evaluator.result(Dist(), None) == {"all/valid_path": float(path), "all/valid": float(valid)}


def test_shares_over_batches_and_sets(evaluator: Maze) -> None:
    answers = np.concatenate([tokens(text) for text in ANSWERS.values()])
    batch = {name: np.repeat(tokens(QUESTION), len(answers), axis=0) for name in ("inputs", "labels")}
    for _ in range(2):
        evaluator.update_batch("all", batch, {"preds": answers})
    evaluator.update_batch("more", {name: rows[:2] for name, rows in batch.items()}, {"preds": answers[:2]})
    assert evaluator.result(Dist(), None) == {
        "all/valid_path": 2 / 6,
        "all/valid": 1 / 6,
        "more/valid_path": 1.0,
        "more/valid": 0.5,
    }


def test_from_data_to_one_solved_maze(tmp_path: Path) -> None:
    made = ("--generate", "8", "--generate-test", "4", "--size", "4", "--min-path", "3", "--output-dir", "data/maze")
    assert call("dataset.build_maze_dataset", *made, cwd=tmp_path).status == 0
    ended = pretrain("data_paths=[data/maze]", "augment=maze", "evaluators=[{name: maze@Maze}]", cwd=tmp_path)
    assert ended.status == 0, ended.err
    report = scores("--checkpoint", str(RUN), "--evaluators", "maze@Maze", cwd=tmp_path)
    found = report["evaluators"]
    assert 0 <= report["sets"]["all"]["exact_accuracy"] <= found["all/valid"] <= found["all/valid_path"] <= 1
    logged = [json.loads(line) for line in (tmp_path / RUN / "metrics.jsonl").read_text().splitlines()][-1]
    assert logged["all/valid"] == found["all/valid"]

    (tmp_path / "maze.txt").write_text(QUESTION_WITH_WALLS)
    (tmp_path / "dots.txt").write_text(QUESTION_WITH_WALLS.replace(" ", "."))
    spaces, dots = (infer("--puzzle", name, "--task", "maze", cwd=tmp_path) for name in ("maze.txt", "dots.txt"))
    assert spaces == dots and len(spaces.out.splitlines()) == 4
    answer = np.array(["?# SGo".index(character) for character in spaces.out.replace("\n", "")])
    broken = check(parse(QUESTION_WITH_WALLS), answer)
    assert (spaces.status, spaces.err) == ((1, f"the answer breaks the rules: {broken}\n") if broken else (0, ""))
    traced = infer("--puzzle", "maze.txt", "--task", "maze", "--trace", cwd=tmp_path)
    assert f"question\n{QUESTION_WITH_WALLS}" in traced.out

    (tmp_path / "ragged.txt").write_text("#S #\n #\n   #\nG#\n")
    error = infer("--puzzle", "ragged.txt", "--task", "maze", cwd=tmp_path).error
    assert error.startswith("row 2 has 2 cells, and there are 4 rows")
    (tmp_path / "large.txt").write_text("S    \n     \n     \n     \n    G\n")
    error = infer("--puzzle", "large.txt", "--task", "maze", cwd=tmp_path).error
    assert error == "no run on maze with 25 cells under checkpoints: train one, or name it with --checkpoint"
