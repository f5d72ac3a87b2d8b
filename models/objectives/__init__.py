"""What a network learns from: carry and batch in, loss and metric sums out. The official one is `models.losses`."""
