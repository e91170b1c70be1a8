"""Plain sentences about the counts of one question, in the manner of public survey reports.

Three rules keep them honest:

- A word for a share is used only where the whole interval lies in its band, a fraction also where
  the interval beside it says more (`words`).
- Changes between two waves are told together: Holm's rule holds for all themes of the question, so
  that of twenty reports in which nothing changed one tells a change. What everybody's answers were
  read for has no interval; then a change must be at least five percentage points.
- One group is called higher than another, and a theme the most common, only where the intervals do
  not overlap, which is stricter, since many pairs are looked at and the extremes are picked.

Cells without limits and suppressed cells are never mentioned.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from textmining.report.changes import SMALLEST, Finding, are_apart, difference, shown_points
from textmining.report.table import Cell, Together
from textmining.report.voice import Voice, sentence
from textmining.report.wording import percent, share_limits
from textmining.report.words import fraction_for, sharp_word_for, vague_word_for, word_for

_STANDING_OUT = 3
_IN_A_SENTENCE = 4
_CHANGES_NAMED = 3
_PAIRS_NAMED = 3
GROUPS_NAMED = 2
"""Differences between the groups of a column that are told; the others stand in the tables."""
_FEWEST_READ = 10
_OUTSTANDING = 0.25
"""Shares whose interval reaches above it are told with their number."""


def about_shares(
    cells: Sequence[Cell], changes: Sequence[Finding], old: str, voice: Voice
) -> Iterator[str]:
    """Say how many have each theme: what stands out with its number, the rest by bands.

    Cells are the ordinary themes, most common first. The first one's change since the wave before
    (`old`) is told beside it.
    """
    told = [cell for cell in cells if cell.is_known and cell.share_low > 0]
    outstanding = standing_out(cells)
    if outstanding:
        yield _share_sentence(outstanding[:1], voice)
        yield from _beside(outstanding[0], changes, old, voice)
    if outstanding[1:]:
        yield _share_sentence(outstanding[1:], voice)
    rest = [cell for cell in told if cell not in outstanding]
    yield from _bands(rest, voice, is_first=not outstanding)


def standing_out(cells: Sequence[Cell]) -> list[Cell]:
    """What is told with a number: the largest shares, and the largest of all if it is clear."""
    told = [cell for cell in cells if cell.is_known and cell.share_low > 0]
    found = [
        cell
        for cell in told
        if cell.share_high > _OUTSTANDING or vague_word_for(cell.share_low, cell.share_high) is None
    ][:_STANDING_OUT]
    if not found and len(told) > 1 and are_apart(told[0], told[1]):
        found = [told[0]]
    return found


def _share_sentence(cells: Sequence[Cell], voice: Voice) -> str:
    parts = [
        f"{_who(cell, voice, is_first=k == 0)} {voice.phrase(cell)}" for k, cell in enumerate(cells)
    ]
    return sentence(voice.texts_joined(parts, "clause"))


def _who(cell: Cell, voice: Voice, *, is_first: bool) -> str:
    """Who has a theme, with the number: "om lag 4 av 10 kommuner (34–45 prosent)"."""
    texts = voice.texts
    if cell.is_exact:
        exact = word_for(cell.share_low, cell.share_high) or "part"
        return f"{voice.subject(exact, is_first=is_first)} ({_exact(cell, voice)})"
    key = fraction_for(cell.share, cell.share_low, cell.share_high)
    key = key or sharp_word_for(cell.share_low, cell.share_high)
    limits = share_limits(cell, texts)
    if key is not None:
        return f"{voice.subject(key, is_first=is_first)} ({texts('says.percent', limits=limits)})"
    low, high = limits.split("–")
    name = "at_most" if low == "0" else "range"
    return voice.subject(name, is_first=is_first, low=low, high=high)


def _exact(cell: Cell, voice: Voice) -> str:
    if cell.is_weighted:
        return voice.texts("says.percent", limits=percent(cell.share, voice.texts))
    numbers = (voice.texts.numbers.whole(number) for number in (cell.estimate, cell.answers))
    return voice.texts("says.of", estimate=next(numbers), answers=next(numbers))


def _beside(cell: Cell, changes: Sequence[Finding], old: str, voice: Voice) -> Iterator[str]:
    """How the theme told last changed."""
    for change in changes:
        if change.last.theme == cell.theme:
            key = "change.beside_up" if change.gap.value > 0 else "change.beside_down"
            yield voice.texts(key, old=old, numbers=_change_numbers(change, voice))


def _bands(cells: Sequence[Cell], voice: Voice, *, is_first: bool) -> Iterator[str]:
    """The rest, themes of a band in a sentence, most frequent first."""

    def band(cell: Cell) -> str:
        return vague_word_for(cell.share_low, cell.share_high) or ""

    named = sorted((cell for cell in cells if band(cell)), key=lambda cell: -cell.share)
    order = list(dict.fromkeys(map(band, named)))
    left = 0
    for key, group in groupby(sorted(named, key=lambda cell: order.index(band(cell))), key=band):
        themes = list(group)
        left += max(0, len(themes) - _IN_A_SENTENCE)
        clauses = voice.clauses(themes[:_IN_A_SENTENCE])
        said = [
            f"{voice.subject(key, is_first=is_first and k == 0)} {clause}"
            for k, clause in enumerate(clauses)
        ]
        yield sentence(voice.texts_joined(said, "clause"))
        is_first = False
    if left:
        yield voice.texts("says.rest", n=left)


def about_residuals(cells: Sequence[Cell], voice: Voice) -> Iterator[str]:
    """What was left unsaid: who is only content, who adds nothing."""
    told = [
        cell
        for cell in cells
        if voice.residual.get(cell.theme) in ("content", "none")
        if cell.is_known and cell.share_low > 0
    ]
    if told:
        yield _share_sentence(sorted(told, key=lambda cell: -cell.share), voice)


def about_unknown(cells: Sequence[Cell], voice: Voice) -> Iterator[str]:
    """What may not be said, once for all the themes concerned."""
    open_ones = [cell for cell in cells if cell.is_known and cell.share_low == 0 < cell.share_high]
    if open_ones:
        most = max(cell.share_high for cell in open_ones)
        high = voice.texts.numbers.limits(0, most * 100).split("–")[1]
        n, noun = len(open_ones), voice.noun
        if n <= _IN_A_SENTENCE:
            said = voice.texts_joined(voice.clauses(open_ones, "or"), "or")
            yield voice.texts("says.at_most_each", n=n, many=noun.many, said=said, high=high)
        else:
            yield voice.texts("says.at_most_many", n=n, the_many=noun.the_many, high=high)
    if any(cell.is_suppressed for cell in cells):
        yield voice.texts("says.hidden")
    if cells and not any(cell.is_known or cell.is_suppressed for cell in cells):
        yield voice.texts("says.unread")


def most_common(cells: Sequence[Cell]) -> list[Cell] | None:
    """Return the themes that may be the most common, as far as the intervals tell.

    None if a number is missing, since the theme behind it could be the most common one, or if
    nobody has any theme; an empty list if they are too many to stand out.
    """
    if not cells or not all(cell.is_known for cell in cells):
        return None
    best = max(cells, key=lambda cell: cell.share)
    if best.share == 0:
        return None
    rivals = [cell for cell in cells if cell.share_high >= best.share_low]
    return sorted(rivals, key=lambda cell: -cell.share) if len(rivals) <= _STANDING_OUT else []


def top_finding(found: Sequence[Cell] | None, voice: Voice) -> str:
    """Say which themes are the most common; "" where nothing can be said (see `most_common`)."""
    if found is None:
        return ""
    if len(found) == 1:
        return voice.texts("top.one", many=voice.noun.many, said=voice.phrase(found[0]))
    if found:
        said = voice.texts_joined(voice.clauses(list(found), "or"), "or")
        return voice.texts("top.several", many=voice.noun.many, said=said)
    return voice.texts("top.many")


def about_changes(
    changes: Sequence[Finding] | None, told: Cell | None, old: str, voice: Voice
) -> Iterator[str]:
    """Say what changed from the wave before, the largest changes first.

    Changes are None if nothing could be compared; that of the theme `told` has been told already.
    """
    if changes is None:
        return
    rest = [change for change in changes if told is None or change.last.theme != told.theme]
    if not changes:
        yield voice.texts("change.none", old=old)
        return
    for key in ("up", "down"):
        named = [c for c in rest if (c.gap.value > 0) == (key == "up")][:_CHANGES_NAMED]
        if named:
            parts = [f"{voice.phrase(c.last)} ({_change_numbers(c, voice)})" for c in named]
            said = voice.texts_joined(parts)
            yield voice.texts(f"change.{key}", many=voice.noun.many, old=old, said=said)
    ups = sum(change.gap.value > 0 for change in rest)
    left = sum(max(0, n - _CHANGES_NAMED) for n in (ups, len(rest) - ups))
    yield (
        voice.texts("change.more", n=left, old=old) if left else voice.texts("change.rest", old=old)
    )


def _change_numbers(change: Finding, voice: Voice) -> str:
    """From, to and the difference: three numbers that agree as they are written."""
    texts = voice.texts
    before, after = (percent(cell.share, texts) for cell in (change.first, change.last))
    points, limits = shown_points(change.first, change.last, change.gap, texts)
    key = "up" if change.gap.value > 0 else "down"
    said = texts(f"change.points_{key}", before=before, after=after, points=points)
    if not limits:
        return said
    low, high = limits.split("–")
    return texts("change.with_limits", said=said, low=low, high=high)


def about_together(pairs: Sequence[Together], voice: Voice) -> Iterator[str]:
    """Say which themes occur together by the highest estimates; `pairs` are sorted by them."""
    if not pairs:
        return
    texts = voice.texts
    named = [
        texts(
            "together.pair",
            labels=voice.texts_joined(
                [texts("list.quoted", label=label) for label in (pair.label, pair.with_label)]
            ),
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
    yield texts(key, pairs=", ".join(named))


def groups_apart(themes: Sequence[Mapping[str, Cell]]) -> list[Finding] | None:
    """Themes of which the highest and the lowest group differ, the largest differences first.

    Returns:
        The differences that may be told; None if no two groups could be compared.
    """
    found: list[Finding] = []
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
        if gap and gap.value >= SMALLEST and are_apart(usable[first], usable[last]):
            found.append(Finding(usable[first], usable[last], gap, first, last))
    found.sort(key=lambda finding: -finding.gap.value)
    return found if compared else None


def about_groups(
    found: Sequence[Finding], label: Mapping[str, str], voice: Voice, about: str = ""
) -> Iterator[str]:
    """Say which groups differ, in the order given.

    A group can be the subject of a sentence if it has a label. The theme that the sentence before
    was about is not named once more.
    """
    for finding in found[:GROUPS_NAMED]:
        names = finding.first_name, finding.last_name
        is_named = all(name in label for name in names)
        first, last = (label.get(name, name) for name in names)
        named = "same" if finding.first.theme == about else "named"
        yield sentence(
            voice.texts(
                f"groups.{named}" if is_named else "groups.unnamed",
                many=voice.noun.many,
                first=first,
                last=last,
                said=voice.phrase(finding.first),
                high=percent(finding.first.share, voice.texts),
                low=percent(finding.last.share, voice.texts),
            )
        )
