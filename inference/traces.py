"""What a network did with one puzzle, step by step: one structure for all tasks, saved as JSON, read by every renderer.

    trace = trace_puzzle(open_model("pretrained/sudoku4x4"), "1....2....3....4")      # inference.tracing
    trace.save("trace.json")
    write(trace, "trace.html")                                                          # inference.renderers

A trace holds drawings (`dataset.drawing`), so that nobody who reads it needs the network, its data or its task.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from dataset.drawing import SHADES, Box, Drawing, Line, Paragraph, Side, Span, Tone
from utils.errors import UserError
from utils.files import replace_text
from utils.reading import read_object

VERSION = 2
EXAMPLES_FILE = "examples.json"
"""The file in a run's folder that holds traces of its last evaluation."""
_LARGEST = 64 * 2**20
"""Most characters of a file."""
_FARTHEST, _HIGHEST = 1000, 8
"""The largest number in a drawing that is read, and the most times that a board is higher than wide."""
_POSITIONS = 2**20
"""No position that is read is as large, and no more of them are."""
_LARGEST_FIGURE = 1e300
_FIRST_SIGN = ord("0")
"""The character of the first look; the others follow."""


SURE = 0.99
"""An answer of this probability that has not changed needs no note."""


@dataclass(frozen=True)
class Doubt:
    """How sure the network is of what stands at a position, and what it would put there instead.

    Attributes:
        probability: of what stands there.
        other, other_tone: what a drawing would show for the next most probable token.
        other_probability: of that.
    """

    probability: float
    other: str = ""
    other_tone: Tone = "answer"
    other_probability: float = 0.0


@dataclass
class TraceStep:
    """The state after an improvement step, or after one of its cycles.

    Attributes:
        number: of the improvement step, from 1.
        cycle: of the step's cycles, from 1.
        drawing: the answer.
        changed: positions whose answer is another one than before.
        wrong: positions whose answer is not the expected one; empty where nothing is expected.
        doubts: by position, where the answer changed or is not sure.
        sure: the least probability of answers elsewhere.
        halt_probability: the network's own probability that the answer is right.
        halts: whether it says that the answer is done.
        changes: for each latent, by how much it changed, as a share of its size.
        seconds: that it took.
    """

    number: int
    cycle: int
    drawing: Drawing
    changed: tuple[int, ...] = ()
    wrong: tuple[int, ...] = ()
    doubts: dict[int, Doubt] = field(default_factory=dict)
    sure: float = SURE
    halt_probability: float = 0.0
    halts: bool = False
    changes: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass
class Trace:
    """A puzzle and all states of its answer.

    Attributes:
        title: what was answered by which network.
        question: the puzzle.
        steps: at least one.
        expected: the right answer, if it is known.
        verdict: what is said of the last answer, such as the rule that it breaks; empty if there is nothing to say.
        exact: whether the last answer is right (`dataset.grading`); None if no right answer is known.
    """

    title: str
    question: Drawing
    steps: list[TraceStep]
    expected: Drawing | None = None
    verdict: str = ""
    exact: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """The content of a file; `read_trace` reads it.

        A drawing is the number of its board, a character for each box, and its text. Boards and what boxes look like
        stand once in the file. Positions stand in runs, `[first, count, ...]`.
        """
        written = _Written()
        steps = []
        for step in self.steps:
            doubts = {
                str(position): [round(d.probability, 3), d.other, d.other_tone, round(d.other_probability, 3)]
                for position, d in step.doubts.items()
            }
            steps.append(
                {
                    "number": step.number,
                    "cycle": step.cycle,
                    "drawing": written.add(step.drawing),
                    "changed": _runs(step.changed),
                    "wrong": _runs(step.wrong),
                    "doubts": doubts,
                    "sure": math.floor(1000 * step.sure) / 1000,
                    "halt_probability": round(step.halt_probability, 4),
                    "halts": step.halts,
                    "changes": {name: round(share, 5) for name, share in step.changes.items()},
                    "seconds": round(step.seconds, 5),
                }
            )
        return {
            "trace": VERSION,
            "title": self.title,
            "question": written.add(self.question),
            "steps": steps,
            "expected": None if self.expected is None else written.add(self.expected),
            "verdict": self.verdict,
            "exact": self.exact,
            "boards": written.boards,
            "looks": [[text, tone, int(given)] for text, tone, given in written.looks],
        }

    def save(self, path: str | Path) -> None:
        """Write the trace to a file."""
        Path(path).write_text(json.dumps(self.as_json(), separators=(",", ":")) + "\n")


