"""ARC's voting: equal to the official evaluator's on its golden answers, for one process and for several.

The official answers are real tasks and not part of this project; TRM_GOLDEN names the folder that holds `arc_voting`:

    TRM_GOLDEN=../golden pytest tests/evaluators/test_arc.py
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torch.multiprocessing as mp

from dataset.arc.grids import Augmentation, crop, read_name
from dataset.common import read_metadata
from dataset.puzzle_dataset import PuzzleDataset, read_in_order
from evaluators import arc
from evaluators.arc import ARC
from evaluators.base import NotApplicable
from tests.arc_data import canvas, draw_answers, write_arc_data
from training.distributed import Dist
from utils.errors import UserError

Answers = tuple[np.ndarray, np.ndarray]
"""Predicted tokens (N, 900) and q_halt_logits (N,) of all test rows."""
GOLDEN = Path(os.environ.get("TRM_GOLDEN", "nowhere")) / "arc_voting"
needs_golden = pytest.mark.skipif(not GOLDEN.is_dir(), reason="TRM_GOLDEN names no folder with arc_voting")


class Others:
    """Main process of ranks whose parts of the gathers are known: `sent` of each, in order."""

    def __init__(self, *sent: list[Any]) -> None:
        self.sent = sent
        self.calls = 0

    def gather(self, value: Any) -> list[Any]:
        self.calls += 1
        return [value, *(values[self.calls - 1] for values in self.sent)]


class Elsewhere:
    """Any other process: what it sends is noted."""

    def __init__(self) -> None:
        self.sent: list[Any] = []

    def gather(self, value: Any) -> list[Any]:
        self.sent.append(value)
        return []


def made(data: Path, **settings: Any) -> ARC:
    return ARC(data, read_metadata(data, "test"), **settings)


def feed(evaluator: ARC, data: Path, answers: Answers, rank: int = 0, world_size: int = 1, batch_size: int = 7) -> None:
    """What an evaluation shows to the evaluator of one rank."""
    dataset = PuzzleDataset([data], "test")
    for name, examples, batch in read_in_order(dataset.sets, dataset.metadata, batch_size, rank, world_size):
        outputs = {"preds": answers[0][examples], "q_halt_logits": answers[1][examples]}
        evaluator.update_batch(name, batch, outputs)


def voted(data: Path, answers: Answers, folder: Path, world_size: int = 1) -> tuple[dict[str, float], str]:
    """Metrics and submission of an evaluation by so many ranks, one after the other."""
    ranks = [made(data) for _ in range(world_size)]
    for rank, evaluator in enumerate(ranks):
        feed(evaluator, data, answers, rank, world_size)
    sent = []
    for evaluator in ranks[1:]:
        elsewhere = Elsewhere()
        assert evaluator.result(elsewhere, folder / "elsewhere") == {}
        sent.append(elsewhere.sent)
    metrics = ranks[0].result(Others(*sent), folder)
    assert not (folder / "elsewhere").exists(), "only the main process writes"
    return metrics, (folder / "submission.json").read_text()


def vote_in_process(rank: int, world_size: int, data: Path, answers: Answers, folder: Path) -> None:
    torch.distributed.init_process_group(
        "gloo", init_method=f"file://{folder}/meeting", rank=rank, world_size=world_size
    )
    evaluator = made(data)
    feed(evaluator, data, answers, rank, world_size)
    metrics = evaluator.result(Dist(rank, world_size), folder)
    (folder / f"metrics-{rank}.json").write_text(json.dumps(metrics))
    torch.distributed.destroy_process_group()


def voted_in_processes(data: Path, answers: Answers, folder: Path, world_size: int) -> tuple[dict[str, float], str]:
    """The same by real processes."""
    arguments = (world_size, data, answers, folder)
    mp.start_processes(vote_in_process, arguments, nprocs=world_size, start_method="fork")
    metrics, *others = [json.loads((folder / f"metrics-{rank}.json").read_text()) for rank in range(world_size)]
    assert others == [{}] * (world_size - 1)
    return metrics, (folder / "submission.json").read_text()


def by_hand(data: Path, answers: Answers, world_size: int) -> tuple[dict[str, float], dict[str, list]]:
    """The rules once more, vote by vote, as slowly as they read."""
    dataset = PuzzleDataset([data], "test")
    names = json.loads((data / "identifiers.json").read_text())
    cast: dict[tuple[str, str], dict[str, list[float]]] = {}
    for rank in range(world_size):
        for _, examples, batch in read_in_order(dataset.sets, dataset.metadata, 7, rank, world_size):
            grids = zip(crop(batch["inputs"]), crop(answers[0][examples]), strict=True)
            for row, (question, answer) in enumerate(grids):
                puzzle, augmentation = read_name(names[batch["puzzle_identifiers"][row]])
                candidates = cast.setdefault((puzzle, str(augmentation.invert(question).tolist())), {})
                sigmoid = 1 / (1 + np.exp(-float(answers[1][examples[row]])))
                candidates.setdefault(str(augmentation.invert(answer).tolist()), []).append(sigmoid)
    metrics = {f"ARC/pass@{k}": 0.0 for k in (1, 2, 5, 10, 100, 1000)}
    submission: dict[str, list] = {}
    puzzles = json.loads((data / "test_puzzles.json").read_text())
    for name, puzzle in puzzles.items():
        for pair in puzzle["test"]:
            candidates = cast[name, str(pair["input"])]
            order = sorted(candidates, key=lambda c: (-len(candidates[c]), -np.mean(candidates[c])))  # noqa: B023
            first, second = (order * 2)[0], order[1] if len(order) > 1 else order[0]
            attempts = {"attempt_1": json.loads(first), "attempt_2": json.loads(second)}
            submission.setdefault(name, []).append(attempts)
            for metric in metrics:
                hit = str(pair["output"]) in order[: int(metric.partition("@")[2])]
                metrics[metric] += hit / len(puzzle["test"]) / len(puzzles)
    return metrics, submission


# ---- votes


def test_the_worked_example(tmp_path: Path) -> None:
    """Of the module's head: two votes with little confidence win over one with more."""
    data = write_arc_data(tmp_path / "arc")
    question = np.array([[3, 3, 1]], np.uint8)
    puzzles = {"id": {"test": [{"input": question.tolist(), "output": [[2, 1]]}]}}
    (data / "test_puzzles.json").write_text(json.dumps(puzzles))
    plain, mirrored, transposed = Augmentation(), Augmentation(4, (0, 2, 1, 3, 4, 5, 6, 7, 8, 9)), Augmentation(6)
    (data / "identifiers.json").write_text(
        json.dumps(["<blank>", *(a.name("id") for a in (plain, mirrored, transposed))])
    )
    evaluator = made(data)
    answers = ([[1, 2]], [[1, 2]], [[2], [1]])
    evaluator.update_batch(
        "all",
        {
            "inputs": np.stack([canvas(a.apply(question)) for a in (plain, mirrored, transposed)]),
            "puzzle_identifiers": np.array([1, 2, 3]),
        },
        {
            "preds": np.stack([canvas(np.array(answer, np.uint8)) for answer in answers]),
            "q_halt_logits": np.array([2.0, -0.4, 1.4]),
        },
    )
    metrics = evaluator.result(Others(), None)
    assert metrics == {"ARC/pass@1": 0.0} | {f"ARC/pass@{k}": 1.0 for k in (2, 5, 10, 100, 1000)}
    assert evaluator.table().splitlines() == [
        "ARC: 1 test inputs of 1 tasks; each has 3 answers, one for each augmentation, and they vote",
        "no vote:        0.3333  a single answer is right",
        "ARC/pass@1:     0.0000  the answer with the most votes is right",
        "ARC/pass@2:     1.0000  one of the first 2 answers is right: the score of ARC, which allows 2 attempts",
        *(
            f"{f'ARC/pass@{k}:':<15} 1.0000  one of all answers is right: no input has more than 2 different ones"
            for k in (5, 10, 100, 1000)
        ),
    ]
    assert evaluator.submission == {"id": [{"attempt_1": [[1, 2]], "attempt_2": [[2, 1]]}]}


