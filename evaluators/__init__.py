"""Scores that need the rules of a task, one file each."""
