#!/usr/bin/env bash
# Mathematics in 14 categories: set-up, data, training, score by category with sample problems.
# About ten minutes on two CPU cores. Arguments go to the training; the paper's sizes, for a GPU:
#   ./train_math_gsm8k.sh experiment=math
set -euo pipefail
cd "$(dirname "$0")"
source scripts/env.sh
[ -d data/math_gsm8k_qa ] || uv run dataset/build_math_gsm8k_dataset.py --num-train-puzzles 180000 --no-check
uv run pretrain.py experiment=math_cpu "$@"
uv run evaluate_math.py --data-path data/math_gsm8k_qa
