"""How fast training and scoring are, beside the official code."""
