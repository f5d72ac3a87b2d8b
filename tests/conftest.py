"""What all tests share: toy data and runs, one thread, no W&B, hub or cache, no GPU tests where there is no GPU.

`OMP_NUM_THREADS=4 ./test.sh` runs with 4 threads instead, in this process and in the programs that it starts.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

# Before torch starts, and for the programs that tests run too. One thread: the models here are too small for more.
# Threads that wait sleep at once: with more workers than cores, spinning would take the cores from those that compute.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")

import pytest  # noqa: E402
import torch  # noqa: E402

os.environ["WANDB_MODE"] = "disabled"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRM_CACHE"] = ""  # nothing is kept in the home folder

from tests.browser import browser  # noqa: E402, F401
from tests.harness import pretrain, signal_after_step, write_toy_data  # noqa: E402
from tests.tool_runs import write_tool_run  # noqa: E402


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with data/toy."""
    write_toy_data(tmp_path / "data/toy")
    return tmp_path


@pytest.fixture(scope="session")
def trained_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data/toy and a run on it that was stopped after step 3 of 8, with checkpoints step_2 and step_3."""
    folder = tmp_path_factory.mktemp("trained")
    write_toy_data(folder / "data/toy")
    with signal_after_step(3):
        assert pretrain("epochs=8", "checkpoint_interval=2", "ema=True", cwd=folder).status == 143
    return folder


@pytest.fixture
def trained(trained_once: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(trained_once, tmp_path / "trained")


@pytest.fixture(scope="session")
def learned_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data/toy, puzzles with one blank cell, and a run that has learned them by heart, test split too.

    Training magnifies rounding, in float64 too. So the recipe is one that reached 100% from every seed that was tried.
    """
    folder = tmp_path_factory.mktemp("learned")
    write_toy_data(folder / "data/toy", blanks=1, test_examples=10, trains_on_test=True)
    options = ("epochs=480", "ema=True", "ema_rate=0.9", "weight_decay=0", "log_interval=20")
    recipe = ("optim=muon", "lr=5e-3", "lr_schedule=cosine_to_zero")
    ended = pretrain(*options, *recipe, "evaluators=[{name: sudoku@Sudoku}]", cwd=folder)
    assert ended.status == 0, ended.err
    return folder


@pytest.fixture
def learned(learned_once: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(learned_once, tmp_path / "learned")


@pytest.fixture(scope="session")
def tool_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run on tool calling whose answers mean nothing; nobody changes it."""
    return write_tool_run(tmp_path_factory.mktemp("tools"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what is marked `gpu` on a machine without one."""
    if not torch.cuda.is_available():
        for item in items:
            if "gpu" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="no CUDA device"))
