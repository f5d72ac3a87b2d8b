"""Write one improvement step of a trained network as an ONNX file, for browsers and for Python without torch.

    uv run python scripts/export_onnx.py --checkpoint pretrained/sudoku4x4 --output sudoku4x4.onnx
    uv run python infer.py --onnx sudoku4x4.onnx --puzzle 1....2....3....4 --trace

`inference.onnx_solver` says what the file holds, and computes it. The network must have the official parts:
encoder=tokens, head=positions, carry=latents. Any recursion will do. The file computes in float32.

Before it is written, it is compared with torch over 16 improvement steps of 20 puzzles. In float64, logits must be
equal to 1e-4. In float32, roundings differ between any two programs, and steps may magnify them: there, logits must
be equal to 1e-4 of the largest logit. Otherwise nothing is written.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import contextlib
import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn

from dataset.common import IGNORE_LABEL_ID
from dataset.puzzle_dataset import PuzzleDataset
from dataset.tasks import Signs, draw_examples, load_puzzle, puzzle_readers
from inference.onnx_solver import (
    IDENTIFIERS,
    KEY,
    NEXT,
    Q_CONTINUE,
    Description,
    FirstLatent,
    OnnxStep,
)
from inference.steps import StepLoop, set_steps
from inference.tensors import to_device, to_numpy
from models.carries.latents import Latents
from models.encoders.tokens import Tokens
from models.heads.positions import Positions
from models.kernels.switch import plain_formulas
from models.objectives.base import Objective
from models.recursive_reasoning.act import RecursiveModel
from runs.open import TrainedRun, open_run
from utils.commands import parse
from utils.errors import UserError, report_user_errors
from utils.files import replace_bytes

OPSET = 18
"""Of the ONNX operators: onnxruntime and onnxruntime-web read it since 2023."""
LARGEST_DIFFERENCE = 1e-4
"""Of logits in float64; in float32 as a share of the largest logit."""
STEPS, PUZZLES = 16, 20
"""Improvement steps and puzzles of the comparison; the file keeps the puzzles as examples."""
_LARGEST_WEIGHTS = 2**31 - 2**24
"""An ONNX file of one part has at most 2 GiB."""
CPU = torch.device("cpu")


@dataclass
class Options:
    """Write one improvement step of a trained network as an ONNX file."""

    checkpoint: Path
    """A run's folder, a step_N folder, its model.pt or a pretrained folder."""
    output: Path
    """The file to write, as in sudoku4x4.onnx."""
    data_path: Path | None = None
    """Data set whose test split gives the puzzles of the comparison, which the file keeps as examples. By default they
    are drawn by the task's own generator; for a task without one, the comparison takes random tokens."""


@report_user_errors
def main() -> None:
    """Parse the command line, export, compare, write."""
    options = parse(Options, __doc__)
    if options.output.suffix.lower() != ".onnx":
        raise UserError(f"--output {options.output}: the name must end in .onnx")
    trained = open_run(options.checkpoint)
    network = trained.build_model(CPU, dtype="float64")
    require_official_parts(network.model, trained.checkpoint)
    examples = choose_examples(trained, options.data_path)
    compared = random_tokens(trained) if examples is None else examples
    exact = export(network.model, describe(trained, network.model, examples))
    rounded = in_float32(exact)
    in_64 = compare(network, exact, compared)
    in_32 = compare(trained.build_model(CPU, dtype="float32"), rounded, compared)
    what = f"{len(compared)} puzzles" if examples is not None else f"{len(compared)} rows of random tokens"
    found = (
        f"over {STEPS} steps of {what}, logits differ from torch's by at most {in_64.difference:.1e} in float64 and"
        f" {in_32.difference:.1e} in float32, where they go up to {in_32.largest:.0f}"
    )
    if not (in_64.difference <= LARGEST_DIFFERENCE and in_32.difference <= LARGEST_DIFFERENCE * in_32.largest):
        raise UserError(f"{options.output} is not written: {found}")
    content = rounded.SerializeToString()
    options.output.parent.mkdir(parents=True, exist_ok=True)
    replace_bytes(options.output, content)
    print(f"{options.output}: {len(content) / 1e6:.2f} MB; {found}")


