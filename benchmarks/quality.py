"""How well the classifier and its peers agree with human codes, on the same folds.

    python -m benchmarks.quality FILE... --codebook F [--decisions F] [--peers [WORD,...]]
        [--language F] [--encoder none] [--folds 10] [--seed 0] [--sizes 100,250,500] [--uncoded]
        [--few] [--settings F] [--test FILE] [--aim f1] [--out results.json]

Cross-validation is grouped by respondent, and everything is fitted inside: weights, calibration,
second level, thresholds. `--folds 0` leaves it out; size 0 is the codebook alone. With `--uncoded`
up to a thousand of the answers outside are learnt from too, without their codes. With `--test`
nothing is cross-validated: what is learnt from all answers, or from as many as `--sizes` says, is
scored on that file. Without FILE the example survey is measured (its answers are made up). `--peers
tuned,fastText` measures the peers with one of these words in their names.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers import Peer, peers
from textmining.answers import Columns, answers_in, read_settings
from textmining.classifier import (
    MOST_UNCODED,
    Aim,
    Model,
    SelectiveCoding,
    TrainingAnswers,
    description_texts,
    score,
    train,
)
from textmining.codebook import Codebook, read_codebook
from textmining.files import shipped
from textmining.language import SHIPPED_ENCODER, load_pipeline, written_standard
from textmining.workflow.coding.analysis import analysed, with_human_codes
from textmining.workflow.inputs.decided import with_decisions
from textmining.workflow.progress import silent

__all__ = ["main"]

Flags = NDArray[np.bool_]
Learn = Callable[[TrainingAnswers], Model]
_SHOWN = ("micro_f1", "macro_f1", "exact", "kappa", "count_error", "brier", "ece", "sample_f1")
_OF_PEERS = ("method", "micro_f1", "macro_f1", "exact", "sample_f1", "count_error")


def main() -> None:
    """Measure and print one JSON line per method."""
    arguments = _arguments()
    codebook = read_codebook(arguments.codebook)
    pipeline = load_pipeline(arguments.language, arguments.encoder)
    columns = read_settings(arguments.settings) if arguments.settings else Columns()
    given = answers_in(arguments.files, columns, codebook)
    if arguments.decisions:
        given = with_decisions(given, [str(arguments.decisions)], codebook)
    given = given.human_coded
    prepared = analysed(given, pipeline, jobs=1, progress=silent)
    answers = with_human_codes(prepared, given, codebook)
    descriptions = pipeline.analyse(description_texts(codebook))
    learn = partial(train, codebook=codebook, descriptions=descriptions, aim=Aim(arguments.aim))
    if arguments.test:
        given = answers_in([arguments.test], columns, codebook).human_coded
        prepared = analysed(given, pipeline, jobs=1, progress=silent)
        fresh = with_human_codes(prepared, given, codebook)
        found = _on_test(answers, fresh, codebook, learn, arguments)
    else:
        found = _held_out(answers, codebook, learn, arguments)
    lines = []
    for line in found:
        print(json.dumps(line), flush=True)
        lines.append(line)
    if arguments.out:
        arguments.out.write_text(json.dumps(lines, indent=1) + "\n", "utf-8")


def _held_out(
    answers: TrainingAnswers, codebook: Codebook, learn: Learn, arguments: argparse.Namespace
) -> Iterator[dict[str, object]]:
    fold = _folds(answers.respondents, arguments.folds or 1, arguments.seed)
    if arguments.folds:
        yield _ours(answers, codebook, learn, fold)
    for size in arguments.sizes:
        yield _learnt_from(size, answers, codebook, learn, MOST_UNCODED * arguments.uncoded)
    if arguments.few:
        yield _few_examples(answers, codebook, learn, arguments.seed)
    for name, peer in arguments.peers.items():
        yield _peer(name, peer, answers, codebook, fold)


def _on_test(
    answers: TrainingAnswers,
    fresh: TrainingAnswers,
    codebook: Codebook,
    learn: Learn,
    arguments: argparse.Namespace,
) -> Iterator[dict[str, object]]:
    """Learn from some or all answers, and score answers of another file."""
    order = np.random.default_rng(arguments.seed).permutation(len(answers))
    for size in arguments.sizes or (len(answers),):
        some = answers.at(np.sort(order[:size]))
        began = time.process_time()
        model = learn(some)
        training = time.process_time() - began
        found = model.predict(fresh.answers)
        name = f"textmining, {size} answers"
        yield {
            **_scores(name, fresh.themes, found.themes, found.probabilities, codebook),
            "learner": model.card["recipe"]["learner"],
            "training_cpu_seconds": training,
            "peak_gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
        }
        for name, peer in arguments.peers.items():
            themes = peer(some.answers.texts, some.themes, fresh.answers.texts)
            line = _scores(name, fresh.themes, themes, themes.astype(np.float64), codebook)
            yield {key: line[key] for key in _OF_PEERS} | {"answers": size}


def _arguments() -> argparse.Namespace:
    data = shipped("data")
    survey = [data / f"kommuneundersokelsen-{wave}" for wave in ("2019.csv", "2020.xlsx")]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--codebook", type=Path, default=data / "codebook.yaml")
    parser.add_argument("--settings", type=Path)
    parser.add_argument("--decisions", type=Path)
    parser.add_argument("--language")
    parser.add_argument("--encoder", default=SHIPPED_ENCODER)
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sizes", type=_sizes, default=())
    parser.add_argument("--uncoded", action="store_true")
    parser.add_argument("--few", action="store_true")
    parser.add_argument("--peers", type=_peers, default={}, const=peers(), nargs="?")
    parser.add_argument("--test", type=Path)
    parser.add_argument("--aim", choices=[aim.value for aim in Aim], default=Aim.F1.value)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    if not arguments.files:
        arguments.files = [*survey, data / "kommuneundersokelsen-2021.csv"]
        arguments.settings = data / "textmining.toml"
        arguments.decisions = data / "kommuneundersokelsen-2021-coded.csv"
    return arguments


def _sizes(text: str) -> list[int]:
    return [int(size) for size in text.split(",")]


def _peers(words: str) -> dict[str, Peer]:
    return {
        name: peer
        for name, peer in peers().items()
        if any(word in name for word in words.split(","))
    }


def _folds(respondents: Sequence[str], n_folds: int, seed: int) -> NDArray[np.int64]:
    """Deal respondents into folds."""
    people, person = np.unique(np.asarray(respondents), return_inverse=True)
    fold: NDArray[np.int64] = np.random.default_rng(seed).permutation(len(people))[person] % n_folds
    return fold


def _ours(
    answers: TrainingAnswers,
    codebook: Codebook,
    learn: Learn,
    fold: NDArray[np.int64],
) -> dict[str, object]:
    """Every answer coded by a model trained on the other folds."""
    shape = answers.themes.shape
    probabilities, themes = np.zeros(shape), np.zeros(shape, dtype=np.bool_)
    confidence = np.zeros(shape[0])
    training = 0.0
    for left_out in np.unique(fold):
        inside, outside = np.flatnonzero(fold != left_out), np.flatnonzero(fold == left_out)
        began = time.process_time()
        model = learn(answers.at(inside))
        training += time.process_time() - began
        found = model.predict(answers.answers.at(outside))
        probabilities[outside], themes[outside] = found.probabilities, found.themes
        confidence[outside] = found.confidence
    began = time.process_time()
    model.predict(answers.answers)
    coding = time.process_time() - began
    right = (themes == answers.themes).all(axis=1)
    standard = np.array([written_standard(text) for text in answers.answers.texts])
    return {
        **_scores("textmining", answers.themes, themes, probabilities, codebook),
        "sum_of_probabilities": float(probabilities.sum() / answers.themes.sum()),
        "unread_at_95": SelectiveCoding(confidence, right).unread(0.95).observed,
        **{
            f"micro_f1_{name}": _scores(
                name, answers.themes[rows], themes[rows], probabilities[rows], codebook
            )["micro_f1"]
            for name, rows in (("nb", standard == "nb"), ("nn", standard == "nn"))
        },
        "training_cpu_seconds": training / (fold.max() + 1),
        "answers_per_cpu_second": len(fold) / coding,
    }


def _learnt_from(
    size: int, answers: TrainingAnswers, codebook: Codebook, learn: Learn, n_uncoded: int
) -> dict[str, object]:
    """Mean over five subsets of `size` answers, scored on all other respondents' answers.

    Beside the scores: how often the most probable theme is right, and one of the three.
    """
    people, person = np.unique(np.asarray(answers.respondents), return_inverse=True)
    found = []
    for seed in range(5 if size else 1):
        order = np.random.default_rng(seed).permutation(len(people))[person]
        rows = np.argsort(order, kind="stable")
        inside, outside = rows[:size], rows[size:]
        outside = outside[~np.isin(person[outside], person[inside])]
        others = answers.answers.at(outside[:n_uncoded])
        model = learn(replace(answers.at(inside), uncoded=others))
        fresh = model.predict(answers.answers.at(outside))
        truth = answers.themes[outside]
        scores = _scores("", truth, fresh.themes, fresh.probabilities, codebook)
        order = np.argsort(-fresh.probabilities, axis=1, kind="stable")
        ranked = np.take_along_axis(truth, order, axis=1)
        firsts = {f"top_{n}": ranked[:, :n].any(axis=1).mean() for n in (1, 3)}
        found.append({**scores, **firsts})
    shown = (*_SHOWN, "top_1", "top_3")
    means = {key: float(np.mean([cast("float", one[key]) for one in found])) for key in shown}
    return {"method": f"textmining, {size} answers", **means}


_FEW = 25


def _few_examples(
    answers: TrainingAnswers, codebook: Codebook, learn: Learn, seed: int
) -> dict[str, object]:
    """What five themes lose in F1, each when all but 25 of its answers are not learnt from."""
    rng = np.random.default_rng(seed)
    often = np.flatnonzero(answers.themes.sum(axis=0) >= 2 * _FEW)
    chosen = rng.choice(often, 5, replace=False)
    fold = _folds(answers.respondents, 5, seed)
    lost: dict[str, list[float]] = {}
    for left_out in range(5):
        inside, outside = np.flatnonzero(fold != left_out), np.flatnonzero(fold == left_out)
        whole = _f1(answers, learn, inside, outside)
        for theme in chosen:
            given = rng.permutation(inside[answers.themes[inside, theme]])
            fewer = np.setdiff1d(inside, given[_FEW:])
            few = _f1(answers, learn, fewer, outside)
            lost.setdefault(codebook.codes[theme], []).append(float(whole[theme] - few[theme]))
    means = {code: float(np.mean(losses)) for code, losses in lost.items()}
    return {"method": f"textmining, {_FEW} examples of a theme", "lost": means}


def _f1(
    answers: TrainingAnswers,
    learn: Learn,
    inside: NDArray[np.int64],
    outside: NDArray[np.int64],
) -> NDArray[np.float64]:
    """F1 of every theme outside, learnt inside; shape `(n_themes,)`."""
    model = learn(answers.at(inside))
    themes, truth = model.predict(answers.answers.at(outside)).themes, answers.themes[outside]
    hits = (themes & truth).sum(axis=0)
    return np.asarray(2 * hits / np.maximum(themes.sum(axis=0) + truth.sum(axis=0), 1))


def _peer(
    name: str,
    peer: Peer,
    answers: TrainingAnswers,
    codebook: Codebook,
    fold: NDArray[np.int64],
) -> dict[str, object]:
    themes = np.zeros(answers.themes.shape, dtype=np.bool_)
    texts = np.array(answers.answers.texts, dtype=object)
    for left_out in np.unique(fold):
        inside, outside = np.flatnonzero(fold != left_out), np.flatnonzero(fold == left_out)
        learnt = texts[inside].tolist(), answers.themes[inside]
        themes[outside] = peer(*learnt, texts[outside].tolist())
    scores = _scores(name, answers.themes, themes, themes.astype(np.float64), codebook)
    return {key: scores[key] for key in _OF_PEERS}


def _scores(
    method: str,
    truth: Flags,
    themes: Flags,
    probabilities: NDArray[np.float64],
    codebook: Codebook,
) -> dict[str, object]:
    record = score(truth, themes, probabilities, codebook).record()
    hits, given = (truth & themes).sum(axis=1), truth.sum(axis=1) + themes.sum(axis=1)
    sample_f1 = float(np.mean(2 * hits / np.maximum(given, 1)))
    return {"method": method, **{key: record[key] for key in _SHOWN[:-1]}, "sample_f1": sample_f1}


if __name__ == "__main__":
    main()
