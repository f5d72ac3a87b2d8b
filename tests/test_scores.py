"""evaluate.py and infer.py from end to end on a run that has learned its toy data, and checkpoints of other origins."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import yaml

from dataset.common import PuzzleDatasetMetadata
from dataset.puzzle_dataset import PuzzleDataset, read_in_order
from infer import improvement_steps
from models.losses import ACTLossHead
from tests.harness import RUN, VOCAB_SIZE, call, load, pretrain, toy_puzzles, write_toy_data
from training import checkpoint
from training.config import load_config
from training.evaluation import run, score
from training.feed import to_device
from training.runs import TrainedRun, open_run
from utils.errors import UserError
from utils.statistics import wilson_interval

CPU = torch.device("cpu")
MAX_STEPS = 4


@pytest.fixture(scope="module")
def learned_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data/toy, puzzles with one blank cell, and a run that has learned most of them."""
    folder = tmp_path_factory.mktemp("learned")
    write_toy_data(folder / "data/toy", blanks=1, test_examples=10)
    options = ("epochs=120", "lr=1e-2", "ema=True", "ema_rate=0.9", "weight_decay=0", "log_interval=20")
    ended = pretrain(*options, "evaluators=[{name: sudoku@Sudoku}]", cwd=folder)
    assert ended.status == 0, ended.err
    return folder


@pytest.fixture
def learned(learned_once: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(learned_once, tmp_path / "learned")


FINAL = RUN / "final_step_120"


def evaluate(*arguments: str, cwd: Path) -> dict[str, Any]:
    """The report that evaluate.py writes and, with --json, prints."""
    ended = call("evaluate", *arguments, "--json", cwd=cwd)
    assert ended.status == 0, ended.err
    return json.loads(ended.out)


def read_csv(file: Path) -> list[dict[str, str]]:
    with open(file, newline="") as opened:
        return list(csv.DictReader(opened))


# ---- evaluate.py


def test_table_json_and_csv_agree(learned: Path) -> None:
    ended = call("evaluate", "--data-path", "data/toy", "--checkpoint", str(FINAL), cwd=learned)
    assert ended.status == 0, ended.err
    report = json.loads((learned / FINAL / "evaluation_toy_test.json").read_text())
    rows = read_csv(learned / FINAL / "evaluation_toy_test.csv")
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
    assert f"written to {FINAL}/evaluation_toy_test.json and .csv" in ended.out


def test_the_score_is_that_of_the_training_log(learned: Path) -> None:
    logged = [json.loads(line) for line in (learned / RUN / "metrics.jsonl").read_text().splitlines()][-1]
    result = evaluate("--checkpoint", str(RUN), "--batch-size", "3", cwd=learned)
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
        ["--checkpoint", f"{FINAL}/"],
        ["--checkpoint", f"{FINAL}/model.pt"],
        ["--config", f"{RUN}/all_config.yaml"],
        ["--data-path", "data/toy/", "--config", f"{RUN}/all_config.yaml", "--checkpoint", f"{FINAL}/model.pt"],
        [],
    ],
)
def test_what_is_not_given_is_found(learned: Path, arguments: list[str]) -> None:
    report = evaluate(*arguments, cwd=learned)
    assert report["checkpoint"] == str(FINAL) and report["sets"]["all"]["count"] == 10
    assert (learned / FINAL / "evaluation_toy_test.json").is_file()


def test_the_newest_run_on_the_data_is_taken(learned: Path) -> None:
    write_toy_data(learned / "data/other", seed=3)
    assert pretrain("run_name=newer", "epochs=1", cwd=learned).status == 0
    assert pretrain("run_name=other", "data_paths=[data/other]", "epochs=1", cwd=learned).status == 0
    report = evaluate("--data-path", "data/toy", cwd=learned)
    assert report["checkpoint"] == str(RUN.with_name("newer") / "final_step_1")


def test_options_of_what_is_scored(learned: Path) -> None:
    given = ("--checkpoint", str(FINAL))
    assert evaluate(*given, "--num-examples", "4", cwd=learned)["sets"]["all"]["count"] == 4
    assert len(read_csv(learned / FINAL / "evaluation_toy_test.csv")) == 4
    assert evaluate(*given, "--split", "train", cwd=learned)["sets"]["all"]["count"] == 16
    assert (learned / FINAL / "evaluation_toy_train.csv").is_file()
    report = evaluate(*given, "--evaluators", "sudoku@Sudoku", "--output-dir", "elsewhere/here", cwd=learned)
    assert 0 < report["evaluators"]["all/valid"] <= 1
    assert (learned / "elsewhere/here/evaluation_toy_test.json").is_file()


