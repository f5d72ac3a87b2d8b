"""docs/add_a_puzzle.md, typed in and run: its files and its commands, in their order, in a copy of the project."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.harness import RUN, run_command

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("config", "dataset", "evaluators", "models", "training", "utils", "pretrain.py", "evaluate.py", "infer.py")
FILE = r"^`(?P<name>[\w/]+\.\w+)`(?:(?!```).)*```(?:python|yaml)\n(?P<content>.*?)^```$"
COMMANDS = r"^```bash\n(?P<commands>.*?)^```$"
SHORT = {
    "pretrain.py": "epochs=1 wandb.mode=disabled device=cpu arch.halt_max_steps=2 project_name=project",
    "dataset/build_takuzu_dataset.py": "--num-train-puzzles 128 --num-test-puzzles 64",
}


def test_the_page_is_true(tmp_path: Path) -> None:
    for name in PARTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    page = (ROOT / "docs" / "add_a_puzzle.md").read_text()
    printed: dict[str, list[str]] = {}
    for part in re.finditer(f"(?:{FILE})|(?:{COMMANDS})", page, re.MULTILINE | re.DOTALL):
        if part["name"]:
            (tmp_path / part["name"]).write_text(part["content"])
            continue
        for command in part["commands"].splitlines():
            program = command.removeprefix("uv run ").split()[0]
            typed = f"python {command.removeprefix('uv run ')} {SHORT.get(program, '')}"
            ended = run_command(f"PYTHONPATH={tmp_path} {typed}", tmp_path)
            # One epoch teaches nothing, so that the answer breaks the rules, which infer.py says.
            assert ended.status == (program == "infer.py"), ended.err
            printed.setdefault(program, []).append(ended.out + ended.err)
    without_rules, with_rules = printed["pretrain.py"]
    assert "evaluator puzzle@Puzzle is skipped: " in without_rules and "is skipped" not in with_rules
    assert ["all/valid" in text for text in printed["evaluate.py"]] == [False, True]
    assert "the answer breaks the rules: " in printed["infer.py"][0]
    assert (tmp_path / RUN.with_name("second")).is_dir()
