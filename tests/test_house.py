"""The house plan, kept by syntax trees: imports go one way, and what lies in a folder is found and fits."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
import torch
from hydra import compose as hydra_compose
from hydra import initialize_config_dir
from omegaconf import OmegaConf

from dataset.code.list_language import LENGTH
from dataset.code.list_rows import rows_for
from dataset.layout import CanvasTokens, Layout, RowShape, ToolSizes
from runs.config import CONFIG_FOLDER, PretrainConfig, compose
from runs.network import build_model
from training.commands import program_of
from utils.classes import load_class

ROOT = Path(__file__).parent.parent
ROOMS = [
    "utils",
    "sandbox",
    "dataset",
    "models",
    "evaluators",
    "runs",
    "inference",
    "training",
    "benchmarks",
    "curves",
    "reports",
]
"""In the order of imports: a room may import itself and those before it."""
NOT_IMPORTED = {
    "evaluators": {"models"},
    "curves": {"dataset", "models", "evaluators", "inference", "training", "benchmarks"},
}
"""Earlier rooms that a room leaves alone all the same."""
PROGRAMS = ["benchmarks/benchmark.py"]
"""Entry scripts that lie in a room; nothing may import them."""
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
SCRIPTS = sorted([*ROOT.glob("*.py"), *(ROOT / "scripts").glob("*.py")])
TESTS = sorted((ROOT / "tests").rglob("*.py"))
EXPERIMENTS = sorted(path.stem for path in (CONFIG_FOLDER / "experiment").glob("*.yaml"))
NAMED = sorted({path.stem for path in CONFIG_FOLDER.glob("cfg_*.yaml")} - {"cfg_finetune"})
"""Those of pretrain.py; `tests/training/test_tuning.py` has finetune.py's."""
ARCHS = sorted(path.stem for path in (CONFIG_FOLDER / "arch").glob("*.yaml"))
BUILDERS = sorted((ROOT / "dataset").glob("build_*.py"))
CONVERTERS = sorted((ROOT / "dataset").glob("convert_*.py"))
"""Entry scripts that make files for builders."""


