"""README, CONTRIBUTING and docs/: their commands name scripts, options and keys that exist, their links lead somewhere,
and the scores of the README are those of the files that it links.

docs/add_a_puzzle.md is typed in by its own test. docs/log.md tells what was typed at its time. Of both, and of
docs/design.md, only the links are checked here.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hydra import compose as hydra_compose
from hydra import initialize_config_dir

from runs.config import CONFIG_FOLDER, compose

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
ELSEWHERE = {"add_a_puzzle.md", "design.md", "log.md"}
PLACE = re.compile(
    r"`((?:config|dataset|models|evaluators|inference|training|utils|benchmarks|scripts|tests|docs)/[\w/.]+)`"
)
README = (ROOT / "README.md").read_text()


def commands(page: Path) -> list[str]:
    """Command lines of a page's bash blocks, without comments; a line with && is several."""
    lines = []
    for block in re.findall(r"^```bash\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            lines += [part.strip() for part in re.sub(r"(^|\s)#.*", "", line).split("&&") if part.strip()]
    return lines


def named(word: str) -> bool:
    return bool(re.fullmatch(r"[\w/.]+\.(?:py|sh)", word))


def script_of(command: str) -> str | None:
    """The project's script that a command starts: a path, or the file of `-m package.module`."""
    words = shlex.split(command)
    scripts = [word.removeprefix("./") for word in words if named(word)]
    modules = [
        f"{after.replace('.', '/')}.py" for before, after in zip(words, words[1:], strict=False) if before == "-m"
    ]
    return next(iter([*scripts, *(module for module in modules if module.startswith("dataset/"))]), None)


TYPED = [(page, command) for page in PAGES if page.name not in ELSEWHERE for command in commands(page)]
SCRIPTS = sorted({script for _, command in TYPED if (script := script_of(command))})
TRAININGS = sorted({command for _, command in TYPED if script_of(command) == "pretrain.py"})


def test_commands_are_found() -> None:
    """The patterns above find the commands that people need, so that the tests below look at something."""
    assert {"pretrain.py", "evaluate.py", "evaluate_math.py", "infer.py", "test.sh", "train_sudoku4x4.sh"} <= {*SCRIPTS}
    assert {"benchmarks/benchmark.py", "scripts/reproduce.py", "dataset/verify.py"} <= {*SCRIPTS}
    assert {path.name for path in ROOT.glob("train_*.sh")} - {"train_math_gsmk8.sh"} <= {*SCRIPTS}, "each is told of"
    assert len(TRAININGS) > 15


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_and_their_options_exist(script: str) -> None:
    assert (ROOT / script).is_file()
    if not script.endswith(".py") or script == "pretrain.py":
        return
    shown = subprocess.run([sys.executable, str(ROOT / script), "--help"], capture_output=True, text=True, cwd=ROOT)
    for page, command in TYPED:
        if script_of(command) == script:
            for option in re.findall(r" (--[a-z][\w-]*)", command):
                assert re.search(rf"{option}\b", shown.stdout), f"{page.name}: {script} has no {option}"


@pytest.mark.parametrize("command", TRAININGS)
def test_keys_of_trainings_exist(command: str) -> None:
    """Every key and every file of config/ that a page gives to pretrain.py; of a sweep the first values."""
    words = shlex.split(command)
    overrides = words[words.index("pretrain.py") + 1 :]
    config_name = "cfg_pretrain"
    if "--config-name" in overrides:
        at = overrides.index("--config-name")
        config_name = overrides[at + 1]
        del overrides[at : at + 2]
    if "-m" in overrides:
        overrides.remove("-m")
        overrides = [word.split(",")[0] for word in overrides if not word.startswith("hydra")]
    with initialize_config_dir(str(CONFIG_FOLDER), version_base=None):
        compose(hydra_compose(config_name, overrides))


def slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_places_exist(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    for link in re.findall(r"\]\(((?!https?:)[^)]+)\)", text):
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), f"{page.name}: {link}"
        if anchor:
            headings = re.findall(r"^#+ (.*)$", target.read_text(), re.MULTILINE)
            assert anchor in map(slug, headings), f"{page.name}: {link}"
    if page.name not in ELSEWHERE:
        for place in PLACE.findall(text):
            example = "x" in re.split(r"[/_.]", place)  # as in dataset/build_x_dataset.py
            assert example or (ROOT / place).exists(), f"{page.name}: {place}"


# ---- the README


def test_its_pictures_are_small_and_their_commands_are_told() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\((docs/pictures/[^)]+)\)", README)
    assert {Path(name).suffix for name in pictures} == {".gif", ".png"} and len(pictures) == 3
    assert sum((ROOT / name).stat().st_size for name in pictures) < 600_000
    told = [" ".join(command.split()) for command in commands(ROOT / "docs/pictures.md")]
    for typed in re.findall(r"`(uv run infer\.py [^`]*steps\.\w+)`", README):
        words = shlex.split(typed)
        assert any(shlex.split(command)[:-2] == words[:-2] for command in told), typed
    for name in pictures:
        assert any(command.endswith(name) for command in told), name


def test_the_readme_is_a_welcome_of_one_screen() -> None:
    assert len(README.splitlines()) <= 60
    assert "./train_sudoku4x4.sh" in README and "./test.sh" in README


def rows() -> list[str]:
    """Rows of the README's table of scores: those that link a result."""
    return [line for line in README.splitlines() if line.startswith("|") and "docs/results/" in line]


def numbers(value: Any) -> Iterator[float]:
    """All numbers of a JSON value."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from numbers(each)
    elif isinstance(value, int | float):
        yield float(value)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.split("|")[1].strip())
def test_scores_and_minutes_are_those_of_the_results(row: str) -> None:
    """Each percentage, count and number of minutes of a row stands, rounded, in the files that the row links."""
    reports = [json.loads((ROOT / link).read_text()) for link in re.findall(r"\((docs/results/[\w.]+)\)", row)]
    _, _, score, minutes, _, network, _ = (cell.strip() for cell in row.split("|"))
    found = [number for report in reports for number in numbers(report["runs"])]
    for text in re.findall(r"(\d+(?:\.\d+)?)%", score):
        digits = len(text.partition(".")[2])
        assert any(f"{100 * number:.{digits}f}" == text for number in found), f"{text}%"
    for count in re.findall(r"of ([\d,]+)", score):
        assert int(count.replace(",", "")) in found, count
    seconds = [run["seconds"] for report in reports for run in report["runs"]]
    assert [int(text) for text in re.findall(r"\d+", minutes)] == sorted(
        {max(1, round(pick(seconds) / 60)) for pick in (min, max)}
    )
    assert network.startswith(("recursion", "no recursion"))


def test_the_table_says_which_networks_are_recursive() -> None:
    """As the experiments' configurations have it."""
    with initialize_config_dir(str(CONFIG_FOLDER), version_base=None):
        for row in rows():
            experiment = re.findall(r"docs/results/(\w+)\.json", row)[0]
            arch = compose(hydra_compose("cfg_pretrain", [f"experiment={experiment}"])).arch.name
            network = row.split("|")[5].strip()
            assert network.startswith("no recursion") == ("transformers_baseline" in arch), experiment
