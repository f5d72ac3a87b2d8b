"""A run on disk: its configuration, manifest and checkpoints, which run is meant, and the network inside it."""
