"""ARC: task files, augmentations, leaks between subsets, and a generator of small tasks."""
