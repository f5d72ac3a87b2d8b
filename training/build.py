"""From a configuration to the objects of a run: data, model, optimizers, evaluators. Every mistake surfaces here."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.optim import Optimizer

from dataset.common import read_metadata
from dataset.identifiers import read_names
from dataset.layout import RowShape
from dataset.puzzle_dataset import ExampleSet, PuzzleDataset
from dataset.tasks import Puzzle, first_difference, load_puzzle
from dataset.train_sampler import TrainSampler
from evaluators.base import Evaluator, NotApplicable, load_evaluator
from models.carries.base import CarryRule
from models.ema import EMA
from models.encoders.base import Encoder
from models.heads.base import Head
from models.layers import CastedLinear
from models.objectives.base import Objective
from models.recursive_reasoning.act import RecursiveModel
from models.recursive_reasoning.blocks import ReasoningModule
from training import memory
from training.config import NetworkConfig, PretrainConfig, validated
from training.distributed import Dist, choose_compile, choose_dtype, choose_onednn
from training.feed import BatchFeed
from training.foreign_puzzles import place_test_puzzles, start_from
from training.optim.sparse_sign_sgd import SparseSignSGD
from training.resident import make_resident
from training.state import EvaluationData, TrainState
from utils.classes import load_class
from utils.errors import UserError


def build_model(
    config: NetworkConfig,
    metadata: RowShape,
    device: torch.device,
    choose_dtype_on: torch.device | None = None,
) -> Objective:
    """Make the network and objective of a configuration for data of this shape, on `device`.

    Weights are drawn on the CPU from torch's global generator, so that they are the same on every device. On the meta
    device nothing is drawn, and no memory taken; `choose_dtype_on` is then the device that decides of forward_dtype.

    Raises:
        UserError: names or sizes that do not exist or do not go together, or weights that memory cannot hold.
    """
    arch = config.arch
    model_class = load_class(arch.name, "models")
    if not issubclass(model_class, RecursiveModel):
        raise UserError(f"arch.name={arch.name} is no RecursiveModel")
    settings = arch.settings | dict(
        encoder=config.encoder,
        head=config.head,
        carry=config.carry,
        forward_dtype=choose_dtype(arch.settings.get("forward_dtype", "auto"), choose_dtype_on or device),
        **{name: getattr(metadata, name) for name in RowShape.model_fields},
    )
    validated(model_class.config_class, settings, "arch.")
    for key, base in (("encoder", Encoder), ("head", Head), ("carry", CarryRule)):
        chosen = getattr(config, key)
        part_class = load_class(chosen.name, "models")
        if not issubclass(part_class, base):
            raise UserError(f"{key}.name={chosen.name} is no {base.__name__}")
        validated(part_class.config_class, chosen.settings, f"{key}.")
    objective_class = load_class(arch.loss.name, "models")
    if not issubclass(objective_class, Objective):
        raise UserError(f"arch.loss.name={arch.loss.name} is no Objective")
    try:
        with torch.device("meta"), memory.NothingDrawn():
            model = model_class(settings)
    except ValueError as error:
        raise UserError(str(error)) from None
    try:
        with torch.device("meta"):
            sizes = objective_class(model, **arch.loss.settings)
        if device.type == "meta":
            return sizes
        _require_room_for_weights(sizes, device)
        return objective_class(model_class(settings), **arch.loss.settings).to(device)
    except TypeError as error:
        raise UserError(f"arch.loss: {error}") from None


def _require_room_for_weights(sizes: Objective, device: torch.device) -> None:
    weights = sum(memory.bytes_of(tensor) for tensor in sizes.state_dict().values())
    for place in {torch.device("cpu"), device}:
        memory.require_room(memory.Need(weights, 0), place, "a network of these sizes", "make arch.hidden_size smaller")


def suit_to_machine(
    model: Objective,
    device: torch.device,
    compile: bool | Literal["auto"] = False,
    cpu_matmul: Literal["auto", "mkl", "onednn"] = "auto",
    activation_checkpointing: bool = False,
) -> None:
    """How the model computes, as the keys of the configuration say; neither names nor values of parameters change."""
    use_onednn = choose_onednn(cpu_matmul, device)
    compiles = choose_compile(compile, device)
    for module in model.modules():
        if isinstance(module, CastedLinear):
            module.onednn = use_onednn
        if isinstance(module, ReasoningModule):
            module.recomputes = activation_checkpointing
            if compiles:
                module.compile_stack()


def build_train_state(config: PretrainConfig, dist: Dist, dataset: PuzzleDataset, resumes: bool = False) -> TrainState:
    """Everything a training step needs, at step 0; a run that resumes does not read `load_checkpoint` again.

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
            read_names(path, read_metadata(path, "train"))  # damage is said before there is a run that keeps them
    _tell_of_batch(config, dist, dataset)
    torch.manual_seed(config.seed)
    model = build_model(config, dataset.metadata, dist.device)
    if config.load_checkpoint and not resumes:
        start_from(Path(config.load_checkpoint), model, dataset, config.data_paths, announce=dist.is_main)
    if config.freeze_weights:
        model.requires_grad_(False)
    suit_to_machine(model, dist.device, config.compile, config.cpu_matmul, config.activation_checkpointing)
    sampler = TrainSampler(
        dataset,
        config.global_batch_size,
        config.seed,
        exclude_groups=validation_groups(config, dataset),
        augment=_load_augmentation(config.augment, dataset) if config.augment else None,
    )
    return TrainState(
        config=config,
        dist=dist,
        model=model,
        replica=_replicate(model, dist),
        optimizers=_build_optimizers(config, model, dist),
        ema=EMA(model, config.ema_rate) if config.ema else None,
        sampler=sampler,
        feed=_build_feed(config, dist, sampler),
        total_steps=max(1, int(sampler.examples_in(config.epochs) / config.global_batch_size)),
    )


