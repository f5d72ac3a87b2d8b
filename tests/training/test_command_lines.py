"""What Hydra cannot read is told in one line that names the argument and how it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.harness import refused, typed
from training.commands import explain_composition_error, quoted, refuse_options
from utils.errors import UserError

QUOTE = "for a text, quote it: "


def explained(*arguments: str) -> str | None:
    error = explain_composition_error(ValueError("whatever Hydra says"), list(arguments))
    return None if error is None else str(error)


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("run_name=测试", f"""{QUOTE}"run_name='测试'\""""),
        ("run_name=c#1", f"""{QUOTE}"run_name='c#1'\""""),
        ("run_name=a=b", f"""{QUOTE}"run_name='a=b'\""""),
        ("run_name=it's", rf'''{QUOTE}"run_name='it\'s'"'''),
        ("run_name=(a)", f"""{QUOTE}"run_name='(a)'\""""),
        ("run_name='a", rf'''{QUOTE}"run_name='\'a'"'''),
        ('run_name="$a', """for a text, quote it: 'run_name='"'"'"$a'"'"''"""),
        ("c#1", "write key=value, as in lr=1e-3"),
        ("lr", "write key=value, as in lr=1e-3"),
        ("=3", "it needs a key, as in lr=1e-3"),
        ("3=4", "'3' is no key"),
        ("lr=3,", f"""a value is missing beside a comma; {QUOTE}"lr='3,'\""""),
        ("run_name=[a", f"""'[' and ']' do not match; {QUOTE}"run_name='[a'\""""),
        ("run_name={x", f"""'{{' and '}}' do not match; {QUOTE}"run_name='{{x'\""""),
        (
            "data_paths=[a b,c#]",
            "inside a list, quote texts with special characters, as in \"data_paths=['data/a b','data/c']\";"
            f""" {QUOTE}"data_paths='[a b,c#]'\"""",
        ),
    ],
)
def test_what_cannot_be_read(argument: str, said: str) -> None:
    assert explained("seed=0", argument) == f"cannot read the argument '{argument}': {said}"


def test_several_values_are_a_sweep() -> None:
    assert explained("lr=3,4") == (
        "'lr=3,4' gives several values: add -m to train a run with each, write lr=[3,4] for a list, or quote it as"
        " text: \"lr='3,4'\""
    )
    assert explained("-m", "lr=3,4") is None


def test_options_of_hydra_are_no_overrides() -> None:
    assert explained("--config-name", "cfg_math_test", "lr=3", "-cn=x") is None


def test_another_error_stays_what_it_is() -> None:
    assert explained("lr=3", "arch=trm", "~ema") is None


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("run_name=测试", "cannot read the argument 'run_name=测试'"),
        ("c#1", "cannot read the argument 'c#1'"),
        ("run_name=true", """Input should be a valid string; for a text, quote it, as in "run_name='a text'\""""),
        ("run_name=${run_name}", "Recursive interpolation detected"),
        ("--run-name=x", "--run-name=x: keys of the configuration are given without dashes, as in run_name=VALUE"),
        ("evaluators=[base@Path]", "no class 'Path' in evaluators.base; it has:"),
        ("evaluators=[sudoku@Puzzle]", "no class 'Puzzle' in evaluators.sudoku; it has: Sudoku"),
        ("evaluators=[base@Evaluator]", "base@Evaluator is no evaluator; an evaluator has required_outputs"),
        ("arch.loss.name=layers@SwiGLU", "arch.loss.name=layers@SwiGLU is no Objective"),
        ("epochs=1000000000000000000", "epochs=1000000000000000000: Input should be less than or equal to 1000000000"),
        ("global_batch_size=1000000000000", "Input should be less than or equal to 16777216"),
        ("arch.hidden_size=1000000000000", "=1000000000000: Input should be less than or equal to 65536"),
        ("arch.H_cycles=1000000000", "arch.H_cycles=1000000000: Input should be less than or equal to 1000"),
        ("arch.halt_max_steps=1000000000", "=1000000000: Input should be less than or equal to 10000"),
        ("lr=nan", "lr=nan: Input should be"),
        ("seed=-1", "seed=-1"),
        ("experiment=tool_json_grpo_cpu", "experiment=tool_json_grpo_cpu is for finetune.py"),
        ("H_cycles=2", "unknown key 'H_cycles' (did you mean 'arch.H_cycles'?)"),
    ],
)
def test_through_the_script(work: Path, argument: str, said: str) -> None:
    assert said in refused(typed, argument, cwd=work)


def test_a_plain_name_of_an_evaluator(work: Path) -> None:
    ended = typed("evaluators=[sudoku@Sudoku]", "epochs=1", cwd=work)
    assert ended.status == 0, ended.err
    assert "name: sudoku@Sudoku" in (work / "checkpoints/project/run/all_config.yaml").read_text()
    assert '"all/valid"' in (work / "checkpoints/project/run/metrics.jsonl").read_text()


@pytest.mark.parametrize("argument", ["--lr", "--lr=3", "--wandb.mode=offline", "--global-batch-size"])
def test_options_for_keys(argument: str) -> None:
    with pytest.raises(UserError, match="without dashes"):
        refuse_options(["seed=0", argument])


def test_options_of_hydra_pass() -> None:
    refuse_options(["--config-name=cfg_math_test", "-m", "--multirun", "seed=0", "--help"])


@pytest.mark.parametrize(
    ("text", "typed"),
    [("a/b-c.d", "a/b-c.d"), ("true", "'true'"), ("é", "'é'"), ("a\\b", "'a\\b'"), ("a\\", "'a\\\\'")],
)
def test_quoted(text: str, typed: str) -> None:
    assert quoted(text) == typed
