"""The bAbI question sets."""
