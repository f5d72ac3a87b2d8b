#!/usr/bin/env bash
# The other spelling of train_math_gsm8k.sh.
exec "$(dirname "$0")/train_math_gsm8k.sh" "$@"
