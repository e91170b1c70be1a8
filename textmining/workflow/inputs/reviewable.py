"""What is reviewed: coded answers, or answers to code by hand with no model at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from textmining.answers import (
    AnswerId,
    Coded,
    Columns,
    answers_in,
    coded_by_hand,
    meta_path,
    read_coded,
    reasons_path,
)
from textmining.classifier import similar_texts
from textmining.codebook import Codebook, read_codebook, require_same
from textmining.errors import CodebookError, ColumnError
from textmining.review import (
    Answer,
    Reasons,
    Similar,
    answers_of,
    read_reasons,
    side_by_side,
)


@dataclass(frozen=True)
class Reviewable:
    """What is reviewed.

    Args:
        answers: the answers.
        codebook: what they are coded with.
        reasons: why the machine proposed what it did, or which answers are similar.
        coded: the coded answers; without a machine the same, with nothing proposed.
    """

    answers: Sequence[Answer]
    codebook: Codebook
    reasons: Mapping[AnswerId, Reasons]
    coded: Coded


def default_store(files: Sequence[Path]) -> str:
    """Return where decisions on these files are kept unless another store is named."""
    return str(files[0].with_name(f"{files[0].name}.sqlite"))


def is_by_hand(files: Sequence[Path], codebook: Path | None) -> bool:
    """Return whether the files are answers that a person codes with no model."""
    return codebook is not None and not any(meta_path(file).exists() for file in files)


def reviewable(
    files: Sequence[Path], columns: Columns | Sequence[Columns], codebook: Path | None
) -> Reviewable:
    """Read what is to be reviewed.

    Args:
        files: coded files, or answer files to code by hand.
        columns: what the columns of answer files are called, in all files or in each.
        codebook: what to code by hand with; must be the coded files' own if they have one.

    Raises:
        TextminingError: files that cannot be reviewed.
    """
    given = read_codebook(codebook) if codebook else None
    if given is not None and is_by_hand(files, codebook):
        frame = answers_in(files, columns, given).frame
        answers = answers_of(frame, given)
        similar = similar_answers(answers)
        coded, _ = coded_by_hand(frame, given)
        return Reviewable(side_by_side(answers, similar), given, similar, coded)
    try:
        coded = read_coded(files)
    except ColumnError as error:
        raise ColumnError(
            "{error} To code answers by hand, name their --codebook.", error=error.args[0]
        ) from None
    if coded.meta is None:
        raise CodebookError(
            "{file}: its meta file is not beside it, so its codebook is not known. Put {meta} "
            "there, or code the answers again.",
            file=files[0],
            meta=meta_path(files[0]).name,
        )
    own = coded.meta.codebook
    if given is not None:
        require_same(given, own, "the answers were coded with")
    if not coded.has_texts:
        raise ColumnError(
            "{file}: there is no column text to read. Code the answers again without "
            "--no-text, where the text may be seen.",
            file=files[0],
        )
    return Reviewable(
        answers_of(coded.frame, own), own, read_reasons(map(reasons_path, files)), coded
    )


def similar_answers(answers: Sequence[Answer]) -> dict[AnswerId, Reasons]:
    """Return each answer's most similar ones, for coding by hand with no model at all."""
    found = similar_texts([answer.text for answer in answers])
    return {
        answer.id: Reasons(
            {}, tuple(Similar(answers[i].id, answers[i].text, (), alike) for i, alike in nearest)
        )
        for answer, nearest in zip(answers, found, strict=False)  # none where nothing compares
    }
