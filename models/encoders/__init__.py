"""How a row becomes positions of a network, and what each may attend to: one file an encoder."""
