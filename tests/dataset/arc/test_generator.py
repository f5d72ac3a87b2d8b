"""Generated tasks: they follow one rule, and what they show determines what they ask."""

from __future__ import annotations

import numpy as np
import pytest

from dataset.arc.generator import DEMONSTRATIONS, RULES, agreeing_rules, generate_tasks, smallest_side


@pytest.mark.parametrize("kind", RULES)
def test_a_rule_does_what_its_name_says(kind: str) -> None:
    grid = np.array([[3, 0, 5], [0, 3, 0], [0, 0, 4]], np.uint8)
    expected = {
        "fill": [[3, 1, 5], [1, 3, 1], [1, 1, 4]],
        "mirror": [[0, 0, 4], [0, 3, 0], [3, 0, 5]],
        "recolour": [[7, 0, 5], [0, 7, 0], [0, 0, 4]],
        "shift": [[0, 3, 0], [0, 0, 4], [3, 0, 5]],
        "fall": [[0, 0, 0], [0, 0, 5], [3, 3, 4]],
        "double": [[3, 3, 0, 0, 5, 5]] * 2 + [[0, 0, 3, 3, 0, 0]] * 2 + [[0, 0, 0, 0, 4, 4]] * 2,
        "keep": [[3, 0, 0], [0, 3, 0], [0, 0, 0]],
        "frame": [[1, 1, 1], [1, 3, 1], [1, 1, 1]],
        "turn": [[5, 0, 4], [0, 3, 0], [3, 0, 0]],
    }
    rules = {str(rule.apply(grid).tolist()) for rule in RULES[kind]}
    assert str(expected[kind]) in rules
    assert all(rule.kind == kind for rule in RULES[kind])


def test_a_task_follows_one_rule_that_its_demonstrations_determine() -> None:
    tasks = generate_tasks(10 * len(RULES), "training", np.random.default_rng(0))
    assert [task.name.split("_")[0] for task in tasks] == list(RULES) * 10
    for task in tasks:
        (asked,) = task.test
        assert len(task.train) == DEMONSTRATIONS
        pairs = task.train + task.test
        assert len({(pair.input.shape, pair.input.tobytes()) for pair in pairs}) == len(pairs), "no input comes twice"
        assert all(not np.array_equal(pair.input, pair.output) for pair in pairs), "every pair shows the rule"
        rules = agreeing_rules(task.train)
        assert task.name.split("_")[0] in {rule.kind for rule in rules}
        assert all(np.array_equal(rule.apply(asked.input), asked.output) for rule in rules)


def test_the_same_generator_gives_the_same_tasks() -> None:
    first, again, other = (
        [task.as_json() for task in generate_tasks(9, "x", np.random.default_rng(seed))] for seed in (0, 0, 1)
    )
    assert first == again != other


@pytest.mark.parametrize("kind", RULES)
def test_tasks_fit_on_the_smallest_canvas_of_their_rule(kind: str) -> None:
    side = smallest_side(kind)
    for canvas in (side, side + 1):
        tasks = generate_tasks(20, "x", np.random.default_rng(0), [kind], canvas)
        sizes = [max(grid.shape) for task in tasks for pair in task.train + task.test for grid in pair]
        assert max(sizes) <= canvas and {task.name.split("_")[0] for task in tasks} == {kind}
