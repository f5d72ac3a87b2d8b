"""The ARC builder's benchmark: what a command took, and a report of ours on a task or two."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from scripts.arc_builder_benchmark import FIGURES, main, measure, medians
from tests.dataset.test_build_arc import SOLUTIONS, TASKS, write
from utils.errors import UserError

pytestmark = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is read from /proc")


def test_memory_of_all_processes_is_added_up() -> None:
    hold = "import time; held = bytearray(b'1' * (40 << 20)); time.sleep(1.5)"
    both = f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {hold!r}]); {hold}; child.wait()"
    took = measure([sys.executable, "-c", both])
    assert took.keys() == set(FIGURES)
    assert took["seconds"] > 1.5 and 80 < took["peak_anonymous_mib"] <= took["peak_mib"] < 300
    busy = measure([sys.executable, "-c", "sum(range(20_000_000))"])
    assert 0 < busy["processor_seconds"] < 30
    with pytest.raises(UserError, match="status 3"):
        measure([sys.executable, "-c", "raise SystemExit(3)"])


def test_medians() -> None:
    runs = [dict.fromkeys(FIGURES, value) for value in (1.0, 9.0, 2.0)]
    assert medians(runs) == dict.fromkeys(FIGURES, 2.0)


def test_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "arc", "evaluation", TASKS, SOLUTIONS)
    arguments = ["--source", str(tmp_path / "arc"), "--subsets", "evaluation", "--test-set-name", "evaluation"]
    output = tmp_path / "report.json"
    more = ["--num-aug", "5", "--repeats", "1", "--no-read", "--output", str(output)]
    monkeypatch.setattr(sys, "argv", ["arc_builder_benchmark.py", *arguments, *more])
    main()
    report = json.loads(output.read_text())
    assert report["runs"].keys() == report["medians"].keys() == {"ours"} and "ours_over_official" not in report
    assert str(tmp_path) not in report["command"] and report["medians"]["ours"]["seconds"] > 0
