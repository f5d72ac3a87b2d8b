"""Measure the speed of training and scoring, and compare it with the official code."""
