"""infer.py --prompt and JsonCaller: what is printed, what tools give, and prompts as nobody meant them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from dataset.tools.tool_json import running
from dataset.tools.tool_json.outputs import NO_JSON, Output
from inference import open_model
from inference.json_caller import JsonCaller, Ran
from inference.traces import read_trace
from runs import finding
from tests.canvas_runs import scripted, write_canvas_run
from tests.harness import Ended, infer, refused
from utils.errors import UserError

PROMPT = "What is 48 divided by 2 ?"
CALL = {"tool": "calculator", "args": {"expression": "48 / 2"}}


def python(code: str) -> dict[str, Any]:
    return {"tool": "python", "args": {"code": code}}


@pytest.fixture(scope="session")
def canvas_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run whose answers mean nothing; nobody changes it."""
    return write_canvas_run(tmp_path_factory.mktemp("canvas"))


@pytest.fixture
def folder(canvas_run: Path, tmp_path: Path) -> Path:
    (tmp_path / "checkpoints").symlink_to(canvas_run.parents[1])
    return tmp_path


def ask(folder: Path, *arguments: str) -> Ended:
    return infer("--prompt", PROMPT, *arguments, cwd=folder)


# ---- what is printed


def test_an_output_is_printed_as_json(folder: Path) -> None:
    with scripted(CALL, {"final": "red"}):
        called, said = ask(folder), ask(folder)
    assert (called.status, called.err, json.loads(called.out)) == (0, "", CALL)
    assert json.loads(said.out) == {"final": "red"}


def test_steps_are_drawn(folder: Path) -> None:
    with scripted(["no json", CALL]):
        drawn = ask(folder, "--html", "steps.html", "--trace-file", "new/steps.json")
    assert (drawn.status, drawn.err, json.loads(drawn.out)) == (0, "", CALL)
    assert (folder / "steps.html").read_text().startswith("<!DOCTYPE html>")
    first, last = read_trace(folder / "new" / "steps.json").steps
    assert [part.heading for part in first.drawing.text] == ["prompt", "output"]
    assert first.drawing.text[1].text == "no json" and first.drawing.text[0].text == PROMPT
    assert [part.text for part in last.drawing.text] == [PROMPT, json.dumps(CALL), json.dumps(CALL)]
    assert [span.text for span in last.drawing.text[0].spans if span.tone == "path"] == ["48", "2"]
    prompt = ("--prompt", PROMPT)
    assert "--html a.png: the name must end in .html" in refused(infer, *prompt, "--html", "a.png", cwd=folder)
    assert "--cycles does not go with" in refused(infer, *prompt, "--html", "a.html", "--cycles", cwd=folder)


def test_steps_are_drawn_in_a_terminal(folder: Path) -> None:
    """`--color always` draws as in a terminal; the outputs that were chosen from follow."""
    with scripted(["no json", CALL]):
        ended = ask(folder, "--trace", "--color", "always")
    assert ended.status == 0 and "\x1b[" in ended.out and "\\x1b" not in ended.out
    lines = re.sub(r"\x1b\[[\d;]+m", "", ended.out).splitlines()
    assert lines[2:7] == ["question", f"prompt: {PROMPT}", "", "step 1; right: 0.250", "output: no json"]
    assert "     log p  form        output, 1 different ones of 2" in lines and lines[-1] == json.dumps(CALL)


def test_each_step_is_shown(folder: Path) -> None:
    with scripted(["no json", CALL]):
        traced = ask(folder, "--trace")
    assert traced.out.splitlines() == [
        "checkpoints/project/run/final_step_1",
        "",
        "step 1: probability that the output is right 0.250",
        "n | o |   | j | s | o | n | END",
        "",
        "step 2: probability that the output is right 0.500",
        '{"tool": "calculator", "args": {"expression": " | <48> |   | / |   | <2> | "}} | END',
        "",
        "     log p  form        output, 1 different ones of 2",
        f"    -0.000  calculator  {json.dumps(CALL)}",
        "",
        json.dumps(CALL),
    ]