@pytest.mark.parametrize("steps", [1, 3, 7])
def test_steps(learned: Path, steps: int) -> None:
    whole = evaluate("--checkpoint", str(FINAL), "--steps", "7", cwd=learned)["sets"]["all"]["exact_accuracy_by_step"]
    report = evaluate("--checkpoint", str(FINAL), "--steps", str(steps), cwd=learned)
    assert report["max_steps"] == steps and report["sets"]["all"]["steps"] == steps
    assert report["sets"]["all"]["exact_accuracy_by_step"] == whole[:steps]


def test_no_ema_scores_the_weights_as_training_left_them(learned: Path) -> None:
    trained = open_run(learned / FINAL)
    averaged, raw = trained.build_model(CPU).state_dict(), trained.build_model(CPU, ema=False).state_dict()
    saved = load(learned / FINAL / "train_state.pt")["parameters"]
    assert all(torch.equal(raw[name], value) for name, value in saved.items())
    assert not torch.equal(averaged["model.inner.lm_head.weight"], raw["model.inner.lm_head.weight"])
    report = evaluate("--checkpoint", str(FINAL), "--no-ema", cwd=learned)
    assert report["weights"] == "raw"

    # The same through a checkpoint whose model.pt holds the raw weights.
    torch.save(raw, learned / FINAL / "model.pt")
    again = evaluate("--checkpoint", str(FINAL), cwd=learned)
    assert again["sets"] == report["sets"]


@pytest.mark.parametrize("mode", [[], ["--halt", "--batch-size", "3"]])
def test_saved_predictions(learned: Path, mode: list[str]) -> None:
    report = evaluate("--checkpoint", str(FINAL), "--save-preds", *mode, cwd=learned)
    with np.load(learned / FINAL / "predictions_toy_test.npz") as arrays:
        saved = dict(arrays)
    inputs, labels = toy_puzzles(10, 1, seed=1)
    assert saved["all/examples"].tolist() == list(range(10))
    assert np.array_equal(saved["all/inputs"], inputs)
    exact = (saved["all/preds"] == labels).all(1)
    rows = read_csv(learned / FINAL / "evaluation_toy_test.csv")
    assert [int(row["exact"]) for row in rows] == exact.astype(int).tolist()
    q_halt_right = (saved["all/q_halt_logits"] >= 0) == exact
    assert [int(row["q_halt_right"]) for row in rows] == q_halt_right.astype(int).tolist()
    assert report["sets"]["all"]["exact_accuracy"] == exact.mean()


def test_json_is_the_only_output(learned: Path) -> None:
    official = _as_official(learned, rows=9)
    ended = call("evaluate", "--checkpoint", str(official), "--evaluators", "sudoku@Sudoku", "--json", cwd=learned)
    assert json.loads(ended.out)["sets"]["all"]["count"] == 10


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
            _spread_q(model, dataset)
        finished = list(run(model, read_in_order(dataset.sets, dataset.metadata, 7), CPU, (), halt, slots, probability))
        order = np.argsort(np.concatenate([part.examples for part in finished]))
        scores = score(finished)["all"]
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


def _spread_q(model: ACTLossHead, dataset: PuzzleDataset) -> None:
    """A random q head under which half of the rows want to halt in the first step."""
    with torch.no_grad():
        head = model.model.inner.q_head
        head.weight.copy_(torch.randn(head.weight.shape, generator=torch.Generator().manual_seed(0)))
        head.bias.zero_()  # type: ignore[union-attr]
        rows = next(iter(read_in_order(dataset.sets, dataset.metadata, 10)))[2]
        data = to_device(rows, CPU)
        outputs = model(carry=model.initial_carry(data), batch=data, return_keys=["q_halt_logits"])[3]
        head.bias.fill_(-float(outputs["q_halt_logits"].median()))  # type: ignore[union-attr]


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
    steps, exact = scored(halt=False)["scores"].halting_at(probability)
    assert steps == pytest.approx(halting["steps"].mean()) and exact == pytest.approx(halting["exact"].mean())


def test_halt_from_the_command_line(learned: Path) -> None:
    fixed = evaluate("--checkpoint", str(FINAL), cwd=learned)
    halting = evaluate("--checkpoint", str(FINAL), "--halt", "--batch-size", "4", cwd=learned)
    assert halting["mode"] == "halt by q" and fixed["mode"] == "fixed steps"
    assert halting["sets"]["all"]["count"] == 10
    assert 1 <= halting["sets"]["all"]["steps"] <= MAX_STEPS


