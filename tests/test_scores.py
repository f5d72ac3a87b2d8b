"""evaluate.py and infer.py from end to end on a run that has learned its toy data."""

from __future__ import annotations

import csv
import json
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from dataset.layout import PUZZLE
from dataset.puzzle_dataset import PuzzleDataset, read_in_order
from inference.steps import Finished, Rows, improvement_steps, run, set_steps
from runs.integrity import sign
from runs.open import open_run
from tests.harness import (
    LEARNED,
    MAX_STEPS,
    RUN,
    call,
    load,
    pretrain,
    puzzle_text,
    scores,
    spread_q,
    toy_puzzles,
    write_toy_data,
)
from training.scoring import score
from utils.intervals import wilson_interval

CPU = torch.device("cpu")


def read_csv(file: Path) -> list[dict[str, str]]:
    with open(file, newline="") as opened:
        return list(csv.DictReader(opened))


# ---- evaluate.py


def test_table_json_and_csv_agree(learned: Path) -> None:
    ended = call("evaluate", "--data-path", "data/toy", "--checkpoint", str(LEARNED), cwd=learned)
    assert ended.status == 0, ended.err
    report = json.loads((learned / LEARNED / "evaluation_toy_test.json").read_text())
    rows = read_csv(learned / LEARNED / "evaluation_toy_test.csv")
    result = report["sets"]["all"]
    assert report["max_steps"] == MAX_STEPS and report["weights"] == "ema" and report["split"] == "test"

    assert [int(row["example"]) for row in rows] == list(range(10)) and result["count"] == 10
    exact = sum(int(row["exact"]) for row in rows)
    assert 0 < exact, "the run has learned something"
    assert result["exact_accuracy"] == exact / 10
    assert result["exact_accuracy_95"] == list(wilson_interval(exact, 10))
    assert result["accuracy"] == pytest.approx(np.mean([float(row["token_accuracy"]) for row in rows]), abs=1e-6)
    assert result["accuracy_95"][0] <= result["accuracy"] <= result["accuracy_95"][1] <= 1
    assert result["steps"] == MAX_STEPS and {row["steps"] for row in rows} == {str(MAX_STEPS)}
    assert result["q_halt_accuracy"] == np.mean([int(row["q_halt_right"]) for row in rows])
    assert len(result["exact_accuracy_by_step"]) == MAX_STEPS
    assert result["exact_accuracy_by_step"][-1] == result["exact_accuracy"]
    assert all((row["exact"] == "0" or row["first_exact_step"]) and row["set"] == "all" for row in rows)
    assert report["evaluators"]["all/valid"] >= result["exact_accuracy"]

    (line,) = (line for line in ended.out.splitlines() if line.startswith("all "))
    assert line.split()[1:3] == ["10", f"{exact / 10:.2%}"]
    assert f"{MAX_STEPS}: {exact / 10:>7.2%}" in ended.out and "all/valid: " in ended.out
    assert f"written to {LEARNED}/evaluation_toy_test.json and .csv" in ended.out


def test_the_score_is_that_of_the_training_log(learned: Path) -> None:
    logged = [json.loads(line) for line in (learned / RUN / "metrics.jsonl").read_text().splitlines()][-1]
    result = scores("--checkpoint", str(RUN), "--batch-size", "3", cwd=learned)
    for name in ("exact_accuracy", "q_halt_accuracy", "steps"):
        assert logged[f"all/{name}"] == result["sets"]["all"][name]
    for name in ("accuracy", "lm_loss", "q_halt_loss"):
        assert logged[f"all/{name}"] == pytest.approx(result["sets"]["all"][name], rel=1e-5)
    assert logged["all/valid"] == result["evaluators"]["all/valid"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--data-path", "data/toy"],
        ["--data-path", "data/../data/toy/"],
        ["--checkpoint", str(RUN)],
        ["--checkpoint", f"{LEARNED}/"],
        ["--checkpoint", f"{LEARNED}/model.pt"],
        ["--config", f"{RUN}/all_config.yaml"],
        ["--data-path", "data/toy/", "--config", f"{RUN}/all_config.yaml", "--checkpoint", f"{LEARNED}/model.pt"],
        [],
    ],
)
def test_what_is_not_given_is_found(learned: Path, arguments: list[str]) -> None:
    report = scores(*arguments, cwd=learned)
    assert report["checkpoint"] == str(LEARNED) and report["sets"]["all"]["count"] == 10
    assert (learned / LEARNED / "evaluation_toy_test.json").is_file()


