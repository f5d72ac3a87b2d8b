"""evaluate_math.py: the table by category, sample problems, and every problem in JSON and CSV."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import evaluate as program
from dataset.maths.answers import equivalent
from dataset.puzzle_dataset import PuzzleDataset
from dataset.text.format import read_format
from tests.harness import RUN, Ended, call, pretrain, refused, scores, write_toy_data
from tests.text_data import LEARNING, write_problems, write_questions

FILE = Path("math_problems_test.json")


def evaluate_math(*arguments: str, cwd: Path) -> Ended:
    """`python evaluate_math.py <arguments>` in this process."""
    return call("evaluate_math", *arguments, cwd=cwd)


@pytest.fixture(scope="module")
def solved_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with problems, a run on them that has learned some, and a newer run on questions."""
    folder = tmp_path_factory.mktemp("solved")
    write_problems(folder / "data/problems")
    write_questions(folder / "data/qa")
    on_problems = ("data_paths=[data/problems]", "evaluators=[{name: math@Math}]", *LEARNING, "epochs=8")
    assert pretrain(*on_problems, cwd=folder).status == 0
    on_questions = ("data_paths=[data/qa]", "evaluators=[]", "run_name=questions", "epochs=1")
    assert pretrain(*on_questions, cwd=folder).status == 0
    return folder


@pytest.fixture
def solved(solved_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(solved_once, tmp_path / "solved")


def test_a_checkpoint_that_goes_meanwhile(solved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder,) = (solved / RUN).glob("final_step_*")
    original = program.table

    def table(*given: Any) -> str:
        shutil.rmtree(folder)
        return original(*given)

    monkeypatch.setattr(program, "table", table)
    ended = evaluate_math("--checkpoint-dir", str(RUN), "--data-path", "data/problems", cwd=solved)
    assert ended.status == 0 and ended.out.count("  prediction  ") == 10
    assert ended.err == (
        f"not written into {folder.relative_to(solved)}: {FILE} and {FILE.stem}.csv (the folder is gone); the"
        " result is on the screen, and --output-dir names another folder\n"
    )
    assert not folder.exists()


@pytest.mark.parametrize(
    ("option", "value", "said"), [("--seed", "-1", "must be at least 0"), ("--num-samples", "-1", "must be at least 0")]
)
def test_numbers_without_sense(solved: Path, option: str, value: str, said: str) -> None:
    assert refused(evaluate_math, option, value, cwd=solved) == f"{option} {value}: {said}"


def test_what_is_printed_and_written_agrees(solved: Path) -> None:
    ended = evaluate_math(
        "--checkpoint-dir", f"{RUN}/", "--data-path", "data/problems", "--num-samples", "5", cwd=solved
    )
    assert ended.status == 0, ended.err
    (folder,) = (solved / RUN).glob("final_step_*")
    assert f"written to {folder.relative_to(solved)}/math_problems_test.json and .csv" in ended.out
    report = json.loads((folder / FILE).read_text())
    with open((folder / FILE).with_suffix(".csv"), newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [{key: str(value) for key, value in row.items()} for row in report["examples"]] == rows

    (found,) = PuzzleDataset([solved / "data/problems"], "test").sets
    text_format = read_format(solved / "data/problems")
    assert text_format is not None
    assert [row["question"] for row in rows] == [text_format.render(inputs) for inputs in found.inputs]
    assert [row["answer"] for row in rows] == [text_format.read_answer(label) for label in found.labels]
    assert [row["category"] for row in rows] == [facts["category"] for facts in found.facts]
    assert [row["example"] for row in rows] == [str(number) for number in range(20)]
    assert {row["steps"] for row in rows} == {"2"} and {row["set"] for row in rows} == {"all"}
    assert all(row["verdict"] == equivalent(row["answer"], row["prediction"]).value for row in rows)

    equal = Counter(row["category"] for row in rows if row["verdict"] == "equal")
    metrics = report["evaluators"]
    assert metrics["all/equivalent"] == equal.total() / 20
    assert [metrics[f"all/category/{name}"] for name in ("sums", "halves")] == [
        equal["sums"] / 10,
        equal["halves"] / 10,
    ]
    assert report["sets"]["all"]["exact_accuracy"] == metrics["all/exact"]
    (line,) = (line for line in ended.out.splitlines() if line.startswith("category halves"))
    assert line.split()[2:4] == ["10", f"{equal['halves'] / 10:.2%}"]
    logged = [json.loads(line) for line in (solved / RUN / "metrics.jsonl").read_text().splitlines()][-1]
    assert {name: logged[name] for name in metrics} == pytest.approx(metrics)
    assert ended.out.count("  prediction  ") == 5


def test_samples_are_drawn_by_the_seed(solved: Path) -> None:
    shown = {}
    for name, arguments in {
        "0": (),
        "0 again": ("--seed", "0"),
        "1": ("--seed", "1"),
        "none": ("--num-samples", "0"),
        "all": ("--num-samples", "100"),
    }.items():
        ended = evaluate_math(*arguments, "--output-dir", "elsewhere", "--batch-size", "7", cwd=solved)
        assert ended.status == 0, ended.err
        shown[name] = [line for line in ended.out.splitlines() if line.startswith("all ") and ", " in line]
    assert shown["0"] == shown["0 again"] != shown["1"]
    assert [len(shown[name]) for name in ("0", "1", "none", "all")] == [10, 10, 0, 20]
    assert {file.name for file in (solved / "elsewhere").iterdir()} == {FILE.name, FILE.with_suffix(".csv").name}


def test_steps_are_those_of_evaluate(solved: Path) -> None:
    ended = evaluate_math("--steps", "3", "--output-dir", "here", cwd=solved)
    assert ended.status == 0 and "at most 3 steps" in ended.out
    report = scores("--checkpoint", str(RUN), "--steps", "3", cwd=solved)
    assert json.loads((solved / "here" / FILE).read_text())["evaluators"] == report["evaluators"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--data-path", "data/qa"], "no run trained on data/qa"),
        (["--data-path", "data/qa", "--checkpoint-dir", str(RUN)], "data/qa is no math data set"),
        (["--checkpoint-dir", str(RUN.with_name("questions"))], "data/qa is no math data set"),
        (["--checkpoint-dir", str(RUN), "--data-path", "data/nowhere"], "no data set at data/nowhere"),
        (["--checkpoint-dir", str(RUN), "--data-path", "data/toy"], "data/toy is no data set of text"),
        (["--checkpoint-dir", "nowhere"], "no checkpoint at nowhere"),
        (["--checkpoint-dir", str(RUN), "--num-samples", "-1"], "--num-samples -1"),
        (["--checkpoint-dir", str(RUN), "--steps", "0"], "--steps 0"),
    ],
)
def test_mistakes(solved: Path, arguments: list[str], said: str) -> None:
    write_toy_data(solved / "data/toy")
    assert said in refused(evaluate_math, *arguments, cwd=solved)
