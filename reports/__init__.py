"""Reports of runs: one page with everything that a run recorded of itself."""
