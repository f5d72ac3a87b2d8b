"""The XOR builder: what it refuses, and that the smallest network learns what it builds."""

from __future__ import annotations

from pathlib import Path

import pytest

from runs.config import CONFIG_FOLDER
from tests.harness import RUN, Ended, call, refused, scores


def build(*arguments: str, cwd: Path) -> Ended:
    return call("dataset.build_xor_dataset", *arguments, cwd=cwd)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--num-train-puzzles", "1000"], "1008 together at most"),
        (["--num-test-puzzles", "0"], "at least 1"),
        (["--seed", "-1"], "--seed"),
    ],
)
def test_mistakes(tmp_path: Path, arguments: list[str], said: str) -> None:
    assert said in refused(build, *arguments, cwd=tmp_path)


def test_a_run_learns_what_was_never_shown(tmp_path: Path) -> None:
    """`experiment=xor` as it stands, but in float64, so that every processor learns the same.

    If this fails, the training is broken, not the recipe.
    """
    assert build(cwd=tmp_path).status == 0
    options = ("project_name=project", "run_name=run", "wandb.mode=disabled", "device=cpu")
    recipe = ("experiment=xor", "arch.forward_dtype=float64")
    ended = call("pretrain", f"--config-path={CONFIG_FOLDER}", *recipe, *options, cwd=tmp_path)
    assert ended.status == 0, ended.err
    report = scores("--checkpoint", str(RUN), cwd=tmp_path)
    assert report["sets"]["all"]["count"] == 208 and report["sets"]["all"]["exact_accuracy"] >= 0.95
    assert report["evaluators"]["all/valid"] == report["sets"]["all"]["exact_accuracy"]
