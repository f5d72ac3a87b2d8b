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
from tests.harness import RUN, infer, pretrain, refused, write_toy_data
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
    error = refused(infer, "--ask", "What is 2 + € × 3?", "--checkpoint", str(RUN), cwd=tmp_path)
    assert error.endswith("words outside the vocabulary: €")


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
    error = refused(infer, "--ask", QUESTION, cwd=asked)
    assert error.startswith(f"no run on text can read this; the newest, {RUN.with_name('problems')}/final_step_")
    error = refused(infer, "--ask", QUESTION, "--task", "qa", cwd=asked)
    assert f"{LEARNED}/final_step_480" in error and error.endswith("words outside the vocabulary: Ann")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Zoe has the cat. What has Zoe?", "--checkpoint", str(LEARNED)], "words outside the vocabulary: Zoe, cat"),
        (["Zoe has the hat.", "--task", "qa"], "words outside the vocabulary: Zoe"),
        (["", "--checkpoint", str(LEARNED)], "the question is empty"),
        (["the hat " * 50, "--checkpoint", str(LEARNED)], "the question takes 100 positions, there is room for"),
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
