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

import hashlib
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import tyro

from curves.axes import MOST_CURVES, Axes, lay_out
from curves.labels import differing_settings, group_runs, label_groups, run_names
from curves.lines import Curve, make_curve
from curves.page import draw_page
from curves.panels import MOST_PANELS, choose_metrics, windows_of
from curves.picture import can_draw, draw_picture
from curves.recorded import RecordedRun, find_metrics, read_run
from training.results import listed
from utils.commands import parse, require_between
from utils.errors import UserError, report_user_errors
from utils.files import replace_bytes
from utils.printing import printable
from utils.reading import is_folder

MARK = "plot.py of Tiny Recursive Models"
"""Stands in the head of every file that this program writes, so that it replaces no other."""
OUTPUT_FOLDER = Path("plots")
ENDINGS = (".png", ".html")
_INSTALL = "needs matplotlib: uv sync --extra viz, or pip install -e .[viz]"
_LONGEST_NAME = 100
_MOST_SMOOTH = 10**6


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
    require_between("--smooth", options.smooth, 1, _MOST_SMOOTH)
    if not options.runs:
        raise UserError("name one or more runs, as in plot.py checkpoints/PROJECT/RUN")
    runs = [read_run(file) for file in find_metrics(options.runs)]
    files = output_files(options.output, runs)
    groups = group_runs(runs, options.seeds)
    if len(groups) > MOST_CURVES:
        raise UserError(f"{len(groups)} curves, and colours tell {MOST_CURVES} apart; name fewer runs")
    metrics = drawn_metrics(runs, options.metrics)
    windows = windows_of(metrics, options.smooth)
    curves = [make_curve(label, group, windows) for label, group in zip(label_groups(groups), groups, strict=True)]
    check_drawn(curves, groups, metrics)
    panels = lay_out(curves, windows)
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
        check_own(file)
    return files


def default_name(runs: Sequence[RecordedRun]) -> str:
    """The names of the runs, in letters that every file system takes; cut if there are many."""
    names = [re.sub(r"[^\w.=-]+", "-", name).strip(".-") or "run" for name in run_names(runs).values()]
    whole = "+".join(names)
    if len(whole.encode()) <= _LONGEST_NAME:
        return whole
    cut = whole.encode()[: _LONGEST_NAME - 9].decode(errors="ignore")
    return f"{cut}-{hashlib.sha256(whole.encode()).hexdigest()[:8]}"


def check_own(file: Path) -> None:
    """Refuse to replace what this program did not write.

    Raises:
        UserError: there is such a file.
    """
    try:
        with open(file, "rb") as opened:
            own = MARK.encode() in opened.read(4096)
    except FileNotFoundError:
        return
    except OSError as error:
        raise UserError(f"{file} cannot be written ({error.strerror or error}); --output names another") from None
    if not own:
        raise UserError(f"{file} is there already, and plot.py did not write it; --output names another file")


def drawn_metrics(runs: Sequence[RecordedRun], patterns: Sequence[str]) -> list[str]:
    """The metrics to draw; those that are left out by default are counted on standard error.

    Raises:
        UserError: there is no such metric, or a run has no metric in common with any other.
    """
    known = dict.fromkeys(name for run in runs for name in run.series)
    chosen = choose_metrics(known, patterns)
    drawn = chosen[:MOST_PANELS]
    if not patterns and len(drawn) < len(known):
        print(f"metrics left out: {len(known) - len(drawn)}; --metrics chooses", file=sys.stderr)
    for run in runs:
        others = {name for other in runs if other is not run for name in other.series}
        if len(runs) > 1 and not others & run.series.keys():
            raise UserError(f"{run.path} has no metric in common with the other runs: it has {', '.join(run.series)}")
    return drawn


def check_drawn(curves: Sequence[Curve], groups: Sequence[list[RecordedRun]], metrics: Sequence[str]) -> None:
    """Say which metrics of a curve are left out, since its seeds have no step of them in common.

    Raises:
        UserError: a curve has nothing to draw.
    """
    for curve, group in zip(curves, groups, strict=True):
        apart = [name for name in metrics if name not in curve.lines and any(name in run.series for run in group)]
        why = f"the seeds of '{curve.label}' have no step in common; --no-seeds draws each by itself"
        if apart and not curve.lines:
            raise UserError(why)
        if not curve.lines:
            raise UserError(f"'{curve.label}' has none of the metrics that are drawn: {', '.join(metrics)}")
        if apart:
            print(f"{', '.join(apart)}: {why}", file=sys.stderr)


def content(
    file: Path, curves: Sequence[Curve], panels: Sequence[Axes], title: str | None, groups: Sequence[list[RecordedRun]]
) -> bytes:
    """What is written into a file."""
    shown = printable(title) if title else None
    if file.suffix == ".png":
        return draw_picture(curves, panels, shown, MARK)
    return draw_page(curves, panels, shown or ", ".join(c.label for c in curves), differing_settings(groups), MARK)


def write(file: Path, data: bytes) -> None:
    """Write a file, whole or not at all.

    Raises:
        UserError: it cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_bytes(file, data)
    except OSError as error:
        raise UserError(f"{file} could not be written ({error.strerror or error}); --output names another") from None


if __name__ == "__main__":
    main()
