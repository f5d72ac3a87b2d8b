"""Tricks earn less than a policy that does the task as well as supervised tuning should, on prompts made here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dataset.tools.reward import best
from dataset.tools.tool_json.examples import CATEGORIES
from scripts.reward_hacking import examples, policies, report, supervised, table
from tests.harness import call

ROOT = Path(__file__).parent.parent.parent
COUNT = 150
TITLES = [policy.title for policy in policies(0)]
RIGHT, SUPERVISED = TITLES[:2]
RIGHT_TOOLS = [title for title in TITLES if title.startswith("the right tool with ")]


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return report(examples(COUNT, seed=5), seed=5)


def tricks(found: dict[str, Any]) -> dict[str, Any]:
    return {title: means for title, means in found["policies"].items() if means["is_trick"]}


def assert_tricks_do_not_pay(found: dict[str, Any]) -> None:
    bar = found["policies"][SUPERVISED]["reward"]
    assert len(tricks(found)) == len(TITLES) - 2
    for title, means in tricks(found).items():
        assert means["reward"] < bar - 0.2 and means["unknown"] == 0, title


def test_no_trick_earns_as_much_as_doing_the_task(found: dict[str, Any]) -> None:
    assert_tricks_do_not_pay(found)
    assert found["policies"][RIGHT]["reward"] == max(means["reward"] for means in found["policies"].values())


def test_what_each_trick_earns(found: dict[str, Any]) -> None:
    means = found["policies"]
    assert means[RIGHT] | {"reward": 0} == {
        **{"calculator": 2.5, "python_exec": 2.5, "no_tool": 1.5},
        **{"reward": 0, "unknown": 0, "is_trick": False},
    }
    always_final = means["always a final answer, the right one"]
    assert [always_final[category] for category in CATEGORIES] == [0.5, 0.5, 1.5]
    assert means["always the calculator with a number of the prompt"]["calculator"] == 1.5
    assert means["always Python that prints a number of the prompt"]["python_exec"] == 1.5
    assert len(RIGHT_TOOLS) == 5
    for title in RIGHT_TOOLS:  # they earn form and tool; a sum or a difference of the prompt is at times the right one
        assert 1.5 <= means[title]["calculator"] < 1.7 and 1.5 <= means[title]["python_exec"] < 1.6, title
    for title in ("the right tool with the answer itself", "the right tool with the answer plus nothing"):
        assert means[title]["calculator"] == means[title]["python_exec"] == 1.5
    assert means["a final answer and a call in one object"]["reward"] == 0
    assert means["the right tool without arguments"]["calculator"] == 0
    assert means["the right output twice"]["reward"] == -0.2


def test_the_supervised_policy_is_as_good_as_it_says() -> None:
    """What it earns follows from its shares: 97% of tools, 80% and 60% of arguments."""
    from dataset.tools.reward import reward_of

    prompts = examples(1500, seed=1)
    write = supervised(1)
    rewards = [(example, reward_of(write(example), example)) for example in prompts]
    tools = sum(reward.tool > 0 for _, reward in rewards) / len(rewards)
    assert tools == pytest.approx(0.97, abs=0.015)
    for tool, share in (("calculator", 0.8), ("python", 0.6)):
        of_tool = [reward.arguments for example, reward in rewards if example.tool == tool]
        assert sum(of_tool) / len(of_tool) == pytest.approx(share, abs=0.05)
    assert all(reward.total <= best(example) for example, reward in rewards)


def test_report_and_table(tmp_path: Path) -> None:
    ended = call("scripts.reward_hacking", "--num-examples", "9", "--output", "deep/report.json", cwd=tmp_path)
    assert ended.status == 0, ended.err
    written = json.loads((tmp_path / "deep/report.json").read_text())
    assert ended.out == table(written) + "\n" and len(table(written).splitlines()) == 2 + len(TITLES)
    assert written == report(examples(9, 0), 0), "the same seed gives the same figures"


def test_bad_options(tmp_path: Path) -> None:
    for arguments in (["--num-examples", "0"], ["--seed", "-1"], ["--num-examples", "1000000000"]):
        assert "must lie between" in call("scripts.reward_hacking", *arguments, cwd=tmp_path).error


def test_the_docs_show_the_report() -> None:
    written = json.loads((ROOT / "docs" / "results" / "tool_json_reward_hacking.json").read_text())
    assert list(written["policies"]) == TITLES and written["settings"] == {"num_examples": 2000, "seed": 0}
    assert_tricks_do_not_pay(written)
    assert table(written) in (ROOT / "docs" / "finetuning.md").read_text()
