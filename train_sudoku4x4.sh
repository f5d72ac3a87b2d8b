#!/usr/bin/env bash
# 4x4 Sudoku, from nothing to a solved puzzle: set-up, data, training, score, one puzzle step by step.
# About a minute on two CPU cores once packages are at hand. Arguments go to the training:
#   ./train_sudoku4x4.sh run_name=first lr=3e-4
set -euo pipefail
cd "$(dirname "$0")"
source scripts/env.sh
[ -d data/sudoku4x4 ] || uv run dataset/build_sudoku_4x4_dataset.py
uv run pretrain.py experiment=sudoku4x4 "$@"
uv run evaluate.py --data-path data/sudoku4x4
uv run infer.py --puzzle 3..4.1....3.2..1 --trace
