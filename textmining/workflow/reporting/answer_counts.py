"""The one way to the counts, from commands and notebooks alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from textmining.answers import Coded, CountTable, Decisions
from textmining.counting import CountOptions, Raked, check_learnt, units_of, with_invited
from textmining.disclosure import count_to_publish
from textmining.workflow.inputs.frame import Frame, FrameFile, read_frame, weighted_as_invited


@dataclass(frozen=True)
class AnswerCounts:
    """What was counted, and how.

    Args:
        table: the table of counts, fit to be published.
        coded: the answers, with the weights they were counted with.
        options: how they were counted.
        frame: those who were invited; None if that is not known.
        raked: the weights that let those who answered stand for the invited; None without.
    """

    table: CountTable
    coded: Coded
    options: CountOptions
    frame: Frame | None = None
    raked: Raked | None = None


def count_answers(
    coded: Coded,
    decisions: Decisions | None,
    options: CountOptions,
    population: Sequence[FrameFile] = (),
    rake: Sequence[str] = (),
) -> AnswerCounts:
    """Count themes, with limits about all who were invited where that is known.

    One file of the population is about all waves, or there is one a wave; those who answered are
    weighted to have the invited's shares of the columns of `rake`.

    Raises:
        TextminingError: a choice makes no sense, or what is given does not fit the answers.
    """
    check_learnt(coded, decisions)
    if options.unit:
        units_of(coded.given, options.unit)  # told before it is looked up
    frame = read_frame(population, coded, options.unit)
    raked = weighted_as_invited(frame, coded, rake, options)
    if raked is not None:
        coded, options = raked.coded, raked.options
    table = count_to_publish(coded, decisions, options)
    if frame is not None:
        # Where not every wave or every group was listed, the others go without those limits.
        is_partial = options.each or any(file.wave for file in population)
        table = with_invited(table, coded, frame.invited, options, is_partial=is_partial)
    return AnswerCounts(table, coded, options, frame, raked)


def needed_background(options: CountOptions, rake: Sequence[str]) -> set[str] | None:
    """The columns that are needed; all of them where small counts are held back by their hash."""
    named = {*options.by, *rake, options.weights, options.unit}
    return None if options.suppress else {name for name in named if name}