def read_trace(path: str | Path) -> Trace:
    """The trace in a file.

    Raises:
        UserError: the file cannot be read, or holds no trace.
    """
    return _checked(read_object(Path(path), _LARGEST), str(path))


def save_examples(path: Path, step: int, traces: Sequence[Trace]) -> None:
    """Write the traces of some examples, answered after so many steps of training.

    Raises:
        UserError: the file cannot be written.
    """
    content = {"step": step, "traces": [trace.as_json() for trace in traces]}
    try:
        replace_text(path, json.dumps(content, separators=(",", ":")) + "\n")
    except OSError as error:
        raise UserError(f"{path} could not be written ({error.strerror or error})") from error


def read_examples(path: Path) -> tuple[int, list[Trace]]:
    """The steps of training and the traces that `save_examples` wrote; 0 and none if there is no such file.

    Raises:
        UserError: the file cannot be read, or is damaged.
    """
    if not path.exists():
        return 0, []
    content = read_object(path, _LARGEST)
    step, traces = content.get("step"), content.get("traces")
    if not isinstance(step, int) or not isinstance(traces, list) or not all(isinstance(one, dict) for one in traces):
        raise UserError(f"{path} is damaged: it holds no step and traces")
    return step, [_checked(one, str(path)) for one in traces]


def _checked(content: dict[str, Any], where: str) -> Trace:
    if content.get("trace") != VERSION:
        raise UserError(f"{where} holds no trace of version {VERSION}")
    try:
        return _trace(content)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError) as error:
        raise UserError(f"{where} is no whole trace: {error!r}") from error


# ---- reading and writing


class _Written:
    """Drawings as JSON values, and what they share.

    Attributes:
        boards: sizes, lines and places of boxes.
        looks: what boxes look like, text, tone and whether they are given, with the number of each.
    """

    def __init__(self) -> None:
        self.boards: list[dict[str, Any]] = []
        self.looks: dict[tuple[str, Tone, bool], int] = {}

    def add(self, drawing: Drawing) -> list[Any]:
        """The number of a drawing's board, a character for each box, and its text."""
        board = {
            "size": [drawing.width, drawing.height],
            "boxes": [_place_of(box) for box in drawing.boxes],
            "lines": [[line.x1, line.y1, line.x2, line.y2] for line in drawing.lines],
            "solid": [[list(side.corners), side.box] for side in drawing.solid],
        }
        if board not in self.boards:
            self.boards.append(board)
        looks = ((box.text, box.tone, box.given) for box in drawing.boxes)
        signs = "".join(chr(_FIRST_SIGN + self.looks.setdefault(look, len(self.looks))) for look in looks)
        text = [[part.heading, [[span.text, span.tone, span.position] for span in part.spans]] for part in drawing.text]
        return [self.boards.index(board), signs, text]


def _place_of(box: Box) -> list[Any]:
    size = [] if box.width == box.height == 1 else [box.width, box.height]
    return [box.x, box.y, box.position, *size]


class _Shared(NamedTuple):
    """What the drawings of a file share: boards, whose boxes are blank, and what boxes look like."""

    boards: list[Drawing]
    looks: list[tuple[str, Tone, bool]]


def _shared(content: dict[str, Any]) -> _Shared:
    looks = [(_string(text), _tone(tone), bool(given)) for text, tone, given in content["looks"]]
    return _Shared([_board(board) for board in content["boards"]], looks)


