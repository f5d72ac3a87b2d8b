"""Everything that runs recorded of themselves, as one HTML page.

    uv run report.py checkpoints/PROJECT/RUN
    uv run report.py checkpoints/PROJECT/RUN_A checkpoints/PROJECT/RUN_B --output comparison.html

Curves of training and evaluations, accuracy by improvement step, where answers are done, speed, examples, data and
their fingerprints, settings, machine, and the commands that make the run again. A RUN is a run's folder, or a folder
with runs below it. Several runs stand side by side; those that differ by their seed alone are one curve with a band.
The page needs no other file and no network. A run writes its own at its end (report=False leaves that out).
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import tyro

from curves.drawn import MOST_SMOOTH
from curves.files import check_own, write
from reports.page import MARK, report_page
from reports.reported import read_reported
from reports.written import place_of
from utils.commands import parse, require_between
from utils.errors import UserError, report_user_errors
from utils.reading import is_folder


@dataclass
class Options:
    """Write a report of runs."""

    runs: Annotated[tuple[Path, ...], tyro.conf.Positional]
    """Folders of runs, or folders with runs below them."""
    metrics: tuple[str, ...] = field(default_factory=tuple)
    """Metrics to draw, by name or by a pattern as in 'train/reward*'; by default all."""
    smooth: int = 1
    """Draw the mean of so many logged points of training, the last ones up to each step."""
    output: Path | None = None
    """A file that ends in .html; by default report.html in the run's folder, and for several runs a file in plots."""


@report_user_errors
def main() -> None:
    """Read the runs, write the page."""
    options = parse(Options, __doc__)
    require_between("--smooth", options.smooth, 1, MOST_SMOOTH)
    if not options.runs:
        raise UserError("name one or more runs, as in report.py checkpoints/PROJECT/RUN")
    if options.output is not None and (options.output.suffix != ".html" or is_folder(options.output)):
        raise UserError(f"--output {options.output}: name a file that ends in .html")
    reported = read_reported(options.runs)
    file = options.output or place_of(reported)
    check_own(file, MARK)
    write(file, report_page(reported, options.metrics, options.smooth))
    print(f"{len(reported)} run{'s' * (len(reported) > 1)} written to {file}")


if __name__ == "__main__":
    main()
