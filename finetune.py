"""Tune a trained policy: supervised, or by reward.

    python finetune.py load_checkpoint=checkpoints/PROJECT/RUN method=grpo data_paths="[data/tool_json]"
    python finetune.py load_checkpoint=... method=ppo method.samples=16 data_paths="[data/tool_json]"

Keys are explained in config/cfg_finetune.yaml and config/cfg_pretrain.yaml. A run is stopped, continued, logged and
scored as one of pretrain.py.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import os
import sys

import hydra
from omegaconf import DictConfig

from training.commands import explain_composition_error, refuse_options
from training.sweep import report_errors
from training.tuning import tune
from utils.errors import report_user_errors
from utils.memory import keep_freed_memory


@hydra.main(config_path="config", config_name="cfg_finetune", version_base=None)
@report_errors  # inside of hydra.main, which would print a line of its own before an error
def launch(config: DictConfig) -> None:
    """Tune. Hydra calls this once for each run of a sweep."""
    keep_freed_memory()
    tune(config)


@report_user_errors
def main() -> None:
    """Call Hydra, and turn its errors about the command line, several lines each, into one line."""
    os.environ["HYDRA_FULL_ERROR"] = "1"
    refuse_options(sys.argv[1:])
    try:
        launch()
    except Exception as error:
        explained = explain_composition_error(error, sys.argv[1:])
        if explained is None:
            raise
        raise explained from None


if __name__ == "__main__":
    main()
