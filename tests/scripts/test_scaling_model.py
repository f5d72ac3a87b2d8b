"""The cost model: rings as in textbooks, one reduce for all parts of a batch, tables that are those of the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scripts import scaling_model
from scripts.scaling_model import Link, Workload, all_gather, all_reduce, markdown, measure, model, step_ms
from tests.harness import tiny

ROOT = Path(__file__).parent.parent.parent
NETWORK = [override for override in tiny() if override.startswith("arch.")]


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    return json.loads((ROOT / "docs" / "results" / "scaling_model.json").read_text())


def test_rings() -> None:
    link = Link(bandwidth=100, latency=3)
    assert all_reduce(800, 2, link) == 2 * (400 / 100 + 3)
    assert all_reduce(800, 4, link) == 6 * (200 / 100 + 3)
    assert all_gather(800, 4, link) == 3 * (200 / 100 + 3)
    assert all_reduce(800, 1, link) == all_gather(800, 1, link) == 0


def test_a_step_is_bound_by_computing_or_by_launching() -> None:
    measured = {
        "operators_per_step": 1000,  # 5 ms of launches
        "puzzle_emb_ndim": 2,
        "messages_by_grad_accum_steps": {"1": [["all_reduce", 450_000], ["all_reduce", 900_000]]},
    }
    alone = step_ms(measured, (40, 50, 60), 1, 768, "-")
    assert alone["step"] == alone["compute"] == [40, 50, 60] and alone["reduce"] == alone["gather"] == 0
    many = step_ms(measured, (40, 50, 60), 16, 768, "NVLink")
    assert many["compute"] == [2.5, 3.125, 3.75]
    assert many["reduce"] == round(30 * (1_350_000 / 16 / 450e6 + 2 * 3e-3), 3)
    assert many["step"] == pytest.approx([5 + many["reduce"] + many["gather"]] * 3, abs=2e-3)


def test_the_report_counts_every_gradient_once(report: dict[str, Any]) -> None:
    for name, measured in report["measured"].items():
        assert measured["gradient_bytes"] == 4 * measured["parameters"]
        for parts, sent in measured["messages_by_grad_accum_steps"].items():
            reduced = [size for kind, size in sent if kind == "all_reduce"]
            assert sum(reduced) == measured["gradient_bytes"], (name, parts)


def test_the_tables_are_those_of_the_report_and_of_this_code(report: dict[str, Any]) -> None:
    rows = [row for name, measured in report["measured"].items() for row in model(name, measured)]
    assert report["modelled"] == rows, "run scripts/scaling_model.py again"
    assert markdown(report) in (ROOT / "docs" / "scaling.md").read_text(), "copy its tables to docs/scaling.md"


@pytest.mark.slow
def test_one_reduce_for_all_parts_of_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scaling_model, "PARTS", (1, 4))
    measured = measure(Workload(("arch=trm", *NETWORK), 16, 6, None))
    one, four = measured["messages_by_grad_accum_steps"].values()
    assert one[0] == ["all_reduce", measured["gradient_bytes"]] and one[0] == four[0]
    assert [kind for kind, _ in one] == [kind for kind, _ in four] == ["all_reduce", "all_gather", "all_gather"]
    assert measured["operators_per_step"] > 100
