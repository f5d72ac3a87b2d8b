"""Tests that choose among candidates: where a candidate stands, which passes first, and files that are no tests."""

from __future__ import annotations

from pathlib import Path

import pytest

import dataset.code.judging
from inference.code_tests import read_tests, require_seconds
from sandbox.verdict import INFRASTRUCTURE, Verdict
from utils.errors import UserError

SECONDS = 60.0


def written(folder: Path, text: str) -> Path:
    file = folder / "tests.py"
    file.write_text(text)
    return file


def test_a_candidate_stands_alone_or_in_a_gap(tmp_path: Path) -> None:
    alone = read_tests(written(tmp_path, "def two():\n    return 2\n\nassert f(1) == two()\n"))
    assert alone.program_with("def f(x): return x") == "def f(x): return x"
    part = read_tests(written(tmp_path, "def f(x):\n    ___\n    return y\nassert f(1) == 2\nassert f(2) == 3\n"))
    assert part.program_with("y = x + 1") == "def f(x):\n    y = x + 1\n    return y\n"
    assert part.statements == "assert f(1) == 2\nassert f(2) == 3\n"
    head = read_tests(written(tmp_path, "def f(xs):\n    ___\n        return x\nassert f([3]) == 3\n"))
    assert head.first_that_passes(["while xs:", "for x in xs:"], SECONDS) == 1


def test_the_first_candidate_that_passes(tmp_path: Path) -> None:
    tests = read_tests(written(tmp_path, "assert f(1) == 2\nassert f(2) == 3\n"))
    candidates = ["def f(x): return 2 * x", "def f(x", "x = 1", "def f(x): return x + 1", "def f(x): return 1 + x"]
    assert tests.first_that_passes(candidates, SECONDS) == 3
    with pytest.raises(UserError, match=r"no candidate of 3 passes .*tests.py \(error 2, failed 1\)"):
        tests.first_that_passes(candidates[:3], SECONDS)


def test_tests_that_never_end(tmp_path: Path) -> None:
    tests = read_tests(written(tmp_path, "while f(1): pass\nassert f(1) == 2\n"))
    with pytest.raises(UserError, match="3 candidates are not done within 0.5 s: do the tests end"):
        tests.first_that_passes(["def f(x): return 1"] * 20, 0.5)


def test_a_machine_that_cannot_run_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        dataset.code.judging.sandbox, "check", lambda *_, **__: Verdict(INFRASTRUCTURE, detail="no fork")
    )
    tests = read_tests(written(tmp_path, "assert f(1) == 2\n"))
    with pytest.raises(UserError, match="no code can be run here: no fork"):
        tests.first_that_passes(["def f(x): return 2"], SECONDS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no test"),
        ("f(1)\n", "holds no test"),
        ("assert f(1) ==\n", "is no Python: invalid syntax, line 1"),
        ("___\n___\nassert f(1)\n", "has 2 lines ___"),
        ("___\n", "holds no test"),
        ("assert f(1)\n___\n", "stands behind the first assertion"),
    ],
)
def test_files_that_are_no_tests(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read_tests(written(tmp_path, text))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nowhere.py"):
        read_tests(tmp_path / "nowhere.py")
    with pytest.raises(UserError, match="is larger than"):
        read_tests(written(tmp_path, "#" * 2**19))
    for seconds in (0, -1.0, float("nan"), 4000):
        with pytest.raises(UserError, match="--seconds"):
            require_seconds(seconds)
