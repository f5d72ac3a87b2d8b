"""Runs to go on with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.harness import (
    RUN,
    pretrain,
    signal_after_step,
    write_toy_data,
)
from tests.training.resume.story import STORY


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with data/toy, whose test split fills three batches."""
    write_toy_data(tmp_path / "data/toy", test_examples=16)
    return tmp_path


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """The folder of a run of these overrides that nothing interrupts; each is made once."""
    made: dict[tuple[str, ...], Path] = {}

    def run(*overrides: str) -> Path:
        if overrides not in made:
            folder = tmp_path_factory.mktemp("undisturbed")
            write_toy_data(folder / "data/toy", test_examples=16)
            assert pretrain(*overrides, cwd=folder).status == 0
            made[overrides] = folder / RUN
        return made[overrides]

    return run


@pytest.fixture
def stopped(work: Path) -> Path:
    """A folder with a run that was stopped after step 7, with checkpoints after 2, 4, 5, 6 and 7."""
    with signal_after_step(7):
        assert pretrain(*STORY, "checkpoint_interval=2", cwd=work).status == 143
    return work
