"""Damaged, hostile and unfitting checkpoints, full disks and broken numbers: one clear line, and nothing is lost."""

from __future__ import annotations

import io
import pickle
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from runs.checkpoints import list_checkpoints
from runs.integrity import fault, sign
from runs.weights import load_weights
from tests.faults import largest_file
from tests.harness import (
    CONTINUED,
    RUN,
    Trap,
    assert_same_end,
    evaluate,
    infer,
    load,
    pretrain,
    refused,
    write_toy_data,
)
from training import loop
from utils.errors import UserError

# ---- checkpoints to start from


def _set_trap(file: Path, form: str, marker: Path) -> None:
    content = {"model.inner.H_init": torch.zeros(32), "x": Trap(marker)}
    if form == "pickle":
        file.write_bytes(pickle.dumps(content))
    else:
        torch.save(content, file, _use_new_zipfile_serialization=form == "zip")
    torch.load(io.BytesIO(file.read_bytes()), weights_only=False) if form != "pickle" else pickle.loads(
        file.read_bytes()
    )
    assert marker.is_dir(), "the trap works"
    marker.rmdir()


@pytest.mark.parametrize("form", ["zip", "legacy", "pickle"])
def test_a_hostile_checkpoint_is_never_executed(trained: Path, form: str) -> None:
    marker = trained / "sprung"
    _set_trap(trained / "evil.pt", form, marker)
    assert "evil.pt" in refused(pretrain, "load_checkpoint=evil.pt", "run_name=other", cwd=trained)
    config = str(RUN / "all_config.yaml")
    assert "evil.pt" in refused(evaluate, "--checkpoint", "evil.pt", "--config", config, cwd=trained)
    assert "evil.pt" in refused(
        infer, "--puzzle", "." * 16, "--checkpoint", "evil.pt", "--config", config, "--task", "sudoku", cwd=trained
    )
    shutil.copy(trained / "evil.pt", trained / RUN / "step_3/train_state.pt")
    assert "train_state.pt" in refused(pretrain, *CONTINUED, cwd=trained)
    assert "train_state.pt" in refused(evaluate, "--checkpoint", str(RUN / "step_3"), "--no-ema", cwd=trained)
    assert not marker.exists()


def test_a_hostile_config_is_never_executed(trained: Path) -> None:
    (trained / RUN / "all_config.yaml").write_text(f"arch: !!python/object/apply:os.mkdir ['{trained / 'sprung'}']\n")
    assert "all_config.yaml is not YAML" in refused(evaluate, "--checkpoint", str(RUN), cwd=trained)


def _random_bytes(size: int, seed: int) -> bytes:
    return np.random.default_rng(seed).bytes(size)


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.99])
def test_a_truncated_checkpoint(trained: Path, part: float) -> None:
    file = trained / RUN / "step_3/model.pt"
    file.write_bytes(file.read_bytes()[: int(part * file.stat().st_size)])
    assert "step_3/model.pt" in refused(pretrain, f"load_checkpoint={RUN}/step_3", "run_name=other", cwd=trained)
    assert "step_3/model.pt" in refused(pretrain, *CONTINUED, cwd=trained)
    assert "step_3/model.pt" in refused(evaluate, "--checkpoint", str(RUN), cwd=trained)


