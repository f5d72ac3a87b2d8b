"""An encoder, a head, a carry rule and an objective: each a file of a few lines, and one line of configuration.

They are put into a copy of the project, where nothing else is touched.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.harness import run_command

ROOT = Path(__file__).resolve().parent.parent
FILES = {
    "models/encoders/pairs.py": """
import torch
from models.encoders.base import Encoder, EncoderConfig
from models.layers import CastedEmbedding

class PairsConfig(EncoderConfig):
    pad: int = 0

class Pairs(Encoder):
    config_class = PairsConfig

    def __init__(self, config, core):
        super().__init__()
        self.positions = core.seq_len // 2
        self.table = CastedEmbedding(core.vocab_size, core.hidden_size, core.hidden_size**-0.5, core.dtype)

    def forward(self, inputs, active=None, details=None):
        return self.table(inputs.unflatten(1, (-1, 2))).sum(2)

    def visible(self, inputs, details=None):
        return torch.ones(self.positions, self.positions, dtype=torch.bool, device=inputs.device)
""",
    "models/heads/pairs.py": """
import torch
from models.heads.base import Head
from models.layers import CastedLinear

class Pairs(Head):
    def __init__(self, config, core, encoder):
        super().__init__()
        self.reads = encoder.positions
        self.first, self.second = (CastedLinear(core.hidden_size, core.hidden_size, bias=False) for _ in range(2))
        self.lm_head = CastedLinear(core.hidden_size, core.vocab_size, bias=False)

    def read(self, answer, inputs):
        pairs = self.first(answer).unsqueeze(2), self.second(answer).unsqueeze(2)
        return torch.cat(pairs, dim=2).flatten(1, 2), answer.mean(1)

""",
    "models/carries/halved.py": """
from dataclasses import replace
from models.carries.base import CarryRule

class Halved(CarryRule):
    def hand_on(self, step):
        return replace(step, latents={name: 0.5 * z for name, z in step.latents.items()})
""",
    "models/objectives/smooth.py": """
import torch.nn.functional as F
from models.losses import ACTLossHead

class Smooth(ACTLossHead):
    def __init__(self, model, loss_type, smoothing):
        super().__init__(model, loss_type)
        self.smoothing = smoothing

    def answer_loss(self, logits, labels, mask):
        flat = F.cross_entropy(
            logits.flatten(0, -2), labels.flatten().long(), reduction="none", label_smoothing=self.smoothing
        )
        return flat.view(labels.shape) * mask
""",
    "config/encoder/pairs.yaml": "name: encoders.pairs@Pairs\n",
    "config/head/pairs.yaml": "name: heads.pairs@Pairs\n",
    "config/carry/halved.yaml": "name: carries.halved@Halved\n",
}
CHOSEN = "encoder=pairs head=pairs carry=halved arch.loss.name=objectives.smooth@Smooth +arch.loss.smoothing=0.1"


def test_parts_of_a_few_lines_train(tmp_path: Path, work: Path) -> None:
    for folder in (path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"):
        shutil.copytree(folder, tmp_path / folder.name)
    shutil.copytree(ROOT / "config", tmp_path / "config")
    for script in ROOT.glob("*.py"):
        shutil.copy(script, tmp_path)
    for name, content in FILES.items():
        (tmp_path / name).write_text(content)
    tiny = "arch.hidden_size=32 arch.num_heads=2 arch.puzzle_emb_ndim=0 arch.halt_max_steps=2 arch.H_cycles=1"
    shared = "data_paths=[data/toy] evaluators=[] epochs=8 lr=3e-3 lr_warmup_steps=1 global_batch_size=32 ema=False"
    names = "project_name=project run_name=first wandb.mode=disabled device=cpu log_interval=1"
    command = f"python pretrain.py {CHOSEN} {tiny} {shared} {names} eval_interval=8"
    ended = run_command(f"PYTHONPATH={tmp_path} {command}", tmp_path)
    assert ended.status == 0, ended.err
    rows = [
        json.loads(line) for line in (tmp_path / "checkpoints/project/first/metrics.jsonl").read_text().splitlines()
    ]
    losses = [row["train/lm_loss"] for row in rows if "train/lm_loss" in row]
    assert losses[-1] < losses[0]
    scoring = "python evaluate.py --checkpoint checkpoints/project/first --data-path data/toy"
    ended = run_command(f"PYTHONPATH={tmp_path} {scoring}", tmp_path)
    assert ended.status == 0 and "exact" in ended.out, ended.err
