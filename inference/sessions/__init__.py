"""What `infer.py` offers beside one puzzle in, one answer out: one module for each task that needs more (`base`)."""