@pytest.mark.parametrize(("seed", "side"), [(0, 30), (1, 30), (2, 30), (3, 30), (0, 4), (1, 7)])
@pytest.mark.parametrize("world_size", [1, 3])
def test_votes_are_counted_as_by_hand(tmp_path: Path, seed: int, side: int, world_size: int) -> None:
    data = write_arc_data(tmp_path / "arc", asked=20, augmentations=5, seed=seed, side=side)
    answers = draw_answers(data, seed)
    metrics, submission = voted(data, answers, tmp_path, world_size)
    expected, expected_submission = by_hand(data, answers, world_size)
    assert metrics == pytest.approx(expected)
    assert 0 < metrics["ARC/pass@1"] < metrics["ARC/pass@2"] < metrics["ARC/pass@5"] < 1, "an example of each case"
    assert json.loads(submission) == expected_submission


def test_three_processes_vote_as_three_ranks(tmp_path: Path) -> None:
    data = write_arc_data(tmp_path / "arc", asked=20)
    answers = draw_answers(data, 0)
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
    there = voted_in_processes(data, answers, tmp_path / "one", 3)
    assert there == voted(data, answers, tmp_path / "other", 3)


@needs_golden
@pytest.mark.parametrize("vote", [voted, voted_in_processes])
@pytest.mark.parametrize("world_size", [1, 3])
def test_the_official_score_and_submission(tmp_path: Path, vote: Callable[..., Any], world_size: int) -> None:
    with np.load(GOLDEN / "predictions.npz") as arrays:
        answers = arrays["preds"], arrays["q_halt_logits"]
    metrics, submission = vote(GOLDEN / "arrays", answers, tmp_path, world_size)
    assert metrics == json.loads((GOLDEN / "expected.json").read_text())
    assert json.loads(submission) == json.loads((GOLDEN / "expected_submission.json").read_text())


