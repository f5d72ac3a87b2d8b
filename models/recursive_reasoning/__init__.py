"""The recursive architectures, one file each, built on `act.py` (carry, halting) and `inner.py` (embeddings, heads)."""
