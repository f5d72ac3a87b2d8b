"""The 2x2x2 cube: moves, notation, a table of the distance of every state from the solved one, and drawing cubes."""
