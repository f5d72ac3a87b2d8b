"""Answers by onnxruntime, from one file that holds an improvement step. `scripts/export_onnx.py` writes such files.

    model = OnnxModel(Path("sudoku4x4.onnx"))
    print(model.solve("..2.....4...3..4").text)                      # as `inference.solver.Model` does

What the file holds:

    inputs        `inputs`, tokens (rows, seq_len) int32; `puzzle_identifiers` (rows,) int32, where the network has
                  puzzle embeddings; each latent, such as `z_H` (rows, positions, channels) float32
    outputs       `logits` (rows, seq_len, vocab_size); `q_halt_logits` (rows,); `q_continue_logits` (rows,), where the
                  network halts by comparing the two; each new latent, such as `next_z_H`
    metadata      `improvement_step`: a `Description` as JSON, with the latents that a first step begins from
"""

from __future__ import annotations

import json
import math
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from dataset.common import VOCABULARY_FILE
from dataset.tasks import DEFAULT_TASK, Rules, load_puzzle, read_data_rules
from inference.solver import Solver
from inference.steps import Step
from utils.commands import MOST_STEPS
from utils.errors import UserError
from utils.reading import parse_json, require_file

KEY = "improvement_step"
"""Name of the entry of the file's metadata."""
VERSION = 1
NEXT = "next_"
"""Before the name of a latent: that of the output."""
IDENTIFIERS, Q_CONTINUE = "puzzle_identifiers", "q_continue_logits"
_OPTIONAL: dict[str, tuple[int, ...]] = {IDENTIFIERS: (), Q_CONTINUE: ()}
_MOST_NUMBERS = 2**26
"""The largest latent of a row."""


class FirstLatent(BaseModel):
    """What a latent holds before the first step: the same channels at each of its positions."""

    model_config = ConfigDict(extra="forbid")

    positions: int = Field(ge=1)
    channels: list[float] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_bounded(self) -> FirstLatent:
        if self.positions * len(self.channels) > _MOST_NUMBERS:
            raise ValueError(f"more than {_MOST_NUMBERS} numbers")
        return self


