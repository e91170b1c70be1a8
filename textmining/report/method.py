"""The method note, generated from what is on record: nothing in it is typed by hand."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import isnan
from statistics import median
from typing import Any

from textmining.answers import QUESTION, RESPONDENT, WAVE, Meta
from textmining.report.facts import Facts
from textmining.report.outline import Item, Report
from textmining.report.wording import effect_told, joined
from textmining.report.words import BANDS
from textmining.texts import SUPPRESSED, Texts

_FEWEST = 5
"""Themes of which a median tells nothing of any one."""


def method(facts: Facts, texts: Texts) -> list[Item]:
    """Return the note, point by point."""
    points = {
        "questions": _questions(facts, texts),
        "response": _response(facts, texts),
        "codebook": _codebook(facts, texts),
        "model": _model(facts, texts),
        "coding": _coding(facts, texts),
        "agreement": agreement_lines(facts, texts),
        "draw": _draw(facts, texts),
        "same_decisions": same_decisions(facts, texts),
        "interval": _interval(facts, texts),
        "differences": iter([texts("method.differences_text")]),
        "weights": _weights(facts, texts),
        "respondents": iter([] if facts.weights else [texts("method.respondents_text")]),
        "units": iter([texts("method.units_text", column=facts.unit)] if facts.unit else []),
        "together": iter([] if facts.suppress else [texts("method.together_text")]),
        "words": _words(texts),
        "suppression": _suppression(facts, texts),
        "quotes": _quotes(facts, texts),
        "versions": _versions(facts, texts),
    }
    items = [Item(texts(f"method.{key}"), "\n".join(lines)) for key, lines in points.items()]
    return [item for item in items if item.text]


def method_markdown(report: Report, texts: Texts) -> str:
    """Return the note as a document of its own, in Markdown."""
    parts = [f"# {texts('heading.method')}", _escaped(f"{report.title}: {report.subtitle}")]
    parts += [f"**{_escaped(report.note)}**"] if report.note else []
    for item in report.method:
        parts += [f"## {_escaped(item.heading)}", _escaped(item.text).replace("\n", "  \n")]
    return "\n\n".join(parts) + "\n"


def _escaped(text: str) -> str:
    """A text that Markdown shows as it is: no HTML, link or picture of a file's making."""
    return re.sub(r"([\\`\[\]])", r"\\\1", text).replace("&", "&amp;").replace("<", "&lt;")


def _questions(facts: Facts, texts: Texts) -> Iterator[str]:
    too_small = facts.too_small
    for (wave, question), rows in facts.answers.groupby([WAVE, QUESTION], sort=False):
        answered = rows[rows["answered"]]
        if wave in too_small:  # the other questions' numbers would give the small one away
            yield f"{question}, {wave}: {SUPPRESSED}"
            continue
        yield texts(
            "method.question",
            question=question,
            wave=wave,
            answers=texts("unit.answers", n=len(answered)),
            respondents=texts.numbers.whole(answered[RESPONDENT].nunique()),
            unanswered=texts.numbers.whole(int((rows["asked"] & ~rows["answered"]).sum())),
        )


def _response(facts: Facts, texts: Texts) -> Iterator[str]:
    if not facts.invited:
        yield texts("method.response_unknown")
    too_small = facts.too_small
    for wave, invited in facts.invited.items():
        if wave in too_small:
            yield f"{wave}: {SUPPRESSED}"
            continue
        rows = facts.answers[(facts.answers[WAVE] == wave) & facts.answers["answered"]]
        took_part = rows["unit" if facts.unit else RESPONDENT].nunique()
        yield texts(
            "method.response_wave",
            wave=wave,
            respondents=texts.numbers.whole(took_part),
            invited=texts.numbers.whole(invited),
            share=texts.numbers.percent(took_part / invited),
        )


def _codebook(facts: Facts, texts: Texts) -> Iterator[str]:
    if facts.meta is not None:
        book = facts.meta.codebook
        yield texts(
            "method.codebook_text", name=book.name, version=book.version, n=len(book.themes)
        )


