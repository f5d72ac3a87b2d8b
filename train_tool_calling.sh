#!/usr/bin/env bash
# Tool calling, from nothing to a call: set-up, generated conversations, training, scores, one query.
# Meant for a quarter of an hour on two CPU cores, not measured yet. Arguments go to the training:
#   ./train_tool_calling.sh run_name=first
set -euo pipefail
cd "$(dirname "$0")"
source scripts/env.sh
# The same seed gives the same bytes, so that building again only replaces the set of an older version.
uv run dataset/build_tool_calling_dataset.py
uv run pretrain.py experiment=tool_calling_cpu "$@"
uv run evaluate.py --data-path data/tool_calling
uv run infer.py --query "How much is 15% of 80?"
