"""kill -9 at every moment that matters: before each change of a file, a run is killed, goes on, and ends the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import Child, killed_everywhere
from tests.harness import RUN, assert_same_end, write_toy_data

PLAIN = ("epochs=4", "eval_interval=2", "checkpoint_interval=1", "keep_last=1", "resume=auto", "log_interval=1")
VARIANTS = {
    "plain": PLAIN,
    "ema": (*PLAIN, "ema=True"),
    "val_groups": (*PLAIN, "ema=True", "val_groups=2", "global_batch_size=6", "eval_interval=1"),
}


def _kill(folder: Path, options: tuple[str, ...], step: int, exchanges: bool = True) -> int:
    """Kill a run before each `step`-th event of its folder, and let it go on; return how often."""

    def make(work: Path) -> Child:
        if not work.exists():
            write_toy_data(work / "data/toy")
        return Child(work, "checkpoints/project", options, exchanges=exchanges)

    killed = killed_everywhere(make, folder, step)
    reference = folder / "undisturbed" / RUN
    names = sorted(path.name for path in reference.iterdir())
    for work, number in killed:
        make(work).finish()
        assert_same_end(work / RUN, reference)
        assert sorted(path.name for path in (work / RUN).iterdir()) == names, number
    return len(killed)


def test_kills_before_some_changes(tmp_path: Path) -> None:
    assert _kill(tmp_path, VARIANTS["val_groups"], step=23) > 3


@pytest.mark.slow
@pytest.mark.parametrize("exchanges", [True, False], ids=["", "two renames"])
@pytest.mark.parametrize("name", VARIANTS)
def test_kills_before_every_change(tmp_path: Path, name: str, exchanges: bool) -> None:
    print(f"{name}: {_kill(tmp_path, VARIANTS[name], 1, exchanges)} kills, all equal to no interruption")