def imported(path: Path) -> set[str]:
    """Full names of the modules that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def lies_here(name: str) -> bool:
    """Whether a module or package of this full name lies in this tree."""
    path = ROOT / name.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").is_file()


def rooms_imported(path: Path) -> set[str]:
    """The rooms that a file imports from, its own included."""
    return {name.partition(".")[0] for name in imported(path)} & set(ROOMS)


def test_every_folder_of_modules_is_a_room() -> None:
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"} == set(ROOMS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    names = imported(path)
    room = path.relative_to(ROOT).parts[0]
    allowed = {*ROOMS[: ROOMS.index(room) + 1]} - NOT_IMPORTED.get(room, set())
    assert rooms_imported(path) <= allowed, f"{path} imports {sorted(rooms_imported(path) - allowed)}"
    assert not any(name.startswith(("dataset.build_", "dataset.convert_")) for name in names), (
        "nothing imports a builder or a converter"
    )
    assert "wandb" not in names or path.name == "wandb.py"
    if room == "models":
        assert not {name.partition(".")[0] for name in names} & {"hydra", "omegaconf", "wandb"}
        assert not names & {"dataset.puzzle_dataset", "dataset.writer"}, "models know the contract, not the files"


def test_no_circle_between_folders() -> None:
    """Whatever their order is: the error names the circle."""
    imports: dict[str, set[str]] = {room: set() for room in ROOMS}
    for path in MODULES:
        room = path.relative_to(ROOT).parts[0]
        imports[room] |= rooms_imported(path) - {room}
    TopologicalSorter(imports).prepare()


def test_the_sandbox_needs_python_alone() -> None:
    """Its workers see the standard library and the folder of the package, and start in a few milliseconds."""
    in_workers = {"answering", "asking", "channel", "restrictions", "walls", "wire", "worker"}
    for path in (ROOT / "sandbox").glob("*.py"):
        names = {name.partition(".")[0] for name in imported(path)}
        assert names <= {*sys.stdlib_module_names, "sandbox", "utils"}, path
        if path.stem in in_workers:
            ours = {name.split(".")[1] for name in imported(path) if name.startswith("sandbox.")}
            assert "utils" not in names and ours <= in_workers, path
            slow = [line for line in path.read_text().splitlines() if line.startswith(("from typing", "import typing"))]
            assert not slow, f"{path}: typing takes longer to import than all the rest"


@pytest.mark.parametrize("path", [*SCRIPTS, *MODULES, *TESTS], ids=lambda path: str(path.relative_to(ROOT)))
def test_every_import_of_ours_is_in_this_tree(path: Path) -> None:
    """An installation of another checkout lends its modules to the tests, and so hides that one is missing here."""
    for name in imported(path):
        folder, _, last = name.rpartition(".")
        package = ROOT / folder.replace(".", "/") / "__init__.py"
        if name.partition(".")[0] in ROOMS and folder and package.is_file():  # else `last` is a name inside a module
            offered = {other.rpartition(".")[2] for other in imported(package)}
            assert last in offered or lies_here(name), f"{path} imports {name}"


# ---- dataset/: the top, the rooms of tasks, and what tasks share


DATASET_TOP = {
    *("arrays", "asking", "common", "drawing", "grading", "identifiers", "layout", "options", "output", "provenance"),
    *("puzzle_dataset", "rewards", "symmetries", "tasks", "train_sampler", "verify", "writer"),
}
"""The contract that all tasks share; everything else at the top of dataset/ is a builder or a converter."""
DATASET_ROOMS = {path.parent.name for path in (ROOT / "dataset").glob("*/__init__.py")}
SHARED = {"sources", "text"}
"""Rooms that tasks import: files of puzzles, and for tasks about text, text."""


def dataset_rooms_imported(path: Path) -> set[str]:
    """The folders of dataset/ that a file imports from."""
    names = (name.split(".") for name in imported(path) if name.startswith("dataset."))
    return {parts[1] for parts in names} & DATASET_ROOMS


def test_the_top_of_dataset_holds_builders_and_the_contract() -> None:
    found = {path.stem for path in (ROOT / "dataset").glob("*.py")} - {"__init__"}
    assert found - {script.stem for script in [*BUILDERS, *CONVERTERS]} == DATASET_TOP


@pytest.mark.parametrize("name", sorted(DATASET_TOP))
def test_the_top_of_dataset_imports_no_room(name: str) -> None:
    path = ROOT / "dataset" / f"{name}.py"
    assert not dataset_rooms_imported(path)
    assert "importlib" not in imported(path) or name == "tasks", "rooms are imported by name in tasks.py alone"


@pytest.mark.parametrize("room", sorted(DATASET_ROOMS))
def test_a_task_imports_the_top_what_tasks_share_and_itself(room: str) -> None:
    for path in (ROOT / "dataset" / room).rglob("*.py"):
        others = dataset_rooms_imported(path) - {room}
        # A task with rules of its own has nothing to do with text, whose rules lie with the data.
        rules = path.parent / "rules.py"
        has_own = rules.is_file() and "def load(" not in rules.read_text()
        allowed = set() if room in SHARED else SHARED - ({"text"} if has_own else set())
        assert others <= allowed, f"{path} imports {sorted(others - allowed)}"
        assert "importlib" not in imported(path) or path.name == "hub.py", (
            "rooms are imported by name in tasks.py alone"
        )


def test_no_circle_between_folders_of_dataset() -> None:
    imports: dict[str, set[str]] = {folder: set() for folder in ("", *DATASET_ROOMS)}  # "" is the top
    for path in (ROOT / "dataset").rglob("*.py"):
        if path not in [*BUILDERS, *CONVERTERS]:
            folder = path.relative_to(ROOT / "dataset").parts[0]  # dataset/tools/sources/ belongs to the room tools
            folder = folder if folder in DATASET_ROOMS else ""
            ours = {name for name in imported(path) if name.startswith("dataset.")}
            imports[folder] |= dataset_rooms_imported(path) | ({""} if any(is_top(name) for name in ours) else set())
            imports[folder] -= {folder}
    TopologicalSorter(imports).prepare()
    assert "" in imports["sudoku"] and not imports[""]


def is_top(name: str) -> bool:
    return name.split(".")[1] in DATASET_TOP


@pytest.mark.parametrize("builder", BUILDERS, ids=lambda path: path.stem)
def test_a_builder_holds_options_and_main(builder: Path) -> None:
    """What makes grids, splits and questions lies in the task's room."""
    tree = ast.parse(builder.read_text())
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert functions - {"build", "main", "_check_options", "_plan"} == set()
    assert {"build", "main"} <= functions and len(builder.read_text().splitlines()) <= 200


def test_no_test_of_dataset_imports_another_test() -> None:
    """What tests share lies in modules that are no tests."""
    for path in (ROOT / "tests" / "dataset").rglob("*.py"):
        tests = {name for name in imported(path) if re.search(r"\.test_\w+", name)}
        assert not tests, f"{path} imports {sorted(tests)}"


