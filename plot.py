"""Draw the metrics of runs as curves: a PNG picture, and an HTML page that shows values under the pointer.

    uv run --extra viz plot.py checkpoints/PROJECT/RUN
    uv run --extra viz plot.py checkpoints/PROJECT/RUN_A checkpoints/PROJECT/RUN_B --metrics 'train/reward*' --smooth 10

A RUN is a run's folder, a folder with runs below it, or a metrics.jsonl file. Runs that differ by their seed alone are
one curve, the mean, with a band from the smallest to the largest value. Writes plots/<names of the runs>.png and .html;
--output names another place. The page needs no matplotlib, no other file and no network.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import tyro

from curves.axes import Axes
from curves.drawn import MOST_SMOOTH, draw_runs
from curves.files import OUTPUT_FOLDER, check_own, default_name, write
from curves.labels import differing_settings
from curves.lines import Curve
from curves.page import draw_page
from curves.picture import can_draw, draw_picture
from curves.recorded import RecordedRun, find_metrics, read_run
from training.results import listed
from utils.commands import parse, require_between
from utils.errors import UserError, report_user_errors
from utils.printing import printable
from utils.reading import is_folder

MARK = "plot.py of Tiny Recursive Models"
"""Stands in the head of every file that this program writes, so that it replaces no other."""
ENDINGS = (".png", ".html")
_INSTALL = "needs matplotlib: uv sync --extra viz, or pip install -e .[viz]"


@dataclass
class Options:
    """Draw the metrics of runs as curves."""

    runs: Annotated[tuple[Path, ...], tyro.conf.Positional]
    """Folders of runs, folders with runs below them, or metrics.jsonl files."""
    metrics: tuple[str, ...] = field(default_factory=tuple)
    """Metrics to draw, by name or by a pattern as in 'train/reward*'; by default all."""
    smooth: int = 1
    """Draw the mean of so many logged points of training, the last ones up to each step."""
    seeds: bool = True
    """--no-seeds draws each run by itself."""
    output: Path | None = None
    """A folder, or a file that ends in .png or .html; by default the folder plots."""
    title: str | None = None
    """Title of picture and page."""


@report_user_errors
def main() -> None:
    """Read the runs, draw them, write the files."""
    options = parse(Options, __doc__)
    require_between("--smooth", options.smooth, 1, MOST_SMOOTH)
    if not options.runs:
        raise UserError("name one or more runs, as in plot.py checkpoints/PROJECT/RUN")
    runs = [read_run(file) for file in find_metrics(options.runs)]
    files = output_files(options.output, runs)
    groups, curves, panels, left_out = draw_runs(runs, options.metrics, options.smooth, options.seeds)
    if left_out and not options.metrics:
        print(f"metrics left out: {left_out}; --metrics chooses", file=sys.stderr)
    for file in files:
        write(file, content(file, curves, panels, options.title, groups))
    count = f"{len(panels)} panel{'s' * (len(panels) > 1)} of {len(curves)} curve{'s' * (len(curves) > 1)}"
    print(f"{count} written to {listed(files)}")
    if not can_draw() and files != [options.output]:
        print(f"no PNG: it {_INSTALL}", file=sys.stderr)


def output_files(output: Path | None, runs: Sequence[RecordedRun]) -> list[Path]:
    """The files to write. If matplotlib is missing and no PNG was asked for by name, the page alone.

    Raises:
        UserError: a file cannot be written so, or is not this program's.
    """
    if output is not None and output.suffix in ENDINGS and not is_folder(output):
        files = [output]
    elif output is not None and output.suffix and not is_folder(output):
        raise UserError(f"--output {output}: a file ends in .png or .html, and there is no such folder")
    else:
        stem = (output or OUTPUT_FOLDER) / default_name(runs)
        files = [stem.with_name(stem.name + ending) for ending in ENDINGS]
    if not can_draw():
        if len(files) == 1 and files[0].suffix == ".png":
            raise UserError(f"a PNG {_INSTALL}")
        files = [file for file in files if file.suffix != ".png"]
    for file in files:
        check_own(file, MARK)
    return files


def content(
    file: Path, curves: Sequence[Curve], panels: Sequence[Axes], title: str | None, groups: Sequence[list[RecordedRun]]
) -> bytes:
    """What is written into a file."""
    shown = printable(title) if title else None
    if file.suffix == ".png":
        return draw_picture(curves, panels, shown, MARK)
    return draw_page(curves, panels, shown or ", ".join(c.label for c in curves), differing_settings(groups), MARK)


if __name__ == "__main__":
    main()