def test_the_newest_run_on_the_data_is_taken(learned: Path) -> None:
    write_toy_data(learned / "data/other", seed=3)
    assert pretrain("run_name=newer", "epochs=1", cwd=learned).status == 0
    assert pretrain("run_name=other", "data_paths=[data/other]", "epochs=1", cwd=learned).status == 0
    report = scores("--data-path", "data/toy", cwd=learned)
    assert report["checkpoint"] == str(RUN.with_name("newer") / "final_step_1")


def test_options_of_what_is_scored(learned: Path) -> None:
    given = ("--checkpoint", str(LEARNED))
    assert scores(*given, "--num-examples", "4", cwd=learned)["sets"]["all"]["count"] == 4
    assert len(read_csv(learned / LEARNED / "evaluation_toy_test.csv")) == 4
    assert scores(*given, "--split", "train", cwd=learned)["sets"]["all"]["count"] == 16
    assert (learned / LEARNED / "evaluation_toy_train.csv").is_file()
    report = scores(*given, "--evaluators", "sudoku@Sudoku", "--output-dir", "elsewhere/here", cwd=learned)
    assert 0 < report["evaluators"]["all/valid"] <= 1
    assert (learned / "elsewhere/here/evaluation_toy_test.json").is_file()


@pytest.mark.parametrize("steps", [1, 3, 7])
def test_steps(learned: Path, steps: int) -> None:
    whole = scores("--checkpoint", str(LEARNED), "--steps", "7", cwd=learned)["sets"]["all"]["exact_accuracy_by_step"]
    report = scores("--checkpoint", str(LEARNED), "--steps", str(steps), cwd=learned)
    assert report["max_steps"] == steps and report["sets"]["all"]["steps"] == steps
    assert report["sets"]["all"]["exact_accuracy_by_step"] == whole[:steps]


def test_no_ema_scores_the_weights_as_training_left_them(learned: Path) -> None:
    trained = open_run(learned / LEARNED)
    averaged, raw = trained.build_model(CPU).state_dict(), trained.build_model(CPU, ema=False).state_dict()
    saved = load(learned / LEARNED / "train_state.pt")["parameters"]
    assert all(torch.equal(raw[name], value) for name, value in saved.items())
    assert not torch.equal(averaged["model.inner.lm_head.weight"], raw["model.inner.lm_head.weight"])
    report = scores("--checkpoint", str(LEARNED), "--no-ema", cwd=learned)
    assert report["weights"] == "raw"

    # The same through a checkpoint whose model.pt holds the raw weights.
    torch.save(raw, learned / LEARNED / "model.pt")
    sign(learned / LEARNED)
    again = scores("--checkpoint", str(LEARNED), cwd=learned)
    assert again["sets"] == report["sets"]


@pytest.mark.parametrize("mode", [[], ["--halt", "--batch-size", "3"]])
def test_saved_predictions(learned: Path, mode: list[str]) -> None:
    report = scores("--checkpoint", str(LEARNED), "--save-preds", *mode, cwd=learned)
    with np.load(learned / LEARNED / "predictions_toy_test.npz") as arrays:
        saved = dict(arrays)
    inputs, labels = toy_puzzles(10, 1, seed=1)
    assert saved["all/examples"].tolist() == list(range(10))
    assert np.array_equal(saved["all/inputs"], inputs)
    exact = (saved["all/preds"] == labels).all(1)
    rows = read_csv(learned / LEARNED / "evaluation_toy_test.csv")
    assert [int(row["exact"]) for row in rows] == exact.astype(int).tolist()
    q_halt_right = (saved["all/q_halt_logits"] >= 0) == exact
    assert [int(row["q_halt_right"]) for row in rows] == q_halt_right.astype(int).tolist()
    assert report["sets"]["all"]["exact_accuracy"] == exact.mean()


# ---- halting by q


@pytest.fixture
def scored(learned_once: Path) -> Callable[..., dict[str, Any]]:
    """Score the test split with a constant q, or with one that makes rows halt at different steps; every record."""
    trained = open_run(learned_once / RUN)
    dataset = PuzzleDataset([learned_once / "data/toy"], "test")

    def scoring(
        halt: bool, bias: float | None = None, steps: int = MAX_STEPS, slots: int = 4, probability: float = 0.5
    ) -> dict[str, Any]:
        model = trained.build_model(CPU)
        model.model.config.halt_max_steps = steps
        if bias is not None:
            with torch.no_grad():
                model.model.inner.q_head.weight.zero_()
                model.model.inner.q_head.bias.fill_(bias)
        else:
            spread_q(model, dataset)
        finished = list(run(model, read_in_order(dataset.sets, dataset.metadata, 7), CPU, (), halt, slots, probability))
        order = np.argsort(np.concatenate([part.examples for part in finished]))
        scores = score(finished, PUZZLE)["all"]
        return {
            "scores": scores,
            "examples": scores.examples[order],
            "preds": np.concatenate([part.outputs["preds"] for part in finished])[order],
            "q_halt_logits": np.concatenate([part.outputs["q_halt_logits"] for part in finished])[order],
            "inputs": np.concatenate([part.batch["inputs"] for part in finished])[order],
            "steps": scores.steps[order],
            "exact": scores.exact[order],
            "exact_by_step": scores.exact_by_step[order],
        }

    return scoring


