"""All builders, found in their folder, and options with which each builds in a moment, without files or network."""

from __future__ import annotations

from pathlib import Path

BUILDERS = sorted(path.stem for path in (Path(__file__).parents[2] / "dataset").glob("build_*_dataset.py"))

TINY = {
    "build_arc_dataset": ("--generate", "6", "--num-aug", "3"),
    "build_code_dataset": ("--num-train", "60", "--num-test", "20"),
    "build_math_gsm8k_dataset": ("--num-train-puzzles", "14", "--num-test-puzzles", "14"),
    "build_maze_dataset": (*("--generate", "20", "--generate-test", "5", "--size", "6", "--min-path", "5", "--aug"),),
    "build_qa_dataset": ("--num-train-puzzles", "60", "--num-test-puzzles", "30"),
    "build_rubik2x2_dataset": ("--num-train-puzzles", "60", "--num-test-puzzles", "20"),
    "build_sudoku_4x4_dataset": ("--num-train-puzzles", "60", "--num-test-puzzles", "20"),
    "build_sudoku_dataset": ("--generate", "4", "--num-aug", "2"),
    "build_tool_calling_dataset": ("--num-conversations", "30", "--num-test-conversations", "10", "--min-count", "2"),
    "build_tool_json_dataset": ("--num-train", "60", "--num-test", "30"),
    "build_xor_dataset": ("--num-train-puzzles", "40", "--num-test-puzzles", "10"),
}
"""A new builder has a line here; without one its tests fail."""
