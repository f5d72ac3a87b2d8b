#!/usr/bin/env bash
# Sudoku-Extreme from 1,000 puzzles (9x9, the paper's headline): data, training on every visible GPU, score.
# Hours on one GPU; the official code takes up to 36 on an L40S. Arguments go to the training:
#   ./train_sudoku.sh run_name=first
# The puzzles come from the hub. If you have them, a folder with train.csv and test.csv serves without a network:
#   SOURCE=path/to/folder ./train_sudoku.sh
set -euo pipefail
cd "$(dirname "$0")"
source scripts/env.sh

data=data/sudoku-extreme-1k
if ! [ -d $data ]; then
    if [ -n "${SOURCE:-}" ]; then from=(--source "$SOURCE"); else uv sync --inexact --extra hub; fi
    uv run dataset/build_sudoku_dataset.py --output-dir $data --subsample-size 1000 ${from[@]+"${from[@]}"}
fi

gpus=$(uv run python -c 'import torch; print(torch.cuda.device_count())')
launch=(python)
if [ "$gpus" -gt 1 ]; then launch=(torchrun --standalone --nproc-per-node "$gpus"); fi
uv run "${launch[@]}" pretrain.py experiment=sudoku_extreme_mlp "$@"
uv run evaluate.py --data-path $data