# ---- infer.py


def _text(tokens: np.ndarray) -> str:
    return "".join("." if token < 2 else str(token - 1) for token in tokens)


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
        ended = call("infer", "--puzzle", _text(puzzle), *arguments, cwd=learned)
        assert (ended.status, ended.err) == (0, "")
        assert "".join(c for c in ended.out if c.isdigit()) == _text(label)

    (learned / "puzzle.txt").write_text("\n".join(_text(puzzle)[i : i + 4] for i in range(0, 16, 4)) + "\n")
    again = call("infer", "--puzzle", "puzzle.txt", "--task", "sudoku", cwd=learned)
    assert again.out == ended.out


def test_infer_says_that_an_answer_is_wrong(learned: Path) -> None:
    weights = load(learned / FINAL / "model.pt")
    weights["model.inner.lm_head.weight"].neg_()
    torch.save(weights, learned / FINAL / "model.pt")
    ended = call("infer", "--puzzle", "12343412214343.1", cwd=learned)
    assert ended.status == 1 and ended.err.startswith("the answer breaks the rules: ") and ended.err.count("\n") == 1


def test_infer_traces_every_step(learned: Path, answers: tuple[np.ndarray, np.ndarray]) -> None:
    puzzle = _text(answers[0][int(np.argmax(answers[1]))])
    ended = call("infer", "--puzzle", puzzle, "--trace", "--no-halt", "--steps", "6", cwd=learned)
    assert str(FINAL) in ended.out and "question" in ended.out
    assert [f"step {number}:" in ended.out for number in range(1, 8)] == [True] * 6 + [False]
    assert ended.out.count("probability that the answer is right") == 6
    short = call("infer", "--puzzle", puzzle, "--trace", "--no-halt", "--steps", "2", cwd=learned)
    assert short.out.split("step 2:")[0] == ended.out.split("step 2:")[0]


def test_improvement_steps_are_those_of_the_evaluation(learned_once: Path, scored: Callable[..., dict]) -> None:
    trained = open_run(learned_once / RUN)
    model = trained.build_model(CPU)
    _spread_q(model, PuzzleDataset([learned_once / "data/toy"], "test"))
    by_steps = [scored(halt=False, steps=steps) for steps in (1, 2, 3, 6)]
    puzzles, _ = toy_puzzles(10, 1, seed=1)
    for row in (0, 4, 8):  # those with the blank identifier, which infer.py uses
        steps = list(improvement_steps(model, puzzles[row], CPU, 6))
        assert [step.number for step in steps] == [1, 2, 3, 4, 5, 6]
        for number, expected in zip((1, 2, 3, 6), by_steps, strict=True):
            assert np.array_equal(steps[number - 1].answer, expected["preds"][row])
            assert steps[number - 1].halts == (expected["q_halt_logits"][row] > 0)


# ---- checkpoints of the official code


OFFICIAL_CONFIG: dict[str, Any] = {
    "arch": {
        "name": "recursive_reasoning.trm@TinyRecursiveReasoningModel_ACTV1",
        "loss": {"name": "losses@ACTLossHead", "loss_type": "stablemax_cross_entropy"},
        "halt_exploration_prob": 0.1,
        "halt_max_steps": MAX_STEPS,
        "H_cycles": 1,
        "L_cycles": 1,
        "H_layers": 0,
        "L_layers": 1,
        "hidden_size": 32,
        "num_heads": 2,
        "expansion": 4,
        "puzzle_emb_ndim": 32,
        "puzzle_emb_len": 2,
        "pos_encodings": "rope",
        "forward_dtype": "float32",
        "mlp_t": False,
        "no_ACT_continue": True,
    },
    "data_paths": ["data/toy"],
    "data_paths_test": [],
    "evaluators": [],
    "global_batch_size": 768,
    "epochs": 100,
    "eval_interval": 10,
    "min_eval_interval": 0,
    "lr": 1e-4,
    "lr_min_ratio": 1.0,
    "lr_warmup_steps": 2000,
    "beta1": 0.9,
    "beta2": 0.95,
    "weight_decay": 0.1,
    "puzzle_emb_lr": 1e-4,
    "puzzle_emb_weight_decay": 0.1,
    "project_name": "Toy-ACT-torch",
    "run_name": "official",
    "checkpoint_path": "checkpoints/Toy-ACT-torch/official",
    "load_checkpoint": None,
    "seed": 0,
    "checkpoint_every_eval": True,
    "eval_save_outputs": [],
    "ema": True,
    "ema_rate": 0.999,
    "freeze_weights": False,
}
"""all_config.yaml as the official code writes it."""


