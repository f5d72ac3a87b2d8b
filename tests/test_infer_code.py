"""infer.py and code: lines for prompts, tests that choose, questions about functions, and a session at a prompt."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset.code.canvas import Canvas
from dataset.code.typed import question_lines
from inference import code_writer
from inference.code_writer import CodeWriter
from inference.steps import Step
from inference.traces import read_trace
from tests.canvas_runs import scripted, write_canvas_run
from tests.harness import RUN, Ended, call, infer, pretrain, refused
from tests.line_runs import scripted_lines, write_line_run

PROMPT = "call the function f with argument zyx."


@pytest.fixture(scope="session")
def line_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run whose answers mean nothing; nobody changes it."""
    return write_line_run(tmp_path_factory.mktemp("lines"))


@pytest.fixture(scope="session")
def repair_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run on functions to repair, likewise."""
    folder = tmp_path_factory.mktemp("repair")
    options = ("--task", "repair", "--num-train", "40", "--num-test", "4", "--output-dir", "data/repair")
    assert call("dataset.build_code_dataset", *options, cwd=folder).status == 0
    network = ("encoder=canvas", "head=positions", "arch.puzzle_emb_ndim=0", "arch.puzzle_emb_len=0")
    fixed = ("data_paths=[data/repair]", "data_paths_test=null", "evaluators=[]", "epochs=1", "max_steps=1")
    ended = pretrain(*fixed, *network, "arch.pos_encodings=rope", cwd=folder)
    assert ended.status == 0, ended.err
    return folder / RUN


@pytest.fixture
def folder(line_run: Path, tmp_path: Path) -> Path:
    (tmp_path / "checkpoints").symlink_to(line_run.parents[1])
    (tmp_path / "tests.py").write_text("def run(zyx):\n    f = abs\n    ___\n    return y\nassert run(-3) == 3\n")
    (tmp_path / "endless.py").write_text(
        "def run(zyx):\n    f = x = abs\n    ___\n    while True: pass\nassert run(1) == 1\n"
    )
    return tmp_path


def ask(folder: Path, *arguments: str) -> Ended:
    return infer("--prompt", PROMPT, "--device", "cpu", *arguments, cwd=folder)


# ---- one prompt


def test_a_line_is_printed(folder: Path) -> None:
    with scripted_lines("f(zyx)", ("(zyx", "f(zyx)")):
        first, second = ask(folder), ask(folder)
    assert (first.status, first.out, first.err) == (0, "f(zyx)\n", "")
    assert second.out == "f(zyx)\n", "the likeliest line is no Python, so another one is given"


def test_a_line_that_is_no_python_is_an_error(folder: Path) -> None:
    with scripted_lines("(zyx"):
        ended = ask(folder, "--temperature", "0.01")
    assert (ended.status, ended.out, ended.err) == (1, "(zyx\n", "the answer is no Python\n")


def test_steps_are_drawn(folder: Path) -> None:
    with scripted_lines("f(zyx)", "f(zyx)"):
        drawn = ask(folder, "--html", "steps.html", "--trace-file", "steps.json")
        shown = ask(folder, "--trace")
    assert drawn.out == "f(zyx)\n" and (folder / "steps.html").read_text().startswith("<!DOCTYPE html>")
    (step,) = read_trace(folder / "steps.json").steps
    assert [part.text for part in step.drawing.text] == [PROMPT, "f ( zyx ) "]
    assert [span.text for span in step.drawing.text[0].spans if span.tone == "path"] == ["f", "zyx"]
    assert shown.out.endswith("f(zyx)\n") and "line: [f] ( [zyx] )" in shown.out


# ---- tests that choose


def test_the_first_candidate_that_passes(folder: Path) -> None:
    with scripted_lines("f(zyx)"):
        none = ask(folder, "--validate", "tests.py", "--tries", "1", "--seconds", "60")
    assert none.status == 1 and "error: no candidate of 1 passes tests.py (error 1)" in none.err


def test_candidates_are_tried_in_order(folder: Path) -> None:
    with scripted_lines(("y=zyx", "y=f(zyx)"), ("y=zyx", "y=f(zyx)")):
        found = ask(folder, "--validate", "tests.py", "--tries", "100", "--seconds", "60")
        drawn = ask(
            folder, "--validate", "tests.py", "--tries", "400", "--seconds", "60", "--temperature", "2", "--seed", "1"
        )
    assert (found.status, found.out) == (0, "y = f(zyx)\n")
    assert found.err.startswith("candidate ") and found.err.endswith(" is the first that passes\n")
    assert (drawn.status, drawn.out) == (0, "y = f(zyx)\n")


def test_drawn_candidates_are_different_and_the_likeliest_comes_first(line_run: Path) -> None:
    with scripted_lines(("y=zyx", "y=f(zyx)")):
        asked = CodeWriter(line_run, device="cpu").ask(PROMPT)
    drawn = [one.text for one in asked.candidates(200, temperature=2.0, seed=3)]
    assert drawn == [one.text for one in asked.candidates(200, temperature=2.0, seed=3)]
    assert len(set(drawn)) == len(drawn) > 1 and drawn[0] == "y = zyx"
    listed = [one.text for one in asked.candidates(5)]
    assert len(set(listed)) == 5 and listed[0] == "y = zyx"


# ---- questions about a function

BROKEN = "# d is the sum of xs\ndef f(xs):\n    d = max(xs)\n    return d\n"


def test_tests_choose_a_repair(repair_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tests.py").write_text("assert f([1, 2]) == 3\n")
    (tmp_path / "broken.py").write_text(BROKEN)
    rules = CodeWriter(repair_run, device="cpu", rules=(Canvas,)).rules
    assert isinstance(rules, Canvas)
    asked, right = question_lines(BROKEN), question_lines(BROKEN.replace("max", "sum"))
    places = rules.places(rules.inputs(asked))
    answers = [rules.labels(asked, lines)[places] for lines in (asked, right)]
    real = code_writer.improvement_steps

    def likelier(*arguments: Any) -> Iterator[Step]:
        for step in real(*arguments):
            logits = np.zeros_like(step.logits)
            for more, answer in zip((20.0, 19.0), answers, strict=True):
                logits[places, answer] += more
            yield replace(step, logits=logits)

    monkeypatch.setattr(code_writer, "improvement_steps", likelier)
    options = ("--checkpoint", str(repair_run), "--device", "cpu", "--validate", "tests.py", "--seconds", "60")
    found = infer("--code", "broken.py", "--tries", "30", *options, cwd=tmp_path)
    assert (found.status, found.out) == (0, "def f(xs):\n    d = sum(xs)\n    return d\n"), found.err
    few = infer("--code", BROKEN, "--tries", "1", *options, cwd=tmp_path)
    assert few.error == "no candidate of 1 passes tests.py (failed 1)"


# ---- which network answers


def test_the_checkpoint_decides_who_answers_a_prompt(line_run: Path, tmp_path: Path) -> None:
    canvas_run = write_canvas_run(tmp_path / "canvas")
    with scripted_lines("f(zyx)"):
        assert ask(tmp_path, "--checkpoint", str(line_run)).out == "f(zyx)\n"
    with scripted({"final": "red"}):
        said = infer("--prompt", "Say red", "--checkpoint", str(canvas_run / "final_step_1"), cwd=tmp_path)
    assert said.out == '{"final": "red"}\n'


def test_the_task_decides_who_answers_a_prompt(line_run: Path, tmp_path: Path) -> None:
    for run in (line_run, write_canvas_run(tmp_path / "canvas")):
        (tmp_path / "checkpoints" / run.parents[2].name).mkdir(parents=True)
        (tmp_path / "checkpoints" / run.parents[2].name / "run").symlink_to(run)
    with scripted_lines("f(zyx)"):
        assert ask(tmp_path, "--task", "code").out == "f(zyx)\n"
    with scripted({"final": "red"}, {"final": "red"}):
        assert infer("--prompt", "Say red", "--task", "tools", cwd=tmp_path).out == '{"final": "red"}\n'
        assert infer("--prompt", "Say red", cwd=tmp_path).out == '{"final": "red"}\n', "the newest run"


# ---- a session at a prompt


def talk(folder: Path, typed: str, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> list[str]:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    ended = infer("--interactive", "--task", "code", "--device", "cpu", *arguments, cwd=folder)
    assert ended.status == 0, ended.err
    return ended.out.replace("> ", "").replace(". ", "").splitlines()


def test_a_session(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = f"{PROMPT}\n:last\n\n:tests tests.py\n:tests nowhere.py\n:tests\n:hlep\n:help\n:quit\nnever asked\n"
    with scripted_lines(("y=zyx", "y=f(zyx)")):
        said = talk(folder, typed, monkeypatch, "--tries", "100", "--seconds", "60")
    assert said[1:6] == [
        "y = zyx",
        "y = zyx",
        "y = f(zyx)",
        "error: no such file: nowhere.py",
        "error: which file? :tests FILE",
    ]
    assert said[6].startswith("error: no command :hlep (did you mean :help?)") or ":help" in said[6]
    assert said[7].strip().startswith(":tests FILE") and "y" not in said[11:]


def test_a_session_goes_on_after_mistakes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = f":tests tests.py\n:last\n{'a ' * 99}\n{PROMPT}\n:tests tests.py\n"
    with scripted_lines("f(zyx)"):
        said = talk(folder, typed, monkeypatch, "--seconds", "60")
    assert said[1:3] == ["error: nothing was asked yet", "nothing was answered yet"]
    assert said[3] == "error: the prompt has 99 words; a row has room for 11" and said[4] == "f(zyx)"
    assert said[5] == "error: no candidate of 1 passes tests.py (error 1)"


def test_a_session_about_functions(repair_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = f"{BROKEN}\nx = 1\n\n:quit\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    ended = infer("--interactive", "--checkpoint", str(repair_run), "--device", "cpu", cwd=tmp_path)
    assert ended.status == 0 and "an empty line ends a function" in ended.out
    assert ended.out.count("error: the code must be one function") == 1


# ---- as nobody meant it


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--prompt", ""], "--prompt: the prompt is empty"),
        (["--prompt", "a " * 12], "the prompt has 12 words; a row has room for 11"),
        (["--prompt", "half \udc80"], "the prompt holds half of a surrogate pair"),
        (["--prompt", "a", "--validate", "nowhere.py"], "no such file: nowhere.py"),
        (["--prompt", "a", "--validate", "tests.py", "--seconds", "0"], "--seconds 0: must lie between 0 and 3600"),
        (["--prompt", "a", "--tries", "0"], "--tries 0: must be at least 1"),
        (["--prompt", "a", "--tries", "5000"], "--tries 5000: must be at most 1000"),
        (["--prompt", "a", "--temperature", "0"], "--temperature 0.0: must lie between"),
        (["--prompt", "a", "--samples", "3", "--validate", "tests.py"], "does not go with"),
        (["--prompt", "a", "--cycles"], "--cycles does not go with"),
        (["--prompt", "a", "--validate", "tests.py", "--trace"], "--trace and pictures go with --prompt alone"),
        (["--validate", "tests.py"], "need a question: --prompt TEXT, --code FILE, --interactive"),
        (
            ["--prompt", "a", "--code", "def f(x): return x", "--validate", "tests.py"],
            "--code does not go with --prompt",
        ),
        (["--code", "nowhere.py", "--validate", "tests.py"], "no such file: nowhere.py"),
        (["--code", "def f(x): return x", "--validate", "tests.py"], "was not trained on code in lines"),
        (["--prompt", "a", "--puzzle", "1..."], "--puzzle does not go with --prompt"),
        (["--prompt", "a", "--checkpoint", "nowhere"], "no checkpoint at nowhere"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else None,
)
def test_mistakes_give_one_line(line_run: Path, folder: Path, arguments: list[str], said: str) -> None:
    named = () if "--checkpoint" in arguments or "--validate" not in arguments else ("--checkpoint", str(line_run))
    assert said in refused(infer, *arguments, *named, cwd=folder)


def test_tests_that_never_end(folder: Path) -> None:
    with scripted_lines(("f(zyx)", "x(zyx)", "x(f)")):
        said = refused(
            infer, "--prompt", PROMPT, "--validate", "endless.py", "--tries", "20", "--seconds", "0.5", cwd=folder
        )
    assert said.startswith("endless.py: 3 candidates are not done within 0.5 s: do the tests end?")


def test_checkpoints_of_other_tasks(trained: Path, line_run: Path, repair_run: Path, tmp_path: Path) -> None:
    sudoku = str(trained / RUN)
    said = refused(infer, "--prompt", "a", "--checkpoint", sudoku, cwd=tmp_path)
    assert said.endswith(
        "not trained on prompts that are answered in JSON, or on sentences that are answered by a line of code"
    )
    assert "was not trained on" in refused(infer, "--interactive", "--checkpoint", sudoku, cwd=tmp_path)
    assert "was not trained on prompts" in refused(
        infer, "--prompt", "a", "--checkpoint", str(repair_run), cwd=tmp_path
    )
    said = refused(infer, "--code", BROKEN, "--checkpoint", str(line_run), cwd=tmp_path)
    assert said == "a sentence for a line of code is typed as infer.py --prompt TEXT"