@pytest.mark.parametrize(
    ("output", "out", "err"),
    [
        (CALL, "24\n", ""),
        ({"tool": "calculator", "args": {"expression": "48 /"}}, "", "the calculator gives no value: "),
        ({"tool": "calculator", "args": {"expression": "1 / 0"}}, "", "division by zero"),
        ({"final": "red"}, "red\n", ""),
        (python("print(48 // 2); print('x')"), "24\nx\n", ""),
        (python("print(7)\n1 / 0"), "7\n", "the program ended with an error\n"),
    ],
)
def test_the_chosen_tool_is_really_called(folder: Path, output: Any, out: str, err: str) -> None:
    with scripted(output):
        ended = ask(folder, "--run")
    first, _, rest = ended.out.partition("\n")
    assert json.loads(first) == output and rest == out and err in ended.err
    assert ended.status == bool(err) and ended.err.count("\n") == bool(err)


def test_a_program_without_an_end_is_stopped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "run", lambda code: running.Ran(running.TIMEOUT, "1\n"))
    with scripted(python("while True: pass")):
        ended = ask(folder, "--run")
    assert ended.status == 1 and ended.err == "the program did not end in time and was stopped\n"


@pytest.mark.parametrize("output", ["The answer is 24.", '{"tool": {}}', "[]", "null", '{"final": NaN}', ""])
def test_an_output_without_a_form_is_shown_and_is_an_error(folder: Path, output: str) -> None:
    """Only an output that was drawn can have none."""
    with scripted(output, output, output):
        assert json.loads(ask(folder).out)
        for arguments in ([], ["--run"]):
            ended = ask(folder, "--temperature", "0.01", *arguments)
            assert ended.status == 1 and ended.out == output + "\n"
            assert ended.err.startswith("the output is of none of the three forms: no ")


# ---- several outputs


def test_the_best_of_several_outputs(folder: Path) -> None:
    with scripted(CALL, CALL, CALL):
        first = ask(folder, "--samples", "8", "--temperature", "0.7", "--trace")
        caller = JsonCaller(folder / "checkpoints/project/run", device="cpu")
        same, single = caller(PROMPT, samples=8, temperature=0.7), caller(PROMPT, temperature=0.7)
    assert same.text == single.text == json.dumps(CALL) and same.form == Output("calculator", "48 / 2")
    assert len(same.candidates) == 9 and len(single.candidates) == 1
    assert first.status == 0 and "output, 1 different ones of 9" in first.out
    assert first.out.splitlines()[-1] == json.dumps(CALL)


def test_a_greedy_output_without_a_form_gives_way_to_a_drawn_one(folder: Path) -> None:
    with scripted(*["no"] * 6, certain=3.2):
        caller = JsonCaller(folder / "checkpoints/project/run", device="cpu")
        drawn = [caller("Say hello", samples=300, seed=seed) for seed in (0, 0, 1)]
    assert [one.text for one in drawn[0].candidates] == [one.text for one in drawn[1].candidates]
    assert [one.text for one in drawn[0].candidates] != [one.text for one in drawn[2].candidates]
    for answer in drawn:
        formed = [one for one in answer.candidates if one.has_form]
        assert answer.chosen.has_form == bool(formed)
        assert answer.form == NO_JSON or answer.chosen.log_probability == max(one.log_probability for one in formed)


# ---- which network answers


def test_python_takes_two_lines(canvas_run: Path) -> None:
    with scripted(CALL):
        answer = JsonCaller(canvas_run, device="cpu")(PROMPT)
    assert answer.text == json.dumps(CALL) and answer.run() == Ran("24") and answer.steps == 1


def test_a_run_with_other_data_is_no_run_for_it(tool_run: Path, canvas_run: Path, folder: Path) -> None:
    """Tool calling and prompts in JSON are one task with data of two forms: each finds its own newest run."""
    (folder / "checkpoints").unlink()
    for run in (canvas_run, tool_run):
        (folder / "checkpoints" / run.parents[2].name).mkdir(parents=True)
        (folder / "checkpoints" / run.parents[2].name / "run").symlink_to(run)
    with scripted(CALL):
        assert ask(folder, "--device", "cpu").status == 0
    assert infer("--query", "Is it warm?", "--device", "cpu", cwd=folder).status == 0
    assert "was not trained on prompts that are answered in JSON" in refused(
        infer, "--prompt", PROMPT, "--checkpoint", str(tool_run), cwd=folder
    )
    assert "was not trained on tool calling" in refused(
        infer, "--query", PROMPT, "--checkpoint", str(canvas_run), cwd=folder
    )