def _as_official(folder: Path, rows: int | None = None) -> Path:
    """The learned weights as the official code saves a compiled model: a bare file step_N beside all_config.yaml."""
    weights = load(folder / FINAL / "model.pt")
    if rows is not None:
        weights["model.inner.puzzle_emb.weights"] = torch.arange(rows).float()[:, None].expand(rows, 32).clone()
    official = folder / OFFICIAL_CONFIG["checkpoint_path"]
    official.mkdir(parents=True)
    (official / "all_config.yaml").write_text(yaml.dump(OFFICIAL_CONFIG))
    torch.save({f"_orig_mod.{name}": value for name, value in weights.items()}, official / "step_120")
    return (official / "step_120").relative_to(folder)


def test_a_bare_file_of_the_official_code_scores_the_same(learned: Path) -> None:
    ours = evaluate("--checkpoint", str(FINAL), cwd=learned)
    official = _as_official(learned)
    theirs = evaluate("--checkpoint", str(official), cwd=learned)
    assert theirs["sets"] == ours["sets"] and theirs["checkpoint"] == str(official)
    assert (learned / official.with_name("evaluation_toy_test.json")).is_file()
    named = ("--data-path", "data/toy", "--config", f"{RUN}/all_config.yaml", "--checkpoint", str(official))
    assert evaluate(*named, cwd=learned)["sets"] == ours["sets"]
    puzzle = _text(toy_puzzles(1, 1, seed=1)[0][0])
    solved = call("infer", "--puzzle", puzzle, "--checkpoint", str(official), cwd=learned)
    assert solved == call("infer", "--puzzle", puzzle, "--checkpoint", str(FINAL), cwd=learned)


def test_a_bare_file_of_the_official_code_can_be_trained_on(learned: Path) -> None:
    ended = pretrain(f"load_checkpoint={_as_official(learned)}", "run_name=tuned", "lr=0", "epochs=1", cwd=learned)
    assert ended.status == 0
    before, after = load(learned / FINAL / "model.pt"), load(learned / RUN.with_name("tuned") / "final_step_1/model.pt")
    frozen = [name for name in before if "puzzle_emb" not in name]
    assert before.keys() == after.keys() and all(torch.equal(before[name], after[name]) for name in frozen)


def test_a_puzzle_table_of_another_size_starts_at_its_mean_and_that_is_said(learned: Path) -> None:
    official = _as_official(learned, rows=9)
    ended = call("evaluate", "--checkpoint", str(official), cwd=learned)
    assert ended.status == 0
    said = f"puzzle embeddings of {official} are [9, 32], of this data [4, 32]: all rows start at the mean"
    assert (ended.out + ended.err).count(said) == 1

    options = ("run_name=tuned", "lr=0", "puzzle_emb_lr=0", "epochs=1")
    ended = pretrain(f"load_checkpoint={official}", *options, cwd=learned)
    assert ended.status == 0 and (ended.out + ended.err).count(said) == 1
    table = load(learned / RUN.with_name("tuned") / "final_step_1/model.pt")["model.inner.puzzle_emb.weights"]
    assert torch.equal(table, torch.full((4, 32), 4.0))


def test_a_puzzle_table_of_the_same_size_is_taken_over(learned: Path) -> None:
    ended = pretrain(f"load_checkpoint={FINAL}", "run_name=tuned", "lr=0", "puzzle_emb_lr=0", "epochs=1", cwd=learned)
    assert ended.status == 0 and "puzzle embeddings" not in ended.out
    before, after = (load(learned / folder / "model.pt") for folder in (FINAL, RUN.with_name("tuned") / "final_step_1"))
    name = "model.inner.puzzle_emb.weights"
    assert before[name].abs().sum() > 0 and torch.equal(before[name], after[name])


# ---- layouts of released checkpoints

_SHARED = {
    "H_init": (512,),
    "L_init": (512,),
    "q_head.weight": (2, 512),
    "q_head.bias": (2,),
    "L_level.layers.0.mlp.gate_up_proj.weight": (3072, 512),
    "L_level.layers.0.mlp.down_proj.weight": (512, 1536),
    "L_level.layers.1.mlp.gate_up_proj.weight": (3072, 512),
    "L_level.layers.1.mlp.down_proj.weight": (512, 1536),
}
_ATTENTION = {
    "L_level.layers.0.self_attn.qkv_proj.weight": (1536, 512),
    "L_level.layers.0.self_attn.o_proj.weight": (512, 512),
    "L_level.layers.1.self_attn.qkv_proj.weight": (1536, 512),
    "L_level.layers.1.self_attn.o_proj.weight": (512, 512),
}
_MLP = {
    "L_level.layers.0.mlp_t.gate_up_proj.weight": (1024, 97),
    "L_level.layers.0.mlp_t.down_proj.weight": (97, 512),
    "L_level.layers.1.mlp_t.gate_up_proj.weight": (1024, 97),
    "L_level.layers.1.mlp_t.down_proj.weight": (97, 512),
}


