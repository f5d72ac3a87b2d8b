"""What the next improvement step starts from: one file a rule."""
