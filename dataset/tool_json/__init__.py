"""Prompts that are answered in JSON: a call of a calculator or of Python, or a final answer."""