@pytest.mark.parametrize(
    "content",
    [
        *(_random_bytes(size, seed) for size in (1, 20, 3000) for seed in range(12)),
        b"hello\n",
        b"PK\x03\x04 no archive",
        b"# a YAML file\nlr: 1\n",
        b"\x80\x02.",
        b"\x80\x02]q\x00.",
    ],
)
def test_a_file_that_is_no_checkpoint(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(UserError, match=re.escape(str(tmp_path / "file"))) as caught:
        load_weights(tmp_path / "file")
    assert "\n" not in str(caught.value)


def test_a_checkpoint_of_another_architecture_or_vocabulary(trained: Path) -> None:
    given = (f"load_checkpoint={RUN}/step_3", "run_name=other")
    assert "another architecture: " in refused(pretrain, *given, "arch.L_layers=2", cwd=trained)
    assert "another architecture: " in refused(pretrain, *given, "arch.mlp_t=True", cwd=trained)
    error = refused(pretrain, *given, "arch.hidden_size=64", cwd=trained)
    assert "other sizes: " in error and "[32]" in error and "[64]" in error
    write_toy_data(trained / "data/other", vocab_size=7)
    error = refused(pretrain, *given, "data_paths=[data/other]", cwd=trained)
    assert "another vocabulary: " in error and "[6, 32]" in error and "[7, 32]" in error


def test_a_checkpoint_that_holds_no_state_dict(work: Path) -> None:
    torch.save({"model": {"weight": torch.zeros(2)}}, work / "nested.pt")
    torch.save(torch.zeros(2), work / "tensor.pt")
    for name in ("nested.pt", "tensor.pt"):
        assert f"{name} holds no state dict" in refused(pretrain, f"load_checkpoint={name}", cwd=work)


# ---- resuming


def test_an_existing_run_is_not_overwritten(trained: Path) -> None:
    error = refused(pretrain, cwd=trained)
    assert str(RUN) in error and "step_3" in error and "resume=auto" in error


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("global_batch_size=4", "global_batch_size=8"),
        ("ema=False", "ema"),
        ("freeze_weights=True", "optimizers"),
        ("arch.L_layers=2", "another architecture"),
        ("arch.hidden_size=64", "other sizes"),
        ("arch.halt_max_steps=0", "arch.halt_max_steps=0"),
    ],
)
def test_resuming_with_another_setting_leaves_the_run_alone(trained: Path, override: str, said: str) -> None:
    assert said in refused(pretrain, *CONTINUED, override, cwd=trained)
    assert pretrain(*CONTINUED, cwd=trained).status == 0


def test_resuming_with_changed_data(trained: Path) -> None:
    write_toy_data(trained / "data/other", seed=5)
    assert "data/other" in refused(pretrain, *CONTINUED, "data_paths=[data/other]", cwd=trained)
    named = (*CONTINUED, f"resume={RUN}/step_2", "run_name=other", "data_paths=[data/other]")
    assert "data/other" in refused(pretrain, *named, cwd=trained)
    write_toy_data(trained / "data/toy", seed=5)
    assert "data/toy was rebuilt" in refused(pretrain, *CONTINUED, cwd=trained)


def test_resuming_with_data_at_another_place(trained: Path) -> None:
    (trained / "data/toy").rename(trained / "data/moved")
    assert pretrain(*CONTINUED, "data_paths=[data/moved]", cwd=trained).status == 0


def test_a_damaged_checkpoint_to_resume_from(trained: Path) -> None:
    torch.save({"step": 3}, trained / RUN / "step_3/train_state.pt")
    error = refused(pretrain, *CONTINUED, cwd=trained)
    assert "step_3/train_state.pt" in error and f"the newest good one is {RUN}/step_2" in error


@pytest.mark.parametrize("name", ["model.pt", "train_state.pt", "checksums.json"])
def test_every_flipped_bit_is_noticed(trained: Path, name: str) -> None:
    folder = trained / RUN / "step_3"
    original = (folder / name).read_bytes()
    rng = np.random.default_rng(0)
    for _ in range(100):
        content = bytearray(original)
        content[rng.integers(len(content))] ^= 1 << int(rng.integers(8))
        (folder / name).write_bytes(content)
        wrong = fault(folder, thorough=True)
        assert wrong is not None and wrong.startswith(name)
    (folder / name).write_bytes(original)
    assert fault(folder, thorough=True) is None


@pytest.mark.parametrize(
    "content",
    [
        [1, 2],
        {"step": 3},
        {"step": 3, "stream": None},
        {"step": 3, "stream": {"no_such_key": 1}},
        torch.zeros(3),
    ],
)
def test_a_state_of_another_shape(trained: Path, content: Any) -> None:
    torch.save(content, trained / RUN / "step_3/train_state.pt")
    sign(trained / RUN / "step_3")
    assert "step_3/train_state.pt does not fit this run" in refused(pretrain, *CONTINUED, cwd=trained)


@pytest.mark.parametrize(
    "change",
    [
        lambda state: state.update(step=-3),
        lambda state: state.update(step="3"),
        lambda state: state["sampler"].update(epoch=-1),
        lambda state: state["sampler"].update(batch=None),
        lambda state: state.update(parameters=[]),
        lambda state: state.update(optimizers=[{}]),
        lambda state: state.update(carry={"steps": torch.zeros(3)}),
        lambda state: state.update(torch_rng=torch.zeros(2, dtype=torch.uint8)),
        lambda state: state.update(tracker=None),
        lambda state: state.update(tracker={"metrics_bytes": "x"}),
        lambda state: state.update(sums=7),
    ],
)
def test_a_state_with_a_part_of_another_shape(trained: Path, change: Callable[[dict[str, Any]], None]) -> None:
    folder = trained / RUN / "step_3"
    state = load(folder / "train_state.pt")
    change(state)
    torch.save(state, folder / "train_state.pt")
    sign(folder)
    refused(pretrain, *CONTINUED, cwd=trained)


