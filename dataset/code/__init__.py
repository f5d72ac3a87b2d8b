"""Code as puzzles: problems with tests from many sources, and candidates for them that are run and judged."""
