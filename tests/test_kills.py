"""A short run of the kills: old or new, whole, never mixed."""

import pytest

from benchmarks.killed_steps import CASES, kill


@pytest.mark.slow
@pytest.mark.parametrize(
    ("step", "kills"),
    [("import", 8), ("erase", 8), ("save", 6), ("init", 8), ("wave add", 14)],
)
def test_a_killed_step_is_whole_or_not_there_at_the_next_start(step: str, kills: int) -> None:
    assert kill(CASES[step], kills, seed=3)["mixed"] == 0
