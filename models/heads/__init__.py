"""Heads: how latents become logits, and what the halting decision reads. Each file is one head."""
