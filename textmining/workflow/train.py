"""Train: coded answers in, a model folder out."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from textmining.answers import IDENTITY, Columns, check_target, read_answers, write_table_to
from textmining.classifier import Model, check_model_folder, description_texts, write_model_to
from textmining.classifier import train as fit
from textmining.codebook import Codebook, read_codebook
from textmining.errors import ModelError
from textmining.files import atomic_files
from textmining.language import load_pipeline
from textmining.workflow.analysis import analysed, human_coded, with_human_codes
from textmining.workflow.decided import with_decisions
from textmining.workflow.masking import masked
from textmining.workflow.progress import Progress, silent
from textmining.workflow.reasons import examples_path

__all__ = ["train"]


def train(
    files: Sequence[Path],
    columns: Columns | Sequence[Columns],
    codebook: Path,
    out: Path,
    *,
    decisions: Sequence[str] = (),
    language: str | None = None,
    encoder: Path | None = None,
    seed: int = 0,
    jobs: int = 1,
    progress: Progress = silent,
) -> Model:
    """Train on the coded answers of the files and save the model.

    Personal data is masked first, if the language pipeline finds names.

    Args:
        files: answer files; answers without human codes are left out.
        columns: what their columns are called, in all files or in each.
        codebook: the codebook file.
        out: the model folder.
        decisions: review stores and files whose decisions count instead of the files' codes.
        language: another spaCy pipeline, by package name or folder.
        encoder: folder of a sentence-transformers model, to learn from its vectors too.
        seed: of everything random.
        jobs: how many processors to use; the model does not depend on it.
        progress: told what is being done.

    Raises:
        TextminingError: an input that cannot be trained on, or a folder that cannot be written.
    """
    examples = examples_path(out)
    check_model_folder(out)
    check_target(examples, [*files, codebook, *decisions])
    progress("Reading the files")
    book = read_codebook(codebook)
    answers = read_answers(files, columns, book)
    if decisions:
        answers = with_decisions(answers, decisions, book)
    pipeline = load_pipeline(language, encoder)
    training = _training_answers(answers, book)
    if pipeline.finds_names:
        progress("Masking personal data")
        training = masked(training, pipeline, jobs=jobs)
    prepared = analysed(training, pipeline, jobs=jobs, progress=progress)
    progress("Training")
    model = fit(
        with_human_codes(prepared, training, book),
        book,
        descriptions=pipeline.analyse(description_texts(book)),
        language=pipeline.identity.record(),
        seed=seed,
        jobs=jobs,
    )
    with atomic_files([examples, out], folders=[out], private=[examples]) as (beside, folder):
        write_table_to(training[[*IDENTITY, "text", "themes"]], beside, examples)
        write_model_to(model, folder)
    return model


def _training_answers(answers: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    coded = human_coded(answers)
    if coded.empty:
        raise ModelError(
            "none of the answers has human codes, so there is nothing to train on. Codes stand in "
            "a column themes (or --themes-column), in themes_<question> of wide files, or in a "
            f"0/1 column per code of {codebook.name}; codes of a coded file are the machine's."
        )
    return coded
