"""The quality declaration: what readers of official statistics ask, each field filled or missing.

The fields follow the quality criteria of the European Statistics Code of Practice (relevance,
accuracy, timeliness, coherence and comparability, accessibility) and those of the UNECE quality
framework for statistical algorithms (accuracy, explainability, reproducibility, timeliness, cost).
"""

import json
from collections.abc import Iterator, Mapping
from statistics import median

from textmining.answers import WAVE, Method
from textmining.report.facts import Facts
from textmining.report.method import agreement_lines, learnt_from, same_decisions
from textmining.report.outline import Item
from textmining.report.publication import Publication
from textmining.report.response import Response
from textmining.report.table import ReportCounts
from textmining.report.wording import effect_told, joined
from textmining.texts import SUPPRESSED, Texts

Fields = dict[str, str]


def quality(
    facts: Facts,
    counts: ReportCounts,
    publication: Publication,
    response: Response | None,
    changes: tuple[str, ...],
    texts: Texts,
) -> Fields:
    """Return the declaration, a text by field; "" where it is not stated."""
    said = publication
    return {
        "relevance": said.purpose,
        "use": said.use,
        "limits": said.limits,
        "accuracy": _accuracy(counts, facts, texts),
        "nonresponse": _nonresponse(response, facts, counts.waves[-1], texts),
        "shares": "\n".join(_shares(facts, texts)),
        "machine": _machine(facts, texts),
        "subgroups": "\n".join(_subgroups(facts, said, texts)),
        "agreement": "\n".join(agreement_lines(facts, texts)) if facts.agreement else "",
        "explainability": texts(
            "quality.explainability_by_hand" if facts.is_by_hand else "quality.explainability_text"
        ),
        "reproducibility": _reproducibility(facts, texts),
        "timeliness": _timeliness(said, texts),
        "cost": said.cost,
        "coherence": _coherence(counts, changes, texts),
        "accessibility": texts("quality.accessibility_text"),
        "provenance": "\n".join(_provenance(facts, texts)),
        "same_decisions": "".join(same_decisions(facts, texts)),
        "retention": said.retention,
        "contact": said.contact,
    }


def declaration(fields: Mapping[str, str], texts: Texts) -> list[Item]:
    """The declaration as readers see it: what is missing is named."""
    return [
        Item(texts(f"quality.{name}"), text or texts("quality.missing"))
        for name, text in fields.items()
    ]


def quality_json(fields: Mapping[str, str], texts: Texts) -> str:
    """The declaration for programs; `missing` lists the fields that are not stated."""
    found = {
        "fields": {
            name: {"heading": texts(f"quality.{name}"), "text": text or None}
            for name, text in fields.items()
        },
        "missing": [name for name, text in fields.items() if not text],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _accuracy(counts: ReportCounts, facts: Facts, texts: Texts) -> str:
    wave = counts.waves[-1]
    frame = counts.frame[counts.frame[WAVE] == wave]
    shown = frame.loc[frame["method"] != Method.SUPPRESSED, "method"]
    if len(shown) and (shown == Method.EVERYTHING_READ).all():
        return texts("quality.accuracy_exact")
    widths = (frame["share_high"] - frame["share_low"]).dropna()
    if widths.empty:
        return ""
    width = texts.numbers.decimal(100 * median(widths), 1)
    level = texts.numbers.full(counts.level * 100)
    key = "accuracy_strict" if facts.is_strict else "accuracy_text"
    return texts(f"quality.{key}", level=level, width=width)


def _nonresponse(response: Response | None, facts: Facts, wave: str, texts: Texts) -> str:
    if response is None:
        return SUPPRESSED if wave in facts.invited and wave in facts.too_small else ""
    said = texts(
        "quality.nonresponse_text",
        answered=texts.numbers.whole(response.answered),
        invited=texts.numbers.whole(response.invited),
        share=texts.numbers.percent(response.rate),
    )
    if facts.raked_by:
        effect = effect_told(list(facts.effects.values())[-1], texts)
        columns = joined(facts.raked_by, texts)
        return f"{said} {texts('response.weighted', columns=columns, effect=effect)}"
    if not response.design_effect >= 1:
        return said
    effect = texts.numbers.decimal(response.design_effect, 2)
    return f"{said} {texts('response.design_effect', effect=effect)}"


def _shares(facts: Facts, texts: Texts) -> Iterator[str]:
    answered = facts.answers[facts.answers["answered"]]
    for wave, rows in answered.groupby(WAVE, sort=False):
        if wave in facts.too_small:
            yield f"{wave!s}: {SUPPRESSED}"
            continue
        read = int(rows["read"].sum())
        some = "shares_by_hand" if rows["by_hand"].all() else "shares_text"
        yield texts(
            "quality.shares_all" if read == len(rows) else f"quality.{some}",
            wave=wave,
            read=texts.numbers.whole(read),
            answers=texts.numbers.whole(len(rows)),
            share=texts.numbers.percent(read / len(rows)),
        )


def _machine(facts: Facts, texts: Texts) -> str:
    card = facts.meta.model if facts.meta is not None else {}
    if not card:
        return ""
    if "program" in card or "untold" in card or not card["data"]["answers"]:
        return learnt_from(card, facts, texts)
    return texts(
        "quality.machine_text",
        f1=texts.numbers.decimal(card["held_out"]["micro_f1"], 2),
        answers=SUPPRESSED if facts.too_small else texts.numbers.whole(card["data"]["answers"]),
    )


def _subgroups(facts: Facts, said: Publication, texts: Texts) -> Iterator[str]:
    """How many answers the machine got exactly right, by written standard and group.

    They are those that were drawn and read, and that it had not learnt.
    """
    if facts.suppress or "right" not in facts.answers:
        return
    answers = facts.answers
    judged = answers["drawn"] & ~answers["learnt"] & ~answers["by_hand"]
    read = answers[answers["read"] & judged]
    for column, groups in facts.subgroups.items():
        for name, rows in read.groupby(groups.loc[read.index], sort=True):
            if name and len(rows):
                right, n = (texts.numbers.whole(k) for k in (int(rows["right"].sum()), len(rows)))
                named = said.value(column, str(name))
                yield texts("quality.subgroups_row", name=named, right=right, read=n)


def _reproducibility(facts: Facts, texts: Texts) -> str:
    if facts.meta is None:
        return ""
    return texts("quality.reproducibility_text", program=facts.meta.program)


def _timeliness(said: Publication, texts: Texts) -> str:
    if not (said.fieldwork and said.date):
        return said.fieldwork or said.date
    return texts("quality.timeliness_text", fieldwork=said.fieldwork, date=said.date)


def _coherence(counts: ReportCounts, changes: tuple[str, ...], texts: Texts) -> str:
    if len(counts.waves) == 1:
        return texts("quality.coherence_one")
    return "\n".join(changes) or texts("quality.coherence_same")


def _provenance(facts: Facts, texts: Texts) -> Iterator[str]:
    for waves, meta in facts.made:
        if meta is not None:
            book = f"{meta.codebook.name} {meta.codebook.version}"
            model = str(meta.model.get("sha256", meta.model.get("program", "")))[:12]
            model = model or texts("quality.provenance_none")
            yield texts("quality.provenance_row", wave=waves, codebook=book, model=model)
