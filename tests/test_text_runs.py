"""Runs on text: they keep their vocabulary, and data whose tokens mean something else are refused in one line."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from dataset.puzzle_dataset import PuzzleDataset, read_in_order
from dataset.tasks import first_difference, load_rules
from dataset.text.format import read_format
from dataset.text.vocabulary import Vocabulary
from dataset.verify import accept
from evaluators.puzzle import Puzzle
from inference.steps import run
from runs.open import open_run
from tests.harness import (
    ROOT,
    RUN,
    evaluate,
    pretrain,
    refused,
    run_command,
    scores,
    spread_q,
    tiny,
    write_toy_data,
)
from tests.text_data import THINGS, text_format, write_questions
from training.scoring import show

ON_TEXT = ("data_paths=[data/qa]", "evaluators=[]", "epochs=1")
OTHER_THINGS = ("key", "red cup", "hat", "owl")


@pytest.fixture(scope="module")
def asked_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data/qa, a run on it, and data/other, of the same shape, in which pens are owls."""
    folder = tmp_path_factory.mktemp("asked")
    write_questions(folder / "data/qa")
    write_questions(folder / "data/other", OTHER_THINGS)
    ended = pretrain(*ON_TEXT, cwd=folder)
    assert ended.status == 0, ended.err
    return folder


