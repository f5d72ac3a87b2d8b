"""The bytes of optimizers' states are those of real tensors, and the report is that of the present code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.optimizer_state import count

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("optim", ["adamw", "adam_mini"])
def test_the_state_of_a_small_network(optim: str) -> None:
    row = count(64, optim)
    parameters, tensors = row["parameters"], 12
    assert row["parameter_bytes"] == 4 * parameters
    second = row["state_bytes"] - 4 * parameters - 4 * tensors  # without first moments and step counts
    assert second == 4 * parameters if optim == "adamw" else 0 < second < 0.05 * 4 * parameters


def test_the_report_names_both_sizes() -> None:
    rows = json.loads((ROOT / "docs" / "results" / "optimizer_state.json").read_text())["rows"]
    state = {(row["optimizer"], round(row["parameters"] / 1e6)): row["state_bytes"] for row in rows}
    for millions in (5, 103):
        assert 0.5 < state["adam_mini", millions] / state["adamw", millions] < 0.51
