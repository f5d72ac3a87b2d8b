"""Compare published with generated mazes: length of the shortest path, share of walls, number of shortest paths.

    uv run python scripts/maze_statistics.py --source path/to/maze-30x30-hard-1k --generate 1000

Writes docs/results/maze_data.json and prints its table. The source is a folder with train.csv and test.csv, plain or
.gz; each of its mazes is checked. Without --source, only generated mazes are described.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dataset.maze.generator import LARGEST, generate
from dataset.maze.paths import Flood
from dataset.maze.rules import WALL, ends, size_of
from dataset.maze.sources import read_mazes
from dataset.sources.puzzle_source import split_files
from utils.commands import parse
from utils.errors import UserError, report_user_errors
from utils.files import dump_json

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Options:
    """Compare published with generated mazes."""

    source: Path | None = None
    """Folder of the published mazes."""
    generate: int = 1000
    """Number of mazes to generate."""
    size: int = 30
    """Rows and columns of generated mazes, at most 64."""
    min_path: int = 110
    """Fewest steps from start to goal in generated mazes."""
    unique: bool = False
    """Generate only mazes with a single shortest path."""
    seed: int = 0
    output: Path = ROOT / "docs" / "results" / "maze_data.json"


def statistics(inputs: np.ndarray) -> dict[str, Any]:
    """Figures over mazes (N, n * n)."""
    starts, goals = ends(inputs)
    flood = Flood(inputs != WALL, starts)
    paths = flood.count(goals)
    return {
        "mazes": len(inputs),
        "size": size_of(inputs.shape[1]),
        "shortest_path_steps": _spread(flood.to(goals)),
        "share_of_walls": _spread((inputs == WALL).mean(axis=1)),
        "shortest_paths": _spread(paths),
        "mazes_with_one_shortest_path": int((paths == 1).sum()),
    }


def _spread(values: np.ndarray) -> dict[str, float]:
    figures = {
        "min": values.min(),
        "median": np.median(values),
        "mean": values.mean(),
        "max": values.max(),
        "deviation": values.std(),
    }
    return {name: round(float(value), 4) for name, value in figures.items()}


def table(report: dict[str, Any]) -> str:
    """The sets of a report as a table in Markdown."""
    lines = ["| | steps (mean) | walls (mean) | shortest paths (median) | of one path |", "|---|---|---|---|---|"]
    for name, found in report["sets"].items():
        steps, walls, paths = (found[key] for key in ("shortest_path_steps", "share_of_walls", "shortest_paths"))
        lines.append(
            f"| {name}, {found['mazes']} | {steps['min']:.0f} to {steps['max']:.0f} ({steps['mean']:.1f})"
            f" | {walls['min']:.3f} to {walls['max']:.3f} ({walls['mean']:.3f})"
            f" | {paths['min']:.0f} to {paths['max']:.3g} ({paths['median']:.0f})"
            f" | {found['mazes_with_one_shortest_path']} |"
        )
    return "\n".join(lines)


@report_user_errors
def main() -> None:
    """Read, generate, count, write."""
    options = parse(Options, __doc__)
    if min(options.generate, options.min_path) < 1 or options.seed < 0 or not 2 <= options.size <= LARGEST:
        raise UserError(f"--generate and --min-path must be at least 1, --seed at least 0, --size 2 to {LARGEST}")
    sets = {}
    if options.source is not None:
        for name, file in zip(("published train", "published test"), split_files(options.source), strict=True):
            if file is not None:
                sets[name] = statistics(read_mazes(file).inputs)
    started = time.process_time()  # processor time, so that other work on the machine does not count
    rng = np.random.default_rng(options.seed)
    inputs, _, _ = generate(options.generate, options.size, options.min_path, rng, options.unique)
    seconds = time.process_time() - started
    sets["generated"] = statistics(inputs)
    settings = {name: getattr(options, name) for name in ("generate", "size", "min_path", "unique", "seed")}
    report = {"settings": settings, "processor_seconds_of_generating": round(seconds, 1), "sets": sets}
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(dump_json(report))
    print(f"{table(report)}\ngenerated in {seconds:.1f} s of processor time; {options.output}")


if __name__ == "__main__":
    main()
