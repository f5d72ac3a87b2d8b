"""Problems of one or two steps, as people type them most: forms that are drawn for `--everyday` alone."""
