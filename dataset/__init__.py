"""Data: the array contract, the builders that write it, and the batches that training reads."""
