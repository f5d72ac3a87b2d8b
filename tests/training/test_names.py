"""Names of runs: inside their folder, typeable again, and never the same twice."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from omegaconf import OmegaConf

from runs.config import CONFIG_FOLDER, PretrainConfig, compose
from tests.harness import Ended, compose_tiny, pretrain, refused
from training import commands, sweep
from training.names import default_run_name, name_run
from utils.errors import UserError
from utils.printing import one_line

TYPED = [
    "exp/one", "é", "true", "null", "NaN", "inf", "007", "1e5", "1_0", "a\\b", "a\\", "a\\\\", "a b", "it's", "a\\'b",
    '"', "a=b", "{x}", "[x]",
    "$HOME", "$(ls)", "`ls`", "测试", "a,b", "c#1", "~x", "-x", "!x", "a;b", "a:b", "a@b", "${",
    "x*y", "a'b'c", "\\'", "é" * 127, "_", "(a)", "|", "<x>", "a%b", "😀",
]  # fmt: skip
CONFIG = compose_tiny()


def named(**values: str) -> PretrainConfig:
    return name_run(CONFIG.model_copy(update={"checkpoint_path": None, **values}))


def resumed(config: PretrainConfig, tmp_path: Path) -> PretrainConfig:
    """The configuration that the printed command gives, through bash and Hydra."""
    line = commands.resume_command(config, ("python",))
    assert "\n" not in line
    script = f"python() {{ printf '%s\\0' \"$@\"; }}\n{line}\n"
    said = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, check=True).stdout
    _, *overrides = said.decode().split("\0")[:-1]
    return read_back(overrides)


def read_back(overrides: list[str]) -> PretrainConfig:
    """What Hydra's parser makes of overrides on the configuration of the tests."""
    parser = commands.OverridesParser.create()
    base = OmegaConf.create(CONFIG.model_dump())
    for override in parser.parse_overrides(overrides):
        assert not override.is_sweep_override()
        OmegaConf.update(base, override.key_or_group, override.value())
    return compose(base)


@pytest.mark.parametrize("name", TYPED)
def test_the_printed_command_continues_the_run_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(sweep, "command_line", lambda: ["pretrain.py", "seed=0", "+run_name=x", "~project_name"])
    if "${" in name:
        with pytest.raises(UserError, match="refers to another key"):
            named(run_name=name)
        return
    config = named(run_name=name, project_name="p q")
    again = resumed(config, tmp_path)
    assert (again.run_name, again.project_name, again.checkpoint_path, again.resume) == (
        name, "p q", f"checkpoints/p q/{name}", "auto"
    )  # fmt: skip


def test_hydra_itself_reads_the_printed_command(work: Path) -> None:
    import hydra

    name = "it's a\\b\\ é true"
    with hydra.initialize_config_dir(str(CONFIG_FOLDER), version_base=None):
        composed = hydra.compose("cfg_pretrain", overrides=[f"run_name={commands.quoted(name)}"])
    assert composed.run_name == name


@pytest.mark.parametrize(
    ("key", "name", "said"),
    [
        ("run_name", "../x", "run_name '../x' has the part '..'; checkpoint_path names a folder elsewhere"),
        ("run_name", "a/../../x", "run_name 'a/../../x' has the part '..'; checkpoint_path names a folder elsewhere"),
        ("run_name", ".", "run_name '.' has the part '.'; checkpoint_path names a folder elsewhere"),
        ("project_name", "..", "project_name '..' has the part '..'; checkpoint_path names a folder elsewhere"),
        ("run_name", "/tmp/x", "run_name '/tmp/x' is absolute; checkpoint_path names a folder elsewhere"),
        ("run_name", "", "run_name is empty; leave it out for a name of its own, or name a folder"),
        ("checkpoint_path", "", "checkpoint_path is empty; leave it out for a name of its own, or name a folder"),
        ("run_name", "a//b", "run_name 'a//b' has an empty part: a slash stands between two names"),
        ("run_name", "a/", "run_name 'a/' has an empty part: a slash stands between two names"),
        ("run_name", "a ", "run_name 'a ' has a blank at the beginning or end of a part"),
        ("project_name", "a/ b", "project_name 'a/ b' has a blank at the beginning or end of a part"),
        ("checkpoint_path", "x /y", "checkpoint_path 'x /y' has a blank at the beginning or end of a part"),
        (
            "run_name",
            "a\x1b[31m",
            r"run_name 'a\x1b[31m' has the character \x1b (U+001B), which a terminal does not show; take letters,"
            " digits and . _ - /",
        ),
        ("run_name", "a\nb", r"has the character \n (U+000A)"),
        ("run_name", "a\u200bb", r"has the character \u200b (U+200B)"),
        ("run_name", "a\udc80", r"has the character \udc80 (U+DC80)"),
        ("checkpoint_path", "a\0", r"has the character \x00 (U+0000)"),
        ("run_name", "x" * 300, f"run_name '{'x' * 57}...' has a part of 300 bytes; a folder's name has 255"),
        ("run_name", "é" * 128, "has a part of 256 bytes"),
        ("checkpoint_path", "x" * 300, "has a part of 300 bytes"),
        ("checkpoint_path", "x/" * 2000, "is longer than the 3900 bytes that a folder's path may have"),
        ("run_name", ".x.tmp-7", "run_name '.x.tmp-7' is how this project calls files in work"),
    ],
)
def test_names_that_are_refused(key: str, name: str, said: str) -> None:
    with pytest.raises(UserError) as refusal:
        named(**{key: name})
    assert said in str(refusal.value)
    assert one_line(str(refusal.value)) == str(refusal.value)


