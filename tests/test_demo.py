"""demo.py: the program from its command line to Ctrl-C."""

from __future__ import annotations

import importlib.util
import json
import urllib.request
from pathlib import Path
from typing import Any

import pytest

import demo
from tests.harness import ROOT, RUN, Ended, call, finish, refused, start

installed = all(importlib.util.find_spec(name) is not None for name in ("fastapi", "uvicorn"))
needs_packages = pytest.mark.skipif(not installed, reason="not installed: uv sync --extra demo")


def typed(*words: str, cwd: Path) -> Ended:
    return call("demo", *words, cwd=cwd)


def fetch(address: str, **body: Any) -> Any:
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


@needs_packages
def test_the_program_serves_own_runs_and_pretrained_networks_until_ctrl_c(trained: Path) -> None:
    process = start("demo", "--device", "cpu", cwd=trained)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("open http://127.0.0.1:") and line.endswith(" in a browser; Ctrl-C ends it\n"), finish(
        process
    )
    address = line.split()[1]
    found = fetch(f"{address}/checkpoints")
    assert found[0]["name"] == str(RUN) and {str(ROOT / "pretrained/math")} < {entry["name"] for entry in found}
    assert fetch(f"{address}/form", checkpoint=found[0]["id"])["board"]["size"] == [4, 4]
    process.send_signal(2)
    ended = finish(process)
    assert (ended.status, ended.err) == (130, "")


@needs_packages
def test_another_address_is_asked_for_and_said(trained: Path) -> None:
    assert demo.Options().host == "127.0.0.1"
    process = start("demo", "--host", "0.0.0.0", "--checkpoints", "checkpoints", cwd=trained)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("open http://0.0.0.0:")
    process.send_signal(2)
    ended = finish(process)
    assert (ended.status, ended.err) == (130, "others can reach 0.0.0.0, and nothing asks them for a key\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "70000"], "--port 70000: must be at most 65535"),
        (["--checkpoints", "nowhere"], "no folder nowhere"),
        (["--prot", "1"], "did you mean '--port'?"),
        (["--device", "nothing"], "nothing"),
    ],
)
@needs_packages
def test_options_that_are_wrong(arguments: list[str], said: str, tmp_path: Path) -> None:
    assert said in refused(typed, *arguments, cwd=tmp_path)


def test_a_missing_extra_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    gone = ("fastapi", "uvicorn")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name in gone else find(name, *rest))
    error = refused(typed, cwd=tmp_path)
    assert error == "demo.py needs fastapi and uvicorn: uv sync --extra demo, or pip install -e .[demo]"