class Description(BaseModel):
    """What a file says of itself.

    Attributes:
        checkpoint: whose weights it holds; of an absolute path only the last two names.
        task: of the training data; None where they do not name theirs.
        halt_max_steps: the most improvement steps of a row in training.
        first_latents: by name; those of `z_H` and so on.
        signs: the sign of each token, for puzzles that are written so (`dataset.tasks.Signs`).
        examples: puzzles of the task, each `seq_len` tokens.
        vocabulary: content of `vocabulary.json`, for text.
    """

    model_config = ConfigDict(extra="forbid")

    version: Literal[1]
    checkpoint: str
    task: str | None = Field(pattern=r"^\w+$")
    seq_len: int = Field(ge=1)
    vocab_size: int = Field(ge=1)
    halt_max_steps: int = Field(ge=1, le=MOST_STEPS)
    first_latents: dict[str, FirstLatent]
    signs: str | None
    examples: list[list[int]]
    vocabulary: dict[str, Any] | None

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shapes of the inputs and outputs of each file, without the axis of rows."""
        latents = {name: (first.positions, len(first.channels)) for name, first in self.first_latents.items()}
        return {
            "inputs": (self.seq_len,),
            "logits": (self.seq_len, self.vocab_size),
            "q_halt_logits": (),
            **latents,
            **{NEXT + name: shape for name, shape in latents.items()},
        }


class OnnxStep:
    """One improvement step of many rows, computed by onnxruntime.

    Args:
        file: the file, or its content.
        name: of the file, for messages.

    Raises:
        UserError: the extra `onnx` is missing, or this is no file of an improvement step.
    """

    def __init__(self, file: Path | bytes, name: str) -> None:
        runtime = onnxruntime()
        if isinstance(file, Path):
            require_file(file)
        settings = runtime.SessionOptions()
        settings.log_severity_level = 4  # what is wrong with a file is said in one line below
        settings.add_session_config_entry("session.intra_op.allow_spinning", "0")  # else waiting threads take the cores
        try:
            self._session = runtime.InferenceSession(
                file if isinstance(file, bytes) else str(file), settings, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime's errors have no class in common
            raise UserError(f"{name} is damaged or no ONNX file ({_first_line(error)})") from None
        self.name = name
        self.description = self._described()
        self._outputs = [output.name for output in self._session.get_outputs()]
        types = {found.name: found.type for found in self._session.get_inputs()}
        self._has_identifiers = IDENTIFIERS in types
        self._dtype = np.float64 if "tensor(double)" in types.values() else np.float32

    def _described(self) -> Description:
        """What the file says of itself, which its inputs and outputs must bear out."""
        text = self._session.get_modelmeta().custom_metadata_map.get(KEY)
        if text is None:
            raise UserError(f"{self.name} holds no improvement step; scripts/export_onnx.py writes files that do")
        content = parse_json(text, f"the description in {self.name}")
        version = content.get("version") if isinstance(content, dict) else None
        if version != VERSION:
            raise UserError(f"{self.name} is of version {version}, and {VERSION} is read here; export it again")
        try:
            described = Description.model_validate(content)
        except ValidationError as error:
            wrong = error.errors()[0]
            place = ".".join(map(str, wrong["loc"]))
            raise UserError(f"the description in {self.name} is damaged ({place}: {wrong['msg']})") from None
        ends = [*self._session.get_inputs(), *self._session.get_outputs()]
        shapes = {end.name: tuple(end.shape[1:]) for end in ends}
        always = described.shapes()
        if not always.items() <= shapes.items() <= (always | _OPTIONAL).items():
            raise UserError(f"the description in {self.name} is damaged (inputs and outputs have other shapes)")
        return described

    def first_latents(self, rows: int) -> dict[str, np.ndarray]:
        """The latents (rows, positions, channels) before the first step."""
        return {
            name: np.tile(np.array(first.channels, self._dtype), (rows, first.positions, 1))
            for name, first in self.description.first_latents.items()
        }

    def __call__(
        self, inputs: np.ndarray, latents: dict[str, np.ndarray]
    ) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
        """Improve the answers to puzzles (rows, seq_len) once.

        Returns:
            the outputs `logits`, `q_halt_logits` and, where the network has it, `q_continue_logits`; the new latents.

        Raises:
            UserError: the file cannot compute this, as its metadata say that it can.
        """
        feeds = {"inputs": inputs.astype(np.int32), **latents}
        if self._has_identifiers:
            feeds[IDENTIFIERS] = np.zeros(len(inputs), np.int32)  # no puzzle of the training
        try:
            found = dict(zip(self._outputs, self._session.run(self._outputs, feeds), strict=True))
        except Exception as error:  # onnxruntime's errors have no class in common
            raise UserError(f"{self.name} cannot be computed ({_first_line(error)})") from None
        return found, {name: found.pop(NEXT + name) for name in latents}


class OnnxModel(Solver):
    """A file of `scripts/export_onnx.py` that answers puzzles.

    Args:
        task: the task whose rules read the puzzles; None: that of the file.

    Raises:
        UserError: as in `OnnxStep`; or there is no such task.
    """

    def __init__(self, file: Path, task: str | None = None) -> None:
        self.step = OnnxStep(file, str(file))
        described = self.step.description
        super().__init__(
            name=str(file),
            task=described.task,
            rules=_rules(described, task),
            seq_len=described.seq_len,
            trained_steps=described.halt_max_steps,
            is_text=described.vocabulary is not None,
        )

    def states(self, inputs: np.ndarray, steps: int) -> Iterator[Step]:
        latents = self.step.first_latents(1)
        for number in range(1, steps + 1):
            began = time.perf_counter()
            outputs, new = self.step(inputs[None], latents)
            q_halt = float(outputs["q_halt_logits"][0])
            margin = q_halt - float(outputs[Q_CONTINUE][0]) if Q_CONTINUE in outputs else q_halt
            logits = outputs["logits"][0]
            yield Step(
                number=number,
                answer=logits.argmax(-1),
                halt_probability=(1 + math.tanh(q_halt / 2)) / 2,
                halts=margin > 0,
                logits=logits,
                changes={name: _change(latents[name], new[name]) for name in latents},
                seconds=time.perf_counter() - began,
            )
            latents = new


def onnxruntime() -> Any:
    """The package onnxruntime; `UserError` where it is not installed."""
    try:
        import onnxruntime
    except ImportError as error:
        raise UserError(f"ONNX files need the extra onnx: uv sync --extra onnx ({error})") from None
    return onnxruntime


def _rules(described: Description, task: str | None) -> Rules:
    """What `inference.solver.rules_of` gives for the run that was exported."""
    if described.vocabulary is None or task not in (None, described.task):
        return load_puzzle(task or described.task or DEFAULT_TASK)
    with tempfile.TemporaryDirectory() as folder:  # since rooms read their rules from a data set's or a run's folder
        (Path(folder) / VOCABULARY_FILE).write_text(json.dumps(described.vocabulary), encoding="utf-8")
        found = read_data_rules(Path(folder), check=False)
    assert found is not None, "the file is there"
    return found


def _change(old: np.ndarray, new: np.ndarray) -> float:
    """The length of a latent's change over that of the new latent."""
    return float(np.linalg.norm(new - old)) / max(float(np.linalg.norm(new)), 1e-12)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
