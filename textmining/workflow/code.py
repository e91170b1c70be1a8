"""Code: answer files in, a coded file out, with the draw of what a person should read."""

from collections.abc import Sequence
from pathlib import Path

from textmining.answers import Columns, answers_in, check_rows, check_target, write_coded
from textmining.codebook import read_codebook
from textmining.files import alone, check_apart
from textmining.workflow.coder import Coder
from textmining.workflow.coding.folder import code_folder
from textmining.workflow.coding.options import CodingOptions
from textmining.workflow.coding.spool import remove_spool, spool_folder
from textmining.workflow.coding.survey import CodingResult, CodingSummary
from textmining.workflow.coding.workers import make_ready
from textmining.workflow.engines import CoderSource, workers
from textmining.workflow.progress import Progress, silent


def is_folder(out: Path) -> bool:
    """Return whether coded answers go to a folder of files: its name has no ending."""
    return out.is_dir() or not out.suffix


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
    with alone(out):
        progress("Reading the files")
        make_ready()
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


def code_to_folder(
    files: Sequence[Path],
    columns: Columns | Sequence[Columns],
    model: Path,
    out: Path,
    *,
    codebook: Path | None = None,
    pipeline: str | None = None,
    encoder: str | None = None,
    options: CodingOptions | None = None,
    cluster: str | None = None,
    progress: Progress = silent,
) -> CodingSummary:
    """Code answers in partitions, in little memory; write a folder of coded files.

    Row by row the files hold what one file would; see `code_folder`.

    Args: as for `code`, and
        files: answer files; a large .parquet is cut, any other is read whole.
        out: the folder; one that an earlier run wrote is replaced whole.
        cluster: address of a Dask scheduler whose workers do the work; None does it here.

    Raises:
        TextminingError: an input that cannot be coded, or a folder that cannot be written.
    """
    check_apart([out], [*files, codebook])
    with alone(out):
        progress("Loading the model")
        chosen = options or CodingOptions()
        source = CoderSource(model.resolve(), pipeline, encoder, chosen)
        coder = source.load()
        if codebook:
            coder.model.check_codebook(read_codebook(codebook))
        with workers(coder, source, jobs=chosen.jobs, cluster=cluster) as in_order:
            return code_folder(files, columns, coder, out, in_order=in_order, progress=progress)
