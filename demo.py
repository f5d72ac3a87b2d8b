"""Solve puzzles in a browser: choose a checkpoint, type or draw a puzzle, and watch the network's answer improve.

    uv run --extra demo demo.py
    uv run --extra demo demo.py --checkpoints checkpoints/my_project --port 8080

It offers the networks of `pretrained/` and of your own runs under `checkpoints/`, or those of the folders that
--checkpoints names, and opens no other file. It is bound to this machine alone unless --host says otherwise.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import sys
from dataclasses import dataclass, field
from pathlib import Path

from inference.catalogue import Catalogue
from inference.serving import LOCAL, address, listen, names_of, require_packages, run
from runs.devices import choose_device
from runs.finding import RUNS_FOLDER
from runs.pretrained import PRETRAINED_FOLDER
from utils.commands import parse, require_between
from utils.errors import report_user_errors


@dataclass
class Options:
    """Solve puzzles in a browser."""

    checkpoints: list[Path] = field(default_factory=list)
    """Folders with runs or pretrained folders, at any depth; by default pretrained and checkpoints."""
    host: str = "127.0.0.1"
    """The address to listen at. Any other than this machine's own lets others ask, too."""
    port: int = 0
    """The port; 0 takes a free one."""
    device: str = "auto"


@report_user_errors
def main() -> None:
    """Serve the page until Ctrl-C."""
    options = parse(Options, __doc__)
    require_between("--port", options.port, 0, 65_535)
    require_packages("demo.py", "demo")
    choose_device(options.device)
    folders = options.checkpoints or [folder for folder in (PRETRAINED_FOLDER, RUNS_FOLDER) if folder.is_dir()]
    catalogue = Catalogue([_from_here(folder) for folder in folders])
    listener = listen(options.host, options.port)
    port = listener.getsockname()[1]
    if options.host not in LOCAL:
        print(f"others can reach {options.host}, and nothing asks them for a key", file=sys.stderr)
    from inference.demo_app import make_app

    print(f"open {address(options.host, port)} in a browser; Ctrl-C ends it", flush=True)
    run(make_app(catalogue, names_of(options.host, port), options.device), listener)


def _from_here(folder: Path) -> Path:
    """A path as people would type it from here."""
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder


if __name__ == "__main__":
    main()
