"""`all_config.yaml`, whatever its bytes: a configuration, or one line."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from runs.config import MOST, PretrainConfig, load_config, save_config, validated
from tests.harness import compose_tiny
from utils.errors import UserError
from utils.printing import one_line

GOOD = yaml.safe_dump(compose_tiny().model_dump(), sort_keys=False)
BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))


def load(folder: Path, content: bytes | str) -> PretrainConfig | str:
    """The configuration that these bytes give, or the one line that refuses them."""
    file = folder / "all_config.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    try:
        return load_config(file)
    except UserError as error:
        line = one_line(str(error))
        assert line.startswith((str(file), f"cannot read {file}")) and len(line) <= 1100
        return line.replace(str(file), "FILE")


def test_what_was_saved(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD) == compose_tiny()
    assert load(tmp_path, b"\xef\xbb\xbf" + GOOD.encode()) == compose_tiny()
    assert load(tmp_path, GOOD.encode("utf-16")) == compose_tiny()
    save_config(compose_tiny(), tmp_path / "all_config.yaml")
    assert load_config(tmp_path / "all_config.yaml") == compose_tiny()


def test_a_shared_value_is_fine(tmp_path: Path) -> None:
    text = GOOD.replace("data_paths:\n- data/toy\n", "data_paths: &data [data/toy]\n")
    loaded = load(tmp_path, text.replace("data_paths_test: []", "data_paths_test: *data"))
    assert isinstance(loaded, PretrainConfig) and loaded.data_paths_test == ["data/toy"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "FILE holds no configuration"),
        ("- a", "FILE holds no configuration"),
        ("\xff\xfe\xff".encode("latin-1"), "cannot read FILE: it is no text in UTF-8"),
        (b"\x80abc", "cannot read FILE: it is no text in UTF-8"),
        (b"a: \x00", "FILE is not YAML: "),
        ("a: [", "FILE is not YAML: "),
        ("a: " + "[" * 21 + "]" * 21, "FILE is nested more than 20 deep"),
        ("a: " + "[" * 5000, "FILE is nested more than 20 deep"),
        (BOMB, "FILE holds more than 20000 values"),
        ("a: &a [*a]", "FILE holds a value inside itself"),
        ("a: *b", "FILE is not YAML: "),
        ("x" * 70_000, "FILE is larger than 65536 characters"),
        ("a: !!python/object/apply:os.system [ls]", "FILE is not YAML: "),
        ("a: !!timestamp x", "FILE is not YAML that can be read: "),
        ("a: !!bool x", "FILE is not YAML that can be read: "),
        ("a: 2026-99-99", "FILE is not YAML that can be read: "),
        ("a: " + "9" * 5000, "FILE is not YAML that can be read: "),
        ("{[1]: 2}", "FILE is not YAML: "),
        ("1: 2", "FILE: "),
        ("lrr: 1\n" + GOOD, "FILE: unknown key 'lrr' (did you mean 'lr'?)"),
        (GOOD.replace("epochs: 4", "epochs: 1000000000000000000"), "FILE: epochs=1000000000000000000: Input should be"),
        (GOOD.replace("epochs: 4", f"epochs: 0x{'f' * 5000}"), "FILE: epochs="),
        (GOOD.replace("epochs: 4", "epochs: .nan"), "FILE: epochs=nan: Input should be a finite number"),
        (GOOD.replace("lr: 0.001", "lr: .inf"), "FILE: lr=inf: Input should be a finite number"),
        (GOOD.replace("name: arc@ARC", "nmae: arc@ARC"), "FILE: key 'evaluators.0.name' is missing"),
    ],
)
def test_what_is_refused(tmp_path: Path, content: bytes | str, said: str) -> None:
    line = load(tmp_path, content)
    assert isinstance(line, str) and line.startswith(said), line


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no config at .*nowhere.yaml; it lies beside the checkpoints"):
        load_config(tmp_path / "nowhere.yaml")
    with pytest.raises(UserError, match="is a folder, and a file is needed"):
        load_config(tmp_path)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("global_batch_size", 10**12),
        ("epochs", 10**18),
        ("seed", 2**64),
        ("val_groups", MOST + 1),
        ("checkpoint_interval", 10**20),
        ("prefetch_batches", 10**9),
        ("weight_decay", float("inf")),
        ("lr", float("nan")),
    ],
)
def test_values_out_of_any_sense(key: str, value: float) -> None:
    with pytest.raises(UserError, match=f"^{key}=.*: Input should be"):
        validated(PretrainConfig, compose_tiny().model_dump() | {key: value})


def test_too_many_evaluations() -> None:
    values = compose_tiny().model_dump() | {"epochs": 10**9, "eval_interval": 1}
    said = "eval_interval 1 means 1000000000 evaluations in 1000000000 epochs; make it at least 1000"
    with pytest.raises(UserError, match=f"^{said}$"):
        validated(PretrainConfig, values)


def _changed(text: str, position: int, inserted: str, removed: int) -> str:
    return text[:position] + inserted + text[position + removed :]


MUTATED = st.builds(
    _changed,
    st.just(GOOD),
    st.integers(0, len(GOOD)),
    st.one_of(st.text(max_size=8), st.sampled_from(["[", "{", "&a ", "*a", "!!bool ", "1e999", "9" * 40, "\n- "])),
    st.integers(0, 12),
)


@pytest.mark.slow
@settings(max_examples=500, deadline=None, derandomize=True)
@given(content=st.one_of(st.binary(max_size=400), MUTATED.map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_whatever_the_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    load(tmp_path_factory.getbasetemp(), content)