@pytest.mark.parametrize("override", ["seed=1", "val_groups=2", "global_batch_size=4"])
def test_a_resumed_run_keeps_its_stream_of_examples(trained: Path, override: str) -> None:
    key = override.partition("=")[0]
    assert f"the checkpoint was trained with {key}=" in refused(pretrain, *CONTINUED, override, cwd=trained)


# ---- disk and numbers


@pytest.mark.parametrize("size", [50_000, 200_000], ids=["model.pt", "train_state.pt"])
def test_full_disk_while_saving(trained: Path, tmp_path: Path, size: int) -> None:
    with largest_file(size):
        error = pretrain(*CONTINUED, cwd=trained).error
    assert f"{RUN}/step_4 could not be saved" in error and f"the last whole one is {RUN}/step_3" in error
    assert (trained / RUN / "latest").read_text() == "step_3\n"
    assert sorted(p.name for p in (trained / RUN).iterdir() if p.is_dir()) == ["step_2", "step_3"]

    assert pretrain(*CONTINUED, cwd=trained).status == 0
    write_toy_data(tmp_path / "data/toy")
    assert pretrain(*CONTINUED, cwd=tmp_path).status == 0
    assert_same_end(trained / RUN, tmp_path / RUN)


def test_full_disk_before_the_first_step(trained: Path) -> None:
    with largest_file(100):
        assert "File too large" in refused(pretrain, *CONTINUED, cwd=trained)
    assert pretrain(*CONTINUED, cwd=trained).status == 0


def test_full_disk_while_logging(work: Path) -> None:
    with largest_file(5_000):
        error = pretrain("epochs=40", "log_interval=1", cwd=work).error
    assert f"{RUN}/metrics.jsonl" in error and "File too large" in error


def test_a_run_folder_that_cannot_be(work: Path) -> None:
    (work / "file").touch()
    assert "file/run" in refused(pretrain, "checkpoint_path=file/run", cwd=work)


def test_a_loss_that_is_not_finite(work: Path) -> None:
    error = pretrain("lr=1e30", "epochs=8", cwd=work).error
    step = int(re.search(r"not finite at step (\d+) \(batch \1 of the run", error)[1])  # type: ignore[index]
    assert step > 1 and error.endswith("the last good checkpoint is none")
    assert not list((work / RUN).glob("*step*"))


def test_weights_that_are_not_finite(trained: Path) -> None:
    folder = trained / RUN / "step_3"
    weights = load(folder / "model.pt")
    weights["model.inner.lm_head.weight"][0, 0] = float("nan")
    torch.save(weights, folder / "model.pt")
    sign(folder)
    error = pretrain(f"load_checkpoint={RUN}/step_3", "run_name=other", cwd=trained).error
    assert "not finite at step 1 (batch 1 of the run" in error

    state = load(folder / "train_state.pt")
    state["parameters"]["model.inner.lm_head.weight"][0, 0] = float("nan")
    torch.save(state, folder / "train_state.pt")
    sign(folder)
    error = pretrain(*CONTINUED, cwd=trained).error
    assert "not finite at step 4" in error and f"the last good checkpoint is {RUN}/step_3" in error


def test_no_checkpoint_of_a_broken_model_where_the_loss_is_read_rarely(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a GPU the loss is looked at every `log_interval` steps."""
    original = loop._Loop.__init__

    def rarely(self: loop._Loop, *arguments: Any) -> None:
        original(self, *arguments)
        self.check_interval = 100

    monkeypatch.setattr(loop._Loop, "__init__", rarely)
    error = pretrain("lr=1e30", "epochs=8", "checkpoint_interval=1", "eval_interval=4", cwd=work).error
    assert "not finite" in error
    for folder in list_checkpoints(work / RUN):
        assert all(bool(value.isfinite().all()) for value in load(folder / "model.pt").values()), folder
