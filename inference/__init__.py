"""Get answers from trained networks: the loop over improvement steps, and `open_model` for use from Python."""

from inference.solver import Answer as Answer
from inference.solver import Model as Model
from inference.solver import open_model as open_model
