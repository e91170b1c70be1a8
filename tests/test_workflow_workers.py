"""Processes that code many answers keep the memory that one batch frees for the next."""

import platform
import resource

import numpy as np
import pytest

from textmining.workflow.coding.workers import make_ready


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries are left alone")
def test_arrays_that_come_and_go_take_the_same_memory() -> None:
    make_ready()
    _come_and_go()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(10):
        _come_and_go()
    pages = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
    assert pages * resource.getpagesize() < 2**25  # of 400 MB that came


def _come_and_go() -> None:
    arrays = [np.ones(2**20) for _ in range(5)]
    del arrays
