"""Processes that last: each holds model and pipeline once, takes work and gives back arrays."""

import ctypes
import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

_NEW_OBJECTS = 50_000
"""After how many new objects Python looks for dead circles of them. After 700, as it does by
itself, it looks thousands of times through the words of the answers coded so far."""

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # numbers of glibc's mallopt
_FREE, _LARGEST = 2**27, 2**25  # bytes
"""How much freed memory a process keeps, and of what size arrays are taken from it. By itself it
gives back what each batch of answers frees, and takes it anew: a twentieth of all time."""

_AHEAD = 2  # pieces of work a worker that wait, so that none is idle

Tool = TypeVar("Tool")
Task = TypeVar("Task")
Result = TypeVar("Result")

_tool: Any = None


def make_ready() -> None:
    """Set this process to code many answers: many small objects, and arrays that come and go."""
    gc.set_threshold(_NEW_OBJECTS)
    with suppress(OSError, AttributeError):  # another C library than glibc knows better
        allocator = ctypes.CDLL("libc.so.6")
        allocator.mallopt(_TRIM_THRESHOLD, _FREE)
        allocator.mallopt(_MMAP_THRESHOLD, _LARGEST)


def in_order(
    work: Callable[[Tool, Task], Result], items: Iterable[Task], tool: Tool, *, jobs: int
) -> Iterator[Result]:
    """Yield what is made of each item, in their order.

    Args:
        work: a function of a module, so that processes know it by name.
        items: what to work on; only a few are asked for at a time.
        tool: what it is done with; every process has its own.
        jobs: how many processes.
    """
    if jobs == 1:
        yield from (work(tool, item) for item in items)
        return
    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(tool,)) as pool:
        yield from results_of((pool.submit(_done, work, item) for item in items), jobs)


def results_of(submitted: Iterable[Any], workers: int) -> Iterator[Any]:
    """Yield the results of futures in their order; only a few are asked for at a time."""
    waiting: deque[Any] = deque()
    for future in submitted:
        waiting.append(future)
        if len(waiting) > _AHEAD * max(1, workers):
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _begin(tool: object) -> None:
    make_ready()
    global _tool  # noqa: PLW0603 - each process keeps its own
    _tool = tool


def _done(work: Callable[[Any, Task], Result], item: Task) -> Result:
    return work(_tool, item)
