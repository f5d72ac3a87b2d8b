"""Classes are found by the module that defines them."""

from __future__ import annotations

import re

import pytest

from evaluators.base import load_evaluator
from utils.classes import load_class, read_named
from utils.errors import UserError

OFFICIAL = [
    ("models", "recursive_reasoning.trm@TinyRecursiveReasoningModel_ACTV1"),
    ("models", "recursive_reasoning.trm_singlez@TinyRecursiveReasoningModel_ACTV1"),
    ("models", "recursive_reasoning.trm_hier6@TinyRecursiveReasoningModel_ACTV1"),
    ("models", "recursive_reasoning.hrm@HierarchicalReasoningModel_ACTV1"),
    ("models", "recursive_reasoning.transformers_baseline@Model_ACTV2"),
    ("models", "losses@ACTLossHead"),
    ("training.optim", "adam_atan2@AdamATan2"),
    ("training.optim", "adam_atan2_fused@AdamATan2"),
    ("training.optim", "adamw@AdamW"),
    ("training.optim", "muon@Muon"),
]


@pytest.mark.parametrize(("package", "name"), OFFICIAL)
def test_names_of_the_official_code_and_ours(package: str, name: str) -> None:
    assert load_class(name, package).__name__ == name.partition("@")[2]


@pytest.mark.parametrize("name", ["arc@ARC", "sudoku@Sudoku", "maze@Maze", "rubik@Rubik2x2", "qa@QA", "math@Math"])
def test_evaluators(name: str) -> None:
    assert load_evaluator(name).__name__ == name.partition("@")[2]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("base@Path", "no class 'Path' in evaluators.base"),
        ("sudoku@Puzzle", "no class 'Puzzle' in evaluators.sudoku; it has: Sudoku"),
        ("arc@Any", "no class 'Any' in evaluators.arc"),
        ("base@NotApplicable", "base@NotApplicable is no evaluator"),
        ("base@Tabulated", "base@Tabulated is no evaluator"),
        ("tries@Rules", "no class 'Rules' in evaluators.tries; it defines none"),
        ("sudoku", "'sudoku' is no class of evaluators; write module@Class"),
        ("..@X", "no module 'evaluators.'"),
        ("é" * 300 + "@X", "no module 'evaluators."),
    ],
)
def test_what_is_no_evaluator(name: str, said: str) -> None:
    with pytest.raises(UserError) as refusal:
        load_evaluator(name)
    assert said in str(refusal.value)


def test_classes_on_a_command_line() -> None:
    found = read_named("--evaluators", ["a@A", " {name: b@B, tries: 8, temperature: 0.7}", "[{name: c@C}, d@D]"])
    assert [each.name for each in found] == ["a@A", "b@B", "c@C", "d@D"]
    assert [each.settings for each in found] == [{}, {"tries": 8, "temperature": 0.7}, {}, {}]
    assert read_named("--evaluators", []) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{name: a@A", "--evaluators {name: a@A is not YAML"),
        ("{tries: 8}", r"--evaluators {tries: 8}: write module@Class, or with settings {name: module@Class, key: val"),
        ("[3]", "write module@Class"),
        ("[[a@A]]", "write module@Class"),
        ("[" * 50 + "]" * 50, "--evaluators .* nested"),
    ],
)
def test_what_names_no_class(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said if "nested" in said else re.escape(said)):
        read_named("--evaluators", [text])
