"""The coder: learns from coded answers, codes new ones, and draws what a person should read."""

from dataclasses import replace
from pathlib import Path
from typing import Self

import numpy as np
import pandas as pd

from textmining.answers import (
    ANSWER_COLUMNS,
    Answers,
    Coded,
    Columns,
    answers_from,
    answers_in,
    write_table_to,
)
from textmining.classifier import (
    FEW,
    LEAST_UNCODED,
    MOST_UNCODED,
    UNCODED_UP_TO,
    Aim,
    AnalysedAnswers,
    Model,
    TrainingAnswers,
    description_texts,
    save_model,
    sealed,
    train,
    write_model_to,
)
from textmining.codebook import Codebook
from textmining.errors import ModelError, OptionError
from textmining.files import atomic_files
from textmining.language import Pipeline, load_pipeline
from textmining.workflow.coding.analysis import analysed, masked, with_human_codes
from textmining.workflow.coding.models import encoder_for, open_model
from textmining.workflow.coding.options import CodingOptions
from textmining.workflow.coding.part import SurveyCoder
from textmining.workflow.coding.survey import CodingResult, coding
from textmining.workflow.progress import Progress, silent


def examples_path(model: Path) -> Path:
    """Return where the coded answers lie that a model was trained on.

    They lie beside the model folder, never in it: a model can be mailed, answers cannot.
    """
    return model.with_name(f"{model.name}.examples.jsonl")


def examples_of(folder: Path, model: Model) -> Answers | None:
    """Return the coded answers that lie beside a model; None if they do not."""
    examples = examples_path(folder)
    return answers_in([examples], codebook=model.codebook) if examples.exists() else None


def _aim(named: str) -> Aim:
    try:
        return Aim(named)
    except ValueError:
        raise OptionError(
            "aim {named} is not one of {names}; give one of them.",
            named=named,
            names=", ".join(Aim),
        ) from None


_MOST_EXAMPLES = 6000
"""Examples whose text is kept: each answer that a person reads is compared with all of them."""


def _examples(training: Answers, seed: int) -> Answers:
    """All answers that were learnt from, so that a count can tell them apart.

    Of many, those of respondents drawn at random have their text and codes, the others neither.
    """
    people = np.unique([answer.respondent for answer in training.ids], return_inverse=True)[1]
    place = np.random.default_rng(seed).permutation(len(people))[people]
    kept = {*np.argsort(place, kind="stable")[:_MOST_EXAMPLES].tolist()}
    texts = [text if row in kept else "" for row, text in enumerate(training.texts)]
    themes = [of if row in kept else None for row, of in enumerate(training.themes)]
    return training.with_texts(texts).with_themes(themes)


def _uncoded(given: Answers, seed: int) -> Answers:
    """Answers without codes to learn from too, of many some drawn at random.

    None where so few or so many are coded that they are not used.
    """
    others = given.uncoded
    drawn = np.random.default_rng(seed).permutation(len(others)) < MOST_UNCODED
    used = FEW <= len(given.human_coded) <= UNCODED_UP_TO and len(others) >= LEAST_UNCODED
    return others.part(drawn & used)


