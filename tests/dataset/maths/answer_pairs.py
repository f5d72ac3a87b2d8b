"""Pairs of answers with a verdict that was decided by reading them (`answer_pairs.tsv`)."""

from __future__ import annotations

import csv
from pathlib import Path

TABLE = Path(__file__).with_name("answer_pairs.tsv")
with open(TABLE, encoding="utf-8", newline="") as opened:
    PAIRS = list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))
KINDS = list(dict.fromkeys(pair["kind"] for pair in PAIRS))