def _vocabulary(size: int, puzzles: int) -> dict[str, tuple[int, ...]]:
    return {
        "embed_tokens.embedding_weight": (size, 512),
        "lm_head.weight": (size, 512),
        "puzzle_emb.weights": (puzzles, 512),
    }


# The ARC table has 876,406 rows when released; 50 stand for them.
LAYOUTS = {
    "arc_att_step_518071": (_SHARED | _ATTENTION | _vocabulary(12, 50), 900, {"L_cycles": 4}),
    "sudoku_mlp_step_16275": (_SHARED | _MLP | _vocabulary(11, 1), 81, {"mlp_t": True, "pos_encodings": "none"}),
    "sudoku_att_step_21700": (_SHARED | _ATTENTION | _vocabulary(11, 1), 81, {}),
    "maze_att": (_SHARED | _ATTENTION | _vocabulary(6, 1), 900, {"L_cycles": 4}),
}
"""Names (behind `_orig_mod.model.inner.`) and shapes in each file, its data's sequence length, and its settings."""

RELEASED = OFFICIAL_CONFIG["arch"] | {
    "halt_max_steps": 16,
    "H_cycles": 3,
    "L_cycles": 6,
    "L_layers": 2,
    "hidden_size": 512,
    "num_heads": 8,
    "puzzle_emb_ndim": 512,
    "puzzle_emb_len": 16,
    "forward_dtype": "bfloat16",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_released_checkpoints_load_strictly(tmp_path: Path, name: str) -> None:
    layout, seq_len, settings = LAYOUTS[name]
    rows, vocab_size = layout["puzzle_emb.weights"][0], layout["lm_head.weight"][0]
    released = {f"_orig_mod.model.inner.{key}": torch.randn(shape) for key, shape in layout.items()}
    torch.save(released, tmp_path / name)
    metadata = PuzzleDatasetMetadata(
        pad_id=0,
        ignore_label_id=0,
        blank_identifier_id=0,
        vocab_size=vocab_size,
        seq_len=seq_len,
        num_puzzle_identifiers=rows,
        total_groups=1,
        mean_puzzle_examples=1,
        total_puzzles=1,
        sets=["all"],
    )
    (tmp_path / "all_config.yaml").write_text(yaml.dump(OFFICIAL_CONFIG | {"arch": RELEASED | settings}))
    config = load_config(tmp_path / "all_config.yaml")
    model = TrainedRun(config, tmp_path / name, metadata, {}).build_model(CPU)
    loaded = model.state_dict()
    assert {f"_orig_mod.{key}" for key in loaded} == released.keys()
    for key, value in loaded.items():
        assert torch.equal(value, released[f"_orig_mod.{key}"].to(value.dtype)), key
    if name == "sudoku_mlp_step_16275":
        assert sum(p.numel() for p in model.parameters()) == 5_028_866

    weights = checkpoint.load_weights(tmp_path / name)
    del weights["model.inner.q_head.bias"]
    with pytest.raises(UserError, match="q_head.bias is missing"):
        checkpoint.fit_weights(model, weights, tmp_path / name)


def test_names_and_shapes_of_our_own_checkpoints(learned_once: Path) -> None:
    shapes = {name: tuple(value.shape) for name, value in load(learned_once / FINAL / "model.pt").items()}
    assert shapes == {
        "model.inner.H_init": (32,),
        "model.inner.L_init": (32,),
        "model.inner.embed_tokens.embedding_weight": (VOCAB_SIZE, 32),
        "model.inner.lm_head.weight": (VOCAB_SIZE, 32),
        "model.inner.q_head.weight": (2, 32),
        "model.inner.q_head.bias": (2,),
        "model.inner.puzzle_emb.weights": (4, 32),
        "model.inner.L_level.layers.0.self_attn.qkv_proj.weight": (96, 32),
        "model.inner.L_level.layers.0.self_attn.o_proj.weight": (32, 32),
        "model.inner.L_level.layers.0.mlp.gate_up_proj.weight": (512, 32),
        "model.inner.L_level.layers.0.mlp.down_proj.weight": (32, 256),
    }
