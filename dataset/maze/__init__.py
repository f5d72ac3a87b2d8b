"""Mazes: rules, generators, shortest paths, and the files people bring."""