@pytest.fixture
def asked(asked_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(asked_once, tmp_path / "asked")


def difference(asked: Path) -> str:
    ours, theirs = (read_format(asked / "data" / name) for name in ("qa", "other"))
    assert ours is not None and theirs is not None
    tokens = zip(ours.vocabulary.tokens, theirs.vocabulary.tokens, strict=True)
    number, (first, second) = next((n, pair) for n, pair in enumerate(tokens) if pair[0] != pair[1])
    return f"token {number} is {first!r} and {second!r}"


# ---- the vocabulary


def test_a_run_keeps_its_vocabulary(asked: Path) -> None:
    assert read_format(asked / RUN) == read_format(asked / "data/qa") == open_run(asked / RUN).text_format
    shutil.rmtree(asked / "data/qa")
    assert open_run(asked / RUN).text_format is not None
    shutil.rmtree(asked / RUN / "final_step_6")
    write_toy_data(asked / "data/toy")
    assert pretrain("epochs=1", cwd=asked).status == 0
    assert read_format(asked / RUN) is None, "a run on puzzles has its name now"


def test_a_run_that_takes_a_row_for_one_position_is_scored(asked: Path) -> None:
    parts = ("encoder=numbers", "encoder.parts=2", "head=numbers")
    network = (*parts, "arch.dense=True", "arch.pos_encodings=none", "arch.puzzle_emb_ndim=0")
    ended = pretrain(*ON_TEXT, *network, "run_name=numbers", cwd=asked)
    assert ended.status == 0, ended.err
    run_folder = str(RUN.with_name("numbers"))
    assert scores("--checkpoint", run_folder, "--data-path", "data/qa", cwd=asked)["sets"]["iid"]["count"] == 16


@pytest.mark.parametrize(
    ("kind", "slots", "seq_len", "tokens", "said"),
    [
        ("words", 2, 5, ["a", "b"], None),
        ("characters", 2, 5, ["a", "b"], "words and characters"),
        ("words", 3, 5, ["a", "b"], "answer_slots 2 and 3"),
        ("words", 2, 6, ["a", "b"], "seq_len 5 and 6"),
        ("words", 2, 5, ["a", "c"], "token 4 is 'b' and 'c'"),
        ("words", 2, 5, ["a"], "token 4 is 'b' and none"),
    ],
)
def test_the_first_difference(kind: str, slots: int, seq_len: int, tokens: list[str], said: str | None) -> None:
    special = ("<pad>", "<blank>", "<end>")
    ours = text_format(Vocabulary("words", (*special, "a", "b")), 2, 5)
    theirs = text_format(Vocabulary(kind, (*special, *tokens)), slots, seq_len)  # type: ignore[arg-type]
    assert first_difference(ours, theirs) == said
    assert first_difference(ours, None) == "a vocabulary and no vocabulary"
    assert first_difference(None, theirs) == "no vocabulary and a vocabulary"
    assert first_difference(None, None) is None


def test_evaluating_other_words(asked: Path) -> None:
    error = refused(evaluate, "--checkpoint", str(RUN), "--data-path", "data/other", cwd=asked)
    assert f"the vocabularies of {RUN} and of data/other differ" in error and error.endswith(difference(asked))
    moved = shutil.move(asked / "data/qa", asked / "data/moved")
    assert scores("--checkpoint", str(RUN), "--data-path", str(moved), cwd=asked)["sets"]["iid"]["count"] == 16


def test_training_on_two_data_sets_of_other_words(asked: Path) -> None:
    error = refused(pretrain, *ON_TEXT[1:], "data_paths=[data/qa,data/other]", "run_name=second", cwd=asked)
    assert error.startswith("data/qa and data/other cannot be used together") and difference(asked) in error


def test_testing_on_other_words(asked: Path) -> None:
    error = refused(pretrain, *ON_TEXT, "data_paths_test=[data/other]", "run_name=second", cwd=asked)
    assert "the training data and of the test data (data/other) differ: " + difference(asked) in error


def test_starting_from_other_words(asked: Path) -> None:
    again = ("data_paths=[data/other]", "run_name=second", *ON_TEXT[1:])
    error = refused(pretrain, *again, f"load_checkpoint={RUN}/final_step_6", cwd=asked)
    assert f"{RUN}/final_step_6 was trained with another vocabulary" in error and error.endswith(difference(asked))
    ended = pretrain(*ON_TEXT, "run_name=second", f"load_checkpoint={RUN}/final_step_6/model.pt", cwd=asked)
    assert ended.status == 0, ended.err


# ---- evaluators


def test_rows_that_finish_out_of_order_keep_their_facts(asked: Path) -> None:
    for split, name in (("test", "iid"), ("test", "longer")):
        file = asked / f"data/qa/{split}/{name}__meta.jsonl"
        (found,) = (s for s in PuzzleDataset([asked / "data/qa"], split).sets if s.name == name)
        text_format = load_rules(asked / "data/qa")
        lines = [json.dumps({"question": text_format.render(row)}) + "\n" for row in found.inputs]
        file.write_text("".join(lines))
        accept(asked / "data/qa")

    class Watcher:
        required_outputs = ("preds",)
        identifier_offset = 0
        sets = {found.name: found for found in PuzzleDataset([asked / "data/qa"], "test").sets}
        seen: list[tuple[str, int]] = []

        def begin_eval(self) -> None: ...

        def update_batch(self, set_name: str, batch: dict[str, np.ndarray], outputs: dict[str, np.ndarray]) -> None:
            for example, row in zip(batch["examples"].tolist(), batch["inputs"], strict=True):
                assert self.sets[set_name].facts[example]["question"] == text_format.render(row)
                self.seen.append((set_name, example))

        def result(self, ranks: object, save_path: Path | None) -> dict[str, float]:
            return {}

    trained, dataset, watcher = open_run(asked / RUN), PuzzleDataset([asked / "data/qa"], "test"), Watcher()
    model = trained.build_model(torch.device("cpu"))
    spread_q(model, dataset)
    rows = read_in_order(dataset.sets, dataset.metadata, 3)
    for part in run(model, rows, torch.device("cpu"), halt=True, slots=4, halt_probability=0.5):
        show(part, [watcher])
    in_order = [("iid", n) for n in range(16)] + [("longer", n) for n in range(4)]
    assert sorted(watcher.seen) == in_order != watcher.seen


@pytest.mark.slow
def test_two_processes_score_all_rows(asked: Path) -> None:
    arguments = shlex.join(tiny("data_paths=[data/qa]", "evaluators=[{name: qa@QA}]", "run_name=two", "epochs=1"))
    ended = run_command(f"torchrun --nproc-per-node 2 {ROOT / 'pretrain.py'} {arguments}", asked)
    assert ended.status == 0, ended.err
    logged = json.loads((asked / RUN.with_name("two") / "metrics.jsonl").read_text().splitlines()[-1])
    for name in ("iid", "longer"):
        assert logged[f"{name}/exact"] == logged[f"{name}/exact_accuracy"]
    assert logged["iid/kind/what"] + logged["iid/kind/where"] == 2 * logged["iid/exact"]


def test_rules_of_text(asked: Path) -> None:
    assert load_rules(asked / "data/qa") == read_format(asked / "data/qa")
    evaluator = Puzzle(asked / "data/qa", PuzzleDataset([asked / "data/qa"], "test").metadata)
    text_format = read_format(asked / "data/qa")
    assert text_format is not None
    inputs = np.stack([text_format.parse("Ann has the hat. What has Ann?")] * 2)
    answers = np.stack([text_format.answer(THINGS[0]), np.full(text_format.seq_len, 2)])
    evaluator.update_batch("iid", {"inputs": inputs, "labels": answers}, {"preds": answers})
    assert evaluator._sums["iid/valid"].tolist() == [1, 2]
