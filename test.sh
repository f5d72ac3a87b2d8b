#!/usr/bin/env bash
# Lint, types and tests. Arguments go to pytest; without any, everything that runs on a CPU, offline, in minutes.
#   ./test.sh tests/models -k halting      some of it
#   ./test.sh --all                        the slow tests too
set -euo pipefail
cd "$(dirname "$0")"
source scripts/env.sh
if [ "${1:-}" = --all ]; then
    shift
    set -- -m "not net" "$@"
fi
# Tests of optional parts are skipped where the extras are missing.
uv sync --inexact --quiet --extra lm --extra onnx --extra tinker --extra viz --extra tensorboard --extra demo ||
    echo "test: an extra of lm, onnx, tinker, viz, tensorboard, demo is not installed, and its tests are skipped" >&2
uv run ruff check
uv run mypy
uv run pytest -n auto --maxprocesses 4 "$@"
