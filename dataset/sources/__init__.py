"""What builders of several tasks read: the Hugging Face hub, and files of puzzles and solutions."""
