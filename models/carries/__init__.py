"""Carry rules: what the next improvement step starts from. Each file is one rule."""