class Coder:
    """Codes answers into the themes of a codebook.

    What is given is kept under its own name; what is learnt has a name that ends in `_`, as in
    scikit-learn.

    Args:
        codebook: what to code with.
        pipeline: another spaCy pipeline than the default, by package name or folder.
        encoder: sentence encoder to learn from too: `none`, `shipped` or a folder; if None, the
            one that ships while few answers are coded.
        aim: what the proposed themes should be good for: the most right codes while counts stay
            near (`f1`), `counts`, or the most whole sets right (`sets`).
        seed: of everything random in learning.
        jobs: how many processors to use; nothing depends on it.

    Attributes:
        model_: the trained classifier; its card says what it was made from and how well it does.
        pipeline_: what answers are read with.
        examples_: coded answers it has learnt from, personal data masked, of many some without
            text; None if they do not lie beside the model.
    """

    model_: Model
    pipeline_: Pipeline
    examples_: Answers | None

    def __init__(
        self,
        codebook: Codebook,
        *,
        pipeline: str | None = None,
        encoder: str | None = None,
        aim: Aim | str = Aim.F1,
        seed: int = 0,
        jobs: int = 1,
    ) -> None:
        self.codebook = codebook
        self.pipeline = pipeline
        self.encoder = encoder
        self.aim = aim
        self.seed = seed
        self.jobs = jobs

    def fit(
        self, answers: pd.DataFrame | Answers | None = None, *, progress: Progress = silent
    ) -> Self:
        """Learn from the answers that have human codes, or from the codebook alone.

        While few have codes, the words of up to a thousand others are learnt from too, where
        held-out answers say that it helps. Personal data is masked first, if the language pipeline
        finds names.

        Args:
            answers: columns as in an answer file; `text` and `themes` must be there. `themes` are
                codes joined by `;` or a list of them, and empty where nobody has coded. With None,
                where nothing is coded yet, themes are told by what the codebook says of them: in
                which order to offer them and to read answers, not how many there are.
            progress: told what is being done.

        Raises:
            TextminingError: answers that cannot be learnt from.
        """
        aim = _aim(self.aim)
        if answers is None:
            return self._fit_codebook(aim, progress)
        given = self._answers(answers)
        training = given.human_coded
        if not len(training):
            raise ModelError(
                "none of the answers has human codes, so there is nothing to train on. Codes stand "
                "in a column themes (or --themes-column), in themes_<question> of wide files, or "
                "in a 0/1 column per code of {name}; codes of a coded file are the machine's.",
                name=self.codebook.name,
            )
        encoder = encoder_for(len(training), self.encoder)
        self.pipeline_ = load_pipeline(self.pipeline, encoder)
        others = _uncoded(given, self.seed)
        if self.pipeline_.finds_names:
            progress("Masking personal data")
            training, others = (
                masked(some, self.pipeline_, jobs=self.jobs) for some in (training, others)
            )
        prepared, uncoded = (
            analysed(some, self.pipeline_, jobs=self.jobs, progress=progress)
            for some in (training, others)
        )
        progress("Training")
        coded = with_human_codes(prepared, training, self.codebook)
        self.model_ = sealed(self._trained(replace(coded, uncoded=uncoded), aim))
        self.examples_ = _examples(training, self.seed)
        return self

    def _fit_codebook(self, aim: Aim, progress: Progress) -> Self:
        """Learn from what the codebook says of its themes, and nothing else."""
        self.pipeline_ = load_pipeline(self.pipeline, encoder_for(0, self.encoder))
        progress("Training")
        n_themes = len(self.codebook.codes)
        nothing = TrainingAnswers(
            AnalysedAnswers([], [], []), [], np.zeros((0, n_themes), dtype=np.bool_)
        )
        self.model_ = sealed(self._trained(nothing, aim))
        self.examples_ = None
        return self

    def _trained(self, coded: TrainingAnswers, aim: Aim) -> Model:
        return train(
            coded,
            self.codebook,
            descriptions=self.pipeline_.analyse(description_texts(self.codebook)),
            language=self.pipeline_.identity.record(),
            aim=aim,
            seed=self.seed,
            jobs=self.jobs,
        )

    def code(self, answers: pd.DataFrame | Answers, *, review: str = "20%", seed: int = 0) -> Coded:
        """Code answers and draw the ones a person should read.

        Args:
            answers: columns as in an answer file; `text` must be there.
            review: how many a person reads: a share (`20%`), a number or `all`.
            seed: of the draw.

        Raises:
            TextminingError: answers that cannot be coded.
        """
        return self.coding(answers, CodingOptions(review=review, seed=seed, jobs=self.jobs)).coded

    def coding(
        self,
        answers: pd.DataFrame | Answers,
        options: CodingOptions,
        *,
        keep_in: Path | None = None,
        progress: Progress = silent,
    ) -> CodingResult:
        """The same with everything that can be chosen, and everything that is found.

        What is done of a large survey lies in the folder `keep_in`, if one is named, so that
        `options.resume` can go on from there; who names it takes it away.
        """
        coder = self.with_options(options)
        return coding(self._answers(answers), coder, keep_in=keep_in, progress=progress)

    def with_options(self, options: CodingOptions) -> SurveyCoder:
        """Return what surveys are coded with, as the user chooses."""
        model = self.model_.with_thresholds(dict(options.thresholds))
        return SurveyCoder(model, self.pipeline_, self.examples_, options)

    def save(self, folder: Path | str) -> None:
        """Write the model to a folder, and its examples beside it: both or none.

        Raises:
            FileError: the folder cannot be written, or holds something else.
        """
        folder = Path(folder)
        examples = examples_path(folder)
        if self.examples_ is None:
            examples.unlink(missing_ok=True)  # those of a model that is replaced
            save_model(self.model_, folder)
            return
        places = atomic_files([examples, folder], folders=[folder], private=[examples])
        with places as (beside, new):
            frame = self.examples_.frame[ANSWER_COLUMNS]
            write_table_to(frame, beside, examples)
            write_model_to(self.model_, new)

    @classmethod
    def load(
        cls,
        folder: Path | str,
        *,
        pipeline: str | None = None,
        encoder: str | None = None,
        jobs: int = 1,
    ) -> Self:
        """Read a model with the pipeline it was trained with.

        Args:
            folder: the model folder.
            pipeline: where its pipeline is, if that is neither the default nor installed.
            encoder: its sentence encoder, if that is not the one that ships: a folder.
            jobs: how many processors to use.

        Raises:
            ModelError: the model cannot be trusted.
            LanguageError: the pipeline or the encoder is another one.
        """
        folder = Path(folder)
        model, reader = open_model(folder, pipeline=pipeline, encoder=encoder)
        coder = cls(model.codebook, pipeline=pipeline, encoder=encoder, jobs=jobs)
        coder.model_, coder.pipeline_ = model, reader
        coder.examples_ = examples_of(folder, model)
        return coder

    def _answers(self, answers: pd.DataFrame | Answers) -> Answers:
        if isinstance(answers, Answers):
            return answers
        return answers_from(answers, Columns(wave_value="1"), self.codebook)
