"""Quotes: nothing unapproved, unmasked or rare reaches a report, by any path."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
import spacy

from tests.report_table import CODEBOOK, row
from textmining.answers import AnswerId, Coded
from textmining.errors import OptionError
from textmining.language import Identity, Pipeline
from textmining.report import Publication, ReportCounts
from textmining.report.excerpts import masked_excerpts
from textmining.report.quotes import proposals, released
from textmining.report.rare import claims_to_be_unique, rare_spans
from textmining.review import Store, StoredQuote
from textmining.workflow.reporting.quotes import attribution

FILLER = "Vi trenger flere boliger til familier som skal bosettes i kommunen vår"


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """A pipeline that ends sentences at full stops and knows one name."""
    nlp = spacy.blank("nb")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler", name="ner")
    ruler.add_patterns([{"label": "PER", "pattern": "Kari Nordmann"}])  # type: ignore[attr-defined]
    return Pipeline(nlp, Identity("test", "1", "0"))


def survey(*texts: str) -> Coded:
    """The texts, each from a respondent of its own, and some ordinary answers beside them."""
    answers = [*texts, *(f"{FILLER} {word}." for word in ("snart", "nå", "straks", "igjen"))]
    n = len(answers)
    frame = pd.DataFrame(
        {
            "respondent": [f"r{i}" for i in range(n)],
            "wave": "2021",
            "question": "bosetting",
            "role": ["leder"] * (n - 1) + ["flyktningkoordinator"],
            "text": answers,
            "themes": [()] * n,
        }
    )
    return Coded(frame, None)


def masked(text: str, pipeline: Pipeline) -> tuple[str, ...]:
    found = masked_excerpts(survey(text), pipeline)
    return found.get(AnswerId("r0", "2021", "bosetting"), ())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("planted", "secret"),
    [
        ("Ring Kari Nordmann på kontoret, for hun vet hvordan dette gjøres.", "Nordmann"),
        ("Ring meg på telefon 912 34 567, så skal jeg forklare hva vi trenger.", "912"),
        ("Skriv til post@lillevik.kommune.no hvis dere vil vite mer om dette.", "lillevik"),
        ("Her i Lillevik kommune er det ikke en eneste ledig bolig å få tak i.", "Lillevik"),
        ("Vår flyktningkoordinator gjør alt dette arbeidet helt alene hver dag.", "koordinator"),
        ("Som bygdeimam ser jeg at familiene trenger mer hjelp enn de får i dag.", "imam"),
        ("Med 1 243 innbyggere har vi ikke råd til å bygge flere boliger nå.", "243"),
    ],
)
def test_what_points_at_one_respondent_is_taken_out(
    planted: str, secret: str, pipeline: Pipeline
) -> None:
    parts = masked(planted, pipeline)
    assert parts
    assert not any(secret.lower() in part.lower() for part in parts)
    assert all("[…]" in part for part in parts)


@pytest.mark.parametrize(
    "planted",
    [
        "Vi er den eneste kommunen i fylket som har bosatt noen dette året.",
        "Som eineste kommune på øya må vi klare alt dette arbeidet åleine.",
        "Bare vi har tatt imot enslige mindreårige i hele denne regionen.",
        "Vi er landets minste kommune og har ikke folk til alt dette arbeidet.",
        "Vi er fylket sin største arbeidsgjevar og treng fleire folk til dette.",
        "Kommunens eneste tolk jobber her, og det er altfor lite for oss alle.",
        "Jeg er eneste koordinator i kommunen og trenger flere kolleger snart.",
        "Ingen andre kommuner har så mange barnefamilier i forhold til folketallet.",
    ],
)
def test_a_claim_to_be_the_only_one_is_never_quoted(planted: str, pipeline: Pipeline) -> None:
    assert claims_to_be_unique(planted)
    assert masked(planted, pipeline) == ()


def test_what_many_share_stays(pipeline: Pipeline) -> None:
    same = "Samarbeidet med NAV må bli tettere, og lederen må få bedre tid til det."
    found = masked_excerpts(survey(same, same, same), pipeline)
    assert found[AnswerId("r0", "2021", "bosetting")] == (same,)


def test_years_and_small_numbers_stay() -> None:
    texts = ["Siden 2015 har vi hatt 2 ansatte og 12 kurs."] * 3
    assert rare_spans(texts, ["a", "b", "c"]) == [[], [], []]


def test_a_mask_that_reaches_into_a_sentence_takes_out_its_part(pipeline: Pipeline) -> None:
    long = "Vi trenger flere boliger i kommunen vår, og det haster. " * 6
    text = f"{long}Spør Kari Nordmann om hvordan dette kan løses bedre enn i dag."
    assert masked(text, pipeline)[-1].startswith("Spør […] om")


NAV = "Samarbeidet med NAV må bli mye tettere enn det er i dag"
ANSWERS = survey(f"{FILLER}, sa de.", f"{NAV}.", f"{NAV}, helst.", f"{NAV}!")
FIRST = AnswerId("r0", "2021", "bosetting")
THEMES = {
    AnswerId(f"r{i}", "2021", "bosetting"): ("nav",) if i in (1, 2, 3) else ("bolig",)
    for i in range(len(ANSWERS))
}


def test_proposals_are_typical_masked_and_one_of_each_respondent(pipeline: Pipeline) -> None:
    found = proposals(masked_excerpts(ANSWERS, pipeline), THEMES, CODEBOOK)
    assert [quote.theme for quote in found] == ["nav", "nav", "bolig", "bolig"]
    assert found[0].text.startswith("Samarbeidet med NAV")
    assert len({quote.answer for quote in found}) == 4
    assert {quote.state for quote in found} == {"proposed"}


def test_only_an_approved_quote_is_released(pipeline: Pipeline) -> None:
    excerpts = masked_excerpts(ANSWERS, pipeline)
    (text,) = excerpts[FIRST]
    good = StoredQuote(FIRST, "bolig", text, state="approved", coder="Ada", number=1)
    paths = {
        "as it is": good,
        "more taken out": replace(good, text=text.replace("kommunen vår", "[…]")),
        "only proposed": replace(good, state="proposed"),
        "rejected": replace(good, state="rejected"),
        "approved by nobody": replace(good, coder=""),
        "words changed": replace(good, text=text.replace("flere", "færre")),
        "words added": replace(good, text=f"{text} Hilsen Kari"),
        "never masked": replace(good, text="Kari Nordmann, 912 34 567", proposed="Kari Nordmann"),
        "of an answer that is gone": replace(good, answer=FIRST._replace(respondent="x")),
        "of another answer": replace(good, answer=FIRST._replace(respondent="r1")),
        "of a theme it has no longer": replace(good, theme="nav"),
        "of a theme the codebook lacks": replace(good, theme="strange"),
    }
    out = {
        name: [q.text for qs in release.quotes.values() for q in qs]
        for name, quote in paths.items()
        for release in [released([quote], excerpts, THEMES, CODEBOOK, lambda *_: True)]
    }
    assert {name for name, texts in out.items() if texts} == {"as it is", "more taken out"}


def test_a_quote_of_a_suppressed_number_is_held_back_and_counted(pipeline: Pipeline) -> None:
    excerpts = masked_excerpts(ANSWERS, pipeline)
    good = StoredQuote(FIRST, "bolig", excerpts[FIRST][0], state="approved", coder="Ada")
    release = released([good], excerpts, THEMES, CODEBOOK, lambda *_: False)
    assert release.quotes == {}
    assert release.held_back == 1


def test_the_store_keeps_proposals_until_a_person_approves(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    excerpts = masked_excerpts(ANSWERS, pipeline)
    with Store(tmp_path / "review.sqlite") as store:
        store.propose_quotes(proposals(excerpts, THEMES, CODEBOOK))
        first, *_ = store.quotes()
        nothing = released(store.quotes(), excerpts, THEMES, CODEBOOK, lambda *_: True)
        assert nothing.quotes == {}
        store.judge_quote(first.number, approved=True, text=first.text, coder="Ada")
        release = released(store.quotes(), excerpts, THEMES, CODEBOOK, lambda *_: True)
    assert [quote.text for quote in release.quotes["bosetting"]] == [first.text]


def test_whom_a_quote_is_from_is_said_of_groups_that_some_are_in() -> None:
    kinds = [1] * 5 + [2] * (len(ANSWERS) - 5)
    newest = Coded(ANSWERS.frame.assign(kode=kinds), None)
    frame = pd.DataFrame([
        row(question="bosetting", role=role, theme=theme, share=0.4, is_suppressed=hidden)
        for role, theme, hidden in (("", "bolig", False), ("leder", "bolig", True))
    ])  # fmt: skip
    last = AnswerId(f"r{len(ANSWERS) - 1}", "2021", "bosetting")

    def said(
        answer: AnswerId, column: str, *, hides: bool = False, by: tuple[str, ...] = ()
    ) -> str:
        labels = {"kode": {"1": "lærere"}, "role": {"leder": "ledere"}}
        counts = ReportCounts(frame, by, hides=hides)
        chosen = Publication(quotes_by=column, labels=labels)
        return attribution(newest, counts, chosen)(answer, "bolig")

    assert said(FIRST, "role") == "leder"
    assert said(FIRST, "kode") == "lærere"
    assert said(last, "role") == ""  # the only one
    assert said(FIRST, "") == ""
    assert said(FIRST, "role", hides=True) == ""
    assert said(FIRST, "role", hides=True, by=("role",)) == ""
    with pytest.raises(OptionError, match="no column yrke"):
        said(FIRST, "yrke")
