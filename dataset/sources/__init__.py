"""Sources that several tasks share: the Hugging Face hub, and CSV files of puzzles and solutions."""
