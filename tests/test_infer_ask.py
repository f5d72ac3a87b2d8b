"""infer.py --ask: a question in, an answer out, by the newest run that knows all of its words."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset.build_math_gsm8k_dataset import Options as MathOptions
from dataset.build_math_gsm8k_dataset import build as build_problems
from dataset.text.special import END
from inference import solver as program
from runs.pretrained import PRETRAINED_FOLDER
from tests.harness import RUN, Ended, infer, pretrain, refused, write_toy_data
from tests.text_data import LEARNING, questions, write_problems, write_questions

QUESTION = "Ann has the hat. What has Ann?"
LEARNED = RUN.with_name("questions")


@pytest.fixture(scope="module")
def asked_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run that has learned the training questions, and newer ones on mathematics and on puzzles.

    There is no data any more: what a run needs for an answer, it has kept.
    """
    folder = tmp_path_factory.mktemp("asked")
    write_questions(folder / "data/qa")
    write_problems(folder / "data/math")
    write_toy_data(folder / "data/toy")
    short = ("epochs=1",)
    for name, data, options in (("questions", "qa", LEARNING), ("problems", "math", short), ("puzzles", "toy", short)):
        ended = pretrain(f"data_paths=[data/{data}]", f"run_name={name}", "evaluators=[]", *options, cwd=folder)
        assert ended.status == 0, ended.err
    shutil.rmtree(folder / "data")
    return folder


