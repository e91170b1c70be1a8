"""What the columns of twenty vendors' files are taken for."""

from pathlib import Path

import pytest

from tests.vendors import VENDORS, Vendor, write
from textmining.files import read_table
from textmining.survey import Role, propose


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
def test_a_vendors_file_is_understood(vendor: Vendor, tmp_path: Path) -> None:
    proposal = propose(read_table(write(vendor, tmp_path)))
    role = {guess.header: guess.role for guess in proposal.guesses}
    unsure = {guess.header for guess in proposal.unsure}
    expected = dict.fromkeys(vendor.texts, Role.TEXT)
    expected |= dict.fromkeys(vendor.background, Role.BACKGROUND)
    expected |= dict.fromkeys(vendor.left_out, Role.LEFT_OUT)
    named = ((vendor.respondent, Role.RESPONDENT), (vendor.wave, Role.WAVE))
    expected |= {name: what for name, what in named if name}
    if vendor.question:
        expected[vendor.question] = Role.QUESTION
    wrong = {h: role[h] for h, what in expected.items() if role[h] is not what}
    assert not wrong, unsure
    assert {g.header for g in proposal.of(Role.TEXT)} == set(vendor.texts)
    shorts = [guess.short for guess in proposal.guesses if guess.short]
    assert len(shorts) == len(set(shorts))
    assert all(short.replace("_", "").isalnum() for short in shorts)
