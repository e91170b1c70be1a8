"""Count: coded answers and decisions in, the table of counts out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from textmining.answers import Columns, CountTable, check_target, write_table_to
from textmining.counting import (
    CountOptions,
    check_decisions,
    check_themes,
    count_pairs,
)
from textmining.files import atomic_files, check_apart
from textmining.workflow.inputs.frame import FrameFile
from textmining.workflow.inputs.waves import decided_on, read_waves
from textmining.workflow.reporting.answer_counts import count_answers, needed_background


@dataclass(frozen=True)
class Counted:
    """What was counted.

    Args:
        counts: the table of counts.
        findings: sentences on themes that a wave lacks, decisions that do not fit, and drawn
            answers that are unread.
        pairs: themes that occur together, if asked for.
    """

    counts: CountTable
    findings: tuple[str, ...]
    pairs: pd.DataFrame | None = None


def count(
    files: Sequence[Path],
    out: Path,
    *,
    decisions: Sequence[str] = (),
    codebook: Path | None = None,
    columns: Columns | Sequence[Columns] | None = None,
    options: CountOptions | None = None,
    population: Sequence[FrameFile] = (),
    rake: Sequence[str] = (),
    together: Path | None = None,
) -> Counted:
    """Count themes with intervals and write the table.

    Args:
        files: coded files; with a codebook also answer files that persons coded by hand.
        out: the count file.
        decisions: review stores and files with codes of persons, read together.
        codebook: must agree with the coded files' codebook, if given.
        columns: what the columns of answer files are called; those of the settings unless given.
        options: how to count.
        population: who was invited, for a second interval about all of them.
        rake: columns of the invited; those who answered are weighted to have their shares.
        together: where to write the pairs of themes that occur together; None leaves them out.

    Raises:
        TextminingError: an input that cannot be counted, or a file that cannot be written.
    """
    targets = [out] if together is None else [out, together]
    for target in targets:
        check_target(target)
    check_apart(targets, [*files, *decisions, codebook, *(file.path for file in population)])
    options = options or CountOptions()
    coded, own = read_waves(files, codebook, columns, needed_background(options, rake))
    known = decided_on(own, decisions, coded.codebook)
    decided = known.decisions if known else None
    findings = check_themes(coded)
    if decided is not None:
        findings = (*findings, *check_decisions(coded, decided))
    found = count_answers(coded, decided, options, population, rake)
    pairs = None if together is None else count_pairs(found.coded, decided, found.options)
    tables = [found.table.frame] if pairs is None else [found.table.frame, pairs]
    with atomic_files(targets) as temporaries:
        for written, temporary, target in zip(tables, temporaries, targets, strict=True):
            write_table_to(written, temporary, target)
    return Counted(found.table, findings, pairs)
