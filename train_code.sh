#!/usr/bin/env bash
# What does a small function return? Set-up, data, training, scores, one function. Half an hour on two CPU cores.
# Arguments go to the training:
#   ./train_code.sh seed=1
set -euo pipefail
cd "$(dirname "$0")"
source scripts/env.sh
uv run dataset/build_code_dataset.py --task output --num-train 400000
name=code_output-$(date +%Y%m%d-%H%M%S)
uv run pretrain.py experiment=code_output_cpu project_name=code run_name="$name" "$@"
uv run evaluate.py --checkpoint "checkpoints/code/$name"
uv run infer.py --checkpoint "checkpoints/code/$name" --trace --code "def f(xs, n):
    c = max(xs)
    d = c - n
    return d
f([3, 9, 2], 4)"