def test_without_a_run_the_error_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "PRETRAINED_FOLDER", tmp_path / "pretrained")
    said = refused(infer, "--prompt", PROMPT, cwd=tmp_path)
    assert said.startswith("no run on prompts that are answered in JSON under checkpoints: train one")


def test_a_prompt_is_no_puzzle_and_no_question(canvas_run: Path, folder: Path) -> None:
    with pytest.raises(UserError, match="infer.py --prompt TEXT"):
        open_model(canvas_run, device="cpu").solve(PROMPT)
    said = refused(infer, "--ask", PROMPT, "--checkpoint", str(canvas_run), cwd=folder)
    assert said == "a prompt for an answer in JSON is typed as infer.py --prompt TEXT"


# ---- prompts and options as nobody meant them


@pytest.mark.parametrize(
    "prompt",
    [
        "\u202eDivide 48 by \u06f2\u06f3 \u05d0\u05d1\u05d2",
        "a\x1b[31mb\x07\u0000",
        "x" * 60_000,
        "\U0001f600 \U0001f468\u200d\U0001f469",
        "o\u0301" * 300,
        "Wainaina Quxfoo zzyzx",
        "-1",
        "[SLOT] END {}",
        "\u4f60\u597d\u5417",
    ],
    ids=range(9),
)
def test_odd_prompts_are_answered(canvas_run: Path, folder: Path, prompt: str) -> None:
    """By a network that says what it likes: one output that is shown without control characters."""
    ended = infer("--prompt", prompt, "--samples", "2", "--trace", "--device", "cpu", cwd=folder)
    assert ended.status in (0, 1) and "Traceback" not in ended.err
    assert all(line.isprintable() for line in (ended.out + ended.err).splitlines())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--prompt", ""], "--prompt: the prompt is empty"),
        (["--prompt", " \n\t"], "--prompt: the prompt is empty"),
        (["--prompt", "\u200b"], "the prompt has no word"),
        (["--prompt", "a " * 13], "the prompt has 13 words; a row has room for 12"),
        (["--prompt", "a " * 50_000], "the prompt has 100000 characters, and 65536 is the most"),
        (["--prompt", "half \udc80"], "the prompt holds half of a surrogate pair"),
        (["--samples", "8"], "--samples, --temperature, --seed and --run need a prompt: --prompt TEXT"),
        (["--run"], "need a prompt"),
        (["--prompt", "x", "--samples", "-1"], "--samples -1: must be at least 0"),
        (["--prompt", "x", "--samples", "100000"], "--samples 100000: must be at most 1000"),
        (["--prompt", "x", "--temperature", "0"], "--temperature 0.0: must lie between 0.01 and 100"),
        (["--prompt", "x", "--temperature", "nan"], "--temperature nan: must lie between 0.01 and 100"),
        (["--prompt", "x", "--seed", "-3"], "--seed -3: must be at least 0"),
        (["--prompt", "x", "--steps", "0"], "--steps 0: must be at least 1"),
        (["--prompt", "x", "--puzzle", "1..."], "--puzzle does not go with --prompt"),
        (["--prompt", "x", "--ask", "y"], "--ask does not go with --prompt"),
        (["--prompt", "x", "--tries", "3"], "--tries does not go with --prompt"),
        (["--prompt", "x", "--query", "y"], "--query does not go with --prompt"),
        (["--prompt", "x", "--task", "sudoku"], "--prompt is an option of --task tools, not of sudoku"),
        (["--prompt", "x", "--checkpoint", "nowhere"], "no checkpoint at nowhere"),
        ([], "--prompt TEXT for an answer in JSON"),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else None,
)
def test_mistakes_give_one_line(folder: Path, arguments: list[str], said: str) -> None:
    assert said in refused(infer, *arguments, cwd=folder)
