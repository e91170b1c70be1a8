"""Coding in partitions: answer files in, a folder of coded files out, in little memory.

Two passes. In the first every partition is coded by itself, in any process, on any machine; what is
found are numbers, which are kept until all is done, so that a run that was cut off goes on. Then
all answers are drawn from together. In the second pass every partition is read again and written
with what was drawn of it. Row by row the result is what one file would hold.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from importlib.metadata import version
from operator import add
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd

from textmining.answers import INDEX, AnswerId, Columns, Meta, check_kept
from textmining.classifier import Predictions
from textmining.errors import FileError
from textmining.files import Note, atomic_folder, check_folder, sha256_of_file, tell
from textmining.workflow.coding.drawn import Drawn, Populations, drawn_survey
from textmining.workflow.coding.part import SurveyCoder
from textmining.workflow.coding.partition import (
    CodedPartition,
    Finish,
    code_partition,
    finish_partition,
)
from textmining.workflow.coding.partitions import Partition, partitions
from textmining.workflow.coding.spool import Spool, remove_spool, spool_folder
from textmining.workflow.coding.survey import CodingSummary, made_with, planned_survey
from textmining.workflow.progress import Progress


class InOrder(Protocol):
    """How work on partitions is shared out; results come in the order of the items."""

    def __call__(
        self, work: Callable[[SurveyCoder, Any], Any], items: Iterable[Any]
    ) -> Iterator[Any]:
        """Yield what is made of each item."""


def code_folder(
    files: Sequence[Path],
    columns: Columns | Sequence[Columns],
    coder: SurveyCoder,
    out: Path,
    *,
    in_order: InOrder,
    progress: Progress,
) -> CodingSummary:
    """Code answer files in partitions; write a folder of coded files.

    Raises:
        TextminingError: answers that cannot be coded, or a folder that cannot be written.
    """
    check_folder(out, _ours(out))
    progress("Coding")
    parts = partitions(files, columns)
    hashes = {path: sha256_of_file(path) for path in dict.fromkeys(part.path for part in parts)}
    spool = Spool(spool_folder(out), _key(parts, hashes, coder), resume=coder.options.resume)
    _code(parts, spool, in_order, progress)
    progress("Drawing")
    found = [_kept(spool, number) for number in range(len(parts))]
    _check_apart(parts, found, coder)
    survey, predictions = _together(found), _predictions(found)
    found = [replace(one, predictions=_NOTHING) for one in found]  # half of what they hold
    numbers = np.concatenate([one.numbers for one in found])
    drawn = drawn_survey(predictions, survey, numbers, coder)
    meta = _meta(found, drawn, coder)
    planned = None
    if coder.options.plan:
        progress("Planning")
        planned = planned_survey(predictions.probabilities, survey, coder)
    del found, predictions, numbers
    _check_unchanged(hashes)  # the second pass reads them again
    with atomic_folder(out, _ours(out)) as new:
        new.chmod(0o700)
        written, told = 0, dict[Note, None]()
        for rows, notes in in_order(finish_partition, _finishing(parts, spool, drawn, meta, new)):
            written += rows
            told |= dict.fromkeys(notes)  # what holds in several parts of a file, once
            progress("Writing", written, len(survey.answered))
        _check_unchanged(hashes)
    tell(told)
    remove_spool(out)
    return CodingSummary(
        len(parts),
        int(survey.answered.sum()),
        int((~survey.answered).sum()),
        drawn.n_drawn,
        int((drawn.rows.review != "").sum()),
        meta.novelty,
        drawn.unread,
        planned,
    )


def _finishing(
    parts: Sequence[Partition], spool: Spool, drawn: Drawn, meta: Meta, folder: Path
) -> Iterator[Finish]:
    """The work of the second pass, one partition at a time in memory."""
    start = 0
    for number, part in enumerate(parts):
        coded = _kept(spool, number)
        rows = slice(start, start + len(coded.numbers))
        start = rows.stop
        path = folder / f"part-{number + 1:05d}.parquet"
        meta_here = _part_of(meta, number, len(parts))
        yield Finish(part, coded, drawn.rows.at(rows), drawn.n_drawn, meta_here, path)


def _ours(out: Path) -> list[str]:
    """The names in a folder that an earlier run wrote; none if there is anything else."""
    names = [path.name for path in out.iterdir()] if out.is_dir() else []
    files = {name for name in names if name.startswith("part-") and name.endswith(".parquet")}
    endings = (".meta.json", ".reasons.jsonl", INDEX)
    beside = {f"{name}{end}" for name in files for end in endings}
    return names if files and {*names} <= files | beside else []


def _check_unchanged(hashes: Mapping[Path, str]) -> None:
    """Raise FileError if a file is no longer what was coded of it: its rows would be others'."""
    for path, sha256 in hashes.items():
        if not path.is_file() or sha256_of_file(path) != sha256:
            raise FileError(path, "was changed while it was being coded", "Code the answers again.")


