"""Reports as files: in a run's folder, or where a person wants them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from curves.files import OUTPUT_FOLDER, check_own, default_name, write
from reports.page import MARK, report_page
from reports.reported import ReportedRun, read_reported
from utils.errors import UserError

REPORT_FILE = "report.html"
"""The file in a run's folder."""


def report_of_run(folder: Path) -> None:
    """Write the report of a run that has just ended, and say so.

    The run is saved and done: what prevents a report is said on standard error, and is no error.
    """
    file = folder / REPORT_FILE
    try:
        check_own(file, MARK)
        write(file, report_page(read_reported([folder])))
    except UserError as error:
        print(f"no report was written: {error}", file=sys.stderr)
    else:
        print(f"report {file}")


def place_of(reported: Sequence[ReportedRun]) -> Path:
    """Where a report goes whose place is not typed: into the folder of its only run, else into that of plots."""
    runs = [each.run for each in reported]
    if len(runs) == 1 and runs[0].settings is not None:
        return runs[0].path.parent / REPORT_FILE
    return OUTPUT_FOLDER / f"report-{default_name(runs)}.html"
