"""The recursive architectures: `act.py` (carry and halting, shared), `inner.py` (embeddings and heads, shared), one file each."""
