"""What the columns of vendors' files are taken for."""

from pathlib import Path

import pytest

from tests.vendors import FRESH, VENDORS, Vendor, write
from textmining.files import read_table
from textmining.survey import Proposal, Role, propose


def wrong_in(vendor: Vendor, proposal: Proposal) -> set[str]:
    """The columns that are taken for something else than a person sees in them."""
    expected = dict.fromkeys(vendor.texts, Role.TEXT)
    expected |= dict.fromkeys(vendor.background, Role.BACKGROUND)
    expected |= dict.fromkeys(vendor.left_out, Role.LEFT_OUT)
    named = (
        (vendor.respondent, Role.RESPONDENT),
        (vendor.wave, Role.WAVE),
        (vendor.question, Role.QUESTION),
    )
    expected |= {name: what for name, what in named if name}
    roles = {guess.header: guess.role for guess in proposal.guesses}
    texts = {name for name, role in roles.items() if role is Role.TEXT}
    return {name for name, what in expected.items() if roles[name] is not what} | (
        texts - set(vendor.texts)
    )


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
def test_a_vendors_file_is_understood(vendor: Vendor, tmp_path: Path) -> None:
    proposal = propose(read_table(write(vendor, tmp_path)))
    assert not wrong_in(vendor, proposal), proposal.unsure
    shorts = [guess.short for guess in proposal.guesses if guess.short]
    assert len(shorts) == len(set(shorts))
    assert all(short.replace("_", "").isalnum() for short in shorts)


def test_nothing_in_files_of_other_wording_is_wrong_in_silence(tmp_path: Path) -> None:
    right = 0
    for vendor in FRESH:
        proposal = propose(read_table(write(vendor, tmp_path)))
        wrong = wrong_in(vendor, proposal)
        assert wrong <= {guess.header for guess in proposal.unsure}, vendor.name
        right += not wrong
    assert right >= len(FRESH) - 1
