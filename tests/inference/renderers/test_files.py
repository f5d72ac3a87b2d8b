"""Pictures and pages of traces: they are whole files, and texts in them stay texts."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset.drawing import SHADES, Box, Drawing, Paragraph, Span
from inference.renderers import html, png
from inference.renderers.base import asked, options, renderers, write
from inference.traces import Trace, TraceStep, read_trace
from tests.inference.made_traces import PUZZLES, made_trace
from utils.errors import UserError

HOSTILE = (
    "</script><script>document.title = 'owned'</script><img src=x onerror=\"document.title = 'owned'\"> & 'quotes'"
)


def hostile_trace() -> Trace:
    """Texts of every kind that would do something if they were HTML."""
    drawing = Drawing(1, 1, (Box(0, 0, HOSTILE, position=0),), text=(Paragraph(HOSTILE, (Span(HOSTILE, position=0),)),))
    return Trace(HOSTILE, drawing, [TraceStep(1, 1, drawing, (0,), (0,))], drawing, HOSTILE)


@pytest.mark.parametrize("task", PUZZLES)
@pytest.mark.parametrize("ending", ["png", "gif"])
def test_pictures(task: str, ending: str) -> None:
    image_module = pytest.importorskip("PIL.Image")
    trace = made_trace(task, PUZZLES[task], steps=7)
    image = image_module.open(io.BytesIO(renderers()[ending].render(trace)))
    if ending == "gif":
        assert image.n_frames == 8 and image.info["loop"] == 0
    else:
        assert image.width == 7 * 388, "the question, five states, and what is expected"
    image.load()


def test_a_strip_of_texts_stands_below_each_other_and_is_not_cut() -> None:
    image_module = pytest.importorskip("PIL.Image")
    asked = Paragraph("question", (Span("Where is the key?"),))

    def strip(answer: str) -> Any:
        said = Drawing(text=(asked, Paragraph("answer", (Span(answer, "answer", 0),))))
        steps = [TraceStep(number, 1, said) for number in (1, 2)]
        return image_module.open(io.BytesIO(png.render(Trace("t", Drawing(text=(asked,)), steps))))

    short, long = strip("hall"), strip("x" * 500)
    assert short.width == long.width == 748 and long.height > short.height + 2 * 60
    right = np.asarray(long.convert("L"))[:, 740:]
    assert right.min() == 255, "the margin is blank"


def test_a_strip_shows_the_first_and_last_state_and_those_with_most_changes() -> None:
    trace = made_trace("sudoku", PUZZLES["sudoku"], steps=12)
    changes = {2: 3, 5: 9, 7: 4, 9: 8}
    for number, step in enumerate(trace.steps):
        step.changed = tuple(range(changes.get(number, 0)))
    assert png.chosen(trace) == [0, 5, 7, 9, 11]
    assert png.chosen(made_trace("sudoku", PUZZLES["sudoku"], steps=1)) == [0]


def test_a_page_holds_the_trace_and_asks_for_nothing() -> None:
    trace = made_trace("maze", PUZZLES["maze"])
    page = html.render(trace).decode()
    assert "@@" not in page and page.count("<script") == 2
    assert not re.search(r"(src|href)=|https?://(?!www\.w3\.org/2000/svg)|@import|url\(", page)


def test_texts_stay_texts() -> None:
    page = html.render(hostile_trace()).decode()
    assert page.count("<script") == 2 and page.count("</script>") == 2 and "<img" not in page
    pytest.importorskip("PIL.Image")
    for ending in ("png", "gif"):
        assert renderers()[ending].render(hostile_trace())


def test_files_are_written_by_their_endings(tmp_path: Path) -> None:
    trace = made_trace("sudoku", PUZZLES["sudoku"])
    write(trace, tmp_path / "new" / "trace.JSON")
    assert read_trace(tmp_path / "new" / "trace.JSON").title == trace.title
    with pytest.raises(UserError, match=r"is written as \.gif, \.html, \.json, \.png"):
        write(trace, tmp_path / "trace.svg")
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot be written"):
        write(trace, tmp_path / "file" / "trace.html")


def test_options_of_the_command_line() -> None:
    assert set(options()) == {"html", "gif", "png", "trace_file"}

    class Typed:
        html, gif, png, trace_file = Path("a.html"), None, None, Path("b.json")

    assert asked(Typed) == [Path("a.html"), Path("b.json")]
    Typed.html = Path("a.txt")
    with pytest.raises(UserError, match=r"--html a.txt: the name must end in \.html"):
        asked(Typed)


def test_every_tone_has_a_shade_and_letters_that_can_be_read() -> None:
    raster = pytest.importorskip("inference.renderers.raster")
    for tone, shade in SHADES.items():
        contrast = [abs(_light(shade) - _light(colour)) for colour in ("#1b1f24", "#ffffff")]
        assert abs(_light(shade) - _light(raster.text_colour(tone))) == max(contrast) or max(contrast) > 0.4


def _light(shade: str) -> float:
    red, green, blue = np.array([int(shade[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return float(0.299 * red + 0.587 * green + 0.114 * blue)
