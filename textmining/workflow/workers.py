"""Processes that last: each holds model and pipeline once, takes texts and gives back arrays."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor

from textmining.workflow.part import CodedPart, PartCoder

__all__ = ["Part", "coded_parts"]

Part = tuple[list[str], list[str]]
"""Cleaned texts and questions of some answers."""

_AHEAD = 2  # parts a process that wait, so that none is idle

_coder: PartCoder | None = None


def coded_parts(
    parts: Iterable[Part],
    coder: PartCoder,
    *,
    jobs: int,
    keep: bool,
) -> Iterator[CodedPart]:
    """Yield the parts coded, in their order.

    Args:
        parts: what to code; only a few are asked for at a time.
        coder: what codes them.
        jobs: how many processes.
        keep: whether analyses are handed back.
    """
    if jobs == 1:
        yield from (coder.code(*part, keep=keep) for part in parts)
        return
    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(coder,)) as pool:
        waiting: deque[Future[CodedPart]] = deque()
        for part in parts:
            waiting.append(pool.submit(_code, part, keep))
            if len(waiting) > _AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _begin(coder: PartCoder) -> None:
    global _coder  # noqa: PLW0603 - each process keeps its own
    _coder = coder


def _code(part: Part, keep: bool) -> CodedPart:  # noqa: FBT001 - executors pass by position
    assert _coder is not None  # noqa: S101 - `_begin` has run
    return _coder.code(*part, keep=keep)
