"""Paint traces: one module for each kind of file, found by the file's ending, and one for terminals."""
