"""Networks, losses and weight averages. Nothing here reads a file, a config store or the environment."""
