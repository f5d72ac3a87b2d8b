"""What a network did with one puzzle, step by step: one structure for all tasks, saved as JSON, read by every renderer.

    trace = trace_puzzle(open_model("pretrained/sudoku4x4"), "1....2....3....4")      # inference.tracing
    trace.save("trace.json")
    write(trace, "trace.html")                                                          # inference.renderers

A trace holds drawings (`dataset.drawing`), so that nobody who reads it needs the network, its data or its task.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dataset.drawing import Box, Drawing, Line, Paragraph, Side, Span, Tone
from utils.errors import UserError
from utils.files import replace_text
from utils.reading import read_object

VERSION = 1
EXAMPLES_FILE = "examples.json"
"""The file in a run's folder that holds traces of its last evaluation."""
_LARGEST = 64 * 2**20


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
    """

    title: str
    question: Drawing
    steps: list[TraceStep]
    expected: Drawing | None = None
    verdict: str = ""

    def as_json(self) -> dict[str, Any]:
        """The content of a file; `read_trace` reads it.

        The first state's drawing is whole. The other states' drawings hold what differs from the state before, question
        and expected answer what differs from the first state.
        """
        before: Drawing | None = None
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
                    "drawing": _differing(step.drawing, before),
                    "changed": list(step.changed),
                    "wrong": list(step.wrong),
                    "doubts": doubts,
                    "halt_probability": round(step.halt_probability, 4),
                    "halts": step.halts,
                    "changes": {name: round(share, 5) for name, share in step.changes.items()},
                    "seconds": round(step.seconds, 5),
                }
            )
            before = step.drawing
        return {
            "trace": VERSION,
            "title": self.title,
            "question": _differing(self.question, self.steps[0].drawing),
            "steps": steps,
            "expected": None if self.expected is None else _differing(self.expected, self.steps[0].drawing),
            "verdict": self.verdict,
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
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise UserError(f"{where} is no whole trace: {error!r}") from error


# ---- reading and writing


def _whole(drawing: Drawing) -> dict[str, Any]:
    """All of a drawing, as lists: the fields of each of its parts in their order."""
    return {
        "size": [drawing.width, drawing.height],
        "boxes": [_box(box) for box in drawing.boxes],
        "lines": [[line.x1, line.y1, line.x2, line.y2] for line in drawing.lines],
        "solid": [[list(side.corners), side.box] for side in drawing.solid],
        "text": _text(drawing),
    }


def _box(box: Box) -> list[Any]:
    size = [] if box.width == box.height == 1 else [box.width, box.height]
    return [box.x, box.y, box.text, box.tone, int(box.given), box.position, *size]


def _text(drawing: Drawing) -> list[Any]:
    return [[part.heading, [[s.text, s.tone, s.position] for s in part.spans]] for part in drawing.text]


def _differing(drawing: Drawing, before: Drawing | None) -> dict[str, Any]:
    """What makes a drawing of the one before, by the numbers of boxes; all of it where there is none like it before."""
    if before is None or len(before.boxes) != len(drawing.boxes):
        return _whole(drawing)
    pairs = zip(before.boxes, drawing.boxes, strict=True)
    changed = {str(n): [new.text, new.tone, int(new.given)] for n, (old, new) in enumerate(pairs) if old != new}
    return {"changed": changed, "text": _text(drawing)}


def _drawing(content: dict[str, Any], before: Drawing | None = None) -> Drawing:
    text = tuple(Paragraph(heading, tuple(Span(*span) for span in spans)) for heading, spans in content["text"])
    if "boxes" not in content:
        assert before is not None, "the first drawing is whole"
        boxes = list(before.boxes)
        for number, (sign, tone, given) in content["changed"].items():
            boxes[int(number)] = replace(boxes[int(number)], text=sign, tone=tone, given=bool(given))
        return replace(before, boxes=tuple(boxes), text=text)
    corners: list[Any] = [(tuple(map(tuple, corners)), box) for corners, box in content["solid"]]
    width, height = content["size"]
    return Drawing(
        width,
        height,
        boxes=tuple(Box(x, y, sign, tone, bool(given), *more) for x, y, sign, tone, given, *more in content["boxes"]),
        lines=tuple(Line(*line) for line in content["lines"]),
        solid=tuple(Side(*side) for side in corners),
        text=text,
    )


def _trace(content: dict[str, Any]) -> Trace:
    steps: list[TraceStep] = []
    for step in content["steps"]:
        drawing = _drawing(step["drawing"], steps[-1].drawing if steps else None)
        doubts = {int(position): Doubt(*values) for position, values in step["doubts"].items()}
        whole = step | {"drawing": drawing, "doubts": doubts}
        steps.append(TraceStep(**whole | {name: tuple(step[name]) for name in ("changed", "wrong")}))
    first = steps[0].drawing
    expected = None if content["expected"] is None else _drawing(content["expected"], first)
    return Trace(content["title"], _drawing(content["question"], first), steps, expected, content["verdict"])
