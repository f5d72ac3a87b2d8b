"""Sudoku of 4x4 and 9x9: rules, a solver, generators, symmetry images, and reading CSV files."""
