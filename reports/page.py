"""A report as one HTML page that needs no other file and no network.

It is the page of curves (`curves.page`) with further sections. Every text that comes from a file is escaped. Examples
are the page of traces (`inference.renderers.html`) in a frame of its own, so that neither page's script or style meets
the other's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

from curves.drawn import draw_runs
from curves.labels import differing_settings, run_names
from curves.page import More, draw_page
from inference.renderers.html import render_all
from reports.by_step import step_panels
from reports.reported import ReportedRun
from utils.printing import printable

MARK = "report.py of Tiny Recursive Models"
"""Stands in the head of every page, so that no other file is replaced by one."""
MOST_EXAMPLES = 24
"""Examples on a page, taken from all runs in equal number."""
_STYLE = Path(__file__).with_name("report.css")
_SCRIPT = Path(__file__).with_name("report.js")
_DATA_KEYS = ("task", "fingerprint", "train_groups", "build_command")
_SHOWN_APART = {"commands", "data", "metadata", "identifiers"}
"""Keys of a manifest that are not shown as facts: they have a place of their own, or are of no use to a reader."""


def report_page(reported: Sequence[ReportedRun], patterns: Sequence[str] = (), smooth: int = 1) -> bytes:
    """The page of some runs; runs that differ by their seed alone are one curve.

    Args:
        patterns, smooth: as of `curves.drawn.draw_runs`.

    Raises:
        UserError: as in `draw_runs`.
    """
    by_path = {each.run.path: each for each in reported}
    drawn = draw_runs([each.run for each in reported], patterns, smooth)
    groups = [[by_path[run.path] for run in group] for group in drawn.groups]
    names = run_names([each.run for each in reported])
    more = More(
        heading="Answers, improvement step by improvement step",
        panels=step_panels(groups),
        middle="\n".join(_examples(reported, [names[each.run.path] for each in reported])),
        end="\n".join([*_facts(reported, names), *_settings(drawn.groups, drawn.curves), _script()]),
        style=_STYLE.read_text(encoding="utf-8"),
    )
    title = ", ".join(names.values())
    return draw_page(drawn.curves, drawn.panels, title, differing_settings(drawn.groups), MARK, more)


def _examples(reported: Sequence[ReportedRun], names: Sequence[str]) -> Iterator[str]:
    """The examples of all runs in a frame; nothing if there are none."""
    with_examples = [(each, name) for each, name in zip(reported, names, strict=True) if each.examples]
    if not with_examples:
        return
    share = max(1, MOST_EXAMPLES // len(with_examples))
    traces = []
    for each, name in with_examples:
        prefix = f"{name}: " if len(reported) > 1 else ""
        for trace in each.examples[:share]:
            title = f"{prefix}{trace.title}, after {each.examples_step:,} steps"
            traces.append(replace(trace, title=title))
    page = render_all("How examples were answered", traces).decode()
    yield "<h2>Examples</h2>\n<p>The first test examples, as answered in the last evaluation.</p>"
    yield f'<iframe class="examples" title="Examples" loading="lazy" srcdoc="{escape(page)}"></iframe>'


def _facts(reported: Sequence[ReportedRun], names: dict[Path, str]) -> Iterator[str]:
    """What each run was made of and on what, side by side, and the commands that make it again."""
    rows: dict[str, list[str]] = {}
    for place, each in enumerate(reported):
        for key, value in _facts_of(each):
            rows.setdefault(key, [""] * len(reported))[place] = value
    yield '<h2>Runs</h2>\n<div class="wide settings"><table><thead><tr><th></th>'
    yield from (f'<th scope="col">{escape(name)}</th>' for name in names.values())
    yield "</tr></thead><tbody>"
    for key, values in rows.items():
        cells = "".join(f"<td>{escape(printable(value))}</td>" for value in values)
        yield f'<tr><th scope="row">{escape(printable(key))}</th>{cells}</tr>'
    yield "</tbody></table></div>"
    yield "<h2>The same again</h2>"
    for each in reported:
        commands = dict.fromkeys(map(printable, _commands(each.manifest)))
        lines = "\n".join(commands) or "the commands were not recorded"
        name = f"<p>{escape(names[each.run.path])}</p>" if len(reported) > 1 else ""
        yield f"{name}<pre>{escape(lines)}</pre>"


def _facts_of(each: ReportedRun) -> Iterator[tuple[str, str]]:
    """Facts of a run, each with its name."""
    if each.run.seed is not None:
        yield "seed", str(each.run.seed)
    for path, data in each.manifest.get("data", {}).items():
        yield "data", path
        yield from ((f"data: {key}", str(data[key])) for key in _DATA_KEYS if data.get(key) is not None)
    for key, value in each.manifest.items():
        if key not in _SHOWN_APART:
            many = ", ".join(f"{name} {part}" for name, part in value.items()) if isinstance(value, dict) else None
            yield key, many or str(value)


def _commands(manifest: dict[str, Any]) -> Iterator[str]:
    """The commands that make data and run again, as they were typed."""
    for data in manifest.get("data", {}).values():
        if data.get("build_command"):
            yield str(data["build_command"])
    ranks = manifest.get("world_size", 1)
    with_ranks = f"torchrun --nproc-per-node {ranks} " if isinstance(ranks, int) and ranks > 1 else ""
    for command in manifest.get("commands", []):
        yield f"uv run {with_ranks}{command}"


def _settings(groups: Sequence[Sequence[Any]], curves: Sequence[Any]) -> Iterator[str]:
    """All settings of each curve, behind a line that opens them."""
    known = [(curve.label, group[0].settings) for curve, group in zip(curves, groups, strict=True)]
    known = [(label, settings) for label, settings in known if settings is not None]
    if not known:
        return
    yield '<details><summary>All settings</summary>\n<div class="wide settings"><table><thead><tr>'
    yield '<th scope="col">setting</th>'
    yield from (f'<th scope="col">{escape(label)}</th>' for label, _ in known)
    yield "</tr></thead><tbody>"
    for key in dict.fromkeys(key for _, settings in known for key in settings):
        cells = "".join(f"<td>{escape(settings.get(key, ''))}</td>" for _, settings in known)
        yield f'<tr><th scope="row">{escape(key)}</th>{cells}</tr>'
    yield "</tbody></table></div></details>"


def _script() -> str:
    return f"<script>\n{_SCRIPT.read_text(encoding='utf-8')}</script>"
