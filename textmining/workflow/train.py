"""Train: coded answers or a codebook alone in, a model folder out."""

from collections.abc import Sequence
from pathlib import Path

from textmining.answers import Columns, answers_in, check_target
from textmining.classifier import Aim, Model, check_model_folder
from textmining.codebook import read_codebook
from textmining.errors import OptionError
from textmining.workflow.coder import Coder, examples_path
from textmining.workflow.inputs.decided import with_decisions
from textmining.workflow.progress import Progress, silent


def train(
    files: Sequence[Path],
    columns: Columns | Sequence[Columns],
    codebook: Path,
    out: Path,
    *,
    decisions: Sequence[str] = (),
    pipeline: str | None = None,
    encoder: str | None = None,
    aim: Aim = Aim.F1,
    seed: int = 0,
    jobs: int = 1,
    progress: Progress = silent,
) -> Model:
    """Train on the coded answers of the files and save the model.

    Personal data is masked first, if the language pipeline finds names.

    Args:
        files: answer files. While few answers have human codes, the words of others count too.
            With no file, where nothing is coded yet, the codebook alone is learnt from.
        columns: what their columns are called, in all files or in each.
        codebook: the codebook file.
        out: the model folder.
        decisions: review stores and files whose decisions count instead of the files' codes.
        pipeline: another spaCy pipeline, by package name or folder.
        encoder: sentence encoder to learn from too: `none`, `shipped` or a folder; if None, the
            one that ships while few answers are coded.
        aim: what the themes that it proposes should be good for.
        seed: of everything random.
        jobs: how many processors to use; the model does not depend on it.
        progress: told what is being done.

    Raises:
        TextminingError: an input that cannot be trained on, or a folder that cannot be written.
    """
    check_model_folder(out)
    check_target(examples_path(out), [*files, codebook, *decisions])
    progress("Reading the files")
    book = read_codebook(codebook)
    if decisions and not files:
        raise OptionError("--decisions tells the codes of answers; name the files they are in.")
    answers = answers_in(files, columns, book) if files else None
    if answers is not None and decisions:
        answers = with_decisions(answers, decisions, book)
    coder = Coder(book, pipeline=pipeline, encoder=encoder, aim=aim, seed=seed, jobs=jobs)
    coder.fit(answers if files else None, progress=progress).save(out)
    return coder.model_
