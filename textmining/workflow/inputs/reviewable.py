"""What is reviewed: coded answers, or answers to code by hand with no model at all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from textmining.answers import (
    TEXT,
    AnswerId,
    Answers,
    Coded,
    CodedParts,
    Columns,
    answers_in,
    coded_by_hand,
    coded_parts,
    index_path,
    meta_path,
    read_coded,
    reasons_path,
)
from textmining.codebook import Codebook, read_codebook, require_same
from textmining.errors import CodebookError, ColumnError
from textmining.review import (
    Answer,
    ArrayFiles,
    Filling,
    Reasons,
    ReviewedAnswers,
    Similar,
    answers_of,
    background_of,
    kept_answers,
    read_reasons,
)
from textmining.workflow.progress import Progress, silent

_LARGE = 20_000  # answers; so many are made ready in one or two seconds


@dataclass(frozen=True)
class Reviewable:
    """What is reviewed.

    Args:
        answers: the answers.
        codebook: what they are coded with.
        reasons: why the machine proposed what it did, or which answers are similar.
        coded: gives the coded answers; without a machine the same, with nothing proposed.
    """

    answers: ReviewedAnswers
    codebook: Codebook
    reasons: Mapping[AnswerId, Reasons]
    coded: Callable[[], Coded]


def default_store(files: Sequence[Path]) -> str:
    """Return where decisions on these files are kept unless another store is named."""
    return str(files[0].with_name(f"{files[0].name}.sqlite"))


def is_by_hand(files: Sequence[Path], codebook: Path | None) -> bool:
    """Return whether the files are answers that a person codes with no model."""
    return codebook is not None and not any(meta_path(file).exists() for file in files)


def reviewable(
    files: Sequence[Path],
    columns: Columns | Sequence[Columns],
    codebook: Path | None,
    progress: Progress = silent,
) -> Reviewable:
    """Read what is to be reviewed.

    A codebook is what to code by hand with; coded files must have the same.

    Raises:
        TextminingError: files that cannot be reviewed.
    """
    given = read_codebook(codebook) if codebook else None
    if given is not None and is_by_hand(files, codebook):
        return _by_hand(answers_in(files, columns, given), given)
    parts = coded_parts(files)
    if parts is not None and len(parts) >= _LARGE:
        return _large(parts, given, progress)
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
    _check(coded.frame.columns, own, given, files)
    reasons = read_reasons(map(reasons_path, files))
    return Reviewable(answers_of(coded.frame, own), own, reasons, lambda: coded)


def _by_hand(given: Answers, codebook: Codebook) -> Reviewable:
    answers = answers_of(given.frame, codebook)
    similar = similar_answers(answers)
    coded, _ = coded_by_hand(given, codebook)
    return Reviewable(answers, codebook, similar, lambda: coded)


def _large(parts: CodedParts, given: Codebook | None, progress: Progress) -> Reviewable:
    """Many answers: their columns are kept beside the first file."""
    own = parts.meta.codebook
    _check(parts.columns, own, given, parts.paths)

    def fill(arrays: ArrayFiles) -> Filling:
        filling = Filling(own.codes, background_of(parts.columns, own), arrays)
        done, total = 0, len(parts)
        for part in parts:
            filling.add(part.frame)
            done += len(part)
            progress("Getting ready", done, total)
        return filling

    def key() -> object:
        return [version("textmining-survey"), parts.stamps]

    answers = kept_answers(index_path(parts.paths[0]), key, fill)
    if answers.stand_twice:
        read_coded(parts.paths)  # says which
    reasons = read_reasons(map(reasons_path, parts.paths))
    return Reviewable(answers, own, reasons, lambda: read_coded(parts.paths))


def _check(
    columns: Iterable[str], own: Codebook, given: Codebook | None, files: Sequence[Path]
) -> None:
    if given is not None:
        require_same(given, own, "the answers were coded with")
    if TEXT not in columns:
        raise ColumnError(
            "{file}: there is no column text to read. Code the answers again without "
            "--no-text, where the text may be seen.",
            file=files[0],
        )


def similar_answers(answers: Sequence[Answer]) -> dict[AnswerId, Reasons]:
    """Return each answer's most similar ones, for coding by hand with no model at all."""
    from textmining.classifier import similar_texts  # scikit-learn, which no other review needs

    found = similar_texts([answer.text for answer in answers])
    return {
        answer.id: Reasons(
            {}, tuple(Similar(answers[i].id, answers[i].text, (), alike) for i, alike in nearest)
        )
        for answer, nearest in zip(answers, found, strict=False)  # none where nothing compares
    }
