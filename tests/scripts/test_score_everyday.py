"""scripts/score_everyday.py: what is right, refused and how sure the network is, on a pretrained network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from runs.pretrained import PRETRAINED_FOLDER
from tests.harness import Ended, call, refused

SCRIPT = "scripts.score_everyday"
NETWORK = str(PRETRAINED_FOLDER / "qa_default")
ROWS: list[dict[str, Any]] = [
    {"question": "Maras is in the hall. Where is Maras?", "answer": "hall", "category": "place"},
    {
        "question": "Maras is in the attic. Where is Maras?",
        "answer": "cellar",
        "category": "place",
        "accept": ["Attic"],
    },
    {"question": "Maras is in the hall. Where is Maras?", "answer": "attic", "category": "other"},
    {"question": "the hall " * 200, "answer": "attic", "category": "other"},
]


def score(folder: Path, *arguments: str, rows: list[Any] = ROWS) -> Ended:
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return call(SCRIPT, "--checkpoint", NETWORK, "--file", "rows.jsonl", *arguments, cwd=folder)


def test_a_table_and_a_report(tmp_path: Path) -> None:
    ended = score(tmp_path, "--output", "report.json", "--show", "3")
    assert ended.status == 0, ended.err
    found = json.loads((tmp_path / "report.json").read_text())
    everything = found["groups"]["all"]
    assert (everything["questions"], everything["right"], everything["refused"]) == (4, 2, 1)
    assert found["groups"]["place"]["accuracy"] == 1 and found["groups"]["other"]["accuracy"] == 0
    answered = [row for row in found["questions"] if row["probability"] is not None]
    brier = sum((row["probability"] - row["right"]) ** 2 for row in answered) / 3
    assert len(answered) == 3 and everything["brier"] == pytest.approx(brier)
    assert sum(one["answers"] for one in found["reliability"]) == 3
    assert "there is room for" in found["questions"][3]["refusal"]
    assert "wrong, it is attic" in ended.out and "Brier score" in ended.out


def test_mistakes(tmp_path: Path) -> None:
    for rows, said in (([{"question": "x"}], "rows.jsonl:1"), ([], "rows.jsonl:1"), ([3], "rows.jsonl:1")):
        (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        assert said in refused(call, SCRIPT, "--checkpoint", NETWORK, "--file", "rows.jsonl", cwd=tmp_path)
    assert "missing.jsonl" in refused(call, SCRIPT, "--checkpoint", NETWORK, "--file", "missing.jsonl", cwd=tmp_path)
