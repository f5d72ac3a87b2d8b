"""The comparison of published with generated mazes: figures, table, and the report in docs/results."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dataset.maze.rules import parse
from scripts.maze_statistics import statistics, table
from tests.dataset.sources import write
from tests.harness import call

ROOT = Path(__file__).parent.parent.parent


def test_figures_of_two_mazes() -> None:
    found = statistics(np.stack([parse("S  \n # \n  G"), parse("S##\n ##\n G#")]))
    assert (found["mazes"], found["size"], found["mazes_with_one_shortest_path"]) == (2, 3, 1)
    assert found["shortest_path_steps"] == {"min": 3, "median": 3.5, "mean": 3.5, "max": 4, "deviation": 0.5}
    assert found["shortest_paths"] == {"min": 1, "median": 1.5, "mean": 1.5, "max": 2, "deviation": 0.5}
    assert found["share_of_walls"]["min"] == 0.1111 and found["share_of_walls"]["max"] == 0.5556


@pytest.mark.parametrize("source", [True, False])
def test_report_and_table(tmp_path: Path, source: bool) -> None:
    mazes = (("S  G", "So G"), ("G  S", "G oS"), (" GS ", "oGS "))
    write(tmp_path / "in/train.csv", [["own", question, answer, "2"] for question, answer in mazes])
    arguments = ["--generate", "5", "--size", "6", "--min-path", "6", "--output", "deep/report.json"]
    ended = call("scripts.maze_statistics", *arguments, *(["--source", "in"] if source else []), cwd=tmp_path)
    assert ended.status == 0, ended.err
    report = json.loads((tmp_path / "deep/report.json").read_text())
    assert list(report["sets"]) == (["published train", "generated"] if source else ["generated"])
    assert report["sets"]["generated"]["mazes"] == 5 and report["sets"]["generated"]["shortest_path_steps"]["min"] >= 6
    assert table(report) in ended.out and len(table(report).splitlines()) == 2 + len(report["sets"])
    if source:
        assert "| published train, 3 | 2 to 2 (2.0) | 0.000 to 0.000 (0.000) | 2 to 2 (2) | 0 |" in ended.out


def test_bad_options(tmp_path: Path) -> None:
    for arguments in (["--generate", "0"], ["--size", "1"], ["--seed", "-1"]):
        ended = call("scripts.maze_statistics", *arguments, cwd=tmp_path)
        assert "must be at least" in ended.error
    assert "neither train.csv" in call("scripts.maze_statistics", "--source", str(tmp_path), cwd=tmp_path).error


def test_the_report_of_the_docs_compares_the_published_kind() -> None:
    report = json.loads((ROOT / "docs" / "results" / "maze_data.json").read_text())
    published, generated = report["sets"]["published train"], report["sets"]["generated"]
    assert published["mazes"] == generated["mazes"] == 1000 and published["size"] == generated["size"] == 30
    assert generated["shortest_path_steps"]["min"] >= report["settings"]["min_path"] == 110
    assert report["processor_seconds_of_generating"] <= 60
