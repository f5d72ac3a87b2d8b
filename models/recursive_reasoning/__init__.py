"""The recursive architectures, one file each, over `act.py` (carry, halting) and `inner.py` (embeddings, heads)."""
