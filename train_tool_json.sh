#!/usr/bin/env bash
# Prompts answered in JSON, from nothing to a call: set-up, prompts, supervised training, learning by reward, scores, one
# prompt. Meant for a quarter of an hour on two CPU cores (not timed yet). Arguments go to both trainings:
#   ./train_tool_json.sh seed=1
set -euo pipefail
cd "$(dirname "$0")"
source scripts/env.sh
uv run dataset/build_tool_json_dataset.py
name=tool_json-$(date +%Y%m%d-%H%M%S)
uv run pretrain.py experiment=tool_json_sft_cpu project_name=tool_json run_name="$name" "$@"
uv run finetune.py experiment=tool_json_grpo_cpu max_steps=300 project_name=tool_json run_name="$name-grpo" \
    load_checkpoint="checkpoints/tool_json/$name" "$@"
uv run evaluate.py --checkpoint "checkpoints/tool_json/$name-grpo"
uv run infer.py --checkpoint "checkpoints/tool_json/$name-grpo" --prompt "What is 48 divided by 2?" --run
