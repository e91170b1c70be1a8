import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmining.language import written_standard
from textmining.language.standard import evidence_for_nynorsk

BOKMAAL = [
    "Det er vanskelig å få tak i folk med riktig utdanning.",
    "vi trenger flere tolker og mer penger",
    "ingen kommentar, jeg vet ikke",
    "Kommunene må samarbeide om hvordan flyktningene skal bosettes.",
]
NYNORSK = [
    "Det er vanskeleg å få tak i folk med rett utdanning.",
    "vi treng fleire tolkar og meir pengar",
    "ingen kommentar, eg veit ikkje",
    "Kommunane må samarbeide om korleis flyktningane skal busetjast.",
]


@pytest.mark.parametrize("text", BOKMAAL)
def test_bokmaal(text: str) -> None:
    assert written_standard(text) == written_standard(text.upper()) == "nb"


@pytest.mark.parametrize("text", NYNORSK)
def test_nynorsk(text: str) -> None:
    assert written_standard(text) == written_standard(text.upper()) == "nn"


@pytest.mark.parametrize("text", ["", "   ", "NAV", "123", "😀", "שלום"])
def test_bokmaal_when_nothing_tells(text: str) -> None:
    assert written_standard(text) == "nb"


@given(st.lists(st.sampled_from([*BOKMAAL, *NYNORSK])), st.lists(st.sampled_from(NYNORSK)))
def test_evidence_adds_up(some: list[str], others: list[str]) -> None:
    joined = [word for text in [*some, *others] for word in text.split()]
    apart = sum(evidence_for_nynorsk(text.split()) for text in [*some, *others])
    assert evidence_for_nynorsk(joined) == pytest.approx(apart)
