#!/usr/bin/env bash
# Questions about small worlds, from nothing to an answer: set-up, data, training, score by kind, one question.
# About ten minutes on two CPU cores. Arguments go to the training; the paper's sizes, for a GPU:
#   ./train_qa_pairs.sh experiment=qa_default
set -euo pipefail
cd "$(dirname "$0")"
source scripts/env.sh
[ -d data/qa_pairs ] || uv run dataset/build_qa_dataset.py
uv run pretrain.py experiment=qa_default_cpu "$@"
uv run evaluate.py --data-path data/qa_pairs
uv run infer.py --ask "Maras is in the hall. The key is with Maras. Where is the key?" --trace
