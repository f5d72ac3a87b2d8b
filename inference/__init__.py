"""Answers from trained networks: the loop over improvement steps."""
