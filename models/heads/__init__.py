"""How latents become logits, and what the halting decision reads: one file a head."""
