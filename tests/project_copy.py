"""A copy of the project in a folder of its own, to which a test can add files."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.harness import ROOT, Ended, run_command


def copy_project(folder: Path) -> Path:
    """The packages, the configuration and the scripts of the project, without tests and documentation."""
    packages = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"]
    for part in (*packages, ROOT / "config"):
        shutil.copytree(part, folder / part.name, ignore=shutil.ignore_patterns("__pycache__"))
    for script in ROOT.glob("*.py"):
        shutil.copy(script, folder)
    return folder


def write_files(folder: Path, files: dict[str, str]) -> None:
    """Write texts to files by their paths within the folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)


def run_in(folder: Path, command: str) -> Ended:
    """Run a command in a copy of the project, with the modules of that copy."""
    return run_command(f"PYTHONPATH={folder} {command}", folder)
