"""Encoders: how a row becomes positions of a network, and what each position may attend to. One encoder a file."""