@pytest.mark.parametrize("slots", [1, 4, 100])
def test_without_a_wish_to_halt_both_modes_give_the_same_records(scored: Callable[..., dict], slots: int) -> None:
    fixed, halting = scored(halt=False, bias=-5.0), scored(halt=True, bias=-5.0, slots=slots)
    for name in ("examples", "preds", "inputs", "steps", "exact", "exact_by_step"):
        assert np.array_equal(fixed[name], halting[name]), name
    assert np.allclose(fixed["q_halt_logits"], halting["q_halt_logits"], atol=1e-5)


def test_with_a_wish_to_halt_every_row_makes_one_step(scored: Callable[..., dict]) -> None:
    one, halting = scored(halt=False, bias=5.0, steps=1), scored(halt=True, bias=5.0)
    assert halting["steps"].tolist() == [1] * 10
    assert np.array_equal(one["preds"], halting["preds"]) and np.array_equal(one["exact"], halting["exact"])
    assert np.array_equal(halting["exact_by_step"], np.repeat(one["exact"][:, None], MAX_STEPS, 1))


@pytest.mark.parametrize("slots", [1, 3, 10])
def test_a_halted_row_has_the_answer_of_the_step_it_halts_at(scored: Callable[..., dict], slots: int) -> None:
    halting = scored(halt=True, slots=slots)
    by_steps = {steps: scored(halt=False, steps=steps) for steps in range(1, MAX_STEPS + 1)}
    assert len(set(halting["steps"].tolist())) > 1, "rows halt at different steps"
    for row, steps in enumerate(halting["steps"].tolist()):
        assert np.array_equal(halting["preds"][row], by_steps[steps]["preds"][row])
        assert halting["q_halt_logits"][row] == pytest.approx(by_steps[steps]["q_halt_logits"][row], abs=1e-4)
        earlier = [by_steps[step]["q_halt_logits"][row] for step in range(1, steps)]
        assert all(q <= 0 for q in earlier) and (halting["q_halt_logits"][row] > 0 or steps == MAX_STEPS)
        curve = by_steps[MAX_STEPS]["exact_by_step"][row].copy()
        curve[steps:] = curve[steps - 1]  # the answer stays
        assert np.array_equal(halting["exact_by_step"][row], curve)


@pytest.mark.parametrize("probability", [0.45, 0.5, 0.55])
def test_the_halting_curve_is_what_halting_gives(scored: Callable[..., dict], probability: float) -> None:
    halting = scored(halt=True, probability=probability)
    (point,) = scored(halt=False)["scores"].halting([probability])
    assert point["steps"] == pytest.approx(halting["steps"].mean())
    assert point["exact_accuracy"] == pytest.approx(halting["exact"].mean())
    assert scored(halt=True, probability=probability)["scores"].halting() == [], "rows that stopped early tell nothing"


def test_halt_from_the_command_line(learned: Path) -> None:
    fixed = scores("--checkpoint", str(LEARNED), cwd=learned)
    halting = scores("--checkpoint", str(LEARNED), "--halt", "--batch-size", "4", cwd=learned)
    assert halting["mode"] == "halt by q" and fixed["mode"] == "fixed steps"
    assert halting["sets"]["all"]["count"] == 10
    assert 1 <= halting["sets"]["all"]["steps"] <= MAX_STEPS


# ---- memory


def test_rows_are_scored_as_they_come_and_not_kept(learned_once: Path) -> None:
    trained = open_run(learned_once / RUN)
    dataset = PuzzleDataset([learned_once / "data/toy"], "test")
    answered: list[weakref.ref[np.ndarray]] = []

    def watched() -> Iterator[Finished]:
        rows = read_in_order(dataset.sets, dataset.metadata, 2)
        for part in run(trained.build_model(CPU), rows, CPU):
            assert [array() for array in answered[:-1]] == [None] * len(answered[:-1])
            answered.append(weakref.ref(part.batch["inputs"]))
            yield part

    assert score(watched(), PUZZLE)["all"].sums()["count"] == 10 and len(answered) == 5


