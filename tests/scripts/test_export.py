"""scripts/export.py: a run becomes a folder that scores the same and answers without it."""

from __future__ import annotations

import json
import shutil
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from inference import open_model
from scripts.export import shown
from tests.harness import RUN, Ended, call, evaluate, infer, puzzle_text, refused, toy_puzzles

OUTPUT = "pretrained/toy"


def export(*arguments: str, cwd: Path) -> Ended:
    return call("scripts.export", *arguments, cwd=cwd)


@pytest.fixture
def exported(learned: Path) -> Path:
    """A folder with a run that has learned, and its export."""
    ended = export(str(RUN), "--output", OUTPUT, "--about", "Toy puzzles.", "--limits", "Toys only.", cwd=learned)
    assert ended.status == 0, ended.err
    return learned


def test_an_export_answers_without_the_run(exported: Path) -> None:
    names = {file.name for file in (exported / OUTPUT).iterdir()}
    assert names == {"model.safetensors", "all_config.yaml", "manifest.json", "README.md", "identifiers.json.gz"}
    puzzle = puzzle_text(toy_puzzles(1, 1, seed=1)[0][0])
    expected = open_model(exported / RUN).solve(puzzle)
    shutil.rmtree(exported / "checkpoints")
    answer = open_model(exported / OUTPUT).solve(puzzle)
    assert answer.text == expected.text and answer.steps == expected.steps
    assert infer("--puzzle", puzzle, "--checkpoint", OUTPUT, cwd=exported).out == f"{answer.text}\n"


def test_the_card_has_the_scores_that_evaluate_gives(exported: Path) -> None:
    ended = evaluate("--checkpoint", OUTPUT, "--data-path", "data/toy", "--json", cwd=exported)
    (result,) = json.loads(ended.out)["sets"].values()
    card = (exported / OUTPUT / "README.md").read_text()
    assert f"| {result['count']} | {result['exact_accuracy']:.2%} |" in card
    for part in ("Toy puzzles.", "Toys only.", "pretrain.py", f"evaluate.py --checkpoint {OUTPUT}", "seed 0"):
        assert part in card


def test_a_card_leaves_out_groups_where_there_are_very_many() -> None:
    few = {f"all/kind/{number}": 0.5 for number in range(20)} | {"all/decision": 0.9}
    assert shown(few) == few
    many = {f"all/kind/{number}": 0.5 for number in range(200)} | {"all/decision": 0.9, "other/decision": 0.8}
    assert shown(many) == {"all/decision": 0.9, "other/decision": 0.8}


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_the_precision_asked_for(learned: Path, dtype: str) -> None:
    ended = export(str(RUN), "--output", OUTPUT, "--dtype", dtype, cwd=learned)
    assert ended.status == 0 and f"weights in {dtype}" in ended.out
    size = (learned / OUTPUT / "model.safetensors").stat().st_size
    other = export(str(RUN), "--output", "pretrained/full", "--dtype", "float32", cwd=learned)
    full = (learned / "pretrained/full/model.safetensors").stat().st_size
    assert other.status == 0 and (size < 0.7 * full if dtype == "bfloat16" else size == full)


def test_damage_is_noticed(exported: Path) -> None:
    file = exported / OUTPUT / "model.safetensors"
    content = bytearray(file.read_bytes())
    content[-5] ^= 1
    file.write_bytes(content)
    error = refused(evaluate, "--checkpoint", OUTPUT, "--data-path", "data/toy", cwd=exported)
    assert "model.safetensors is damaged" in error
    file.write_bytes(b"{}")
    assert "model.safetensors is damaged" in refused(infer, "--puzzle", "1" * 16, "--checkpoint", OUTPUT, cwd=exported)