def test_a_refused_name_changes_nothing(work: Path) -> None:
    assert refused(pretrain, "run_name='a '", cwd=work) == "run_name 'a ' has a blank at the beginning or end of a part"


def test_a_folder_may_lie_anywhere(tmp_path: Path) -> None:
    assert named(checkpoint_path=f"{tmp_path}/../x/").checkpoint_path == f"{tmp_path}/../x/"


def test_the_name_of_the_data_is_checked_too() -> None:
    with pytest.raises(UserError, match=r"project_name 'Xx{56}\.\.\.' has a part of 265 bytes"):
        name_run(CONFIG.model_copy(update={"project_name": None, "data_paths": ["data/" + "X" * 255]}), "")


def test_runs_started_in_one_second_have_names_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.names.time.strftime", lambda _: "20261101-120000")
    names = {named(run_name=None).run_name for _ in range(300)}  # type: ignore[arg-type]
    assert len(names) == 300 and all(len(str(name)) == len("trm-20261101-120000-abcdef") for name in names)
    assert default_run_name("a/../b@X").startswith("run-") or default_run_name("a/../b@X").startswith("b-")


def test_two_runs_without_a_name(work: Path) -> None:
    started: list[Ended] = [pretrain("run_name=null", "epochs=1", cwd=work) for _ in range(2)]
    assert [ended.status for ended in started] == [0, 0]
    assert len(list((work / "checkpoints/project").iterdir())) == 2


@pytest.mark.slow
@settings(max_examples=500, deadline=None, derandomize=True)
@given(key=st.sampled_from(["run_name", "project_name"]), name=st.text(max_size=300))
def test_whatever_the_name(tmp_path_factory: pytest.TempPathFactory, key: str, name: str) -> None:
    """Refused in one line, or a folder inside checkpoints/ that the printed command finds again."""
    try:
        config = named(**{key: name})
    except UserError as refusal:
        assert one_line(str(refusal)) == str(refusal) and len(str(refusal)) < 300
        return
    folder = Path(str(config.checkpoint_path))
    inside = (Path.cwd() / "checkpoints").resolve()
    assert inside in Path(folder).resolve().parents
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "command_line", lambda: ["pretrain.py", "seed=0"])
        again = resumed(config, tmp_path_factory.getbasetemp())
    assert getattr(again, key) == name and again.checkpoint_path == config.checkpoint_path


def test_the_mode_of_wandb_is_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    config = compose_tiny("wandb.mode=null")
    assert config.wandb.mode is None
    for word, mode in (("online", "online"), ("dryrun", "offline"), ("", "offline"), ("disabled", "disabled")):
        monkeypatch.setenv("WANDB_MODE", word)
        assert name_run(config).wandb.mode == mode
    assert name_run(compose_tiny("wandb.mode=offline")).wandb.mode == "offline", "what is given counts"
    monkeypatch.setenv("WANDB_MODE", "often")
    with pytest.raises(UserError, match="^WANDB_MODE='often' is unknown; choose online, offline or disabled$"):
        name_run(config)
    assert name_run(compose_tiny("wandb.mode=offline")).wandb.mode == "offline"
