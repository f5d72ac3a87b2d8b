"""Forgotten words in training copies: a word that is forgotten has the token of an unknown one, wherever it stands."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from dataset.build_tool_calling_dataset import Options, build
from dataset.puzzle_dataset import PuzzleDataset
from dataset.text.word_vocabulary import Forgetful, WordVocabulary

WORDS = [f"word{number}" for number in range(1000)]
VOCABULARY = WordVocabulary(WORDS)
UNKNOWN = WordVocabulary(())


def forgetful(share: float, seed: int = 0) -> Forgetful:
    return Forgetful(VOCABULARY, share, np.random.default_rng(seed))


def test_a_share_of_the_words_is_forgotten() -> None:
    vocabulary = forgetful(0.2)
    forgotten = [vocabulary.token(word) != VOCABULARY.token(word) for word in WORDS]
    assert 150 < sum(forgotten) < 250
    assert forgotten != [forgetful(0.2, seed=1).token(word) != VOCABULARY.token(word) for word in WORDS]


def test_a_forgotten_word_is_an_unknown_one_everywhere() -> None:
    vocabulary = forgetful(1.0)
    for word in ("word7", "Word7", "WORD7", "word7"):
        assert vocabulary.token(word) == VOCABULARY.unknown(word)
    assert vocabulary.token("Word7") - vocabulary.token("word7") == 1, "the case stays"
    assert VOCABULARY.unknown("word7") != VOCABULARY.unknown("word8")
    assert VOCABULARY.token("never") == VOCABULARY.unknown("never") == vocabulary.token("never")


def test_forgetting_begins_anew_in_no_turn() -> None:
    """A word keeps its token for as long as the vocabulary lives: a value equals its mention three turns later."""
    vocabulary = forgetful(0.5)
    first = [vocabulary.token(word) for word in WORDS]
    assert first == [vocabulary.token(word) for word in WORDS]


def test_only_training_forgets(tmp_path: Path) -> None:
    """Labels stay, markers stay, and the test rows have all of their words."""
    plain, changed = tmp_path / "plain", tmp_path / "changed"
    for folder, share in ((plain, 0.0), (changed, 0.3)):
        build(Options(str(folder), num_conversations=40, num_test_conversations=10, forgotten=share))
    arrays = {
        folder: {split: PuzzleDataset([folder], split).sets[0] for split in ("train", "test")}
        for folder in (plain, changed)
    }
    for split in ("train", "test"):
        before, after = arrays[plain][split], arrays[changed][split]
        assert np.array_equal(before.labels, after.labels)
    assert np.array_equal(arrays[plain]["test"].inputs, arrays[changed]["test"].inputs)
    before, after = arrays[plain]["train"].inputs, arrays[changed]["train"].inputs
    assert np.array_equal(before == 0, after == 0)
    words = before >= 4 * 20
    assert np.array_equal(before[~words], after[~words])
    assert 0.2 < (before != after)[words].mean() < 0.4
