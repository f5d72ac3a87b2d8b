#!/usr/bin/env bash
# 2x2x2 cubes, from nothing to a solved one: set-up, data, training, score by distance, one cube move by move.
# Arguments go to the training: ./train_rubik2x2.sh run_name=first lr=3e-4
set -euo pipefail
cd "$(dirname "$0")"
source scripts/env.sh
[ -d data/rubik2x2 ] || uv run dataset/build_rubik2x2_dataset.py --by-distance --min-scramble-moves 1 \
    --max-scramble-moves 6 --num-train-puzzles 400000 --num-test-puzzles 600 --split state
uv run pretrain.py experiment=rubik2x2 "$@"
uv run evaluate.py --data-path data/rubik2x2
uv run infer.py --cube "R U' F2" --tries 32
