"""Where the tests of builders read and write; a module's `pool` has the rows of its CSV files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dataset.sources import Row, write


@pytest.fixture
def source(tmp_path: Path, pool: list[Row]) -> Path:
    """A CSV file of twenty puzzles."""
    return write(tmp_path / "in/train.csv.gz", pool[:20])


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Where no folder is yet."""
    return tmp_path / "out" / "data"
