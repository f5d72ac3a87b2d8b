"""Run the official ARC builder, in a process of its own, as a contestant of `scripts/arc_builder_benchmark.py`.

    python scripts/arc_official_builder.py CHECKOUT PREFIX OUTPUT NUM_AUG TEST_SUBSET SUBSET...

The builder is called as a function, so its package for command lines need not be installed. Its packages have the same
names as ours, so nothing of ours is imported here. It cannot read gzip.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import importlib
import sys
import types
from typing import Any


class _Arguments:
    """Replaces argdantic's parser."""

    def command(self, **settings: Any) -> Any:
        return lambda function: function


def main() -> None:
    """Build the data set that the command line describes."""
    checkout, prefix, output, num_aug, test, *subsets = sys.argv[1:]
    stand_in = types.ModuleType("argdantic")
    stand_in.__dict__["ArgParser"] = _Arguments
    sys.modules["argdantic"] = stand_in
    package = types.ModuleType("dataset")  # made by hand, so that no search path can find our package
    package.__path__ = [f"{checkout}/dataset"]
    sys.modules["dataset"] = package
    builder = importlib.import_module("dataset.build_arc_dataset")
    builder.convert_dataset(
        builder.DataProcessConfig(
            input_file_prefix=prefix, output_dir=output, subsets=subsets, test_set_name=test, num_aug=int(num_aug)
        )
    )


if __name__ == "__main__":
    main()
