"""Small things with no knowledge of the rest of the project."""
