"""What a report tells beside its counts: who answered, what was read, by whom and with what."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import (
    ALL_QUESTIONS,
    CORRECTED_COLUMNS,
    IDENTITY,
    QUESTION,
    RESPONDENT,
    WAVE,
    Coded,
    Decisions,
)
from textmining.answers.cells import as_id
from textmining.codebook import Codebook
from textmining.counting import (
    CountOptions,
    Raked,
    asked_in,
    is_strict,
    raked_effect,
    representation,
)
from textmining.counting.domains import missing_label
from textmining.files import sha256_of_file
from textmining.report import (
    Facts,
    Material,
    Publication,
    Reach,
    Release,
    ReportCounts,
    Response,
    changed_themes,
    changes_in_words,
    declaration,
    method,
    quality,
)
from textmining.review import Codes
from textmining.texts import Texts
from textmining.workflow.inputs.decided import Decided
from textmining.workflow.inputs.frame import Frame


@dataclass(frozen=True)
class Basis:
    """What a report rests on.

    Args:
        coded: coded answers.
        codebook: the newest codebook, with its phrases.
        decided: what persons decided; None if nobody has read.
        counting: how is counted.
        frame: those who were invited; None if that is not known.
        publication: what the settings say of the report.
        raked: the weights that let those who answered stand for the invited; None without.
    """

    coded: Coded
    codebook: Codebook
    decided: Decided | None
    counting: CountOptions
    frame: Frame | None
    publication: Publication
    raked: Raked | None = None


def response_of(frame: Frame, coded: Coded, options: CountOptions, wave: str) -> Response:
    """Whom the answers of a wave speak for.

    By which groups is known where the invited have the column that tells who answered.
    """
    who = options.unit or RESPONDENT
    took_part = coded.owners(options.unit)[coded.of_wave(wave) & coded.answered]
    invited = frame.of_wave(wave)
    answered = took_part.nunique()
    size = frame.sizes[wave]
    if who not in invited or options.suppress:
        return Response(answered, size, (), float("nan"))
    invited = invited[~invited[who].map(as_id).duplicated()].reset_index(drop=True)
    missing = missing_label(coded)
    return Response(
        answered,
        size,
        representation(invited, took_part, who, missing),
        raked_effect(invited, took_part, who, missing),
    )


def reach_of(
    basis: Basis, answers: pd.DataFrame, reviews: Sequence[Codes], wave: str
) -> dict[str, Reach]:
    """Who answered each question in a wave, and all; none where small numbers are hidden."""
    coded, options, said = basis.coded, basis.counting, basis.publication
    if options.suppress:
        return {}
    put_to = asked_in(coded, said.asked_of)
    who = pd.Series(pd.factorize(coded.owners(options.unit))[0])
    disputed = {s.answer for codes in reviews for s in codes.standings() if s.counts is None}
    is_disputed = coded.among(disputed)
    here = coded.of_wave(wave)
    asked_here = coded.part(here).question_names
    rows = {question: here & coded.of_question(question) for question in asked_here}
    rows[ALL_QUESTIONS] = here
    found = {}
    for question, chosen in rows.items():
        given = chosen & answers["answered"].to_numpy()
        open_ones = given & answers["drawn"].to_numpy() & ~answers["read"].to_numpy()
        asked = put_to.get(question)
        found[question] = Reach(
            answered=who[given].nunique(),
            took_part=who[here & asked.rows if asked else here].nunique(),
            answers=int(given.sum()),
            read=int((given & answers["read"].to_numpy()).sum()),
            unread=int((open_ones & ~coded.by_hand).sum()),
            is_by_hand=bool(coded.by_hand[given].all()),
            disputed=int((open_ones & is_disputed).sum()),
            asked=tuple(said.value(asked.column, group) for group in asked.groups) if asked else (),
        )
    return found


def answers_of(coded: Coded, decisions: Decisions | None) -> pd.DataFrame:
    """A row an answer: whether it is one, was drawn, read, coded by hand, its proposal seen before.

    Where it was read, `right` is whether the machine's codes are the person's, and `learnt` whether
    the machine had learnt them.
    """
    frame = coded.frame[IDENTITY].assign(answered=coded.answered, drawn=coded.drawn)
    frame["by_hand"] = coded.by_hand
    frame["learnt"] = _learnt(coded)
    if decisions is None:
        return frame.assign(read=False, shown=False)
    read = coded.among(decisions.themes)
    shown, right = np.zeros((2, len(coded)), dtype=np.bool_)
    seen = dict(zip(decisions.ids, decisions.seen, strict=True))
    answers = coded.ids_of(read)
    shown[read] = [seen[answer] for answer in answers]
    right[read] = [
        set(decisions.themes[answer]) == set(machine)
        for answer, machine in zip(answers, coded.part(read).themes, strict=True)
    ]
    return frame.assign(read=read, shown=shown, right=right)


def material_of(
    basis: Basis, counts: ReportCounts, release: Release, sources: Sequence[Path], texts: Texts
) -> tuple[Material, dict[str, str]]:
    """Return what the report is made of, and the fields of its quality declaration."""
    coded, wave = basis.coded, counts.waves[-1]
    facts = _facts(basis, counts, release, sources)
    books = [part.codebook for part in coded.files]
    response = None if wave in facts.too_small else _response(basis, wave)
    reviews = basis.decided.reviews if basis.decided else ()
    changes = changes_in_words(books, texts)
    declared = quality(facts, counts, basis.publication, response, changes, texts)
    material = Material(
        counts=counts,
        codebook=basis.codebook,
        changed=changed_themes(books),
        changed_last=changed_themes(_books(coded, counts.waves[-2:])),
        codebook_changes=changes,
        quotes=release.quotes,
        novel=_novel(facts),
        method=method(facts, texts),
        publication=basis.publication,
        reach=reach_of(basis, facts.answers, reviews, wave),
        response=response,
        quality=declaration(declared, texts),
        weighted_by=basis.raked.columns if basis.raked else (),
    )
    return material, declared


def _books(coded: Coded, waves: Sequence[str]) -> list[Codebook]:
    """What these waves were coded with."""
    return [part.codebook for part in coded.files if not {*waves}.isdisjoint(part.wave_names)]


def _response(basis: Basis, wave: str) -> Response | None:
    """Whom the answers speak for, where it is known who was invited in the newest wave."""
    if basis.frame is None or wave not in basis.frame.sizes:
        return None
    return response_of(basis.frame, basis.coded, basis.counting, wave)


def _novel(facts: Facts) -> dict[str, float]:
    """The share of novel answers by wave: where waves are compared, or where it is a finding."""
    found = facts.meta.novelty if facts.meta else {}
    return {
        wave: float(new["share"])
        for wave, new in found.items()
        if (len(found) > 1 or new["alarm"]) and wave not in facts.too_small
    }


def _facts(basis: Basis, counts: ReportCounts, release: Release, sources: Sequence[Path]) -> Facts:
    coded, counting, decided = basis.coded, basis.counting, basis.decided
    by = [name for name in ("language", *counting.by) if name in coded.frame]
    answers = answers_of(coded, decided.decisions if decided else None)
    answers["asked"] = True
    for question, asked in asked_in(coded, basis.publication.asked_of).items():
        answers["asked"] &= (answers[QUESTION] != question) | asked.rows
    if counting.unit:
        answers = answers.assign(unit=coded.frame[counting.unit].map(as_id))
    return Facts(
        answers=answers,
        meta=coded.meta,
        labels=coded.codebook.labels,
        level=counts.level,
        looks=counting.looks,
        made=[(", ".join(part.wave_names), part.meta) for part in coded.files],
        is_strict=is_strict(coded, counting) or bool(coded.by_hand.all()),
        weights=counting.weights or "",
        raked_by=[basis.publication.column(c) for c in basis.raked.columns] if basis.raked else (),
        effects=_effects(basis.raked, counts) if basis.raked else {},
        unit=counting.unit or "",
        is_corrected=CORRECTED_COLUMNS[0] in counts.frame,
        subgroups={name: coded.frame.loc[answers["read"], name].map(as_id) for name in by},
        trained_on=_trained_on(coded, answers),
        is_apart=coded.meta is not None and coded.meta.learnt is not None,
        coders=decided.decisions.coders if decided else 0,
        agreement=decided.agreement(coded.codebook) if decided else {},
        suppress=counting.suppress,
        untold={wave for wave, _, *groups in counts.held_back if not any(groups)},
        quotes=sum(map(len, release.quotes.values())),
        held_back=release.held_back,
        invited=basis.frame.sizes if basis.frame else {},
        hashes={name: sha256_of_file(path) for name, path in _told_apart(sources).items()},
    )


def _effects(raked: Raked, counts: ReportCounts) -> dict[str, float]:
    """The design effects; with those invited they tell how many are in a group held back."""
    held_back = {wave for wave, *_ in counts.held_back}
    return {w: nan if w in held_back else effect for w, effect in raked.effects.items()}


def _told_apart(paths: Sequence[Path]) -> dict[str, Path]:
    """The files by name, those of one name with as many of their folders as tell them apart."""
    found = {}
    for path in dict.fromkeys(path.absolute() for path in paths):
        others = [one for one in paths if one.name == path.name and one.absolute() != path]
        name = path.name
        for depth in range(1, len(path.parts)):
            name = "/".join(path.parts[-depth:])
            if not any(other.absolute().parts[-depth:] == path.parts[-depth:] for other in others):
                break
        found[name] = path
    return found


def _trained_on(coded: Coded, answers: pd.DataFrame) -> int | None:
    """How many answers that were read had trained the model.

    Older files do not tell which; then drawn ones that stand in a wave that trained it.
    """
    if coded.meta is None or not coded.meta.model:
        return None
    if coded.meta.learnt is None and "waves" not in coded.meta.model.get("data", {}):
        return None
    return int((answers["read"] & answers["learnt"]).sum())


def _learnt(coded: Coded) -> NDArray[np.bool_]:
    """Which answers had trained the model; see `_trained_on`."""
    if coded.meta is None or coded.meta.learnt is not None:
        return coded.learnt
    waves = list(coded.meta.model.get("data", {}).get("waves", ()))
    return np.asarray(coded.drawn & coded.frame[WAVE].isin(waves), dtype=np.bool_)
