"""A short coverage run with fixed seeds; benchmarks/coverage.py is the long one."""

import numpy as np
import pytest

from benchmarks.coverage import Tally, by_hand, stratified, summary
from benchmarks.surveys import made_survey

# Mean width against an exact interval from a simple random draw that ignores the machine, as
# measured when this was written; a tenth more is a fault.
WIDTHS = {(215, 0.2): 0.71, (600, 0.2): 0.75}


@pytest.mark.slow
@pytest.mark.parametrize(("answers", "share"), WIDTHS)
def test_intervals_hold_and_stay_narrow(answers: int, share: float) -> None:
    tallies = {"the program": Tally(), "human only": Tally()}
    for number in range(25):
        rng = np.random.default_rng([answers, number])
        survey = made_survey(answers, rng)
        budget = round(answers * share)
        read = np.zeros(answers, dtype=np.bool_)
        read[rng.choice(answers, budget, replace=False)] = True
        results = stratified(survey, budget, rng) | {"human only": by_hand(survey, read)}
        for method, tally in tallies.items():
            for k, counted in enumerate(results[method]):
                tally.add(counted, float(survey.truth[:, k].sum()))
    found = summary(tallies["the program"], tallies["human only"])
    assert 0.93 <= found["coverage"] <= 0.99
    assert abs(found["bias"]) <= 0.15
    assert found["width_ratio"] <= 1.1 * WIDTHS[answers, share]
