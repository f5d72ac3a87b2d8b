"""A generator of conversations with the built-in tools."""
