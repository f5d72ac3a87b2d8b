"""Test answers that occur in the training data, because some ARC tasks were published twice.

The training tasks of ARC-AGI-2 include most tasks of ARC-AGI-1, also of its evaluation subset. A network trained on
them has seen the answers of a test split made of that subset. Two kinds of leak are found:

    test task 2037f2c7, test pair 1  =  training2's task 2037f2c7          (by name, and by pair)
    test task 070dd51e, test pair 1  =  training's task 40853293, test pair 1     (by pair)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from dataset.arc.augment import Pair
from dataset.arc.sources import Task


@dataclass(frozen=True)
class Leaks:
    """Test tasks that are trained on.

    Attributes:
        same_name: a test task, and the task of a training subset that has its name.
        same_pair: a test task, the number of its test pair, and a task that is trained on and has the same pair.
    """

    same_name: list[tuple[Task, Task]]
    same_pair: list[tuple[Task, int, Task]]

    def training_tasks(self, test_subsets: Collection[str]) -> set[tuple[str, str]]:
        """Subset and name of the tasks in training subsets that leak."""
        others = [other for _, other in self.same_name] + [other for _, _, other in self.same_pair]
        return {(other.subset, other.name) for other in others if other.subset not in test_subsets}


def find_leaks(tasks: Sequence[Task], test_subsets: Collection[str]) -> Leaks:
    """Compare test tasks with the pairs that are trained on: all demonstrations, and test pairs of training subsets.

    A test pair without a solution is compared by its input alone.
    """
    tests = [task for task in tasks if task.subset in test_subsets]
    named, trained = defaultdict(list), defaultdict(list)
    for task in tasks:
        if task.subset not in test_subsets:
            named[task.name].append(task)
        for pair in task.train if task.subset in test_subsets else task.train + task.test:
            trained[_key(pair.input)].append((task, pair))
    same_pair = []
    for task in tests:
        for number, pair in enumerate(task.test, 1):
            others = {
                (other.subset, other.name): other
                for other, known in trained[_key(pair.input)]
                if _same_answer(pair, known)
            }
            same_pair += [(task, number, other) for other in others.values()]
    return Leaks([(task, other) for task in tests for other in named[task.name]], same_pair)


def _key(grid: np.ndarray) -> tuple[tuple[int, ...], bytes]:
    return grid.shape, grid.tobytes()


def _same_answer(asked: Pair, known: Pair) -> bool:
    return asked.output is None or known.output is None or np.array_equal(asked.output, known.output)


def describe(leaks: Leaks) -> list[str]:
    """One line for each kind of leak, with its first case."""
    lines = []
    if leaks.same_name:
        task, other = leaks.same_name[0]
        count = len({task.name for task, _ in leaks.same_name})
        lines.append(f"{count} test tasks have the name of a training task (first: {task.name}, in '{other.subset}')")
    if leaks.same_pair:
        task, number, other = leaks.same_pair[0]
        asked = len({(task.name, number) for task, number, _ in leaks.same_pair})
        lines.append(
            f"{asked} test pairs stand in train (first: task {task.name}, test pair {number}, in task {other.name} of"
            f" '{other.subset}')"
        )
    return lines


def without_leaks(tasks: list[Task], test_subsets: Collection[str], drop: bool) -> list[Task]:
    """Print which test answers are trained on; with `drop`, leave out the training tasks that hold them."""
    leaks = find_leaks(tasks, test_subsets)
    for line in describe(leaks):
        print(f"warning: {line}")
    leaking = leaks.training_tasks(test_subsets)
    if leaking and not drop:
        print(f"warning: --drop-leaks leaves out the {len(leaking)} training tasks in which they stand")
    if not drop:
        return tasks
    print(f"--drop-leaks: {len(leaking)} training tasks are left out")
    return [task for task in tasks if (task.subset, task.name) not in leaking]
