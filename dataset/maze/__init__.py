"""Mazes: rules, generators, shortest paths, and reading CSV files."""
