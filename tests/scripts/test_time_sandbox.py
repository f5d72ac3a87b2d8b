"""The script that times the sandbox: each form that works here, all checks passed, in the report."""

from __future__ import annotations

import json
from pathlib import Path

from sandbox.forms import PLAIN
from tests.harness import ROOT, run_command


def test_a_small_round(tmp_path: Path) -> None:
    report = tmp_path / "sandbox.json"
    small = "--checks 2 --programs 1 --rounds 1"
    ended = run_command(f"python scripts/time_sandbox.py {small} --output {report}", ROOT)
    assert ended.status == 0, ended.error
    rows = json.loads(report.read_text())["rows"]
    assert PLAIN in [row["form"] for row in rows]
    assert all(row["seconds_of_all_checks"] >= 0 and row["seconds_of_a_program"] > 0 for row in rows)
