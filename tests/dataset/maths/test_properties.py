"""Whatever somebody writes is read or refused: answers get a verdict, questions and files become rows or one line."""

from __future__ import annotations

import gzip
import json
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataset.maths.answers import Verdict, canonical, equivalent
from dataset.maths.sources import read_source
from dataset.text.vocabulary import Vocabulary
from tests.dataset.maths.answer_pairs import PAIRS
from tests.text_data import text_format as make_format
from utils.errors import UserError

pytestmark = pytest.mark.slow
EXAMPLES = settings(
    max_examples=500, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
SECONDS = 1.0
"""That sympy may take; a verdict comes within that and the start of another process, on a busy machine too."""

PIECES = [
    *"0123456789xyzei+-*/^()[]{},.=!|_±$%\\ <>≤≠½²√:;&'\"\n\t",
    *("sqrt", "pi", r"\frac", r"\frac{1}{2}", r"\sqrt{", r"\text{", "exp(", " and ", " or ", " cm", " m", "x="),
    *("(1,2)", "{1,2}", r"\pm", "sin(", "oo", "e5", r"\begin{pmatrix}", r"\end{pmatrix}", "Monday", "_2", "!!", "∪"),
    *("\x00", "\ud800", "\u202e", "\ufeff", "٣", "𝟗", "ﬁ", "é", "漢", "1,200", "1e9999", "0.1", r"\overline{3}", "≈"),
    *("^9^9^9", r"\left", "log_2"),
]
written = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.sampled_from([pair[side] for pair in PAIRS for side in ("expected", "given")]),
    st.text(max_size=300),
)


@EXAMPLES
@given(expected=written, answer=written)
def test_any_two_texts_get_a_verdict(expected: str, answer: str) -> None:
    begun = time.monotonic()
    assert isinstance(equivalent(expected, answer, seconds=SECONDS), Verdict)
    assert equivalent(answer, answer, seconds=SECONDS) is Verdict.EQUAL
    canonical(answer)
    assert time.monotonic() - begun < 60


TEXTS = ["Solve 7*n+3=-39 for n.", "What is sqrt(16)/2 at (1, 2)?", "Ann has the hat. What has Ann?", "3 - 4 = 5, 50%"]
VOCABULARIES = [
    *(Vocabulary.of_words(TEXTS[:2]), Vocabulary.of_words(TEXTS), Vocabulary.of_words(TEXTS, min_count=2)),
    *(Vocabulary.of_characters(TEXTS), Vocabulary.of_characters(TEXTS[:1])),
]
typed = st.one_of(
    written,
    st.lists(st.sampled_from([*PIECES, *" ".join(TEXTS).split()]), max_size=40).map(" ".join),
    st.tuples(st.sampled_from(PIECES), st.integers(1, 5000)).map(lambda many: many[0] * many[1]),
)


@EXAMPLES
@given(text=typed, vocabulary=st.sampled_from(VOCABULARIES), line_len=st.sampled_from([None, 9]))
def test_any_question_becomes_a_row_or_one_line(text: str, vocabulary: Vocabulary, line_len: int | None) -> None:
    text_format = make_format(vocabulary, 4, 60, line_len=line_len)
    try:
        row = text_format.parse(text)
    except UserError as error:
        message = str(error)
        assert message.isprintable() and len(message) < 600
        assert not message.startswith(("words", "characters")) or message.split(": ", 1)[1]
    else:
        assert row.shape == (60,) and 0 <= row.min() and row.max() < len(vocabulary)


FIELDS = ("question", "answer", "problem", "solution", "type", "level", "module")
values = st.one_of(st.text(max_size=30), st.none(), st.integers(), st.floats(), st.lists(st.text(), max_size=2))
rows = st.dictionaries(st.sampled_from(FIELDS), st.one_of(st.just(r"\boxed{1} #### 1"), values))
lines = st.one_of(
    st.binary(max_size=200),
    rows.map(lambda row: json.dumps(row).encode()),
    rows.map(lambda row: b"\xef\xbb\xbf" + json.dumps(row).encode()),
    rows.map(lambda row: json.dumps(row).encode("utf-16")),
    st.integers(1, 50_000).map(lambda depth: b"[" * depth),
)
files = st.tuples(st.lists(lines, max_size=6).map(b"\n".join), st.booleans(), st.integers(0, 400))


@EXAMPLES
@given(kind=st.sampled_from(["gsm8k", "math", "deepmind"]), content=files)
def test_any_file_becomes_rows_or_one_line(kind: str, content: tuple[bytes, bool, int]) -> None:
    text, compressed, kept = content
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / ("train.jsonl.gz" if compressed else "train.jsonl")
        file.write_bytes(gzip.compress(text, mtime=0)[: kept or None] if compressed else text)
        try:
            found = read_source(f"{kind}:{file}", None, None, np.random.default_rng(0))
        except UserError as error:
            assert str(error).startswith(str(file)) or str(error).startswith(f"cannot read {file}")
            assert "\n" not in str(error) and len(str(error)) < 600 + 2 * len(str(file))
        else:
            assert found.train and found.test
            assert all(example.question and example.answer for example in found.train + found.test)
