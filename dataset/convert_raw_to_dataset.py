"""Convert raw conversation logs into a data set of decisions, one JSON object a line.

    python dataset/convert_raw_to_dataset.py data/raw data/decisions.jsonl --tools data/tools.json
    python dataset/convert_raw_to_dataset.py --input data/raw --output data/decisions.jsonl --recursive
    python dataset/build_tool_calling_dataset.py --source trm_agent:data/decisions.jsonl         # what reads it

A raw file is a JSON list of turns; `dataset.tools.raw` shows what becomes of them. A file that cannot be read is named
with its row, counted and left out. Where no file can be read, nothing is written and the exit status is 1.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import tyro

from dataset.tools.raw import DEFAULT_SLOT_FIELDS, RawDataProcessor, RawTurnError
from dataset.tools.schema import as_openai
from dataset.tools.sources.base import Skipped
from dataset.tools.sources.finding import line_of, read_tools_file
from utils.commands import parse, require_between
from utils.errors import UserError, report_user_errors
from utils.files import replace_bytes
from utils.printing import one_line
from utils.reading import is_file, is_folder, read_json, read_text, require_file

ENDINGS = (".json", ".json.gz")
LARGEST_FILE = 2**28
"""Most characters of a raw file."""
MOST_FILES = 10**9


@dataclass
class Options:
    """Convert raw conversation logs into a data set of decisions."""

    input_folder: Annotated[Path | None, tyro.conf.Positional] = None
    """Folder of raw files (.json or .json.gz), or one such file; --input means the same."""
    output_file: Annotated[Path | None, tyro.conf.Positional] = None
    """The file to write, JSON Lines; --output means the same."""
    input: Path | None = None
    output: Path | None = None
    tools: Path | None = None
    """File with the assistant's tools, in OpenAI's form or another that is common."""
    slot_fields: tuple[str, ...] = DEFAULT_SLOT_FIELDS
    """Names of the slots that turns may hold; write them behind the positional arguments."""
    recursive: bool = False
    """Also read the files in subfolders."""
    system: str | None = None
    """System prompt that is put in front of every conversation: a text, or the name of a file that holds it."""
    num_input_files: int | None = None
    """Read only this many files, the first by name."""


def convert(options: Options) -> None:
    """Read the raw files and write their samples.

    Raises:
        UserError: an option is wrong, or no file could be read; nothing is written then.
    """
    source = _one_of(options.input_folder, options.input, "input folder", "--input")
    output = _one_of(options.output_file, options.output, "output file", "--output")
    if is_folder(output):
        raise UserError(f"{output} is a folder, and the name of a file to write is needed")
    require_between("--num-input-files", options.num_input_files, 1, MOST_FILES)
    tools = () if options.tools is None else read_tools_file(options.tools)
    processor = RawDataProcessor(
        [as_openai(tool) for tool in tools], options.slot_fields, _system_prompt(options.system)
    )
    files = _raw_files(source, options.recursive)[: options.num_input_files]
    skipped = Skipped(report=print)
    lines: list[str] = []
    read = 0
    unlisted: Counter[str] = Counter()
    for file in files:
        name = str(file.relative_to(source)) if file != source else file.name
        samples = _samples(file, name, processor, skipped)
        if samples is None:
            continue
        read += 1
        for sample in samples:
            lines.append(json.dumps(sample, ensure_ascii=False) + "\n")
            called = sample["tool"].get("name")
            if called is not None and called not in {tool.name for tool in tools}:
                unlisted[called] += 1
    if not lines:
        reasons = "; ".join(skipped.lines()) or "the assistant neither calls nor answers"
        raise UserError(f"{source}: none of {len(files)} files could be read ({reasons})")
    _write(output, lines)
    print(f"{read} files, {len(lines)} decisions -> {output}")
    print(*skipped.lines(), *_notes(unlisted), sep="\n", end="\n" if skipped.reasons or unlisted else "")


def _one_of(positional: Path | None, option: Path | None, what: str, flag: str) -> Path:
    if positional is not None and option is not None:
        raise UserError(f"{flag} {option}: the {what} is given twice, as {positional} too")
    found = positional or option
    if found is None:
        raise UserError(f"no {what} is given: convert_raw_to_dataset.py INPUT_FOLDER OUTPUT_FILE")
    return found


def _system_prompt(system: str | None) -> str | None:
    if system is None or not is_file(Path(system)):
        return system
    return read_text(Path(system)).strip()


def _raw_files(source: Path, recursive: bool) -> list[Path]:
    """The raw files by name.

    Raises:
        UserError: there are none.
    """
    if not is_folder(source):
        require_file(source)
        return [source]
    inside = source.rglob("*") if recursive else source.iterdir()
    found = sorted(
        file for file in inside if file.name.endswith(ENDINGS) and file.name[0] != "." and not is_folder(file)
    )
    if not found:
        hint = "" if recursive else "; --recursive also looks into its subfolders"
        raise UserError(f"{source} holds no files whose names end in {' or '.join(ENDINGS)}{hint}")
    return found


def _samples(file: Path, name: str, processor: RawDataProcessor, skipped: Skipped) -> list[dict[str, Any]] | None:
    """The samples of a file; None if it was skipped, which one turn that cannot be understood is enough for."""
    try:
        value = read_json(file, LARGEST_FILE)
    except UserError as error:
        skipped.add("a file that cannot be read", f"{name}:{line_of(error)}", str(error))
        return None
    if not isinstance(value, list) or not value:
        skipped.add("a raw file must be a JSON list of turns", f"{name}:1", f"not {type(value).__name__}" * bool(value))
        return None
    if not all(isinstance(inner, list) for inner in value):
        return _samples_of(value, name, processor, skipped)
    samples: list[dict[str, Any]] = []
    for number, raw in enumerate(value, 1):  # a file may also hold several conversations
        found = _samples_of(raw, f"{name}, conversation {number}", processor, skipped)
        if found is None:
            return None
        samples += found
    return samples


def _samples_of(
    raw: list[Any], name: str, processor: RawDataProcessor, skipped: Skipped
) -> list[dict[str, Any]] | None:
    try:
        return [vars(sample) for sample in processor.process_conversation(raw)]
    except RawTurnError as error:
        skipped.add("a turn that cannot be understood", f"{name}:{error.row}", error.complaint)
        return None


def _write(output: Path, lines: list[str]) -> None:
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        replace_bytes(output, "".join(lines).encode())
    except OSError as error:
        raise UserError(f"cannot write {output}: {error.strerror or error}") from None


def _notes(unlisted: Counter[str]) -> Iterator[str]:
    """What a user should know of calls that readers of the data set will leave out."""
    if unlisted:
        names = ", ".join(name for name, _ in unlisted.most_common(5)) + (", ..." if len(unlisted) > 5 else "")
        yield one_line(f"{sum(unlisted.values())} calls of tools that --tools does not list: {names}")


@report_user_errors
def main() -> None:
    """Read the command line and convert."""
    convert(parse(Options, __doc__))


if __name__ == "__main__":
    main()