def require_official_parts(model: RecursiveModel, checkpoint: Path) -> None:
    """Refuse a network whose rows, answers or carry are not those of the official code; `UserError` names the part."""
    parts = {
        "encoder": (model.inner.encoder, Tokens),
        "head": (model.inner.head, Positions),
        "carry": (model.carry_rule, Latents),
    }
    for key, (part, official) in parts.items():
        if type(part) is not official:
            named, wanted = (kind.__module__.rpartition(".")[2] for kind in (type(part), official))
            raise UserError(f"{checkpoint} has {key}={named}; only networks with {key}={wanted} can be exported")
    if model.calibration.weights is not None:
        raise UserError(
            f"{checkpoint} is calibrated, which a file of ONNX does not hold; scripts/calibrate.py --remove undoes it"
        )


# ---- puzzles of the comparison


def choose_examples(trained: TrainedRun, data_path: Path | None) -> np.ndarray | None:
    """Puzzles (N, seq_len): of a data set's test split, or drawn anew; None for a task that cannot draw any."""
    if data_path is not None:
        dataset = PuzzleDataset([data_path], "test")
        trained.check_fits(dataset, data_path, mean_embedding=True)
        return np.concatenate([each.inputs[:PUZZLES] for each in dataset.sets])[:PUZZLES]
    task = _task(trained)
    if task is None or trained.text_format is not None:
        return None
    return draw_examples(load_puzzle(task), task, PUZZLES, trained.metadata.seq_len, np.random.default_rng(0))


def random_tokens(trained: TrainedRun) -> np.ndarray:
    """Rows (N, seq_len) of any tokens of the vocabulary."""
    shape = PUZZLES, trained.metadata.seq_len
    return np.random.default_rng(0).integers(trained.metadata.vocab_size, size=shape)


def _task(trained: TrainedRun) -> str | None:
    return next(filter(None, trained.tasks.values()), None)


# ---- the file


class ImprovementStep(nn.Module):
    """One improvement step as a function of tensors alone: tokens, identifiers if any, and latents, to the outputs."""

    def __init__(self, model: RecursiveModel) -> None:
        super().__init__()
        self.inner = model.inner
        self.has_identifiers = model.config.puzzle_emb_ndim > 0
        self.compares_q = model.compares_q
        self.latents = [f"z_{name}" for name in model.inner.latent_names]

    def forward(self, *tensors: torch.Tensor) -> tuple[torch.Tensor, ...]:
        inputs, *latents = tensors
        # ONNX has no operator that takes rows by int32
        identifiers = latents.pop(0).long() if self.has_identifiers else inputs.new_zeros(inputs.shape[0])
        batch = {"inputs": inputs, IDENTIFIERS: identifiers}
        new, logits, (q_halt, q_continue) = self.inner(dict(zip(self.latents, latents, strict=True)), batch)
        q = (q_halt, q_continue) if self.compares_q else (q_halt,)
        return (logits, *q, *new.values())

    @property
    def input_names(self) -> list[str]:
        """Names of the arguments of `forward`."""
        return ["inputs", *([IDENTIFIERS] if self.has_identifiers else []), *self.latents]

    @property
    def output_names(self) -> list[str]:
        """Names of what `forward` returns."""
        q = ["q_halt_logits", *([Q_CONTINUE] if self.compares_q else [])]
        return ["logits", *q, *(NEXT + name for name in self.latents)]


def describe(trained: TrainedRun, model: RecursiveModel, examples: np.ndarray | None) -> Description:
    """What the file says of itself."""
    metadata, inner, checkpoint = trained.metadata, model.inner, trained.checkpoint
    task = _task(trained)
    rules = load_puzzle(task) if task in puzzle_readers() else None
    first = {
        f"z_{name}": FirstLatent(
            positions=inner.latent_shape(name)[0], channels=getattr(inner, f"{name}_init").tolist()
        )
        for name in inner.latent_names
    }
    return Description(
        version=1,
        checkpoint=str(Path(*checkpoint.parts[-2:]) if checkpoint.is_absolute() else checkpoint),
        task=task,
        seq_len=metadata.seq_len,
        vocab_size=metadata.vocab_size,
        halt_max_steps=model.config.halt_max_steps,
        first_latents=first,
        signs=rules.signs(metadata.vocab_size) if isinstance(rules, Signs) else None,
        examples=[] if examples is None else examples.tolist(),
        vocabulary=None if trained.text_format is None else trained.text_format.as_json(),
    )


