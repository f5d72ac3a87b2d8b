"""Objectives: what a network learns. Carry and batch in, loss and metric sums out. Official: `models.losses`."""
