"""Tune a trained policy: supervised, or by reward.

    python finetune.py load_checkpoint=checkpoints/PROJECT/RUN method=grpo data_paths="[data/tool_json]"
    python finetune.py load_checkpoint=... method=ppo method.samples=16 data_paths="[data/tool_json]"

Keys are explained in config/cfg_finetune.yaml and config/training.yaml. A run is stopped, continued, logged and
scored as one of pretrain.py.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import hydra
from omegaconf import DictConfig

from reports.written import report_of_run
from training.commands import call_hydra
from training.sweep import report_errors
from training.tuning import tune
from utils.errors import report_user_errors
from utils.memory import keep_freed_memory


@hydra.main(config_path="config", config_name="cfg_finetune", version_base=None)
@report_errors  # inside of hydra.main, which would print a line of its own before an error
def launch(config: DictConfig) -> None:
    """Tune. Hydra calls this once for each run of a sweep."""
    keep_freed_memory()
    run = tune(config)
    if run is not None and config.report:
        report_of_run(run)


@report_user_errors
def main() -> None:
    """Call Hydra."""
    call_hydra(launch, "cfg_finetune")


if __name__ == "__main__":
    main()