def _by_wave(facts: Facts, write: Callable[[Meta | None], Iterable[str]]) -> Iterator[str]:
    """What is said of every file, once if it is the same of all, else with its waves."""
    found: dict[tuple[str, ...], list[str]] = {}
    for waves, meta in facts.made or [("", facts.meta)]:
        found.setdefault(tuple(write(meta)), []).append(waves)
    for lines, names in found.items():
        yield from lines if len(found) == 1 else (f"{', '.join(names)}: {line}" for line in lines)


def _model(facts: Facts, texts: Texts) -> Iterator[str]:
    return _by_wave(facts, lambda meta: _model_of(meta, facts, texts))


def _model_of(meta: Meta | None, facts: Facts, texts: Texts) -> Iterator[str]:
    card = meta.model if meta is not None else {}
    if not card:
        yield texts("method.model_unknown" if meta is None else "method.model_none")
        return
    yield learnt_from(card, facts, texts)
    if card.get("unlearned") and card["data"]["answers"]:
        named = ", ".join(facts.labels.get(code, code) for code in card["unlearned"])
        yield texts("method.model_unlearned", labels=named)


def learnt_from(card: Mapping[str, Any], facts: Facts, texts: Texts) -> str:
    """What a machine has learnt from, and how often it was right on answers that it had not seen.

    Of another program, or a model that has learnt from a codebook alone, only that it is such.
    """
    if "program" in card:
        return texts("method.model_foreign", program=card["program"])
    if not card["data"]["answers"]:
        return texts("method.model_uncoded", sha256=str(card["sha256"])[:12])
    answers, people = (
        SUPPRESSED if facts.too_small else texts.numbers.whole(card["data"][name])
        for name in ("answers", "respondents")
    )
    known_by = str(card["sha256"])[:12]
    if "untold" in card:
        return texts("method.model_untold", answers=answers, respondents=people, sha256=known_by)
    f1 = texts.numbers.decimal(card["held_out"]["micro_f1"], 2)
    return texts("method.model_text", answers=answers, respondents=people, f1=f1, sha256=known_by)


def _coding(facts: Facts, texts: Texts) -> Iterator[str]:
    answered = facts.answers[facts.answers["answered"]]
    too_small = facts.too_small
    for wave, rows in answered.groupby(WAVE, sort=False):
        if wave in too_small:
            yield f"{wave!s}: {SUPPRESSED}"
            continue
        read = int(rows["read"].sum())
        line = texts(
            "method.coding_wave",
            wave=wave,
            read=texts.numbers.whole(read),
            answers=texts("unit.answers", n=len(rows)),
            share=texts.numbers.percent(read / len(rows)),
        )
        rest = "coding_rest_by_hand" if rows["by_hand"].all() else "coding_rest"
        yield line if read == len(rows) else f"{line} {texts(f'method.{rest}')}"
    answered = answered[~answered[WAVE].isin(too_small)]
    drawn = answered[answered["read"] & answered["drawn"]]
    if facts.coders:
        yield texts("method.coding_coders", n=facts.coders)
        shown = int(drawn["shown"].sum())
        if shown:
            of_drawn = texts.numbers.whole(len(drawn))
            yield texts("method.coding_shown", shown=texts.numbers.whole(shown), drawn=of_drawn)
        else:
            yield texts("method.coding_blind")
    elif len(drawn) and not facts.is_by_hand:
        yield texts("method.coding_file")


def agreement_lines(facts: Facts, texts: Texts) -> Iterator[str]:
    """How far coders agree, in sentences.

    How far they do on one theme would tell how many answers have it, where few have.
    """
    known = {code: a for code, a in facts.agreement.items() if not isnan(a.alpha)}
    if not known:
        yield texts("method.agreement_none")
        return
    kappas = [a.kappa for a in known.values() if not isnan(a.kappa)]
    if facts.too_small or (facts.suppress and min(len(known), len(kappas)) < _FEWEST):
        yield SUPPRESSED
        return
    least = min(known, key=lambda code: known[code].alpha)
    yield texts(
        "method.agreement_together" if facts.suppress else "method.agreement_text",
        answers=texts("unit.answers", n=known[least].answers),
        alpha=texts.numbers.decimal(median(a.alpha for a in known.values()), 2),
        kappa=texts.numbers.decimal(median(kappas) if kappas else None, 2),
        alpha_least=texts.numbers.decimal(known[least].alpha, 2),
        label=facts.labels.get(least, least),
    )


