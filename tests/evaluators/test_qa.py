"""Scores of questions by set, kind and hops, beside what simple rules reach: in any order of rows, over any ranks."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from dataset.common import read_metadata
from dataset.puzzle_dataset import PuzzleDataset
from dataset.text.baselines import Asked, Baselines
from dataset.text.special import BLANK, END
from dataset.verify import accept
from evaluators.base import NotApplicable, Tabulated
from evaluators.qa import QA
from tests.harness import RUN, pretrain, scores, write_toy_data
from tests.text_data import Alone, Elsewhere, Main, made, questions, show_answers, write_questions
from utils.errors import UserError
from utils.intervals import wilson_interval

IID = questions()["test", "iid"]
RIGHT = [example.answer for example in IID]
WRONG = {1, 4, 5}
"""Of the answers below, those that are not right."""
ANSWERS = ["yard key" if row in WRONG else answer for row, answer in enumerate(RIGHT)]


@pytest.fixture(scope="module")
def data_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_questions(tmp_path_factory.mktemp("text") / "qa")


@pytest.fixture
def data(data_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(data_once, tmp_path / "qa")


def test_shares_by_set_kind_and_hops(data: Path) -> None:
    evaluator = made(QA, data)
    show_answers(evaluator, {"iid": ANSWERS, "longer": ["hall"] * 4})
    metrics = evaluator.result(Alone(), None)
    of_kind = Counter(example.facts["kind"] for example in IID)
    wrong = Counter(IID[row].facts["kind"] for row in WRONG)
    assert of_kind == {"what": 8, "where": 8} and wrong == {"where": 2, "what": 1}
    assert metrics["iid/exact"] == 13 / 16
    assert metrics["iid/kind/what"] == metrics["iid/hops/1"] == 7 / 8
    assert metrics["iid/kind/where"] == metrics["iid/hops/2"] == 6 / 8
    assert metrics["longer/exact"] == metrics["longer/hops/3"] == 1 / 4
    assert {name.partition("/")[2] for name in metrics} == {
        *("exact", "majority", "bag_of_words", "kind/what", "kind/where", "hops/1", "hops/2", "hops/3")
    }
    evaluator.begin_eval()
    assert evaluator.result(Alone(), None) == {} and evaluator.table() == ""


def test_the_baselines_learn_from_the_training_split(data: Path) -> None:
    evaluator = made(QA, data)
    show_answers(evaluator, {"iid": RIGHT[:2]})
    metrics = evaluator.result(Alone(), None)
    train = [Asked(e.question, e.answer, e.facts["kind"]) for e in questions()["train", "all"]]
    for name in ("majority", "bag_of_words"):
        kinds = [example.facts["kind"] for example in IID]
        answers = Baselines.fit(train).answers(name, [example.question for example in IID], kinds)
        share = np.mean([given == right for given, right in zip(answers, RIGHT, strict=True)])
        assert metrics[f"iid/{name}"] == share, "over the whole set, also where few rows were scored"


@pytest.mark.parametrize("seed", [0, 1])
def test_rows_in_any_order_over_two_ranks(data: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    alone = made(QA, data)
    show_answers(alone, {"iid": ANSWERS})
    expected = alone.result(Alone(), None)

    order = np.random.default_rng(seed).permutation(16)
    first, second, elsewhere = made(QA, data), made(QA, data), Elsewhere()
    show_answers(first, {"iid": ANSWERS}, order[:9].tolist(), batch_size=2)
    show_answers(second, {"iid": ANSWERS}, order[9:].tolist(), batch_size=3)
    with monkeypatch.context() as patch:
        patch.delattr(Baselines, "fit")  # which only the main process may do
        assert second.result(elsewhere, None) == {}
    assert first.result(Main(elsewhere), None) == expected
    assert first.table() == alone.table()


def test_the_baselines_are_fitted_once(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evaluator = made(QA, data)
    show_answers(evaluator, {"iid": ANSWERS})
    before = evaluator.result(Alone(), None)
    monkeypatch.delattr(Baselines, "fit")
    evaluator.begin_eval()
    show_answers(evaluator, {"iid": RIGHT})
    after = evaluator.result(Alone(), None)
    assert after["iid/exact"] == 1 and after["iid/majority"] == before["iid/majority"]


@pytest.mark.parametrize(
    ("tokens", "right"),
    [
        (["hat", END, "key", "key"], True),
        (["hat", END, END, BLANK], True),
        (["hat", "hat", END, END], False),
        (["hat", BLANK, END, END], False),
        (["hat", "hat", "hat", "hat"], False),
        ([END, "hat", END, END], False),
    ],
)
def test_the_answer_ends_at_the_first_end(data: Path, tokens: list[str | int], right: bool) -> None:
    evaluator = made(QA, data)
    (word,) = evaluator.text_format.vocabulary.encode("hat")
    slots = evaluator.text_format.answer_slots
    label = np.where(evaluator.text_format.answer("hat") == 0, -100, evaluator.text_format.answer("hat"))
    row = np.full(evaluator.text_format.seq_len, word)
    row[:slots] = [word if token in ("hat", "key") else token for token in tokens][:slots]
    evaluator.update_batch("iid", {"labels": label[None], "examples": np.array([0])}, {"preds": row[None]})
    assert evaluator.result(Alone(), None)["iid/exact"] == right


def test_the_table(data: Path) -> None:
    evaluator = made(QA, data)
    show_answers(evaluator, {"iid": ANSWERS, "longer": ["hall"] * 4})
    metrics = evaluator.result(Alone(), None)
    assert isinstance(evaluator, Tabulated)
    iid, longer = evaluator.table().split("\n\n")
    head, *lines = iid.splitlines()
    assert head.split() == ["iid", "questions", "exact", "95%", "interval", "majority", "bag", "of", "words"]
    assert [line.split()[:3] for line in lines] == [
        ["all", "16", "81.25%"],
        *(["kind", "what", "8"], ["kind", "where", "8"], ["hops", "1", "8"], ["hops", "2", "8"]),
    ]
    low, high = wilson_interval(13, 16)
    assert f"{low:.2%} - {high:.2%}" in lines[0]
    assert lines[0].split()[-2:] == [f"{metrics['iid/majority']:.2%}", f"{metrics['iid/bag_of_words']:.2%}"]
    assert longer.splitlines()[1].split()[1:3] == ["4", "25.00%"]


def test_the_brier_score_is_that_of_all_ranks(data: Path) -> None:
    first, second = made(QA, data), made(QA, data)
    show_answers(first, {"iid": ANSWERS}, range(10), q=np.log(4))  # a probability of 0.8
    show_answers(second, {"iid": ANSWERS}, range(10, 16), q=-50.0)
    elsewhere = Elsewhere()
    assert second.result(elsewhere, None) == {}
    right = [given == wanted for given, wanted in zip(ANSWERS, RIGHT, strict=True)]
    errors = [(0.8 - one) ** 2 for one in right[:10]] + [float(one) for one in right[10:]]
    assert first.result(Main(elsewhere), None)["iid/brier"] == pytest.approx(np.mean(errors))
    score, _, low, high = first.table().splitlines()[-4:]
    assert score == f"Brier score of q on iid: {np.mean(errors):.4f}"
    assert low.split()[:5] == ["0.0", "to", "0.1", "6", "0.000"] and high.split()[:4] == ["0.8", "to", "0.9", "10"]


# ---- data


def test_data_without_text_are_left_alone(tmp_path: Path) -> None:
    data = write_toy_data(tmp_path / "toy")
    with pytest.raises(NotApplicable, match="toy is no data set of text .*no vocabulary.json"):
        QA(data, read_metadata(data, "test"))


def test_without_a_train_split_there_are_no_baselines(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(data / "train")
    evaluator = made(QA, data)
    for _ in range(2):
        show_answers(evaluator, {"iid": ANSWERS})
        assert evaluator.result(Alone(), None).keys() == {
            *("iid/exact", "iid/kind/what", "iid/kind/where", "iid/hops/1", "iid/hops/2")
        }
        assert evaluator.table()
    assert capsys.readouterr().err.count("no baselines without a train split") == 1


def test_a_kind_that_train_has_not_is_answered_as_any(data: Path) -> None:
    file = data / "test/iid__meta.jsonl"
    facts = [json.loads(line) | {"kind": "riddle"} for line in file.read_text().splitlines()]
    file.write_text("".join(json.dumps(known) + "\n" for known in facts))
    accept(data)
    evaluator = made(QA, data)
    show_answers(evaluator, {"iid": ANSWERS})
    metrics = evaluator.result(Alone(), None)
    assert metrics["iid/kind/riddle"] == metrics["iid/exact"]
    assert 0 < metrics["iid/majority"] <= max(Counter(RIGHT).values()) / 16


def test_without_facts_only_the_set_is_scored(data: Path) -> None:
    for file in data.glob("*/*__meta.jsonl"):
        file.unlink()
    accept(data)
    evaluator = made(QA, data)
    show_answers(evaluator, {"iid": ANSWERS})
    assert evaluator.result(Alone(), None).keys() == {"iid/exact", "iid/majority", "iid/bag_of_words"}


@pytest.mark.parametrize(
    ("content", "said"),
    [("{\n" * 16, "is damaged"), ("[1]\n" * 16, "is damaged"), ('{"kind": "x"}\n' * 15, "15 lines for 16 rows")],
)
def test_damaged_facts_are_named(data: Path, content: str, said: str) -> None:
    (data / "test/iid__meta.jsonl").write_text(content)
    accept(data)
    with pytest.raises(UserError, match=f"iid__meta.jsonl .*{said}|iid__meta.jsonl has {said}"):
        show_answers(made(QA, data), {"iid": ANSWERS})


def test_facts_of_a_validation_set_are_those_of_its_rows(data: Path) -> None:
    dataset = PuzzleDataset([data], "train")
    (found,) = dataset.validation_sets(np.array([40, 3, 17]))
    train = questions()["train", "all"]
    assert found.facts == [train[row].facts for row in (3, 17, 40)]
    evaluator = made(QA, data)
    evaluator.sets = {"val": found}
    inputs = {"labels": found.labels, "examples": np.arange(3)}
    evaluator.update_batch("val", inputs, {"preds": found.labels})
    assert evaluator.result(Alone(), None).keys() >= {"val/exact", "val/kind/what"}
    assert "val/majority" not in evaluator.result(Alone(), None), "they have learned from its rows"


# ---- whole runs


def test_training_and_evaluate_say_the_same(data: Path, tmp_path: Path) -> None:
    ended = pretrain("data_paths=[qa]", "evaluators=[{name: qa@QA}]", "val_groups=4", cwd=tmp_path)
    assert ended.status == 0, ended.err
    logged = [json.loads(line) for line in (tmp_path / RUN / "metrics.jsonl").read_text().splitlines()][-1]
    report = scores("--checkpoint", str(RUN), cwd=tmp_path)
    halting = scores("--checkpoint", str(RUN), "--halt", "--batch-size", "3", cwd=tmp_path)
    for found in (report, halting):
        assert found["evaluators"]["iid/exact"] == found["sets"]["iid"]["exact_accuracy"]
    for name, value in report["evaluators"].items():
        assert logged[name] == pytest.approx(value), name
    assert logged["val/exact"] == logged["val/exact_accuracy"]
    train = scores("--checkpoint", str(RUN), "--split", "train", cwd=tmp_path)
    assert train["evaluators"]["all/exact"] == train["sets"]["all"]["exact_accuracy"]


def test_two_data_paths_are_told_apart(data: Path, tmp_path: Path) -> None:
    write_questions(tmp_path / "other", ("hat", "pen", "red cup", "key"))
    ended = pretrain("data_paths=[qa,other]", "evaluators=[{name: qa@QA}]", cwd=tmp_path)
    assert ended.status == 0, ended.err
    logged = [json.loads(line) for line in (tmp_path / RUN / "metrics.jsonl").read_text().splitlines()][-1]
    for name in ("iid", "iid1", "longer1"):
        assert logged[f"{name}/exact"] == logged[f"{name}/exact_accuracy"]
    assert logged["iid1/hops/1"] >= 0 and logged["iid1/majority"] >= 0
