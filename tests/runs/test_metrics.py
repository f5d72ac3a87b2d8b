"""metrics.jsonl: what a run recorded is read, whatever state its file is in; what is wrong is one line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from runs.metrics import read_series
from tests.harness import RUN, pretrain
from tests.recorded_runs import write_lines
from utils.errors import UserError


def test_a_real_run(trained: Path) -> None:
    """Stopped after step 3, where it had logged step 2; then continued to step 8."""
    assert list(read_series(trained / RUN / "metrics.jsonl")["train/lm_loss"].steps) == [2]
    assert pretrain("epochs=8", "ema=True", "resume=auto", cwd=trained).status == 0
    series = read_series(trained / RUN / "metrics.jsonl")
    assert series["train/lm_loss"].steps.tolist() == [2, 4, 6, 8]
    assert series["all/exact_accuracy"].steps.tolist() == [8]
    assert np.isfinite(series["train/loss"].values).all()


def test_of_a_step_that_occurs_twice_the_later_line_wins(tmp_path: Path) -> None:
    file = write_lines(
        tmp_path,
        '{"step": 10, "train/loss": 3.0}\n{"step": 20, "train/loss": 2.0}\n{"step": 20, "all/accuracy": 0.1}\n',
        '{"step": 20, "train/loss": 2.5}\n{"step": 30, "train/loss": 1.0}\n',
    )
    series = read_series(file)
    assert series["train/loss"].steps.tolist() == [10, 20, 30]
    assert series["train/loss"].values.tolist() == [3.0, 2.5, 1.0]
    assert series["all/accuracy"].values.tolist() == [0.1]


@pytest.mark.parametrize("half", ['{"step": 30, "train/lo', '{"step": 30, "train/loss": 1.', "{", '{"step": 30}x'])
def test_a_half_written_last_line_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str], half: str) -> None:
    file = write_lines(tmp_path, '{"step": 10, "train/loss": 3.0}\n', half)
    assert read_series(file)["train/loss"].steps.tolist() == [10]
    assert capsys.readouterr().err == f"{file}: the last line is not complete yet and is left out\n"


def test_a_whole_last_line_needs_no_line_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_lines(tmp_path, '{"step": 10, "train/loss": 3}\n\n{"step": 20, "train/loss": 2}')
    assert read_series(file)["train/loss"].values.tolist() == [3.0, 2.0]
    assert not capsys.readouterr().err


def test_what_is_not_finite_is_a_gap(tmp_path: Path) -> None:
    values = ["1.0", "NaN", "Infinity", "-Infinity", "null", "1e999", "1" + "0" * 400, "2.0"]
    lines = [f'{{"step": {step}, "a": {value}, "b": NaN}}\n' for step, value in enumerate(values)]
    series = read_series(write_lines(tmp_path, *lines))
    assert list(series) == ["a"], "b has no finite value"
    assert np.isfinite(series["a"].values).tolist() == [True, *[False] * 6, True]


def test_names_are_harmless(tmp_path: Path) -> None:
    """Control characters and half surrogates, which no file in UTF-8 can hold, are shown as escapes."""
    series = read_series(write_lines(tmp_path, '{"step": 1, "a\\u001b[31m": 1, "\\ud800": 2}\n'))
    assert list(series) == ["a\\x1b[31m", "\\ud800"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("not json", "is not JSON: "),
        ("[1, 2]", "is no JSON object"),
        ("17", "is no JSON object"),
        ('{"train/loss": 1}', "'step' must be a whole number"),
        ('{"step": 1.5}', "'step' must be a whole number"),
        ('{"step": true}', "'step' must be a whole number"),
        ('{"step": -1}', "'step' must be a whole number"),
        (f'{{"step": {10**30}}}', "'step' must be a whole number"),
        ('{"step": 2, "train/loss": "low"}', "'train/loss' must be a number"),
        ('{"step": 2, "train/loss": [1]}', "'train/loss' must be a number"),
        ('{"step": 2, "train/loss": ' + "9" * 5000 + "}", "is not JSON: "),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    file = write_lines(tmp_path, '{"step": 1, "train/loss": 1}\n', line + "\n", '{"step": 3, "train/loss": 1}\n')
    with pytest.raises(UserError, match=r"metrics\.jsonl, line 2") as caught:
        read_series(file)
    assert said in str(caught.value)


def test_a_file_without_lines(tmp_path: Path) -> None:
    assert read_series(write_lines(tmp_path, "")) == {} == read_series(write_lines(tmp_path, "\n\n"))
