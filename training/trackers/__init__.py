"""Where metrics of a run go: files in its folder, and W&B and TensorBoard where they are asked for."""
