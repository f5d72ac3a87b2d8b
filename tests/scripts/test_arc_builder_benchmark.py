"""The ARC builder's benchmark: what a command took, and a report of ours on a task or two."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.arc_builder_benchmark import FIGURES, main, measure, medians, memory
from tests.dataset.arc.files import SOLUTIONS, TASKS, write
from utils.errors import UserError

pytestmark = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is read from /proc")


def test_memory_of_all_processes_is_added_up() -> None:
    # Parent and child hold 40 MiB each, say so once both do, and wait to be told to end.
    hold = "import sys; held = bytearray(b'1' * (40 << 20)); print(flush=True); sys.stdin.readline()"
    start = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {hold!r}], stdout=subprocess.PIPE)"
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", f"{start}.stdout.readline(); {hold}"]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        held, own = memory(parent.pid)
        parent.communicate("\n\n")
    assert 80 * 2**10 < own <= held < 300 * 2**10


def test_what_a_command_took_is_measured() -> None:
    took = measure([sys.executable, "-c", "sum(range(20_000_000))"])
    assert took.keys() == set(FIGURES) and took["seconds"] > 0 and took["processor_seconds"] > 0
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
