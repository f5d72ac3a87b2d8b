"""Scores of code: by texts, from rows, drawn, by source, over ranks, of repairs, and where the machine fails."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import dataset.code.judging
from dataset.code.problem import Assertions, Pairs, Problem
from dataset.code.written import SUFFIX, as_json
from dataset.common import read_metadata
from dataset.puzzle_dataset import PuzzleDataset
from dataset.writer import DatasetWriter
from evaluators.base import JudgesText, NotApplicable, Tabulated, load_evaluator
from evaluators.code import CodeExec
from sandbox.verdict import INFRASTRUCTURE, Limits, Verdict
from tests.harness import write_toy_data
from tests.text_data import Alone, Elsewhere, Main
from utils.errors import UserError

TWICE, THRICE = (f"def f(x):\n    return {factor} * x\n" for factor in (2, 3))
PROBLEMS = [
    Problem("1", "mbpp", "Double.", TWICE, "f", tests=Assertions(("assert f(1) == 2", "assert f(3) == 6"))),
    Problem("2", "code_contests", "Square.", "print(int(input()) ** 2)\n", tests=Pairs((("2", "4"), ("3", "9")))),
    Problem("3", "made", "", TWICE, "f", tests=Assertions(("assert f(1) == 2",)), facts={"broken": THRICE}),
    Problem("4", "files", "", "x = 1\n"),
]
CODES = [TWICE, "print(4)\n", "def f(x):\n    return 1 * x\n", "x = 1\n"]
"""Right, right for one pair of two, located but not repaired, and nothing to run."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A row of each problem; a token of a row is the number of a candidate."""
    folder = tmp_path_factory.mktemp("code") / "data"
    with DatasetWriter(folder, task="code", vocab_size=8, seq_len=1, seed=0) as writer:
        for split in ("train", "test"):
            rows = np.arange(len(PROBLEMS), dtype=np.uint8)[:, None]
            writer.add_set(split, inputs=rows, labels=rows)
            writer.add_lines(split, f"all{SUFFIX}", map(as_json, PROBLEMS))
    return folder


def evaluator(data: Path, **settings: Any) -> CodeExec:
    settings = {"metadata": read_metadata(data, "test"), "seconds": 60, **settings}
    found = load_evaluator("code@CodeExec")(data_path=data, **settings)
    assert isinstance(found, CodeExec) and isinstance(found, JudgesText) and isinstance(found, Tabulated)
    (source,) = PuzzleDataset([data], "test").sets
    found.sets = {"all": source}
    return found


def test_texts(data: Path) -> None:
    of = evaluator(data)
    of.update_texts("all", range(4), CODES)
    found = of.result(Alone(), None)
    assert found == pytest.approx(
        {
            **{"all/syntax": 1, "all/execution": 1, "all/assertions": 0.5, "all/input_output": 0.5, "all/exact": 0.5},
            **{"all/pass_at_1": 1 / 3, "all/infrastructure": 0},
            **{"all/detection": 1, "all/localisation": 1, "all/repair": 0, "all/joint": 0},
            **{"all/source/mbpp/syntax": 1, "all/source/mbpp/execution": 1, "all/source/mbpp/assertions": 1},
            **{"all/source/mbpp/exact": 1, "all/source/mbpp/pass_at_1": 1, "all/source/mbpp/infrastructure": 0},
            **{"all/source/code_contests/syntax": 1, "all/source/code_contests/execution": 1},
            **{"all/source/code_contests/input_output": 0.5, "all/source/code_contests/exact": 0},
            **{"all/source/code_contests/pass_at_1": 0, "all/source/code_contests/infrastructure": 0},
            **{"all/source/made/syntax": 1, "all/source/made/execution": 1, "all/source/made/assertions": 0},
            **{"all/source/made/exact": 0, "all/source/made/pass_at_1": 0, "all/source/made/infrastructure": 0},
            **{"all/source/made/detection": 1, "all/source/made/localisation": 1, "all/source/made/repair": 0},
            **{"all/source/made/joint": 0, "all/source/files/syntax": 1, "all/source/files/exact": 1},
        }
    )
    assert set(found) == {name for name in found if name.startswith("all/")}
    shown = of.table()
    assert "2 of 2 problems with a wrong candidate" in shown and "made 3: failed: assert f(1) == 2" in shown
    assert all(len(line) <= 120 for line in shown.splitlines() if not line.startswith(("made", "code_contests")))


