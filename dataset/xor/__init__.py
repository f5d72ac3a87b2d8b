"""XOR of two cells on a small grid: the smallest task."""
