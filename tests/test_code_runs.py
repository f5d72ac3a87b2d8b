"""Runs on code to repair and to fill in: trained, scored by execution, asked, drawn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dataset.build_code_dataset import Options, build
from tests.harness import RUN, infer, pretrain, refused, scores
from tests.inference.made_traces import traces_on

TASKS = ("repair", "fill")
ON_CODE = ("encoder=canvas", "arch.puzzle_emb_ndim=0", "evaluators=[{name: code@CodeExec}]", "epochs=1")
FUNCTION = "def total(xs):\n    # c is the sum of xs\n    c = {}(xs)\n    return c"
TYPED = {"repair": FUNCTION.format("max"), "fill": FUNCTION.format("___")}


@pytest.fixture(scope="module")
def trained_on_code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a folder for each task, in which a run has made a step or two."""
    folder = tmp_path_factory.mktemp("code")
    for task in TASKS:
        data = folder / task / f"data/code_{task}"
        build(Options(task=task, output_dir=str(data), num_train=300, num_test=8, num_processes=1))  # type: ignore[arg-type]
        ended = pretrain(*ON_CODE, f"data_paths=[data/code_{task}]", cwd=folder / task)
        assert ended.status == 0, ended.err
        assert "is skipped" not in ended.out, "the train split has no problems, and the evaluator applies"
    return folder


@pytest.mark.parametrize("task", TASKS)
def test_a_run_is_scored_by_execution(task: str, trained_on_code: Path) -> None:
    found = scores("--checkpoint", str(RUN), cwd=trained_on_code / task)["evaluators"]
    for name in ("unseen_forms/exact", "unseen_forms/pass_at_1", "unseen_forms/localisation", "unseen_forms/joint"):
        assert 0 <= found[name] <= 1


@pytest.mark.parametrize("task", TASKS)
def test_a_run_is_asked_about_a_function(task: str, trained_on_code: Path, tmp_path: Path) -> None:
    page = tmp_path / "steps.html"
    asked = infer(
        *("--checkpoint", str(RUN), "--code", TYPED[task], "--trace", "--html", str(page)), cwd=trained_on_code / task
    )
    assert asked.status == 0 or "makes no program" in asked.err, asked.err
    assert "# c is the sum of xs" in asked.out and "def f(xs):" in asked.out
    assert "c is the sum of xs" in json.dumps(traces_on(page.read_text()))


def test_questions_that_a_run_cannot_be_asked(trained_on_code: Path) -> None:
    for task, typed, said in (
        ("repair", TYPED["fill"], "a question of fill, and these data have questions of repair"),
        ("fill", TYPED["repair"], "a question of repair, and these data have questions of fill"),
        ("repair", FUNCTION.format("math"), "'math' in 'c = math(xs)' is no token of these data"),
        ("repair", "def f(xs):" + "\n    xs = sorted(xs)" * 20, "tokens with its comments; a row has room for"),
        ("repair", TYPED["repair"] + "\ntotal([1])", "a question of output"),
    ):
        assert said in refused(infer, "--checkpoint", str(RUN), "--code", typed, cwd=trained_on_code / task)