def _key(parts: Sequence[Partition], hashes: Mapping[Path, str], coder: SurveyCoder) -> str:
    """What the partitions are of: the same files, columns, model, pipeline, program and options."""
    cuts = [(hashes[part.path], str(part.columns), str(part.rows)) for part in parts]
    about = [
        hashlib.sha256(repr(cuts).encode()).hexdigest(),
        version("textmining-survey"),
        str(coder.model.card["sha256"]),
        str(coder.pipeline.identity.record()),
        str((coder.options.seed, coder.options.panel)),
        str((coder.options.mask, coder.options.thresholds)),
    ]
    return "\n".join(about)


def _code(parts: Sequence[Partition], spool: Spool, in_order: InOrder, progress: Progress) -> None:
    """The first pass: code what is not kept yet, and keep it."""
    sizes = {}
    for number in range(len(parts)):
        if part := spool.load(number, CodedPartition.of):
            sizes[number] = len(part.numbers)
    lengths = [len(part.rows) if part.rows else 0 for part in parts]
    total = sum(lengths) if all(lengths) else None
    left = [number for number in range(len(parts)) if number not in sizes]
    coded = in_order(code_partition, (parts[number] for number in left))
    for number, one in zip(left, coded, strict=True):
        spool.save(number, one.arrays())
        sizes[number] = len(one.numbers)
        progress("Coding", sum(sizes.values()), total)


def _kept(spool: Spool, number: int) -> CodedPartition:
    part = spool.load(number, CodedPartition.of)
    assert part is not None  # noqa: S101 - the first pass has put it there
    return part


def _together(found: Sequence[CodedPartition]) -> Populations:
    """The populations of all partitions, in the order of their first answers."""
    numbers: dict[tuple[str, str], int] = {}
    columns = [
        np.array([numbers.setdefault(label, len(numbers)) for label in one.survey.labels])[
            one.survey.numbers
        ]
        for one in found
    ]
    answered = np.concatenate([one.survey.answered for one in found])
    return Populations(np.concatenate(columns), list(numbers), answered)


_NOTHING = Predictions(np.zeros((0, 0)), np.zeros((0, 0), dtype=np.bool_), np.zeros(0))


def _predictions(found: Sequence[CodedPartition]) -> Predictions:
    """What the draw needs of all partitions."""
    return Predictions(
        np.concatenate([one.predictions.probabilities for one in found]),
        np.zeros((0, 0), dtype=np.bool_),
        np.concatenate([one.predictions.confidence for one in found]),
    )


def _meta(found: Sequence[CodedPartition], drawn: Drawn, coder: SurveyCoder) -> Meta:
    by_wave: dict[str, list[Any]] = {}
    for one in found:
        for wave, counts in one.novelty.items():
            by_wave.setdefault(wave, []).append(counts)
    card = coder.model.card["novelty"]
    novelty = {wave: reduce(add, counts).novelty(card) for wave, counts in by_wave.items()}
    return made_with(coder, drawn, novelty)


def _part_of(meta: Meta, number: int, n_parts: int) -> Meta:
    """The meta of one part; whoever reads it can tell whether all parts are there."""
    run = hashlib.sha256(meta.to_json("").encode()).hexdigest()[:16]
    part = {"run": run, "number": number + 1, "of": n_parts}
    return replace(meta, draw={**meta.draw, "part": part}) if n_parts > 1 else meta


def _check_apart(
    parts: Sequence[Partition], found: Sequence[CodedPartition], coder: SurveyCoder
) -> None:
    """Raise an error if an answer is in two partitions, or a column to keep in none of them.

    Equal answers have equal random numbers; only partitions that share one are read again.
    """
    check_kept(coder.options.keep, list(dict.fromkeys(n for one in found for n in one.background)))
    numbers = np.concatenate([one.numbers for one in found])
    if len(np.unique(numbers)) == len(numbers):
        return
    owner = np.repeat(np.arange(len(found)), [len(one.numbers) for one in found])
    twice = pd.Series(numbers).duplicated(keep=False).to_numpy()
    first: dict[AnswerId, Path] = {}
    for number in np.unique(owner[twice]).tolist():
        part = parts[number]
        ids = part.answers(coder.model.codebook).ids
        suspects = [ids[row] for row in np.flatnonzero(twice[owner == number])]
        if same := [first[one] for one in suspects if one in first]:
            raise FileError(
                part.path,
                "has {n} answers whose respondent, wave and question stand in {name} too",
                "Keep one of each, or let a column wave or question tell them apart.",
                n=len(same),
                name=same[0].name,
            )
        first |= dict.fromkeys(suspects, part.path)
