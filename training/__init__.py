"""Training: configuration, state, step, loop, evaluation, checkpoints and trackers."""
