"""Train a Tiny Recursive Model.

    python pretrain.py experiment=sudoku4x4
    torchrun --nproc-per-node 2 pretrain.py arch=trm data_paths="[data/sudoku4x4]" epochs=200 eval_interval=100 ema=True
    python pretrain.py -m experiment=sudoku4x4 seed=0,1,2

Keys are explained in config/training.yaml. Metrics go to checkpoints/<project>/<run>/metrics.jsonl and to W&B.
Ctrl-C or SIGTERM saves a checkpoint and prints the command that continues.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import hydra
from omegaconf import DictConfig

from reports.written import report_of_run
from runs.config import compose
from training.commands import call_hydra
from training.distributed import distributed
from training.loop import train
from training.sweep import report_errors
from utils.errors import report_user_errors
from utils.memory import keep_freed_memory


@hydra.main(config_path="config", config_name="cfg_pretrain", version_base=None)
@report_errors  # inside of hydra.main, which would print a line of its own before an error
def launch(config: DictConfig) -> None:
    """Validate the configuration and train. Hydra calls this once for each run of a sweep."""
    settings = compose(config)
    keep_freed_memory()
    with distributed(settings.device) as dist:
        saved = train(settings, dist)
        if dist.is_main and settings.report:
            report_of_run(saved.parent)


@report_user_errors
def main() -> None:
    """Call Hydra."""
    call_hydra(launch, "cfg_pretrain")


if __name__ == "__main__":
    main()
