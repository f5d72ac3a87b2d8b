"""What `finetune.py` tunes: one file for each kind of policy."""
