#!/usr/bin/env bash
# Questions that compose several kinds of reasoning: set-up, data, training, score by kind.
# Two CPU cores train on 2,000 of them. Arguments go to the training; 50,000 questions and the paper's sizes, for a GPU:
#   uv run dataset/build_qa_dataset.py --ultra-complex && uv run pretrain.py experiment=qa_ultra
set -euo pipefail
cd "$(dirname "$0")"
source scripts/env.sh
[ -d data/qa_pairs_ultra_complex_small ] || uv run dataset/build_qa_dataset.py --ultra-complex-small
uv run pretrain.py experiment=qa_ultra_cpu "$@"
uv run evaluate.py --data-path data/qa_pairs_ultra_complex_small
