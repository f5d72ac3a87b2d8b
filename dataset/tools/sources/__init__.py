"""Readers of the formats in which people have conversations with tools: one file for each format."""
