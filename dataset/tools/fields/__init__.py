"""The built-in tools, a module for each group of fields: what they are called, what they take and what they do."""