@pytest.fixture
def asked(asked_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(asked_once, tmp_path / "asked")


def test_what_it_has_learned_is_answered(asked: Path) -> None:
    examples = questions()["train", "all"][:12]
    ended = [infer("--ask", example.question, cwd=asked) for example in examples]
    assert [one.status for one in ended] == [0] * 12
    assert sum(one.out == f"{example.answer}\n" for one, example in zip(ended, examples, strict=True)) >= 9


def test_white_space_and_where_the_question_stands_do_not_matter(asked: Path) -> None:
    plain = infer("--ask", QUESTION, cwd=asked)
    (asked / "question.txt").write_text("Ann has\n the hat.\t What has Ann?\n")
    (asked / "marked.txt").write_text(f"{QUESTION}\r\n", encoding="utf-8-sig")
    (asked / "utf16.txt").write_text(QUESTION, encoding="utf-16")
    for arguments in (
        ["--ask", "  Ann has  the hat.\nWhat has Ann? "],
        ["--ask", "question.txt"],
        ["--ask", "marked.txt"],
        ["--ask", "utf16.txt"],
        ["--ask", f"\ufeff{QUESTION}"],
        ["--ask", QUESTION, "--task", "qa"],
        ["--ask", QUESTION, "--config", f"{LEARNED}/all_config.yaml"],
        ["--ask", QUESTION, "--checkpoint", str(LEARNED)],
        ["--puzzle", QUESTION, "--checkpoint", str(LEARNED)],
    ):
        assert infer(*arguments, cwd=asked) == plain
    assert plain.status == 0 and plain.err == "" and len(plain.out.splitlines()) == 1


def test_problems_are_read_however_they_are_typed(tmp_path: Path) -> None:
    """A run on generated problems: spaces around signs, and unicode signs, give the answer of the plain question."""
    categories = "linear_equations", "derivatives", "geometry", "discrete_math"
    options = MathOptions("data/math", num_train_puzzles=120, num_test_puzzles=4, categories=categories, check=False)
    with contextlib.chdir(tmp_path):
        build_problems(options)
    ended = pretrain("data_paths=[data/math]", "evaluators=[]", "epochs=1", cwd=tmp_path)
    assert ended.status == 0, ended.err
    for plain, *others in (
        ("Solve 7*n+3=-39 for n.", "Solve 7*n + 3 = -39 for n.", "Solve 7*n+3=−39 for n.", "Solve 7n+3 = − 39 for n."),
        ("What is 2+3?", "What is\u00a02 + 3 ?"),
        ("What is 3*4?", "What is 3×4?"),
        ("Differentiate 3*x^2.", "Differentiate 3x²."),
        ("What is sqrt(16)/2?", "What is √16 ÷ 2?"),
    ):
        answer = infer("--ask", plain, "--trace", "--steps", "1", cwd=tmp_path)
        assert f"question\n{plain}\n" in answer.out, answer.err  # the untrained answer may be empty, which is status 1
        for typed in others:
            assert infer("--ask", typed, "--trace", "--steps", "1", cwd=tmp_path) == answer, typed
    ended = infer("--ask", "What is 2 + € × 3?", "--checkpoint", str(RUN), "--trace", "--steps", "1", cwd=tmp_path)
    assert (
        "skipped, since the network has no token for it: €\n" in ended.err and "question\nWhat is 2+*3?\n" in ended.out
    )


def test_the_trace(asked: Path) -> None:
    ended = infer("--ask", QUESTION, "--trace", "--no-halt", cwd=asked)
    assert ended.status == 0
    assert str(LEARNED) in ended.out and f"question\n{QUESTION}\n" in ended.out
    assert ended.out.count("probability that the answer is right") == 2
    assert ended.out.endswith("\nanswered in 2 steps\n")
    assert infer("--ask", QUESTION, "--trace", "--steps", "1", cwd=asked).out.endswith("\nanswered in 1 step\n")


def test_the_run_that_knows_the_words_is_taken(asked: Path) -> None:
    assert str(RUN.with_name("problems")) in infer("--ask", "What is 3 + 1?", "--trace", "--steps", "1", cwd=asked).out
    vocabulary = asked / LEARNED / "vocabulary.json"
    vocabulary.write_text(vocabulary.read_text().replace('" Ann"', '" Ina"'))
    ended = infer("--ask", QUESTION, "--trace", "--steps", "1", cwd=asked)
    newest = RUN.with_name("problems")
    assert ended.err.startswith(f"no run on text can read all of this; the newest, {newest}/final_step_")
    assert "pretrained/qa_default answers instead\n" in ended.err, "it reads Ann as one of its names"
    assert "skipped" not in ended.err and " has the hat. What has " in ended.out
    ended = infer("--ask", QUESTION, "--task", "qa", "--trace", "--steps", "1", cwd=asked)
    assert f"{LEARNED}/final_step_480: words outside the vocabulary: Ann; " in ended.err


def test_an_answer_is_checked_and_said_to_be_unsure(tmp_path: Path) -> None:
    network = "--checkpoint", str(PRETRAINED_FOLDER / "math")
    right = infer("--ask", "Solve 3*x-5=10 for x.", "--check", *network, cwd=tmp_path)
    assert right == Ended(0, "5\nchecked\n", "")
    unsure = infer("--ask", "Solve 3*x-5=10 for x.", "--check", "--sure", "1", *network, cwd=tmp_path)
    assert unsure.out == right.out and unsure.err.startswith("not sure: probability ")
    story = infer(
        "--ask",
        "Tom has 3 boxes of 8 cards and gives away 5. How many cards are left?",
        "--check",
        *network,
        cwd=tmp_path,
    )
    assert story.out.endswith("\ncannot be checked\n")
    wrong = infer("--ask", "123456 * 654321", "--check", *network, cwd=tmp_path)  # larger than any of training
    assert wrong.status == 0 and wrong.out.endswith("\nwrong\n")
    assert "must lie between 0 and 1" in refused(infer, "--ask", QUESTION, "--sure", "2", cwd=tmp_path)
    assert "--check goes with --ask" in refused(infer, "--puzzle", "1" * 16, "--check", cwd=tmp_path)


def test_names_from_outside_are_given_back(tmp_path: Path) -> None:
    network = "--checkpoint", str(PRETRAINED_FOLDER / "qa_default")
    for question, answer in (
        ("Mary is in the kitchen. Where is Mary?", "kitchen"),
        ("Mia has the bag. The key is in the bag. Who has the key?", "Mia"),
        ("Anna is older than Ben. Ben is older than Carla. Who is the youngest?", "Carla"),
        ("mary is in the bathroom. the phone is with mary. where's the phone", "bathroom"),
    ):
        assert infer("--ask", question, *network, cwd=tmp_path) == Ended(0, f"{answer}\n", "")
    shown = infer(
        "--ask", "Mary has the phone. Mary is in the hall. Where is the phone?", "--trace", *network, cwd=tmp_path
    )
    assert "notes: where phone | where Mary" in shown.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Zoe quacked", "--checkpoint", str(LEARNED)], "nothing of the question can be read: Zoe, quacked"),
        (["Zoe quacked", "--task", "qa"], "nothing of the question can be read: Zoe, quacked"),
        (["", "--checkpoint", str(LEARNED)], "the question is empty"),
        (["the hat " * 50, "--checkpoint", str(LEARNED)], "the question takes 101 positions, there is room for"),
        ([QUESTION, "--checkpoint", str(RUN.with_name("puzzles"))], "was not trained on text"),
        ([QUESTION, "--task", "sudoku"], "no run on text"),
        (["missing.txt"], "no such file: missing.txt"),
        (["questions/one"], "no such file: questions/one"),
        (["./one"], "no such file: ./one"),
        ([QUESTION, "--task", "qaa"], "no run on qaa under checkpoints"),
        ([QUESTION, "--puzzle", "1" * 16], "one puzzle is needed"),
    ],
)
def test_mistakes(asked_once: Path, arguments: list[str], said: str) -> None:
    assert said in refused(infer, "--ask", *arguments, cwd=asked_once)


def test_an_empty_answer_is_said(asked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer_nothing(model: Any, inputs: np.ndarray, device: Any) -> Iterator[program.Step]:
        yield program.Step(1, np.full(len(inputs), END), 0.9, True, np.zeros((0, 0)))

    monkeypatch.setattr(program, "improvement_steps", answer_nothing)
    ended = infer("--ask", QUESTION, cwd=asked)
    assert (ended.status, ended.out, ended.err) == (1, "\n", "the answer breaks the rules: the answer is empty\n")
