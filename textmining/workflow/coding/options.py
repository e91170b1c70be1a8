"""What the user chooses when coding."""

from dataclasses import dataclass

from textmining.errors import OptionError


@dataclass(frozen=True)
class CodingOptions:
    """What the user chooses when coding.

    Args:
        review: how many answers a person reads: a share (`20%`), a number or `all`.
        target: wanted share of right sets among the answers that may go unread, in (0, 1); None
            leaves every answer in the queue.
        thresholds: other thresholds than the model's own, a code and its threshold each.
        seed: of the draw.
        panel: whether respondents are drawn alike in every wave, so that a change is told closer.
        priority: codes of themes that together have as much say in the draw as all the others.
        mask: whether names, numbers and addresses are masked in the texts.
        text: whether the coded file carries the answers' text.
        keep: background columns that stay without text.
        plan: whether the widths to expect for different amounts of reading are worked out.
        jobs: how many processors to use; the file does not depend on it.
        resume: whether to go on where an earlier run of the same was cut off.
    """

    review: str = "20%"
    target: float | None = None
    thresholds: tuple[tuple[str, float], ...] = ()
    seed: int = 0
    panel: bool = False
    priority: tuple[str, ...] = ()
    mask: bool = False
    text: bool = True
    keep: tuple[str, ...] = ()
    plan: bool = False
    jobs: int = 1
    resume: bool = False

    def __post_init__(self) -> None:
        if self.target is not None and not 0 < self.target < 1:
            raise OptionError(
                "--target {target} is not between 0 and 1. Give 0.95, say.", target=self.target
            )
        if self.target is not None and self.thresholds:
            raise OptionError(
                "--target is proven for the model's own thresholds only. Leave --target or "
                "--threshold out."
            )
