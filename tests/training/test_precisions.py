"""Runs in every `forward_dtype`: they train, resume to the bit, are scored, and keep weights of the right width."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from tests.harness import RUN, assert_same_end, load, pretrain, refused, scores, signal_after_step, write_toy_data

DTYPES = ("float64", "float32", "bfloat16")


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_run_resumes_to_the_bit_and_is_scored(dtype: str, tmp_path: Path) -> None:
    once, twice = (tmp_path / name for name in ("once", "twice"))
    options = (f"arch.forward_dtype={dtype}", "ema=True", "resume=auto")
    for folder in (once, twice):
        write_toy_data(folder / "data/toy")
    ended = pretrain(*options, cwd=once)
    assert ended.status == 0, ended.err
    assert f"parameters, {dtype} on cpu" in ended.out
    with signal_after_step(2):
        assert pretrain(*options, cwd=twice).status == 143
    assert pretrain(*options, cwd=twice).status == 0
    assert_same_end(twice / RUN, once / RUN)
    (end,) = (once / RUN).glob("final_step_*")
    kept = torch.float64 if dtype == "float64" else torch.float32
    weights = load(end / "model.pt")
    assert {value.dtype for name, value in weights.items() if not name.endswith("_init")} == {kept}
    for other in (None, "float32", "bfloat16"):  # a checkpoint is read in any precision
        wanted = ("--dtype", other) if other else ()
        assert scores("--checkpoint", str(RUN), *wanted, cwd=once)["sets"]["all"]["count"] == 6


def test_an_unknown_precision_is_refused(tmp_path: Path) -> None:
    write_toy_data(tmp_path / "data/toy")
    assert "float64" in refused(pretrain, "arch.forward_dtype=float63", cwd=tmp_path)