def _tell_of_batch(config: PretrainConfig, dist: Dist, dataset: PuzzleDataset) -> None:
    """Say what is odd about the size of a batch, beside data and memory; refuse one that cannot be held."""
    rows = config.global_batch_size // dist.world_size
    model = build_model(config, dataset.metadata, torch.device("meta"), choose_dtype_on=dist.device)
    model.requires_grad_(not config.freeze_weights)
    need = memory.training_need(model, rows, config.grad_accum_steps, config.ema)
    kept = memory.Need(need.kept, 0) if need is not None else None
    what = "a network of these sizes, with its optimizer,"
    memory.require_room(kept, dist.device, what, "make arch.hidden_size smaller")
    if config.activation_checkpointing:  # keeps less for a step than is counted
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
    # A thread on a CPU would take from the training what it gives (docs/log.md).
    by_default = 0 if dist.device.type == "cpu" else 2
    return BatchFeed(
        sampler,
        dist.rows(config.global_batch_size),
        dist.device,
        resident=make_resident(sampler.dataset, config.data_device, dist.device),
        prefetch=by_default if config.prefetch_batches is None else config.prefetch_batches,
    )


def validation_groups(config: PretrainConfig, dataset: PuzzleDataset) -> np.ndarray:
    """Numbers of the groups held out of training, a function of the seed."""
    if config.val_groups >= dataset.total_groups:
        raise UserError(
            f"val_groups={config.val_groups} leaves nothing to train on: there are {dataset.total_groups} groups"
        )
    rng = np.random.Generator(np.random.Philox(key=[config.seed, 0], counter=3 << 64))
    return rng.permutation(dataset.total_groups)[: config.val_groups]


def build_optimizer(config: PretrainConfig, parameters: Iterable[tuple[str, nn.Parameter]]) -> Optimizer:
    """The optimizer that `optim` names, at rate 0; the training step sets the rate from the schedule.

    Raises:
        UserError: the class does not exist, does not take these settings, or does not run here.
    """
    optimizer_class = load_class(config.optim.name, "training.optim")
    if not issubclass(optimizer_class, Optimizer):
        raise UserError(f"optim.name={config.optim.name} is no Optimizer")
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
    """The test split and the validation groups; None where the configuration wants no evaluation.

    Raises:
        UserError: there is no test split, its shape is not that of the training data, or it has puzzles that these have
            not, for which nothing would be learned.
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
        sets += dataset.validation_sets(validation_groups(config, dataset))
    return EvaluationData(dataset, sets, own_identifiers) if sets else None


def build_evaluators(config: PretrainConfig, evaluation: EvaluationData | None, announce: bool) -> list[Evaluator]:
    """One evaluator for each name and data path it applies to; where it does not, that is said once."""
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
    """Puzzle identifiers of a test path are those of the same path in training, else of the path in its place.

    Data of another path may number their puzzles otherwise: `place_test_puzzles`.
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
    # Gradients live in the buckets that are sent: the same numbers with one copy of them less. Not static_graph: it
    # saves the search for unused parameters, which is off here.
    return DistributedDataParallel(model, gradient_as_bucket_view=True, **no_buffers)