def export(model: RecursiveModel, description: Description) -> Any:
    """The file (`onnx.ModelProto`) in the precision of the model.

    Raises:
        UserError: the extra `onnx` is missing, or the weights do not fit into one file.
    """
    onnx = _exporter()
    step = ImprovementStep(model).eval()
    size = sum(tensor.nbytes for tensor in step.state_dict().values())
    if size > _LARGEST_WEIGHTS:
        raise UserError(f"the weights take {size / 1e9:.1f} GB in float64, and the comparison has room for 2 GB")
    rows = torch.export.Dim("rows", min=1)
    integers = torch.zeros(2, description.seq_len, dtype=torch.int32)
    arguments = [integers, *([integers[:, 0]] if step.has_identifiers else [])]
    arguments += [
        torch.zeros(2, first.positions, len(first.channels), dtype=model.config.dtype)
        for first in description.first_latents.values()
    ]
    with plain_formulas(), torch.no_grad(), _quiet():
        program = torch.onnx.export(
            step,
            tuple(arguments),
            input_names=step.input_names,
            output_names=step.output_names,
            dynamic_shapes=(tuple({0: rows} for _ in arguments),),
            opset_version=OPSET,
            dynamo=True,
            verbose=False,
        )
    assert program is not None, "the exporter of torch.export returns a program"
    proto = program.model_proto
    _forget_sources(proto)
    onnx.helper.set_model_props(proto, {KEY: description.model_dump_json()})
    onnx.checker.check_model(proto)
    return proto


def in_float32(proto: Any) -> Any:
    """The same file with weights and numbers in float32."""
    onnx = _exporter()
    wide, narrow = onnx.TensorProto.DOUBLE, onnx.TensorProto.FLOAT
    found = onnx.ModelProto()
    found.CopyFrom(proto)
    graph = found.graph
    attributes = [attribute for node in graph.node for attribute in node.attribute]
    for tensor in [*graph.initializer, *(each.t for each in attributes if each.HasField("t"))]:
        if tensor.data_type == wide:
            values = onnx.numpy_helper.to_array(tensor).astype(np.float32)
            tensor.CopyFrom(onnx.numpy_helper.from_array(values, tensor.name))
    for end in (*graph.input, *graph.output):
        if end.type.tensor_type.elem_type == wide:
            end.type.tensor_type.elem_type = narrow
    for attribute in attributes:
        if attribute.name == "to" and attribute.i == wide:  # of Cast
            attribute.i = narrow
    onnx.checker.check_model(found, full_check=True)
    return found


def _exporter() -> Any:
    """The package onnx; `UserError` if the extra `onnx` is not installed."""
    try:
        import onnx
        import onnxruntime
        import onnxscript
    except ImportError as error:
        raise UserError(f"this needs the extra onnx: uv sync --extra onnx ({error})") from None
    del onnxruntime, onnxscript  # which the exporter and the comparison import
    return onnx


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep back the exporter's warnings, which concern its developers: the comparison with torch judges its work."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _forget_sources(proto: Any) -> None:
    """Remove what the exporter noted of each node: lines and paths of source files, several times its size."""
    graph = proto.graph
    for part in (*graph.node, *graph.value_info, *graph.input, *graph.output, *graph.initializer):
        part.doc_string = ""
        del part.metadata_props[:]
    del graph.value_info[:], graph.metadata_props[:], proto.metadata_props[:]


# ---- the comparison with torch


class Compared(NamedTuple):
    """The largest difference of a logit (of answers and of q) from torch's, and the largest logit."""

    difference: float
    largest: float


def compare(network: Objective, proto: Any, puzzles: np.ndarray) -> Compared:
    """Compare a file with torch over all improvement steps on puzzles (N, seq_len)."""
    step = OnnxStep(proto.SerializeToString(), "the file")
    tokens = puzzles.astype(np.int32)
    batch = {
        "inputs": tokens,
        "labels": np.full_like(tokens, IGNORE_LABEL_ID),
        "puzzle_identifiers": np.zeros(len(tokens), np.int32),
    }
    set_steps(network, STEPS)
    latents = step.first_latents(len(tokens))
    difference = largest = 0.0
    with torch.inference_mode():
        loop = StepLoop(network, to_device(batch, CPU), ["logits"])
        for _ in range(STEPS):
            loop.step()
            outputs, latents = step(tokens, latents)
            for name, found in outputs.items():
                expected = to_numpy(loop.outputs[name])
                difference = np.maximum(difference, np.abs(found - expected).max())  # NaN stays NaN
                largest = np.maximum(largest, np.abs(expected).max())
    return Compared(float(difference), float(largest))


if __name__ == "__main__":
    main()
