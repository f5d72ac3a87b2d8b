"""Small prompts with canvases, a network for them, and rewards that a test chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch

from dataset.common import IGNORE_LABEL_ID
from dataset.text.word_vocabulary import WordVocabulary
from dataset.tools.tool_json.canvas import Canvas
from dataset.tools.tool_json.format import CanvasFormat
from models.recursive_reasoning.act import RecursiveModel
from tests.models.networks import make

PAIRS = (
    ("What is 48 plus 2 ?", '{"tool": "calculator", "args": {"expression": "48 + 2"}}'),
    ("What is 7 times 31 ?", '{"tool": "calculator", "args": {"expression": "7 * 31"}}'),
    ("Say hello", '{"final": "hello"}'),
)


def canvas_format(slots: int = 6, words: int = 8) -> CanvasFormat:
    """The format of `PAIRS`, in which all pieces are classes."""
    known = [prompt.split() for prompt, _ in PAIRS]
    vocabulary = WordVocabulary.of((word for prompt in known for word in prompt), 2, 100)
    return CanvasFormat(vocabulary, Canvas.of(PAIRS, 1), slots, words)


def rows(of: CanvasFormat, pairs: Sequence[tuple[str, str]] = PAIRS) -> dict[str, torch.Tensor]:
    """These prompts and outputs as a batch; the identifier of a row is its number."""
    labels = np.stack([found for pair in pairs if (found := of.labels(*pair)) is not None])
    return {
        "inputs": torch.from_numpy(np.stack([of.inputs(prompt) for prompt, _ in pairs])),
        "labels": torch.from_numpy(np.where(labels == 0, IGNORE_LABEL_ID, labels)),
        "puzzle_identifiers": torch.arange(len(pairs), dtype=torch.int32),
    }


def network(of: CanvasFormat, **changes: Any) -> RecursiveModel:
    """A small network in float64."""
    shape = dict(seq_len=of.seq_len, layout=of.layout, vocab_size=len(of.vocabulary))
    parts: dict[str, Any] = dict(
        encoder={"name": "encoders.prompt@Prompt"}, head={"name": "heads.copying@Copying"}, puzzle_emb_ndim=0
    )
    return make("trm", "softmax_cross_entropy", **parts | shape | changes).model


class Earned:
    """A rewarder whose total is a function of identifiers and canvases."""

    names = ("reward", "format")
    success = "format"

    def __init__(self, total: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> None:
        self.total = total

    def rewards(self, identifiers: np.ndarray, outputs: np.ndarray) -> dict[str, np.ndarray]:
        found = self.total(identifiers, outputs).astype(np.float32)
        return {"reward": found, "format": np.ones_like(found)}
