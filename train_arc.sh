#!/usr/bin/env bash
# ARC in small, from nothing to a submission: set-up, generated tasks, training, votes.
# About a minute on two CPU cores once packages are at hand. Arguments go to the training:
#   ./train_arc.sh run_name=first
# The real tasks and the paper's settings are in config/experiment/arc1.yaml and arc2.yaml.
set -euo pipefail
cd "$(dirname "$0")"
source scripts/env.sh
# The same seed gives the same bytes, so that building again (a second) only replaces the set of an older version.
uv run dataset/build_arc_dataset.py --generate 40 --generate-test 40 --rules fill recolour keep frame mirror \
    --canvas 5 --num-aug 4 --output-dir data/arc-small
uv run pretrain.py experiment=arc_small "$@"
uv run evaluate.py --data-path data/arc-small --submission submission.json
