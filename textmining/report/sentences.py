"""Plain sentences about the counts, in the manner of public survey reports.

Three rules keep them honest:

- A word for a share is used only where the whole interval lies in its band (`words`).
- A change between two waves is called one only where its interval excludes zero, also when it is
  written in percentage points with one decimal, and where it shows in whole per cent.
- One group is called higher than another, and a theme the most common, only where the intervals do
  not overlap, which is stricter, since many pairs are looked at and the extremes are picked.

Cells without limits and suppressed cells are never mentioned.
"""

from collections.abc import Mapping, Sequence

from textmining.codebook import Residual
from textmining.estimation import Limits
from textmining.report.changes import are_apart, difference, excludes_zero
from textmining.report.table import Cell, Together
from textmining.report.wording import enumeration, percent, share_limits
from textmining.report.words import word_for
from textmining.texts import Texts

__all__ = ["about_change", "about_groups", "about_share", "about_together", "about_top"]

_MOST_NAMED = 5
_PAIRS_NAMED = 3
_FEWEST_READ = 10
_SMALLEST = 0.05
_VISIBLE = 0.001


def about_share(cell: Cell, residual: Residual | None, texts: Texts) -> str:
    """Say how many answers have a theme."""
    kind = "net" if cell.is_net else residual or "theme"
    key = word_for(cell.share_low, cell.share_high)
    if key is not None:
        words, numbers = texts(f"words.{key}"), _numbers(cell, texts)
    else:
        low, high = share_limits(cell, texts).split("–")
        name = "words.at_most" if low == "0" else "words.range"
        words = texts(name, low=low, high=high)
        numbers = texts("numbers.estimate", share=percent(cell.share, texts))
    return texts(f"says.{kind}", words=words, label=cell.label, numbers=numbers)


def _numbers(cell: Cell, texts: Texts) -> str:
    share = percent(cell.share, texts)
    if cell.is_exact and cell.is_weighted:
        return texts("numbers.exact_share", share=share)
    if cell.is_exact:
        answers = texts("unit.answers", n=round(cell.answers))
        estimate = texts.numbers.whole(cell.estimate)
        return texts("numbers.exact", estimate=estimate, answers=answers, share=share)
    return texts("numbers.interval", share=share, limits=share_limits(cell, texts))


def about_top(cells: Sequence[Cell], texts: Texts) -> list[str]:
    """Say which theme is the most common, as far as the intervals tell; `cells` are themes.

    Nothing is said if a number is missing: the theme behind it could be the most common one.
    """
    if not cells or not all(cell.is_known for cell in cells):
        return []
    best = max(cells, key=lambda cell: cell.share)
    if best.share == 0:
        return []
    rivals = [cell for cell in cells if cell.share_high >= best.share_low]
    labels = enumeration([cell.label for cell in sorted(rivals, key=lambda c: -c.share)], texts)
    if len(rivals) == 1:
        return [texts("top.one", label=best.label)]
    if all(cell.is_exact for cell in rivals):
        return [texts("top.equal", labels=labels)]
    if len(rivals) <= _MOST_NAMED:
        return [texts("top.several", labels=labels)]
    return [texts("top.many")]


def about_change(
    pairs: Sequence[tuple[Cell, Cell]], old: str, new: str, texts: Texts, most: int = _MOST_NAMED
) -> list[str]:
    """Say which shares changed from wave `old` to wave `new`, the largest changes first.

    Args:
        pairs: each theme's cell in the older and in the newer wave.
        old: the older wave.
        new: the newer wave.
        texts: the catalogue.
        most: how many changes are told at most.
    """
    found = [(pair, change) for pair in pairs if (change := difference(*pair)) is not None]
    real = [item for item in found if _is_told(item[1]) and _is_seen(*item, texts)]
    real.sort(key=lambda item: -abs(item[1].value))
    sentences = [
        texts(
            "change.up" if change.value > 0 else "change.down",
            label=after.label,
            before=percent(before.share, texts),
            after=percent(after.share, texts),
            old=old,
            new=new,
            points=_points("change", change, texts),
        )
        for (before, after), change in real[:most]
    ]
    if sentences and len(found) > len(sentences):
        sentences.append(texts("change.rest", old=old, new=new))
    elif found and not sentences:
        sentences.append(texts("change.none", old=old, new=new))
    return sentences


def about_together(pairs: Sequence[Together], texts: Texts) -> list[str]:
    """Say which themes occur together by the highest estimates; `pairs` are sorted by them."""
    if not pairs:
        return []
    named = [
        texts(
            "together.pair",
            labels=enumeration([pair.label, pair.with_label], texts),
            numbers=texts(
                "together.exact" if pair.is_exact else "together.interval",
                estimate=texts.numbers.whole(pair.estimate),
                limits=texts.numbers.limits(pair.low, pair.high),
            ),
        )
        for pair in pairs[:_PAIRS_NAMED]
    ]
    is_exact = all(pair.is_exact for pair in pairs)
    key = "together.theme_exact" if is_exact else "together.theme"
    return [texts(key, pairs=", ".join(named))]


def about_groups(themes: Sequence[Mapping[str, Cell]], column: str, texts: Texts) -> list[str]:
    """Say where the highest and the lowest group of a column differ, the largest differences first.

    Args:
        themes: for each theme, its cell in every group.
        column: the background column.
        texts: the catalogue.
    """
    found: list[tuple[float, str]] = []
    compared = False
    for groups in themes:
        usable = {
            name: cell
            for name, cell in groups.items()
            if cell.is_known and cell.reviewed >= _FEWEST_READ
        }
        if len(usable) < 2:
            continue
        compared = True
        first = max(usable, key=lambda name: usable[name].share)
        last = min(usable, key=lambda name: usable[name].share)
        gap = difference(usable[last], usable[first])
        is_told = gap and _is_told(gap) and gap.value >= _SMALLEST
        if gap and is_told and are_apart(usable[first], usable[last]):
            found.append((gap.value, _group_sentence(usable, first, last, gap, texts)))
    if compared and not found:
        return [texts("groups.none", column=column)]
    found.sort(key=lambda item: -item[0])
    return [sentence for _, sentence in found[:3]]


def _group_sentence(
    cells: Mapping[str, Cell], first: str, last: str, gap: Limits, texts: Texts
) -> str:
    return texts(
        "groups.difference",
        first=first,
        last=last,
        high=percent(cells[first].share, texts),
        low=percent(cells[last].share, texts),
        label=cells[first].label,
        points=_points("groups", gap, texts),
    )


def _points(group: str, found: Limits, texts: Texts) -> str:
    places = 0 if abs(found.low) >= 0.01 and abs(found.high) >= 0.01 else 1
    value = texts.numbers.signed(found.value * 100)
    low, high = texts.numbers.signed_limits(found.low * 100, found.high * 100, places)
    if group == "groups":  # the higher group stands first, so all three are above 0
        value, low, high = (text.removeprefix("+") for text in (value, low, high))
    if found.low == found.high:
        return texts(f"{group}.points_exact", change=value)
    return texts(f"{group}.points", change=value, low=low, high=high)


def _is_seen(pair: tuple[Cell, Cell], change: Limits, texts: Texts) -> bool:
    """Whether a change is one also as it is written, in whole per cent."""
    before, after = (percent(cell.share, texts) for cell in pair)
    return before != after and texts.numbers.signed(change.value * 100) != "0"


def _is_told(found: Limits) -> bool:
    """Whether the interval excludes zero, also as it is written: rounded outwards, one decimal."""
    return excludes_zero(found) and min(abs(found.low), abs(found.high)) >= _VISIBLE
