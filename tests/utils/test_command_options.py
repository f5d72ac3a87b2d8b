"""Options that people type in Hydra's way, or wrongly: one line."""

from __future__ import annotations

import dataclasses
import importlib.util
import sys
from pathlib import Path

import pytest

from utils.commands import parse, require_between
from utils.errors import UserError

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted(
    path
    for path in [*ROOT.glob("*.py"), *ROOT.glob("dataset/build_*.py"), *ROOT.glob("scripts/*.py")]
    if "parse(Options" in path.read_text()
)


@dataclasses.dataclass
class Few:
    """Few options."""

    checkpoint: Path | None = None
    """A run."""
    batch_size: int = 256
    halt: bool = False


def refusal(monkeypatch: pytest.MonkeyPatch, *arguments: str, options: type = Few) -> str:
    monkeypatch.setattr(sys, "argv", ["evaluate.py", *arguments])
    with pytest.raises(UserError) as caught:
        parse(options)
    return str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["checkpoint=X"], "checkpoint=X: options of evaluate.py are written without '=', as in --checkpoint X"),
        (["+batch_size=3"], "+batch_size=3: options of evaluate.py are written without '=', as in --batch-size 3"),
        (["batch-size=9;"], "batch-size=9;: options of evaluate.py are written without '=', as in --batch-size '9;'"),
        (
            ["--checkpont", "X"],
            "Unrecognized options: --checkpont, X (did you mean '--checkpoint'?); evaluate.py --help lists the options",
        ),
        (["X"], "Unrecognized options: X; evaluate.py --help lists the options"),
    ],
)
def test_one_line(monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str) -> None:
    assert refusal(monkeypatch, *arguments) == said


@pytest.mark.parametrize("arguments", [["--batch-size", "abc"], ["--batch-size"], ["--batch-size", "1e9"]])
def test_the_option_is_named(monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    said = refusal(monkeypatch, *arguments)
    assert "--batch-size" in said and "\n" not in said and "│" not in said


def test_a_value_may_look_like_an_override(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["evaluate.py", "--checkpoint", "batch_size=3"])
    assert parse(Few).checkpoint == Path("batch_size=3")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_every_option_of_every_script(monkeypatch: pytest.MonkeyPatch, script: Path) -> None:
    spec = importlib.util.spec_from_file_location(f"of_{script.stem}", script)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    names = [field.name for field in dataclasses.fields(module.Options)]
    if {"overrides", "runs"} & {*names}:
        return  # overrides are written key=value, and a run's folder may be called so
    for name in names:
        assert f"as in --{name.replace('_', '-')} 1" in refusal(monkeypatch, f"{name}=1", options=module.Options)


def test_every_script_is_looked_at() -> None:
    assert len(SCRIPTS) >= 14


@pytest.mark.parametrize(("value", "said"), [(0, "--tries 0: must be at least 1"), (10**9, "must be at most 10000")])
def test_bounds(value: int, said: str) -> None:
    with pytest.raises(UserError, match=said):
        require_between("--tries", value, 1, 10_000)
    require_between("--tries", None, 1, 2)
    require_between("--tries", 2, 1, 2)
