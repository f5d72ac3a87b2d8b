"""Curves of runs: which runs make one curve, what it is called, and its drawing as a picture and as a page."""
