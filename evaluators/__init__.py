"""Evaluators: scores that need more than the labels, such as the rules of a task. Each file is one evaluator."""
