"""Sudoku of any size: rules, a generator that proves each puzzle has one solution, and the files people bring."""
