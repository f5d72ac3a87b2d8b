"""Many ways to say the facts and to ask the questions of `dataset.qa`, as people type them."""
