"""What is measured with answers of the same meaning: coded by the codebook, and learnt by none."""

from benchmarks.example_survey import coded_example
from benchmarks.same_meaning import WRITTEN, same_meaning
from textmining.language import written_standard


def test_answers_of_the_same_meaning_are_coded_and_are_not_the_examples() -> None:
    learnt, codebook = coded_example()
    table, themes = same_meaning(codebook)
    assert themes.any(axis=1).all()
    assert not themes[:, codebook.residual][themes.sum(axis=1) > 1].any()
    assert set(table["question"]) <= set(learnt["question"])
    for written in WRITTEN:
        assert table[written].str.strip().all()
        assert not set(table[written]) & set(learnt["text"])


def test_bokmal_and_nynorsk_are_told_apart_where_they_differ() -> None:
    _, codebook = coded_example()
    table, _ = same_meaning(codebook)
    differ = table[table["nb"] != table["nn"]]
    guessed = differ["nn"].map(written_standard)
    assert len(differ) > 60
    assert (guessed == "nn").mean() > 0.9
