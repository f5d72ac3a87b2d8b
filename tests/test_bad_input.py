"""Every mistake of a user gives one clear line, a failing exit status, and leaves no file changed."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import evaluators.sudoku
from dataset.verify import accept
from runs.config import load_config
from tests.harness import (
    RUN,
    Trap,
    call,
    change_metadata,
    changes,
    evaluate,
    finish,
    infer,
    pretrain,
    refused,
    snapshot,
    start,
    tiny,
    typed,
    write_toy_data,
)
from training import build
from training.distributed import Dist
from utils.errors import UserError

# ---- configuration


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("lrr=1", ["'lrr'", "'lr'"]),
        ("+lrr=1", ["'lrr'", "'lr'"]),
        ("+foo=1", ["unknown key 'foo'"]),
        ("arch.L_cylces=3", ["'arch.L_cylces'", "'arch.L_cycles'"]),
        ("+arch.L_cylces=3", ["'arch.L_cylces'", "'arch.L_cycles'"]),
        ("wandb.mdoe=offline", ["'wandb.mdoe'", "'wandb.mode'"]),
        ("arch=trmm", ["no arch 'trmm'", "'trm'"]),
        ("optim=adamatan2", ["no optim 'adamatan2'", "'adam_atan2'"]),
        ("optim=muonn", ["no optim 'muonn'", "'muon'"]),
        ("optim.ns_steps=3", ["'optim.ns_steps'"]),
        ("experiment=nothing", ["no experiment 'nothing'"]),
        ("+experiment=sudoku4x4", ["Multiple values for experiment"]),
        ("epochs=abc", ["epochs='abc'", "integer"]),
        ("arch.L_cycles=[1", ["'[1'"]),
        ("run_name=${nothing}", ["nothing"]),
    ],
)
def test_mistakes_on_the_command_line(work: Path, override: str, said: list[str]) -> None:
    error = refused(typed, override, cwd=work)
    assert all(part in error for part in said), error


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("+wandb.mdoe=offline", ["'wandb.mdoe'", "'wandb.mode'"]),
        ("+arch.loss.gamma=1", ["arch.loss", "gamma"]),
        ("+optim.momentum=1", ["optim", "momentum"]),
        ("lr_schedule=cosine_to_null", ["lr_schedule='cosine_to_null'", "'cosine_to_zero'"]),
        ("evaluators=[{nmae: sudoku@Sudoku}]", ["evaluators.0.name"]),
        ("epochs=0", ["epochs=0", "greater than or equal to 1"]),
        ("ema=perhaps", ["ema='perhaps'", "boolean"]),
        ("lr=-1", ["lr=-1"]),
        ("data_paths=data/toy", ["data_paths='data/toy'", "list"]),
        ("data_paths=[]", ["data_paths"]),
        ("arch.L_cycles=0", ["arch.L_cycles=0"]),
        ("arch.pos_encodings=rotary", ["arch.pos_encodings='rotary'", "'rope'"]),
        ("arch.num_heads=64", ["hidden_size 32", "num_heads 64"]),
        ("arch.hidden_size=30", ["hidden_size", "num_heads"]),  # heads of 15: rotary positions come in pairs
        ("arch.puzzle_emb_ndim=65", ["puzzle_emb_ndim 65", "puzzle_emb_len 2"]),
        ("eval_interval=3", ["eval_interval 3", "epochs 4"]),
        ("grad_accum_steps=3", ["global_batch_size 8", "grad_accum_steps 3"]),
        ("val_groups=8", ["val_groups=8", "8 groups"]),
    ],
)
def test_mistakes_in_values(work: Path, override: str, said: list[str]) -> None:
    error = refused(pretrain, override, cwd=work)
    assert all(part in error for part in said), error


@pytest.mark.parametrize(
    ("optim", "setting", "said"),
    [
        ("muon", "optim.ns_steps=0", ["optim.ns_steps=0", "greater than or equal to 1"]),
        ("muon", "optim.momentum=1", ["optim.momentum=1", "less than 1"]),
        ("muon", "optim.ns_dtype=float8", ["optim.ns_dtype='float8'", "'bfloat16'"]),
        ("muon", "+optim.ns_setps=4", ["'optim.ns_setps'", "'optim.ns_steps'"]),
        ("adamw", "optim.eps=-1", ["optim.eps=-1", "greater than 0"]),
        ("adamw", "+optim.amsgrad=True", ["unknown key 'optim.amsgrad'"]),
        ("adam_atan2_fused", "lr=1e-4", ["adam_atan2_fused needs a CUDA device", "optim=adam_atan2 "]),
    ],
)
def test_mistakes_in_settings_of_an_optimizer(work: Path, optim: str, setting: str, said: list[str]) -> None:
    error = refused(pretrain, f"optim={optim}", setting, cwd=work)
    assert all(part in error for part in said), error


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("arch.name=recursive_reasoning.trn@TRM", "'models.recursive_reasoning.trn' (did you mean 'trm'?)"),
        ("arch.name=recursive_reasonings.trm@TRM", "'recursive_reasoning'"),
        ("arch.name=layers.trm@TRM", "no module 'models.layers.trm'"),
        ("arch.name=recursive_reasoning.trm@TRM", "no class 'TRM'"),
        ("arch.name=layers@SwiGLU", "no RecursiveModel"),
        ("arch.name=trm", "write module@Class"),
        ("arch.loss.name=losses@ACTLosHead", "'ACTLossHead'"),
        ("arch.loss.loss_type=stable_max_cross_entropy", "'stablemax_cross_entropy'"),
        ("optim.name=adam_atan2@AdamAtan2", "'AdamATan2'"),
        ("optim.name=adam@Adam", "training.optim.adam"),
        ("optim.name=muon@MuonConfig", "no Optimizer"),
        ("augment=sudokuu", "'sudoku'"),
        ("augment=text", "data/toy is not of text"),
        ("encoder=lines", "no line_len"),
        ("encoder.name=encoders.token@Tokens", "'models.encoders.token' (did you mean 'tokens'?)"),
        ("+encoder.matchin=True", "encoder.matching'?)"),
        ("head.name=encoders.tokens@Tokens", "head.name=encoders.tokens@Tokens is no Head"),
        ("carry=notes", "the data have none"),
        ("arch.loss.name=layers@SwiGLU", "no Objective"),
        ("evaluators=[{name: sudoko@Sudoku}]", "'sudoku'"),
        ("evaluators=[{name: sudoku@Sudokuu}]", "'Sudoku'"),
        ("evaluators=[{name: sudoku@Sudoku, strict: 1}]", "strict"),
        ("device=cdua", "auto, cpu, cuda or mps"),
        ("load_checkpoint=nowhere/model.pt", "no checkpoint at nowhere/model.pt"),
        ("resume=nowhere", "resume=nowhere"),
    ],
)
def test_names_of_things_that_do_not_exist(work: Path, override: str, said: str) -> None:
    assert said in refused(pretrain, override, cwd=work)


def test_an_unknown_evaluator_is_said_without_evaluation_data(work: Path) -> None:
    assert "'sudoku'" in refused(pretrain, "evaluators=[{name: sudoko@Sudoku}]", "data_paths_test=null", cwd=work)


@pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without a GPU")
def test_a_device_that_this_machine_lacks(work: Path) -> None:
    assert "torch sees no CUDA device" in refused(pretrain, "device=cuda", cwd=work)


def test_an_unknown_config_name_is_not_blamed_on_a_key(work: Path) -> None:
    error = refused(lambda *a, cwd: call("pretrain", *a, cwd=cwd), "--config-name", "cfg_pretrian", "lr=1", cwd=work)
    assert "cfg_pretrian" in error


@pytest.mark.parametrize(("processes", "parts"), [(3, 1), (2, 8)])
def test_batch_that_the_processes_cannot_share(trained_once: Path, processes: int, parts: int) -> None:
    config = load_config(trained_once / RUN / "all_config.yaml").model_copy(update={"grad_accum_steps": parts})
    dataset = build.PuzzleDataset([trained_once / "data/toy"], "train")
    with pytest.raises(
        UserError, match=rf"global_batch_size=8 .* multiple of {processes * parts}: {processes} processes"
    ):
        build.build_train_state(config, Dist(0, processes), dataset)


# ---- data


def _break_array(field: str, keep: int) -> Callable[[Path], Any]:
    def apply(data: Path) -> None:
        file = data / f"train/all__{field}.npy"
        file.write_bytes(file.read_bytes()[:keep])

    return apply


def _change_array(field: str, row: Any, value: int, split: str = "train") -> Callable[[Path], Any]:
    def apply(data: Path) -> None:
        file = data / f"{split}/all__{field}.npy"
        array = np.load(file).astype(np.int64)
        array[row] = value
        np.save(file, array)

    return apply


def _changed(**values: Any) -> Callable[[Path], Any]:
    return lambda data: change_metadata(data, **values)


def _without_field(data: Path) -> None:
    file = data / "train/dataset.json"
    file.write_text(file.read_text().replace('"seq_len"', '"sequence_len"'))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda data: shutil.rmtree(data), ["no data set at data/toy", "dataset/build_"]),
        (lambda data: shutil.rmtree(data / "train"), ["no train split in data/toy"]),
        (lambda data: (data / "train/all__labels.npy").unlink(), ["data/toy/train/all__labels.npy is missing"]),
        (_break_array("inputs", 200), ["data/toy/train/all__inputs.npy is damaged"]),
        (_break_array("inputs", 40), ["data/toy/train/all__inputs.npy is damaged"]),
        (_break_array("puzzle_indices", 0), ["data/toy/train/all__puzzle_indices.npy is damaged"]),
        (lambda data: (data / "train/dataset.json").write_text("{"), ["data/toy/train/dataset.json is not JSON"]),
        (_without_field, ["data/toy/train/dataset.json", "'seq_len'"]),
        (_changed(seq_len=12), ["data/toy/train/all", "[16, 16]", "[N, 12]"]),
        (_changed(total_groups=9), ["total_groups 9", "hold 8"]),
        (_changed(vocab_size=4), ["data/toy/train/all__inputs.npy", "0..3"]),
        (_changed(vocab_size="six"), ["data/toy/train/dataset.json", "'vocab_size'"]),
        (_changed(num_puzzle_identifiers=2), ["data/toy/train/all__puzzle_identifiers.npy", "0..1"]),
        (_changed(sets=["all", "more"]), ["more__inputs.npy is missing"]),
        (_change_array("labels", (5, 3), 6), ["data/toy/train/all__labels.npy: row 5 holds 6", "0..5"]),
        (_change_array("labels", (5, 3), -3), ["data/toy/train/all__labels.npy: row 5 holds -3"]),
        (_change_array("group_indices", 2, 0), ["data/toy/train/all__group_indices.npy", "rise strictly"]),
        (_change_array("labels", (2, 0), 6, "test"), ["data/toy/test/all__labels.npy: row 2 holds 6"]),
    ],
)
def test_damaged_data(work: Path, damage: Callable[[Path], Any], said: list[str]) -> None:
    damage(work / "data/toy")
    error = refused(pretrain, cwd=work)
    assert all(part in error for part in said), error


def test_an_array_of_pickled_objects_is_not_executed(work: Path) -> None:
    trap = Trap(work / "sprung")
    np.save(work / "data/toy/train/all__inputs.npy", np.array([trap], dtype=object), allow_pickle=True)
    assert "all__inputs.npy is damaged" in refused(pretrain, cwd=work)


def test_missing_evaluation_data_is_said_before_training(work: Path) -> None:
    shutil.rmtree(work / "data/toy/test")
    assert "no test split in data/toy" in refused(pretrain, cwd=work)
    assert "no test split in data/other" in refused(pretrain, "data_paths_test=[data/other]", cwd=work)
    assert pretrain("data_paths_test=null", cwd=work).status == 0


def test_evaluation_data_of_another_shape(work: Path) -> None:
    write_toy_data(work / "data/other", vocab_size=7)
    assert "vocab_size" in refused(pretrain, "data_paths_test=[data/other]", cwd=work)
    write_toy_data(work / "data/other", identifiers=5)
    assert "1 of the 4 puzzles" in refused(pretrain, "data_paths_test=[data/other]", cwd=work)
    (work / "data/other/identifiers.json").unlink()
    accept(work / "data/other")
    assert "num_puzzle_identifiers" in refused(pretrain, "data_paths_test=[data/other]", cwd=work)


def test_augmenting_what_is_no_puzzle_of_that_task(work: Path) -> None:
    for name in ("inputs", "labels"):
        for split in ("train", "test"):
            file = work / f"data/toy/{split}/all__{name}.npy"
            np.save(file, np.load(file)[:, :12])
            change_metadata(work / "data/toy", split, seq_len=12)  # accepts the arrays too
    assert "augment" in refused(pretrain, "augment=sudoku", cwd=work)
    write_toy_data(work / "data/wide", vocab_size=7)
    assert "vocab_size is 7" in refused(
        pretrain, "augment=sudoku", "data_paths=[data/wide]", "data_paths_test=null", cwd=work
    )


# ---- evaluators


def test_an_evaluator_that_does_not_apply_is_skipped_and_said_once(work: Path) -> None:
    write_toy_data(work / "data/toy", task="maze")
    ended = pretrain("evaluators=[{name: sudoku@Sudoku}]", "eval_interval=2", cwd=work)
    assert ended.status == 0
    assert ended.out.count("evaluator sudoku@Sudoku is skipped: data/toy is no sudoku data set") == 1
    assert "all/valid" not in (work / RUN / "metrics.jsonl").read_text()


@pytest.mark.parametrize("method", ["__init__", "begin_eval", "update_batch", "result"])
def test_an_evaluator_that_fails_stops_the_run(work: Path, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(evaluators.sudoku.Sudoku, method, fail)
    with pytest.raises(ZeroDivisionError):
        pretrain("evaluators=[{name: sudoku@Sudoku}]", cwd=work)
    kept = ["step_4"] if method in ("update_batch", "result") else []  # others fail before the training
    assert [folder.name for folder in (work / RUN).glob("*step*")] == kept


def test_the_official_evaluator_left_in_for_other_data(work: Path) -> None:
    ended = pretrain("evaluators=[{name: arc@ARC}]", cwd=work)
    assert ended.status == 0
    assert ended.out.count("evaluator arc@ARC is skipped: data/toy is not an ARC data set") == 1


# ---- evaluate.py and infer.py


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--checkpoint", "nowhere"], "no checkpoint at nowhere"),
        (["--checkpoint", f"{RUN}/step_9"], f"no checkpoint at {RUN}/step_9"),
        (["--checkpoint", str(RUN), "--config", "nowhere.yaml"], "no config at nowhere.yaml"),
        (["--checkpoint", f"{RUN}/step_3/train_state.pt"], "no config at"),
        (["--checkpoint", f"{RUN}/latest"], "latest"),
        (["--checkpoint", str(RUN), "--data-path", "data/nowhere"], "no data set at data/nowhere"),
        (["--data-path", "data/nowhere"], "data/nowhere"),
        (["--data-path", "data/other"], "no run trained on data/other"),
        (["--checkpoint", str(RUN), "--split", "validation"], "no validation split in data/toy"),
        (["--checkpoint", str(RUN), "--data-path", "data/other"], "vocab_size 7"),
        (["--checkpoint", str(RUN), "--data-path", "data/many"], "num_puzzle_identifiers 9"),
        (["--checkpoint", str(RUN), "--steps", "0"], "--steps 0"),
        (["--checkpoint", str(RUN), "--batch-size", "0"], "--batch-size 0"),
        (["--checkpoint", str(RUN), "--num-examples", "0"], "--num-examples 0"),
        (["--checkpoint", str(RUN), "--device", "cdua"], "device 'cdua'"),
        (["--checkpoint", str(RUN), "--evaluators", "sudoko@Sudoku"], "'sudoku'"),
        (["--checkpoint", "bare", "--config", f"{RUN}/all_config.yaml", "--no-ema"], "bare"),
    ],
)
def test_mistakes_with_evaluate(trained: Path, arguments: list[str], said: str) -> None:
    write_toy_data(trained / "data/other", vocab_size=7)
    write_toy_data(trained / "data/many", identifiers=9, test_examples=9)
    (trained / "data/many/identifiers.json").unlink()
    accept(trained / "data/many")
    shutil.copy(trained / RUN / "step_3/model.pt", trained / "bare")
    assert said in refused(evaluate, *arguments, cwd=trained)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--puzzle", "1..x............"], "'x'"),
        (["--puzzle", "1...", "--checkpoint", str(RUN)], "this text has 4"),
        (["--puzzle", ""], "this text has 0"),
        (["--puzzle", "5..............."], "digits 1..4"),
        (["--puzzle", "11.............."], "row 1 holds 1 twice"),
        (["--puzzle", "." * 81], "no run on sudoku with 81 cells"),
        (["--puzzle", "." * 81, "--checkpoint", str(RUN)], "81 cells"),
        (["--puzzle", "." * 16, "--task", "sudokuu"], "'sudoku'"),
        (["--puzzle", "." * 16, "--task", "sudokuu", "--checkpoint", str(RUN)], "'sudoku'"),
        (["--puzzle", "." * 16, "--checkpoint", "nowhere"], "no checkpoint at nowhere"),
        (["--puzzle", "." * 16, "--config", "nowhere/all_config.yaml"], "nowhere"),
        (["--puzzle", "." * 16, "--steps", "0"], "--steps 0"),
        (["--puzzle", "." * 16, "--steps", "-1"], "--steps -1"),
        (["--puzzle", "." * 16, "--device", "cdua"], "device 'cdua'"),
    ],
)
def test_mistakes_with_infer(trained: Path, arguments: list[str], said: str) -> None:
    assert said in refused(infer, *arguments, cwd=trained)


def test_without_any_run(work: Path) -> None:
    assert "no run" in refused(evaluate, cwd=work)
    assert "no run" in refused(evaluate, "--data-path", "data/toy", cwd=work)
    assert "no run" in refused(infer, "--puzzle", "." * 81, cwd=work)  # a 4x4 one is answered from pretrained/


def test_a_run_without_checkpoint(trained: Path) -> None:
    for name in ("step_2", "step_3"):
        shutil.rmtree(trained / RUN / name)
    assert "holds no checkpoint yet" in refused(evaluate, "--checkpoint", str(RUN), cwd=trained)


# ---- the same through the scripts


def test_scripts_as_people_start_them(trained: Path) -> None:
    (trained / "evil.pt").write_bytes(pickle.dumps(pickle.Unpickler))
    before = snapshot(trained)
    started = {
        "'arch.L_cycles'": start("pretrain", *tiny("arch.L_cylces=3"), cwd=trained),
        "no data set at data/gone": start("pretrain", *tiny("data_paths=[data/gone]", "run_name=other"), cwd=trained),
        "evil.pt holds": start("pretrain", *tiny("load_checkpoint=evil.pt", "run_name=another"), cwd=trained),
        "neither a digit": start("infer", "--puzzle", "hello", cwd=trained),
    }
    errors = {said: finish(process).error for said, process in started.items()}
    assert all(said in error for said, error in errors.items()), errors
    assert not changes(before, trained)