def _board(content: dict[str, Any]) -> Drawing:
    width, height = map(_number, content["size"])
    if min(width, height) < 0 or height > _HIGHEST * width:
        raise ValueError(f"a board of {width} x {height}")
    boxes = tuple(_box(*values) for values in content["boxes"])
    sides = tuple(_side(corners, box, len(boxes)) for corners, box in content["solid"])
    return Drawing(width, height, boxes, tuple(Line(*map(_number, line)) for line in content["lines"]), sides)


def _box(x: Any, y: Any, position: Any, width: Any = 1, height: Any = 1) -> Box:
    x, y, width, height = map(_number, (x, y, width, height))
    return Box(x, y, position=_position(position), width=width, height=height)


def _side(corners: Sequence[Sequence[float]], box: int, boxes: int) -> Side:
    if not 0 <= box < boxes:
        raise ValueError(f"there is no box {box}")
    return Side(tuple((_number(x), _number(y), _number(z)) for x, y, z in corners), box)


def _drawing(content: Sequence[Any], shared: _Shared) -> Drawing:
    number, signs, paragraphs = content
    board = shared.boards[number]
    boxes = []
    for box, sign in zip(board.boxes, signs, strict=True):
        shown, tone, given = shared.looks[ord(sign) - _FIRST_SIGN]
        boxes.append(replace(box, text=shown, tone=tone, given=given))
    text = tuple(
        Paragraph(_string(heading), tuple(Span(_string(said), _tone(tone), _position(at)) for said, tone, at in spans))
        for heading, spans in paragraphs
    )
    return replace(board, boxes=tuple(boxes), text=text)


def _runs(positions: Iterable[int]) -> list[int]:
    """Positions as runs, in pairs: the first position and the number of positions that follow each other from it on."""
    runs: list[int] = []
    for position in sorted(positions):
        if runs and runs[-2] + runs[-1] == position:
            runs[-1] += 1
        else:
            runs += [position, 1]
    return runs


def _positions(runs: Sequence[int]) -> tuple[int, ...]:
    """Undo `_runs`."""
    whole = all(type(number) is int and 0 <= number < _POSITIONS for number in runs)
    if not whole or sum(runs[1::2]) > _POSITIONS:
        raise ValueError(f"{runs!r} are no runs of positions")
    pairs = zip(runs[::2], runs[1::2], strict=True)
    return tuple(position for first, count in pairs for position in range(first, first + count))


def _step(content: dict[str, Any], shared: _Shared) -> TraceStep:
    doubts = {
        int(position): Doubt(_number(mine), _string(other), _tone(tone), _number(its))
        for position, (mine, other, tone, its) in content["doubts"].items()
    }
    return TraceStep(
        int(content["number"]),
        int(content["cycle"]),
        _drawing(content["drawing"], shared),
        _positions(content["changed"]),
        _positions(content["wrong"]),
        doubts,
        _number(content["sure"]),
        _number(content["halt_probability"]),
        bool(content["halts"]),
        {_string(name): _number(share, most=_LARGEST_FIGURE) for name, share in content["changes"].items()},
        _number(content["seconds"], most=_LARGEST_FIGURE),
    )


def _trace(content: dict[str, Any]) -> Trace:
    shared = _shared(content)
    steps = [_step(step, shared) for step in content["steps"]]
    if not steps:
        raise ValueError("there are no states")
    expected = None if content["expected"] is None else _drawing(content["expected"], shared)
    title, verdict = _string(content["title"]), _string(content["verdict"])
    return Trace(title, _drawing(content["question"], shared), steps, expected, verdict, content["exact"])


def _number(value: Any, most: float = _FARTHEST) -> float:
    """A number; what is drawn needs room, so its numbers are bounded."""
    if type(value) not in (int, float) or not -most <= value <= most:
        raise ValueError(f"{value!r} is no number between -{most} and {most}")
    return value


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    return value


def _tone(value: Any) -> Tone:
    if value not in SHADES:
        raise ValueError(f"{value!r} is no tone")
    return value


def _position(value: Any) -> int | None:
    return None if value is None else int(value)
