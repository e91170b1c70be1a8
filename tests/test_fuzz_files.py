"""A short run of `benchmarks/fuzz_files.py`: damaged files end with a table or a sentence."""

from pathlib import Path

import pytest

from benchmarks.fuzz_files import FORMATS, damaged, good, read_once

RUNS = {
    "xlsx": 10,
    "xlsb": 10,
    "sav": 4,
    "parquet": 100,
    "csv": 100,
    "jsonl": 100,
    "yaml": 100,
    "toml": 100,
}
"""How many; workbooks and .sav start a process each. LibreOffice makes .xls and .ods too slowly."""


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "n"), RUNS.items())
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, kind: str, n: int) -> None:
    content = good(kind, tmp_path).read_bytes()
    path = tmp_path / f"damaged.{kind}"
    ends = {seed: read_once(path, damaged(content, kind, seed))[0] for seed in range(n)}
    assert {seed: end for seed, end in ends.items() if end not in ("read", "refused")} == {}


@pytest.mark.parametrize("kind", RUNS)
def test_a_seed_always_damages_a_file_alike(tmp_path: Path, kind: str) -> None:
    content = good(kind, tmp_path).read_bytes()
    assert [damaged(content, kind, seed) for seed in (3, 4)] == [
        damaged(content, kind, seed) for seed in (3, 4)
    ]
    assert set(RUNS) <= set(FORMATS)
