"""Code: answer files in, a coded file out, with the draw of what a person should read."""

from collections.abc import Sequence
from pathlib import Path

from textmining.answers import Columns, answers_in, check_rows, check_target, write_coded
from textmining.codebook import read_codebook
from textmining.workflow.coder import Coder
from textmining.workflow.coding import CodingOptions, CodingResult
from textmining.workflow.progress import Progress, silent
from textmining.workflow.spool import remove_spool, spool_folder

__all__ = ["code"]


def code(
    files: Sequence[Path],
    columns: Columns | Sequence[Columns],
    model: Path,
    out: Path,
    *,
    codebook: Path | None = None,
    pipeline: str | None = None,
    encoder: str | None = None,
    options: CodingOptions | None = None,
    progress: Progress = silent,
) -> CodingResult:
    """Code answers and draw what a person should read; write the coded file and its meta file.

    Args:
        files: answer files.
        columns: what their columns are called, in all files or in each.
        model: the model folder.
        out: the coded file; `OUT.meta.json` goes beside it.
        codebook: must be the model's, if given.
        pipeline: where the model's spaCy pipeline is, if it is not installed.
        encoder: the model's sentence encoder, if that is not the one that ships: a folder.
        options: what the user chooses.
        progress: told what is being done.

    Raises:
        TextminingError: an input that cannot be coded, or a file that cannot be written.
    """
    check_target(out, [*files, codebook])
    progress("Reading the files")
    coder = Coder.load(model, pipeline=pipeline, encoder=encoder)
    if codebook:
        coder.model_.check_codebook(read_codebook(codebook))
    answers = answers_in(files, columns, coder.codebook)
    check_rows(len(answers), out)
    result = coder.coding(
        answers, options or CodingOptions(), keep_in=spool_folder(out), progress=progress
    )
    progress("Writing")
    assert result.coded.meta is not None  # noqa: S101 - what is coded here has its meta
    write_coded(result.coded.frame, result.coded.meta, out, result.reasons)
    remove_spool(out)
    return result