def test_candidates_of_rows(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Rules:
        def candidate(self, inputs: np.ndarray, answer: np.ndarray) -> str:
            return [*CODES, TWICE][int(answer[0])]

    with pytest.raises(UserError, match="do not say how rows are read as code"):
        update(evaluator(data), preds=np.arange(4)[:, None])
    monkeypatch.setattr("evaluators.code.read_data_rules", lambda path: Rules())
    of = evaluator(data)
    update(of, preds=np.array([[0], [1], [4], [3]]))
    found = of.result(Alone(), None)
    assert found["all/pass_at_1"] == pytest.approx(2 / 3) and found["all/joint"] == 1
    of.begin_eval()
    assert of.result(Alone(), None) == {}
    logits = np.full((4, 1, 8), -50.0, np.float32)
    logits[:, 0, :] += 50 * np.isin(np.arange(8), [0, 2])  # each row says twice or once
    drawn = evaluator(data, samples=6, k=[1, 6], seed=3)
    assert drawn.required_outputs == ("logits",)
    update(drawn, logits=logits)
    shares = drawn.result(Alone(), None)
    assert 0 < shares["all/source/mbpp/pass_at_1"] < shares["all/source/mbpp/pass_at_6"] == 1
    again = evaluator(data, samples=6, k=[1, 6], seed=3)
    update(again, logits=logits)
    assert again.result(Alone(), None) == shares


def update(of: CodeExec, **outputs: np.ndarray) -> None:
    batch = {"examples": np.arange(4), "inputs": np.arange(4)[:, None]}
    of.update_batch("another", batch, outputs)
    of.update_batch("all", batch, outputs)


def test_two_ranks_give_the_scores_of_one(data: Path) -> None:
    alone, other, main = evaluator(data), evaluator(data), evaluator(data)
    alone.update_texts("all", range(4), CODES)
    other.update_texts("all", [1, 3], [CODES[1], CODES[3]])
    main.update_texts("all", [2, 0], [CODES[2], CODES[0]])
    elsewhere = Elsewhere()
    assert other.result(elsewhere, None) == {}
    assert main.result(Main(elsewhere), None) == alone.result(Alone(), None)


def test_several_candidates_of_a_row(data: Path) -> None:
    of = evaluator(data, k=[1, 3])
    of.update_texts("all", [0, 0, 0], [TWICE, "def f(x):\n    return x\n", "def f("])
    found = of.result(Alone(), None)
    assert found["all/pass_at_1"] == pytest.approx(1 / 3) and found["all/pass_at_3"] == 1
    assert found["all/syntax"] == pytest.approx(2 / 3) and "all/input_output" not in found


def test_what_could_not_be_run_is_left_out_and_said(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check = dataset.code.judging.sandbox.check

    def fails(code: str, *arguments: Any, **options: Any) -> Verdict:
        failed = Verdict(INFRASTRUCTURE, detail="no processes")
        return failed if "lost" in code else check(code, *arguments, **options)

    monkeypatch.setattr(dataset.code.judging.sandbox, "check", fails)
    of = evaluator(data, k=[1, 2])
    of.update_texts("all", [0, 0, 2], [TWICE, f"{TWICE}# lost", "# lost"])
    found = of.result(Alone(), None)
    assert found["all/pass_at_1"] == 1 and found["all/infrastructure"] == pytest.approx(2 / 3)
    assert "all/pass_at_2" not in found and found["all/execution"] == 1
    assert "2 candidates could not be run here, and are neither right nor wrong: no processes" in of.table()
    assert "pass@2 leaves out 1 problems with fewer candidates" in of.table()


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"k": 0}, "must be whole numbers from 1 up"),
        ({"k": []}, "must be whole numbers from 1 up"),
        ({"k": [True]}, "must be whole numbers from 1 up"),
        ({"k": 2, "samples": 1}, "k 2: must be at most 1, the number of candidates"),
        ({"samples": -1}, "samples"),
        ({"temperature": 0.5}, "temperature needs samples"),
        ({"seconds": 0}, "seconds 0"),
        ({"seconds": "x"}, "seconds 'x'"),
    ],
)
def test_settings_that_make_no_sense(data: Path, settings: dict[str, Any], complaint: str) -> None:
    with pytest.raises(UserError, match=complaint):
        evaluator(data, **settings)


def test_other_data(tmp_path: Path) -> None:
    folder = write_toy_data(tmp_path / "toy")
    with pytest.raises(NotApplicable, match="has no problems of code"):
        CodeExec(folder, read_metadata(folder, "test"))


@pytest.mark.parametrize("content", ["", "{}\n" * 4, "[]\n" * 4, '{"id": "1", "source": "x", "tests": 3}\n' * 4])
def test_a_damaged_sidecar(data: Path, tmp_path: Path, content: str) -> None:
    of = evaluator(data)
    (tmp_path / f"all{SUFFIX}.jsonl").write_text(content)
    of.sets = {"all": replace(of.sets["all"], meta_file=tmp_path / "all__meta.jsonl")}
    with pytest.raises(UserError, match=r"all__problems\.jsonl (is damaged|has 0 lines for 4 rows)"):
        of.update_texts("all", [0], [TWICE])


def test_limits(data: Path) -> None:
    assert evaluator(data, seconds=2).limits == Limits(seconds=2.0)
