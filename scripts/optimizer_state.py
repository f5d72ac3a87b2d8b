"""Count the memory of optimizers' states for networks of about 5 and 100 million parameters.

    uv run python scripts/optimizer_state.py

Each optimizer makes one real step on each network, with gradients of zero; then the bytes of all tensors in its state
are added up. The networks are `arch=trm` with attention, as for 9x9 Sudoku. Writes docs/results/optimizer_state.json.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hydra
import torch

from dataset.layout import RowShape
from runs.config import CONFIG_FOLDER, PretrainConfig, compose
from runs.memory import bytes_of
from runs.network import build_model
from training.build import build_optimizer
from utils.commands import parse
from utils.errors import report_user_errors
from utils.files import dump_json

ROOT = Path(__file__).resolve().parent.parent
SHAPE = RowShape(seq_len=81, vocab_size=11, num_puzzle_identifiers=1)
NETWORK = ("arch=trm", "arch.puzzle_emb_ndim=0", "data_paths=[none]")


@dataclass
class Options:
    """What is counted, and where the figures go."""

    widths: tuple[int, ...] = (448, 2048)
    """hidden_size of each network; multiples of 8."""
    optimizers: tuple[str, ...] = ("adamw", "adam_atan2", "adam_mini")
    output: Path = ROOT / "docs" / "results" / "optimizer_state.json"


@report_user_errors
def main() -> None:
    """Count, print and write."""
    options = parse(Options, __doc__)
    rows = [count(width, optim) for width in options.widths for optim in options.optimizers]
    for row in rows:
        print(f"{row['optimizer']:12} {row['parameters']:12,} parameters, {row['state_bytes']:13,} bytes of state")
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(dump_json({"command": "uv run python scripts/optimizer_state.py", "rows": rows}))


def count(width: int, optim: str) -> dict[str, Any]:
    """The parameters of a network, and the bytes of an optimizer's state after a step on it."""
    with hydra.initialize_config_dir(str(CONFIG_FOLDER), version_base=None):
        composed = hydra.compose("cfg_pretrain", [*NETWORK, f"arch.hidden_size={width}", f"optim={optim}"])
    config: PretrainConfig = compose(composed)
    model = build_model(config, SHAPE, torch.device("cpu"))
    optimizer = build_optimizer(config, model.named_parameters())
    for p in model.parameters():
        p.grad = torch.zeros_like(p)
    optimizer.step()
    kept = [value for state in optimizer.state.values() for value in state.values()]
    return {
        "optimizer": optim,
        "hidden_size": width,
        "parameters": sum(p.numel() for p in model.parameters()),
        "parameter_bytes": sum(bytes_of(p) for p in model.parameters()),
        "state_bytes": sum(bytes_of(value) for value in kept if isinstance(value, torch.Tensor)),
    }


if __name__ == "__main__":
    main()
