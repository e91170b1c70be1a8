"""The card of a model: what it was made from and how well it does, as it lies in `card.json`."""

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict

from textmining.classifier.threshold_curves import ThresholdPoint


class CodebookName(TypedDict):
    """Which codebook a model codes with."""

    name: str
    version: str


class TrainingData(TypedDict):
    """What a model has learnt from; the hash covers texts, questions, respondents and codes.

    Args:
        answers: with codes.
        respondents: behind these.
        uncoded: answers without codes that it has read too, if any.
        sha256: of all of them.
    """

    answers: int
    respondents: int
    uncoded: NotRequired[int]
    sha256: str


class ModelCard(TypedDict):
    """What is told of a model; plain values, so that anybody can read it without this program.

    Args:
        versions: of this program and the packages it was trained with.
        language: name, version and sha256 of the language pipeline, and the encoder if any.
        codebook: name and version.
        data: what it has learnt from.
        seed: of everything random.
        recipe: every view, feature and constant by name, and the held-out error of each learner
            that was tried.
        aim: what the proposed themes should be good for: `f1`, `counts` or `sets`.
        thresholds: by code, the probability from which on the theme is proposed, 0-1.
        threshold_curves: by code, what other thresholds would do on held-out answers.
        novelty: from which strangeness on an answer is novel, and how many are.
        automation: for a wanted share of right ones, the share of answers that may go unread.
        coverage: for growing shares of the surest answers, the share of right sets among them.
        unlearned: codes with too few examples, which are never proposed.
        worth: of a model that has learnt from the codebook alone: by survey whose codes are known,
            what such models scored there.
        untold: why `held_out` says nothing of other answers: of `few` respondents, or all coded
            `alike`.
        held_out: scores on respondents that were not learnt from, as `evaluate --json` has them.
        format: of the folder; once it is saved.
        files: sha256 of the other files; once it is saved.
        sha256: of everything else in the card; once it is saved.
    """

    versions: dict[str, str]
    language: dict[str, str]
    codebook: CodebookName
    data: TrainingData
    seed: int
    recipe: dict[str, Any]
    aim: str
    thresholds: dict[str, float]
    threshold_curves: NotRequired[dict[str, list[ThresholdPoint]]]
    novelty: dict[str, float]
    automation: list[dict[str, Any]]
    coverage: NotRequired[list[dict[str, float]]]
    unlearned: list[str]
    worth: NotRequired[Mapping[str, Mapping[str, float]]]
    untold: NotRequired[Literal["few", "alike"]]
    held_out: dict[str, Any]
    format: NotRequired[int]
    files: NotRequired[dict[str, str]]
    sha256: NotRequired[str]