def test_nothing_imports_a_program() -> None:
    programs = {program.removesuffix(".py").replace("/", ".") for program in PROGRAMS}
    for path in (*SCRIPTS, *MODULES):
        assert not imported(path) & programs, f"{path} imports {sorted(imported(path) & programs)}"
    for program in PROGRAMS:
        assert (ROOT / program).is_file(), program


def test_every_program_begins_before_it_imports() -> None:
    """How threads wait is read when torch is imported, and Ctrl-C should be quiet while that takes a second."""
    programs = [*ROOT.glob("*.py"), *(ROOT / "scripts").glob("*.py"), *BUILDERS, ROOT / "benchmarks/workload.py"]
    for path in programs:
        text = path.read_text()
        if "\n    main()\n" in text:
            before, begins, _ = text.partition("    begin()\n")
            assert begins and not re.search(r"^(import|from) (?!__future__)", before, re.MULTILINE), path


@pytest.mark.parametrize("arch", ARCHS)
def test_every_arch_composes_and_validates(arch: str) -> None:
    with initialize_config_dir(str(CONFIG_FOLDER), version_base=None):
        config = compose(hydra_compose("cfg_pretrain", [f"arch={arch}"]))
    check_network(config)


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_every_experiment_composes_and_says_what_to_expect(experiment: str) -> None:
    text = (CONFIG_FOLDER / "experiment" / f"{experiment}.yaml").read_text()
    program = program_of(experiment).removesuffix(".py")
    with initialize_config_dir(str(CONFIG_FOLDER), version_base=None):
        composed = hydra_compose(f"cfg_{program}", [f"experiment={experiment}", "lr=0.5"])
    values = {key: composed[key] for key in PretrainConfig.model_fields}
    config = compose(OmegaConf.create(values))
    assert config.lr == 0.5, "the command line wins over the experiment"
    check_network(config)
    load_class(config.optim.name, "training.optim")
    for evaluator in config.evaluators:
        load_class(evaluator.name, "evaluators")
    head = text.partition("\ndata_paths")[0]
    for word in (f"{program}.py experiment={experiment}", "Hardware and time", "Expected"):
        assert word in head, f"{experiment}.yaml does not say: {word}"


@pytest.mark.parametrize("name", NAMED)
def test_every_named_config_composes(name: str) -> None:
    with initialize_config_dir(str(CONFIG_FOLDER), version_base=None):
        config = compose(hydra_compose(name, ["lr=0.5"]))
        chosen = compose(hydra_compose(name, ["experiment=xor"]))
    assert config.lr == 0.5
    check_network(config)
    assert chosen.data_paths == ["data/xor"], "the command line wins"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_import_no_script(script: Path) -> None:
    """The folder scripts is no package, so such an import fails for whoever types the command."""
    imports = [node for node in ast.walk(ast.parse(script.read_text())) if isinstance(node, ast.ImportFrom)]
    assert not [node.module for node in imports if (node.module or "").partition(".")[0] == "scripts"]


def check_network(config: PretrainConfig) -> None:
    """Its parts go together, for data with everything that text, code and tool calling may have."""
    tools = ToolSizes(tools=2, arguments=2, letters=2, lines=2)
    sizes = dict(answer_slots=3, note_slots=8, note_len=4, line_len=13, own_classes=20)
    layout = Layout(
        **sizes, digits=(5,), line_names=tuple(range(6, 12)), tools=tools, canvas=CanvasTokens(line_break=3, comment=4)
    )
    shape = RowShape(seq_len=89, vocab_size=20_000, num_puzzle_identifiers=1, layout=layout)
    if config.carry.name.startswith("carries.execution"):  # runs programs, so that only their rows will do
        rows = rows_for(LENGTH)
        of_rows = dict(seq_len=rows.seq_len, vocab_size=rows.vocab_size, layout=rows.layout)
        shape = shape.model_copy(update=of_rows)
    build_model(config, shape, torch.device("meta"))


@pytest.mark.parametrize("builder", BUILDERS, ids=lambda path: path.stem)
def test_every_builder_starts_in_both_forms(builder: Path) -> None:
    for command in ([str(builder)], ["-m", f"dataset.{builder.stem}"]):
        done = subprocess.run([sys.executable, *command, "--help"], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        for option in ("--output-dir", "--seed"):
            assert option in done.stdout
    assert (ROOT / "tests" / "dataset" / f"test_{builder.stem.removesuffix('_dataset')}.py").is_file()
