"""Sources that several tasks share: the Hugging Face hub, CSV files of puzzles and solutions, rows of JSON files."""
