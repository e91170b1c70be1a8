"""Probabilities in half the memory are the same to the last bit, whatever files they lie in."""

from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from tests.survey_to_count import coded_survey
from textmining.answers import Coded, read_coded, write_coded
from textmining.answers.compact import exact, small

SIX = st.integers(0, 1_000_000).map(lambda k: round(k / 1e6, 6))


@given(st.lists(st.one_of(SIX, st.floats(0, 1), st.just(float("nan")))))
def test_what_is_held_small_comes_back(numbers: list[float]) -> None:
    given_in = np.array(numbers, dtype=np.float64)
    np.testing.assert_array_equal(exact(small(given_in)), given_in)


def test_six_digits_are_held_in_half_the_memory() -> None:
    every = np.round(np.arange(1_000_001) / 1e6, 6)
    assert small(every).dtype == np.float32
    assert small(np.array([1 / 3])).dtype == np.float64


def test_files_with_more_digits_are_read_beside_others(tmp_path: Path) -> None:
    coded, _ = coded_survey(60)
    assert coded.meta is not None
    paths = [tmp_path / "six.parquet", tmp_path / "more.parquet"]
    frames = [coded.frame.iloc[:40], coded.frame.iloc[40:]]
    rounded = frames[0].assign(p_nav=frames[0]["p_nav"].round(6))
    more = [rounded, frames[1].assign(p_nav=1 / 3)]
    for path, frame in zip(paths, more, strict=True):
        write_coded(frame, coded.meta, path)
    found = read_coded(paths, [])
    both = Coded(pd.concat(more, ignore_index=True), coded.meta)
    np.testing.assert_array_equal(found.chances, both.chances)


def test_files_of_other_kinds_are_read_beside_compact_ones(tmp_path: Path) -> None:
    coded, _ = coded_survey(60, waves=("2019", "2021"))
    assert coded.meta is not None
    newer = coded.of_wave("2021")
    parts, names = [coded.part(~newer), coded.part(newer)], ["old.parquet", "new.parquet"]
    for part, name in zip(parts, names, strict=True):
        write_coded(part.frame, coded.meta, tmp_path / name)
    write_coded(parts[1].frame, coded.meta, tmp_path / "new.csv")
    for second, kind in (("new.parquet", "category"), ("new.csv", "str")):
        found = read_coded([tmp_path / "old.parquet", tmp_path / second], [])
        assert found.frame.dtypes["wave"] == kind
        for name in ("wave", "question", "review", "stratum", "model", "codebook_version"):
            assert (
                found.frame[name].astype("str").tolist() == coded.frame[name].astype("str").tolist()
            )
        assert found.wave_names == ["2019", "2021"]
        assert found.population_numbers.tolist() == coded.population_numbers.tolist()