def test_votes_travel_a_few_puzzles_at_a_time(tmp_path: Path) -> None:
    data = write_arc_data(tmp_path / "arc", asked=arc.PUZZLES_AT_ONCE + 1, augmentations=0)
    evaluator = made(data)
    feed(evaluator, data, draw_answers(data, 0))
    ranks = Elsewhere()
    evaluator.result(ranks, None)
    assert [len(part) for part in ranks.sent] == [arc.PUZZLES_AT_ONCE, 1]


# ---- what is counted


def test_an_evaluation_begins_without_votes_unless_they_are_kept(tmp_path: Path) -> None:
    data = write_arc_data(tmp_path / "arc")
    right = PuzzleDataset([data], "test").sets[0].labels
    first, second = (right, np.full(len(right), 2.0)), (np.roll(right, 1, 0), np.full(len(right), -2.0))
    single, together = made(data), made(data, aggregated_voting=True)
    for evaluator in (single, together):
        for answers in (first, second):
            evaluator.begin_eval()
            feed(evaluator, data, answers)
    assert single.result(Others(), None)["ARC/pass@1"] == 0
    assert together.result(Others(), None)["ARC/pass@1"] == 1


def test_a_submission_is_whole_where_predictions_are_missing(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    data = write_arc_data(tmp_path / "arc")
    evaluator = made(data, submission_K=3, pass_Ks=(1,))
    preds, q = draw_answers(data, 0)
    dataset = PuzzleDataset([data], "test")
    name, examples, batch = next(read_in_order(dataset.sets, dataset.metadata, 1))
    evaluator.update_batch(name, batch, {"preds": dataset.sets[0].labels[examples], "q_halt_logits": q[examples]})
    assert evaluator.result(Others(), tmp_path / "deep/folder") == {"ARC/pass@1": 0.25}
    blank = {f"attempt_{number}": [[0]] for number in (1, 2, 3)}
    submission = json.loads((tmp_path / "deep/folder/submission.json").read_text())
    right = crop(dataset.sets[0].labels[examples])[0].tolist()
    assert submission == {"task0": [dict.fromkeys(blank, right), blank], "task1": [blank, blank]}
    assert capsys.readouterr().err == (
        f"arc@ARC on {data}: 3 of 4 test inputs have no prediction; their attempts are blank, [[0]]\n"
    )


def test_tests_without_solution_are_answered_and_not_scored(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    data = write_arc_data(tmp_path / "arc")
    puzzles = json.loads((data / "test_puzzles.json").read_text())
    right = PuzzleDataset([data], "test").sets[0].labels
    wrong = right.copy()
    wrong[np.arange(len(wrong)) // 2 * 2 + 1] = canvas(np.zeros((1, 1), np.uint8))  # the second test of each puzzle
    answers = wrong, np.zeros(len(wrong))
    shares = []
    for number, test in (("task0", 1), ("task1", 1), ("task1", 0), ("task0", 0)):
        del puzzles[number]["test"][test]["output"]
        (data / "test_puzzles.json").write_text(json.dumps(puzzles))
        evaluator = made(data)
        for _ in range(2):
            evaluator.begin_eval()
            feed(evaluator, data, answers)
            metrics = evaluator.result(Others(), None)
        shares.append(metrics.get("ARC/pass@1"))
        assert [len(attempts) for attempts in evaluator.submission.values()] == [2, 2]
    assert shares == [0.75, 1, 1, None]
    assert capsys.readouterr().err.count("no test input has a known solution") == 1


def test_padding_and_rows_of_other_data_have_no_vote(tmp_path: Path) -> None:
    data = write_arc_data(tmp_path / "arc")
    evaluator = made(data)
    dataset = PuzzleDataset([data], "test", identifier_offsets=[100])
    evaluator.identifier_offset = 100
    preds = dataset.sets[0].labels
    name, examples, batch = next(read_in_order(dataset.sets, dataset.metadata, 16))
    strangers = np.array([0, 3, 99, 100, 113, 500])  # beside the blank identifier, 100, and 101..112
    for identifiers, answers in ((batch["puzzle_identifiers"], preds), (strangers, np.roll(preds, 1, 0))):
        rows = examples[: len(identifiers)]
        outputs = {"preds": answers[rows], "q_halt_logits": np.full(len(rows), 9.0)}
        evaluator.update_batch(name, {"inputs": batch["inputs"][rows], "puzzle_identifiers": identifiers}, outputs)
    votes = [values for puzzle in evaluator._votes for found in puzzle.values() for values in found.values()]
    assert sum(map(len, votes)) == len(examples)
    assert evaluator.result(Others(), None)["ARC/pass@1"] == 1


# ---- data


def test_data_of_the_official_builders_have_no_build_json(tmp_path: Path) -> None:
    data = write_arc_data(tmp_path / "arc")
    (data / "build.json").unlink()
    assert made(data).pass_Ks == (1, 2, 5, 10, 100, 1000)


def test_other_data_are_left_alone(work: Path) -> None:
    data = work / "data/toy"
    with pytest.raises(NotApplicable, match="is not an ARC data set .*no test_puzzles.json"):
        made(data)
    (data / "test_puzzles.json").write_text("{}")
    metadata = read_metadata(data, "test")
    assert (metadata.seq_len, metadata.vocab_size != 12) == (16, True), "a square of cells, with other tokens"
    for changes in ({}, {"vocab_size": 12, "seq_len": 15}, {"vocab_size": 12, "seq_len": 31 * 31}):
        with pytest.raises(NotApplicable, match="is not an ARC data set .*seq_len"):
            ARC(data, metadata.model_copy(update=changes))
    assert ARC(data, metadata.model_copy(update={"vocab_size": 12})).table() == ""


def test_a_table_tells_single_answers_from_votes(tmp_path: Path) -> None:
    """Two of three answers to each input are right: votes make it all."""
    data = write_arc_data(tmp_path / "arc", augmentations=2, side=5)
    evaluator = made(data, pass_Ks=(1, 2))
    preds = PuzzleDataset([data], "test").sets[0].labels.copy()
    preds[4:6] = preds[10:12] = 0  # the last augmentation of each puzzle, with two inputs each
    feed(evaluator, data, (preds, np.zeros(len(preds))))
    assert evaluator.result(Others(), None) == {"ARC/pass@1": 1.0, "ARC/pass@2": 1.0}
    head, single, *_ = evaluator.table().splitlines()
    assert head.startswith("ARC: 4 test inputs of 2 tasks; each has 3 answers") and "0.6667" in single
    evaluator.begin_eval()
    feed(evaluator, data, (preds * 0, np.zeros(len(preds))))
    evaluator.result(Others(), None)
    assert "no vote:        0.0000" in evaluator.table(), "the last evaluation alone counts"


def test_a_grid_larger_than_the_canvas(tmp_path: Path) -> None:
    data = write_arc_data(tmp_path / "arc", side=4)
    puzzles = json.loads((data / "test_puzzles.json").read_text())
    puzzles["task0"]["test"][0]["output"] = [[1] * 5]
    (data / "test_puzzles.json").write_text(json.dumps(puzzles))
    with pytest.raises(UserError, match="at most 4x4 as the canvas"):
        made(data)


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("identifiers.json", None, "identifiers.json is missing"),
        ("identifiers.json", '["<blank>", "task0|||t8|||0123456789"]', "identifiers.json: 'task0|||t8|||"),
        ("test_puzzles.json", "{", "test_puzzles.json is not JSON"),
        ("test_puzzles.json", '{"task0": {"test": [{"output": [[1]]}]}}', "puzzle 'task0' needs `test`"),
        ("test_puzzles.json", '{"task0": {"test": [{"input": [[1, 2], [3]]}]}}', "puzzle 'task0' needs `test`"),
        ("test_puzzles.json", '{"task0": {"test": [{"input": [[10]]}]}}', "puzzle 'task0' needs `test`"),
    ],
)  # fmt: skip
def test_damaged_files(tmp_path: Path, file: str, content: str | None, said: str) -> None:
    data = write_arc_data(tmp_path / "arc")
    (data / file).unlink()
    if content is not None:
        (data / file).write_text(content)
    with pytest.raises(UserError) as caught:
        made(data)
    assert said in str(caught.value)


@pytest.mark.parametrize("settings", [{"submission_K": 0}, {"pass_Ks": [1, 0]}])
def test_settings_out_of_range(tmp_path: Path, settings: dict[str, Any]) -> None:
    with pytest.raises(UserError, match="must be at least 1"):
        made(write_arc_data(tmp_path / "arc"), **settings)
