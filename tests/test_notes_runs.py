"""Runs that write notes: trained on true ones, they make their own, one more with every improvement step."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dataset.text.writer import Example, Sets, write_examples
from tests.harness import RUN, evaluate, infer, pretrain, refused

PEOPLE = ("Ann", "Bob", "Cid", "Dot", "Eve", "Fay", "Gus", "Hal")
PARTS = ("encoder=lines_with_notes", "head=notes", "carry=notes")
WRITES = (*PARTS, "arch.puzzle_emb_ndim=0", "arch.pos_encodings=none")
LEARNS = ("arch.gated_attention=True", "arch.halt_max_steps=4", "evaluators=[]", "lr=5e-3")
RECIPE = ("optim=muon", "lr_schedule=cosine_to_zero", "epochs=120")


def chains() -> Sets:
    """Who is met when everybody passes on, told of three people; what is noted is who comes between."""
    train, test = [], []
    for a in range(8):
        for far in (1, 2, 3):
            for turn in range(1, 8):
                row = [PEOPLE[(a + turn * step) % 8] for step in range(4)]
                if len(set(row)) < 4:
                    continue
                told = " ".join(f"{one} calls {other}." for one, other in zip(row, row[1:], strict=False))
                example = Example(f"{told} Who is {far} calls from {row[0]}?", row[far], {}, tuple(row[1:far]))
                (test if (a + turn + far) % 5 == 0 else train).append(example)
    return {("train", "all"): train, ("test", "all"): test}


@pytest.fixture(scope="module")
def noted_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with such data and a run that has learned them all, as it does from each of 6 seeds."""
    folder = tmp_path_factory.mktemp("noted")
    write_examples(folder / "data/chains", chains(), task="qa", seed=0, in_lines=True)
    ended = pretrain("data_paths=[data/chains]", *WRITES, *LEARNS, *RECIPE, cwd=folder)
    assert ended.status == 0, ended.err
    return folder


@pytest.fixture
def noted(noted_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(noted_once, tmp_path / "noted")


def test_each_step_makes_more_answers_right(noted: Path) -> None:
    """A question of so many steps is right after as many, and training questions are learned."""
    ended = evaluate("--checkpoint", str(RUN), "--split", "train", "--json", cwd=noted)
    assert ended.status == 0, ended.err
    by_step = json.loads(ended.out)["sets"]["all"]["exact_accuracy_by_step"]
    assert len(by_step) == 4
    assert by_step[0] < by_step[1] < by_step[2] == by_step[3] and by_step[2] > 0.9
    halting = evaluate("--checkpoint", str(RUN), "--split", "train", "--halt", "--json", cwd=noted)
    assert json.loads(halting.out)["sets"]["all"]["exact_accuracy"] == pytest.approx(by_step[-1])


def test_the_trace_shows_the_notes(noted: Path) -> None:
    example = next(example for example in chains()["train", "all"] if len(example.notes) == 2)
    ended = infer("--ask", example.question, "--checkpoint", str(RUN), "--trace", "--no-halt", cwd=noted)
    assert ended.status == 0 and ended.out.count("\nnotes: ") == 4
    assert ended.out.rstrip().splitlines()[-4:-1][1:] == [f"notes: {' | '.join(example.notes)}", ""]
    plain = infer("--ask", example.question, "--checkpoint", str(RUN), cwd=noted)
    assert plain.out == f"{example.answer}\n", "it does not halt before the notes are written"


def test_data_without_notes_are_refused(noted: Path) -> None:
    sets = {name: [Example(e.question, e.answer, {}) for e in examples] for name, examples in chains().items()}
    write_examples(noted / "data/plain", sets, task="qa", seed=0, in_lines=True)
    error = refused(pretrain, "data_paths=[data/plain]", *WRITES, *LEARNS, "run_name=plain", cwd=noted)
    assert "is about notes, and the data have none" in error
