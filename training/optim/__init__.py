"""Optimizers, one file each. `config/optim/<name>.yaml` names the class and its own settings."""