def same_decisions(facts: Facts, texts: Texts) -> Iterator[str]:
    """Whether the decisions that make the count have trained the model too."""
    if facts.trained_on is None:
        if facts.answers["read"].any() and not facts.is_by_hand:
            yield texts("quality.same_decisions_unknown")
    elif facts.trained_on == 0:
        yield texts("quality.same_decisions_none")
    elif facts.too_small:
        yield SUPPRESSED
    else:
        key = "apart" if facts.is_apart else "text"
        yield texts(f"quality.same_decisions_{key}", n=facts.trained_on)


def _draw(facts: Facts, texts: Texts) -> Iterator[str]:
    yield from _by_wave(facts, lambda meta: [_draw_of(meta, texts)])
    if facts.too_small:
        return
    rows = facts.answers[facts.answers["answered"] & facts.answers["drawn"]]
    read = int(rows["read"].sum())
    if read < len(rows):
        of_drawn = texts.numbers.whole(len(rows))
        yield texts("method.draw_unfinished", read=texts.numbers.whole(read), drawn=of_drawn)
    elif read:
        yield texts("method.draw_finished")


def _draw_of(meta: Meta | None, texts: Texts) -> str:
    draw = meta.draw if meta is not None else {}
    design = str(draw.get("design", "unknown"))
    key = design if design in ("stratified", "simple", "all") else "unknown"
    return texts(
        f"method.draw_{key}",
        review=str(draw.get("review", "")).replace("%", f"{texts.numbers.before_percent}%"),
        seed=draw.get("seed", ""),
    )


def _interval(facts: Facts, texts: Texts) -> Iterator[str]:
    key = "method.interval_strict" if facts.is_strict else "method.interval_difference"
    yield texts(key, level=texts.numbers.full(facts.level * 100))
    is_of_invited = facts.raked_by and not any(map(isnan, facts.effects.values()))
    yield texts("method.interval_invited" if is_of_invited else "method.interval_answered")
    yield texts("method.interval_coder")
    if facts.is_corrected:
        yield texts("method.interval_corrected", column=texts("column.corrected_share"))
    if not facts.is_strict:
        yield texts("method.interval_parts")
    if facts.looks > 1:
        yield texts("method.interval_looks", n=facts.looks)
    yield texts("method.interval_read")
    yield texts("method.interval_formulas")


def _weights(facts: Facts, texts: Texts) -> Iterator[str]:
    if facts.weights:
        yield texts("method.weights_text", column=facts.weights)
    if facts.raked_by:
        effects = "; ".join(f"{w}: {effect_told(x, texts)}" for w, x in facts.effects.items())
        columns = joined(facts.raked_by, texts)
        yield texts("method.weights_raked", columns=columns, effects=effects)


def _words(texts: Texts) -> Iterator[str]:
    yield texts("method.words_text")
    for band in BANDS:
        low, high = (texts.numbers.decimal(end * 100, 1) for end in (band.low, band.high))
        words = texts(f"words.{band.key}", many="…", the_many="…")
        yield texts("method.words_band", words=words, low=low, high=high)


def _suppression(facts: Facts, texts: Texts) -> Iterator[str]:
    if facts.suppress:
        yield texts("method.suppression_text", limit=facts.suppress)


def _quotes(facts: Facts, texts: Texts) -> Iterator[str]:
    yield (
        texts("method.quotes_text", n=facts.quotes) if facts.quotes else texts("method.quotes_none")
    )
    if facts.held_back:
        yield texts("method.quotes_held_back", n=facts.held_back)


def _versions(facts: Facts, texts: Texts) -> Iterator[str]:
    if facts.meta is not None:
        yield texts("method.versions_program", program=facts.meta.program)
        if facts.meta.language:
            yield texts("method.versions_language", **facts.meta.language)
    for name, sha256 in facts.hashes.items():
        yield texts("method.versions_file", name=name, sha256=sha256)
