"""docs/add_a_puzzle.md, typed in and run: its files, then its commands, in a copy of the project."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.harness import RUN, run_command

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "add_a_puzzle.md").read_text()
PARTS = ("config", "dataset", "evaluators", "models", "training", "utils", "pretrain.py", "evaluate.py", "infer.py")
SHORT = "epochs=1 wandb.mode=disabled device=cpu arch.halt_max_steps=2 project_name=project"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the files of the page."""
    folder = tmp_path_factory.mktemp("project")
    for name in PARTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    files = re.findall(r"^`([\w/]+\.\w+)`(?:(?!```).)*```(?:python|yaml)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    names = ["dataset/build_takuzu_dataset.py", "config/experiment/takuzu.yaml", "dataset/takuzu.py"]
    assert [name for name, _ in files] == names
    for name, content in files:
        (folder / name).write_text(content)
    return folder


def test_the_page_is_true(project: Path) -> None:
    blocks = re.findall(r"^```bash\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    commands = [line.removeprefix("uv run ") for block in blocks for line in block.splitlines()]
    assert len(commands) == 6
    printed = {}
    for command in commands:
        arguments = {"pretrain.py": SHORT, "dataset/build_takuzu_dataset.py": "--num-train-puzzles 128"}
        ended = run_command(f"PYTHONPATH={project} python {command} {arguments.get(command.split()[0], '')}", project)
        # One epoch teaches nothing, so that the last command's answer breaks the rules, and says which.
        assert ended.status == ("infer.py" in command), ended.err
        printed[command] = ended.out + ended.err
    first, second = (printed[name] for name in commands if name.startswith("pretrain"))
    assert "takuzu" in first and (project / RUN.with_name("second")).is_dir() and "skipped" not in second
    assert "all/valid" in printed[commands[-2]] and "the answer breaks the rules: " in printed[commands[-1]]
