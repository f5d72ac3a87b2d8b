"""The objects of a training run, built from its configuration: train state, optimizers, evaluation data, evaluators.

Mistakes in the configuration surface here, before the first step.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.optim import Optimizer

from dataset.common import read_metadata
from dataset.identifiers import read_names
from dataset.puzzle_dataset import ExampleSet, PuzzleDataset
from dataset.rewards import rewarder_for
from dataset.tasks import Puzzle, first_difference, load_puzzle
from dataset.train_sampler import TrainSampler
from evaluators.base import Evaluator, NotApplicable, load_evaluator
from models.ema import EMA
from models.objectives.base import Objective
from runs import memory
from runs.config import PretrainConfig, validated
from runs.network import build_model, set_compute_options
from training.curriculum import check_curriculum
from training.distributed import Dist
from training.feed import BatchFeed
from training.foreign_puzzles import place_test_puzzles, start_from
from training.optim.sparse_sign_sgd import SparseSignSGD
from training.resident import make_resident
from training.state import EvaluationData, TrainState
from utils.classes import load_subclass
from utils.errors import UserError

CALIBRATION = "calibration"
"""The split whose rows are held out of training so that q can be calibrated on them."""


def build_train_state(config: PretrainConfig, dist: Dist, dataset: PuzzleDataset, resumes: bool = False) -> TrainState:
    """Everything a training step needs, at step 0.

    Args:
        dataset: the training data.
        resumes: whether a checkpoint will be loaded, so that the weights of `load_checkpoint` are not needed.

    Raises:
        UserError: sizes do not fit together, or a named class or file does not exist.
    """
    share = dist.world_size * config.grad_accum_steps
    if config.global_batch_size % share:
        raise UserError(
            f"global_batch_size={config.global_batch_size} must be a multiple of {share}: {dist.world_size} processes"
            f" times grad_accum_steps={config.grad_accum_steps}"
        )
    if dataset.metadata.num_puzzle_identifiers > 1:
        for path in map(Path, config.data_paths):
            read_names(path, read_metadata(path, "train"))  # damaged names are refused before the run copies them
    _check_batch_size(config, dist, dataset)
    torch.manual_seed(config.seed)
    model = build_model(config, dataset.metadata, dist.device)
    check_curriculum(config, model.model.config.halt_max_steps)
    if config.load_checkpoint and not resumes:
        start_from(Path(config.load_checkpoint), model, dataset, config.data_paths, announce=dist.is_main)
    model.begin(lambda: rewarder_for(dataset.data_rules, dataset.sets))
    if config.freeze_weights:
        model.requires_grad_(False)
    set_compute_options(
        model, dist.device, config.compile, config.cpu_matmul, config.activation_checkpointing, config.kernels
    )
    sampler = TrainSampler(
        dataset,
        config.global_batch_size,
        config.seed,
        exclude_groups=held_out_groups(config, dataset),
        augment=_load_augmentation(config.augment, dataset) if config.augment else None,
    )
    steps = max(1, int(sampler.examples_in(config.epochs) / config.global_batch_size))
    return TrainState(
        config=config,
        dist=dist,
        model=model,
        replica=_replicate(model, dist),
        optimizers=_build_optimizers(config, model, dist),
        ema=EMA(model, config.ema_rate) if config.ema else None,
        sampler=sampler,
        feed=_build_feed(config, dist, sampler),
        total_steps=min(steps, config.max_steps or steps),
    )


def _check_batch_size(config: PretrainConfig, dist: Dist, dataset: PuzzleDataset) -> None:
    """Refuse a batch that memory cannot hold; warn of one that it may not, and of one larger than an epoch."""
    rows = config.global_batch_size // dist.world_size
    model = build_model(config, dataset.metadata, torch.device("meta"), choose_dtype_on=dist.device)
    model.requires_grad_(not config.freeze_weights)
    need = memory.training_need(model, rows, config.grad_accum_steps, config.ema)
    kept = memory.Need(need.kept, 0) if need is not None else None
    what = "a network of these sizes, with its optimizer,"
    memory.require_room(kept, dist.device, what, "make arch.hidden_size smaller")
    if config.activation_checkpointing:  # a step needs less than was counted
        need = kept
    doubt = memory.require_room(
        need,
        dist.device,
        f"a step of global_batch_size={config.global_batch_size}",
        "make it smaller, or set grad_accum_steps or activation_checkpointing=True",
    )
    if not dist.is_main:
        return
    if doubt is not None:
        print(f"warning: {doubt}", file=sys.stderr)
    epoch = dataset.total_groups * dataset.metadata.mean_puzzle_examples
    if config.global_batch_size > epoch:
        print(
            f"global_batch_size={config.global_batch_size} is more than the {epoch:.0f} examples of an epoch: every"
            " batch is filled from the epochs that follow"
        )


def _build_feed(config: PretrainConfig, dist: Dist, sampler: TrainSampler) -> BatchFeed:
    # On a CPU, a thread that prepares batches takes the time from the training step itself (docs/log.md).
    by_default = 0 if dist.device.type == "cpu" else 2
    return BatchFeed(
        sampler,
        dist.rows(config.global_batch_size),
        dist.device,
        resident=make_resident(sampler.dataset, config.data_device, dist.device),
        prefetch=by_default if config.prefetch_batches is None else config.prefetch_batches,
    )


def held_out_groups(config: PretrainConfig, dataset: PuzzleDataset) -> np.ndarray:
    """Numbers of the groups held out of training, a function of the seed: for validation, then for calibration."""
    wanted = config.val_groups + _calibration_groups(config)
    if wanted >= dataset.total_groups:
        keys = "".join(f" {key}={getattr(config, key)}" for key in ("val_groups", "calibrate") if getattr(config, key))
        raise UserError(f"{keys.strip()} leaves nothing to train on: there are {dataset.total_groups} groups")
    rng = np.random.Generator(np.random.Philox(key=[config.seed, 0], counter=3 << 64))
    return rng.permutation(dataset.total_groups)[:wanted]


def _calibration_groups(config: PretrainConfig) -> int:
    """How many training groups are held out for calibration: none where the data have a split for it."""
    has_split = any((Path(path) / CALIBRATION / "dataset.json").is_file() for path in config.data_paths)
    return 0 if has_split else config.calibrate


def build_calibration(config: PretrainConfig, dataset: PuzzleDataset) -> EvaluationData | None:
    """The rows on which q is calibrated; None if the configuration asks for none.

    Args:
        dataset: the training data.

    Raises:
        UserError: none of these rows has a label, or the data have several paths of which some have no such split.
    """
    if not config.calibrate:
        return None
    paths = [Path(path) for path in config.data_paths]
    if _calibration_groups(config):
        groups = held_out_groups(config, dataset)[config.val_groups :]
        sets = [replace(found, name=f"calibration_{found.name}") for found in dataset.validation_sets(groups)]
        held_out = dataset
    else:
        held_out = PuzzleDataset(paths, CALIBRATION, identifier_offsets=[int(n) for n in dataset.identifier_offsets])
        difference = first_difference(dataset.data_rules, held_out.data_rules)
        if difference:
            raise UserError(f"the vocabularies of the splits train and {CALIBRATION} differ: {difference}")
        sets = held_out.sets
    if not any((each.labels[: config.calibrate] != held_out.metadata.ignore_label_id).any() for each in sets):
        raise UserError(f"calibrate={config.calibrate}: no row has a label, so nothing tells when the network is right")
    return EvaluationData(held_out, sets)


def build_optimizer(config: PretrainConfig, parameters: Iterable[tuple[str, nn.Parameter]]) -> Optimizer:
    """The optimizer that `optim` names, with learning rate 0: each training step sets the scheduled one.

    Raises:
        UserError: the class does not exist, does not take these settings, or does not run here.
    """
    optimizer_class = load_subclass("optim.name", config.optim.name, "training.optim", Optimizer)
    settings = config.optim.settings
    config_class = getattr(optimizer_class, "config_class", None)
    if config_class is not None:
        settings = validated(config_class, settings, "optim.").model_dump()
    make: Callable[..., Optimizer] = optimizer_class
    betas = (config.beta1, config.beta2)
    try:
        return make(list(parameters), lr=0, betas=betas, weight_decay=config.weight_decay, **settings)
    except (TypeError, ValueError) as error:
        raise UserError(f"optim: {error}") from None


def build_evaluation(config: PretrainConfig, dataset: PuzzleDataset, announce: bool = True) -> EvaluationData | None:
    """The test split and the validation groups; None where the configuration asks for neither.

    Args:
        dataset: the training data.
        announce: whether to print that puzzle identifiers could not be checked.

    Raises:
        UserError: there is no test split, its shape differs from that of the training data, or it has puzzles that the
            training data do not have, so that their embeddings would never be trained.
    """
    sets: list[ExampleSet] = []
    own_identifiers: dict[Path, np.ndarray] = {}
    if config.data_paths_test is not None:
        paths = [Path(path) for path in config.data_paths_test or config.data_paths]
        missing = [path for path in paths if not (path / "test" / "dataset.json").is_file()]
        if missing:
            raise UserError(
                f"no test split in {missing[0]}, so the run could not be evaluated; name a data set that has one with"
                " data_paths_test=[...], or train without evaluation with data_paths_test=null"
            )
        test = PuzzleDataset(paths, "test", identifier_offsets=_offsets_for(paths, config, dataset))
        for field in ("seq_len", "vocab_size"):
            ours, theirs = getattr(dataset.metadata, field), getattr(test.metadata, field)
            if ours != theirs:
                raise UserError(f"{field} of the test data ({paths[0]}) is {theirs}, of the training data {ours}")
        difference = first_difference(dataset.data_rules, test.data_rules)
        if difference:
            raise UserError(
                f"the vocabularies of the training data and of the test data ({paths[0]}) differ: {difference}"
            )
        if config.arch.settings.get("puzzle_emb_ndim"):
            train_paths = [Path(path) for path in config.data_paths]
            test_sets, own_identifiers = place_test_puzzles(test, paths, dataset, train_paths, announce)
            sets += test_sets
        else:
            sets += test.sets
    if config.val_groups:
        sets += dataset.validation_sets(held_out_groups(config, dataset)[: config.val_groups])
    return EvaluationData(dataset, sets, own_identifiers) if sets else None


def build_evaluators(config: PretrainConfig, evaluation: EvaluationData | None, announce: bool) -> list[Evaluator]:
    """One evaluator for each name and each data path that it applies to.

    Args:
        announce: whether to print that an evaluator does not apply to a path, and is skipped.

    Raises:
        UserError: an evaluator does not exist or does not take these settings.
    """
    built: list[Evaluator] = []
    classes = [(named, load_evaluator(named.name)) for named in config.evaluators]
    if evaluation is None:
        return built
    paths = [Path(path) for path in config.data_paths_test or config.data_paths]
    offsets = _offsets_for(paths, config, evaluation.dataset)
    for named, evaluator_class in classes:
        for path, offset in zip(paths, offsets, strict=True):
            try:
                evaluator = evaluator_class(data_path=path, metadata=evaluation.dataset.metadata, **named.settings)
                evaluator.own_identifiers = evaluation.own_identifiers.get(path)
                evaluator.identifier_offset = offset if evaluator.own_identifiers is None else 0
                evaluator.sets = {found.name: found for found in evaluation.sets if found.data_path == path}
                built.append(evaluator)
            except NotApplicable as reason:
                if announce:
                    print(f"evaluator {named.name} is skipped: {reason}")
            except TypeError as error:
                raise UserError(f"evaluators: {named.name}: {error}") from None
    return built


def _load_augmentation(task: str, dataset: PuzzleDataset) -> Puzzle:
    """The rules of the task, whose symmetries are tried on the first example."""
    metadata, first = dataset.metadata, np.zeros(1, np.int64)
    try:
        puzzle = load_puzzle(task, dataset.sets[0].data_path)
    except UserError as error:
        raise UserError(f"augment={task}: {error}") from None
    try:
        drawn = puzzle.draw_symmetries(
            1, metadata.seq_len, np.random.default_rng(0), lambda: dataset.gather(first, first)
        )
    except (ValueError, IndexError) as error:
        raise UserError(f"augment={task} does not fit the data: {error}") from None
    if drawn.tokens.shape[1] != metadata.vocab_size:
        raise UserError(
            f"augment={task} does not fit the data: vocab_size is {metadata.vocab_size}, and its symmetries rename"
            f" {drawn.tokens.shape[1]} tokens"
        )
    return puzzle


def _offsets_for(paths: list[Path], config: PretrainConfig, dataset: PuzzleDataset) -> list[int]:
    """What is added to the puzzle identifiers of each test path.

    A test path that is also trained on has the offset it has there. Another path has that of the training path at its
    place in the list, or 0 where the lists differ in length; `place_test_puzzles` then renumbers its puzzles by name.
    """
    trained = [Path(path).resolve() for path in config.data_paths]
    by_path = dict(zip(trained, dataset.identifier_offsets, strict=True))
    in_place = dataset.identifier_offsets if len(paths) == len(dataset.identifier_offsets) else [0] * len(paths)
    return [int(by_path.get(path.resolve(), offset)) for path, offset in zip(paths, in_place, strict=True)]


def _build_optimizers(config: PretrainConfig, model: Objective, dist: Dist) -> list[tuple[Optimizer, float]]:
    optimizers: list[tuple[Optimizer, float]] = []
    table = getattr(model.model.inner, "puzzle_emb", None)
    if table is not None:
        sparse = SparseSignSGD(table, lr=0, weight_decay=config.puzzle_emb_weight_decay, dist=dist)
        optimizers.append((sparse, config.puzzle_emb_lr))
    if config.freeze_weights:
        if table is None:
            raise UserError("freeze_weights=True with arch.puzzle_emb_ndim=0 leaves nothing to train")
        return optimizers
    return [*optimizers, (build_optimizer(config, model.named_parameters()), config.lr)]


def _replicate(model: Objective, dist: Dist) -> nn.Module:
    if dist.world_size == 1 or not any(p.requires_grad for p in model.parameters()):
        return model
    # The puzzle table is a buffer, and too large to send in every step. torch 2.13 renamed the switch.
    renamed = "forward_sync_buffers" in inspect.signature(DistributedDataParallel).parameters
    no_buffers: dict[str, Any] = {"forward_sync_buffers" if renamed else "broadcast_buffers": False}
    # gradient_as_bucket_view: gradients live in the buckets that are sent, which saves a copy and changes no number.
    # static_graph is not set: it saves the search for unused parameters, which is off here.
    return DistributedDataParallel(model, gradient_as_bucket_view=True, **no_buffers)