def test_mistakes(learned: Path) -> None:
    (learned / "pretrained/notes").mkdir(parents=True)
    (learned / "pretrained/notes/a.txt").write_text("mine")
    assert "is no pretrained folder" in refused(export, str(RUN), "--output", "pretrained/notes", cwd=learned)
    (learned / "results.json").write_text("{}")
    arguments = (str(RUN), "--output", OUTPUT, "--results", "results.json")
    assert "no file of scripts/reproduce.py" in refused(export, *arguments, cwd=learned)
    assert not (learned / OUTPUT).exists()


class Hub:
    """What the upload asks of the hub's client."""

    def __init__(self, refusal: Exception | None = None) -> None:
        self.refusal = refusal
        self.uploaded: dict[str, list[str]] = {}

    def create_repo(self, repo_id: str, exist_ok: bool) -> str:
        if self.refusal:
            raise self.refusal
        assert exist_ok
        return f"https://example.org/{repo_id}"

    def upload_folder(self, folder_path: str, repo_id: str) -> None:
        self.uploaded[repo_id] = sorted(file.name for file in Path(folder_path).iterdir())


def asked(number: int, **changed: object) -> dict[str, object]:
    told = {"question": f"What is {number}|2?", "answer": "1", "given": "1", "right": True, "probability": 0.75}
    return told | changed


def test_a_card_shows_ten_everyday_questions(learned: Path) -> None:
    questions = [asked(number) for number in range(40)]
    questions[7] = asked(7, right=False, given="3")
    questions[11] = asked(11, right=False, given=None, probability=None)
    scores = {"questions": 40, "accuracy": 0.95, "refused": 1, "brier": None}
    report = {"file": "everyday_mathematics.jsonl", "groups": {"all": scores}, "questions": questions}
    (learned / "everyday.json").write_text(json.dumps(report))
    arguments = (str(RUN), "--output", "pretrained/asked", "--dtype", "float32")
    ended = export(*arguments, "--everyday", "everyday.json", cwd=learned)
    assert ended.status == 0, ended.err
    text = (learned / "pretrained/asked/README.md").read_text()
    assert "95.0% of 40 questions right, 1 refused ([everyday.json]" in text and "Every 4th question" in text
    rows = [line for line in text.splitlines() if line.startswith("| `What")]
    assert len(rows) == 10 and rows[0] == "| `What is 3\\|2?` | 1 | 0.75 | right |"
    assert rows[1] == "| `What is 7\\|2?` | 3 | 0.75 | wrong, it is 1 |"
    assert rows[2] == "| `What is 11\\|2?` | | | refused |"
    report["questions"] = [{"question": "What?"}]
    (learned / "everyday.json").write_text(json.dumps(report))
    said = refused(export, *arguments, "--everyday", "everyday.json", cwd=learned)
    assert "no file of scripts/score_everyday.py ('given' is missing)" in said


@pytest.mark.parametrize("refusal", [None, OSError("401 Unauthorized\nmore")])
def test_upload(learned: Path, monkeypatch: pytest.MonkeyPatch, refusal: Exception | None) -> None:
    hub = Hub(refusal)
    package: Any = types.ModuleType("huggingface_hub")
    package.HfApi = lambda: hub
    monkeypatch.setitem(sys.modules, "huggingface_hub", package)
    arguments = (str(RUN), "--output", OUTPUT, "--push", "me/toy")
    ended = export(*arguments, cwd=learned)
    assert (learned / OUTPUT / "README.md").is_file(), "what was made stays"
    if refusal:
        assert ended.status == 1 and ended.err.endswith("--push me/toy: 401 Unauthorized\n")
        return
    assert "uploaded to https://example.org/me/toy" in ended.out
    assert hub.uploaded["me/toy"] == sorted(file.name for file in (learned / OUTPUT).iterdir())


def test_without_the_extra_nothing_is_written(learned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    error = refused(export, str(RUN), "--output", OUTPUT, "--push", "me/toy", cwd=learned)
    assert "extra 'hub'" in error and not (learned / OUTPUT).exists()