def test_halting_reads_rows_when_a_slot_is_free(learned_once: Path) -> None:
    trained = open_run(learned_once / RUN)
    dataset = PuzzleDataset([learned_once / "data/toy"], "test")
    read = []

    def counted() -> Iterator[Rows]:
        for rows in read_in_order(dataset.sets, dataset.metadata, 1):
            read.append(rows)
            yield rows

    finished = run(trained.build_model(CPU), counted(), CPU, halt=True, slots=3, halt_probability=1e-9)
    assert len(next(finished).examples) == 3 and len(read) == 3
    assert sum(len(part.examples) for part in finished) == 7


# ---- infer.py


@pytest.fixture(scope="module")
def answers(learned_once: Path) -> tuple[np.ndarray, np.ndarray]:
    """Test puzzles, and whether infer.py should solve each: what the model answers at the step it halts at."""
    inputs, labels = toy_puzzles(10, 1, seed=1)
    model = open_run(learned_once / RUN).build_model(CPU)
    solved = []
    for puzzle, label in zip(inputs, labels, strict=True):
        for step in improvement_steps(model, puzzle, CPU):
            answer = step.answer
            if step.halts:
                break
        solved.append(np.array_equal(answer, label))
    return inputs, np.array(solved)


def test_infer_solves_and_checks(learned: Path, answers: tuple[np.ndarray, np.ndarray]) -> None:
    inputs, solved = answers
    assert solved.any()
    puzzle = inputs[int(np.argmax(solved))]
    label = toy_puzzles(10, 1, seed=1)[1][int(np.argmax(solved))]
    for arguments in (["--checkpoint", str(RUN)], ["--config", f"{RUN}/all_config.yaml"], []):
        ended = call("infer", "--puzzle", puzzle_text(puzzle), *arguments, cwd=learned)
        assert (ended.status, ended.err) == (0, "")
        assert "".join(c for c in ended.out if c.isdigit()) == puzzle_text(label)

    (learned / "puzzle.txt").write_text("\n".join(puzzle_text(puzzle)[i : i + 4] for i in range(0, 16, 4)) + "\n")
    again = call("infer", "--puzzle", "puzzle.txt", "--task", "sudoku", cwd=learned)
    assert again.out == ended.out


def test_infer_says_that_an_answer_is_wrong(learned: Path) -> None:
    weights = load(learned / LEARNED / "model.pt")
    weights["model.inner.lm_head.weight"].neg_()
    torch.save(weights, learned / LEARNED / "model.pt")
    sign(learned / LEARNED)
    ended = call("infer", "--puzzle", "12343412214343.1", cwd=learned)
    assert ended.status == 1 and ended.err.startswith("the answer breaks the rules: ") and ended.err.count("\n") == 1


def test_infer_traces_every_step(learned: Path, answers: tuple[np.ndarray, np.ndarray]) -> None:
    puzzle = puzzle_text(answers[0][int(np.argmax(answers[1]))])
    ended = call("infer", "--puzzle", puzzle, "--trace", "--no-halt", "--steps", "6", cwd=learned)
    assert str(LEARNED) in ended.out and "question" in ended.out
    assert [f"step {number}:" in ended.out for number in range(1, 8)] == [True] * 6 + [False]
    assert ended.out.count("probability that the answer is right") == 6
    short = call("infer", "--puzzle", puzzle, "--trace", "--no-halt", "--steps", "2", cwd=learned)
    assert short.out.split("step 2:")[0] == ended.out.split("step 2:")[0]


def test_improvement_steps_are_those_of_the_evaluation(learned_once: Path, scored: Callable[..., dict]) -> None:
    trained = open_run(learned_once / RUN)
    model = trained.build_model(CPU)
    spread_q(model, PuzzleDataset([learned_once / "data/toy"], "test"))
    by_steps = [scored(halt=False, steps=steps) for steps in (1, 2, 3, 6)]
    puzzles, _ = toy_puzzles(10, 1, seed=1)
    for row in (0, 4, 8):  # those with the blank identifier, which infer.py uses
        set_steps(model, 6)
        steps = list(improvement_steps(model, puzzles[row], CPU))
        assert [step.number for step in steps] == [1, 2, 3, 4, 5, 6]
        for number, expected in zip((1, 2, 3, 6), by_steps, strict=True):
            assert np.array_equal(steps[number - 1].answer, expected["preds"][row])
            assert steps[number - 1].halts == (expected["q_halt_logits"][row] > 0)
