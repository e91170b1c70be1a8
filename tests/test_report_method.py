"""The method note and the words for what changed in a codebook."""

import re
from dataclasses import replace
from math import nan

import pandas as pd
import pytest

from tests.example_review import CODEBOOK as BOOK
from tests.example_review import coded_frame
from tests.report_table import CODEBOOK, made_up_counts
from textmining.answers import AnswerId, Coded, Meta
from textmining.codebook import Codebook, Theme
from textmining.estimation import Agreement
from textmining.report import (
    Facts,
    Publication,
    ReportCounts,
    changed_themes,
    changes_in_words,
    method,
    quality,
)
from textmining.report.quality import _subgroups
from textmining.texts import LANGUAGES, catalogue
from textmining.workflow.reporting.facts import _novel, answers_of

TEXTS = catalogue("report", "nb")
BY = ("role", "landsdel")
ANSWERS = pd.DataFrame(
    {
        "respondent": ["a", "a", "b", "c"],
        "wave": "2021",
        "question": ["q1", "q2", "q1", "q1"],
        "answered": [True, True, True, False],
        "asked": True,
        "drawn": [True, True, False, False],
        "by_hand": False,
        "read": [True, True, False, False],
        "shown": [True, False, False, False],
    }
)
CARD = {
    "data": {"answers": 801, "respondents": 527},
    "held_out": {"micro_f1": 0.861},
    "sha256": "abcdef0123456789",
    "unlearned": ["tolk"],
}
META = Meta(
    "textmining-survey 1",
    CODEBOOK,
    model=CARD,
    draw={"design": "stratified", "review": "20%", "seed": 7},
    language={"name": "nb_x", "version": "3", "sha256": "ff"},
)
FACTS = Facts(ANSWERS, META, CODEBOOK.labels, coders=2, hashes={"coded.csv": "00ff"})


def note(facts: Facts) -> dict[str, str]:
    return {item.heading: item.text for item in method(facts, TEXTS)}


def test_the_note_tells_what_is_on_record() -> None:
    said = note(FACTS)
    assert "q1, 2021: 2 svar fra 2 respondenter; 1 svarte ikke" in said["Spørsmål og svar"]
    assert "801 svar fra 527 respondenter" in said["Maskinen"]
    assert "mikro-F1 0,86" in said["Maskinen"]
    assert "foreslå dem: Tolk." in said["Maskinen"]
    assert "2021: et menneske har lest 2 av 3 svar (67\u00a0%)" in said["Hvem som har kodet"]
    assert "1 av 2 svar som ble trukket" in said["Hvem som har kodet"]
    assert "(20\u00a0%, startverdi 7)" in said["Hvilke svar som er lest"]
    assert "nb_x, versjon 3" in said["Versjoner og filer"]
    assert "coded.csv: sha256 00ff" in said["Versjoner og filer"]
    assert "Skjulte tall" not in said


def test_scores_that_say_nothing_of_other_answers_are_not_told() -> None:
    card = {**CARD, "untold": "few", "data": {"answers": 1, "respondents": 1}}
    facts = replace(FACTS, meta=replace(META, model=card))
    counts = ReportCounts(made_up_counts(), BY)
    declared = quality(facts, counts, Publication(), None, (), TEXTS)
    for said in (note(facts)["Maskinen"], str(declared)):
        assert "(svar: 1, respondenter: 1), er for få eller for like" in said
        assert "ikro-F1" not in said


def test_the_note_says_what_is_not_known() -> None:
    said = note(Facts(ANSWERS, None, {}, is_strict=True))
    assert "ikke kjent hvilken modell" in said["Maskinen"]
    assert "Wright, 1991" in said["Anslag og intervaller"]
    assert "svarprosenten er ikke regnet ut" in said["Svarprosent"]
    assert "enigheten er ikke målt" in said["Enighet mellom kodere"]
    assert "Kodebok" not in said


def test_blind_coding_suppression_response_and_quotes_are_told() -> None:
    blind = ANSWERS.assign(shown=False)
    said = note(
        replace(FACTS, answers=blind, suppress=1, invited={"2021": 4}, quotes=1, held_back=2)
    )
    assert "uten at koderen så maskinens forslag" in said["Hvem som har kodet"]
    assert "færre enn 1 svar" in said["Skjulte tall"]
    assert said["Svarprosent"] == "2021: 2 av 4 inviterte svarte (50\u00a0%)."
    assert said["Sitater"].startswith("1 sitat er med.")
    assert "2 godkjente sitater er holdt tilbake" in said["Sitater"]


def test_a_small_base_is_not_told_nor_what_gives_it_away() -> None:
    said = note(replace(FACTS, suppress=2, invited={"2021": 4}))
    assert said["Spørsmål og svar"] == "q1, 2021: :\nq2, 2021: :"
    assert said["Svarprosent"] == "2021: :"
    assert said["Hvem som har kodet"].splitlines()[0] == "2021: :"
    assert not re.search(
        r"[1-9]", said["Hvem som har kodet"].replace("2021", "").replace("2 kod", "")
    )


def test_what_a_person_read_whole_has_no_rest() -> None:
    read = note(replace(FACTS, answers=ANSWERS.assign(read=True)))["Hvem som har kodet"]
    assert "(100\u00a0%)" in read
    assert "Resten" not in read
    assert "Resten er kodet av maskinen." in note(FACTS)["Hvem som har kodet"]


def test_the_note_says_what_is_estimated() -> None:
    said = note(FACTS)["Anslag og intervaller"]
    assert "hva koderne ville ha sagt om alle svarene" in said
    assert "summerer ikke nødvendigvis til totalen" in said
    assert "docs/method.md" in said


def test_the_note_tells_whether_the_draw_was_finished_and_how_often_one_looked() -> None:
    half = ANSWERS.assign(answered=True, drawn=True, read=[True, False, False, False])
    said = note(replace(FACTS, answers=half, looks=4))
    assert "1 av 4 trukne svar er lest." in said["Hvilke svar som er lest"]
    assert "sett på 4 ganger underveis" in said["Anslag og intervaller"]
    whole = note(replace(FACTS, answers=half.assign(read=True)))
    assert "Alle de trukne svarene er lest." in whole["Hvilke svar som er lest"]
    assert "ganger underveis" not in whole["Anslag og intervaller"]


def test_draws_and_models_that_differ_are_told_wave_by_wave() -> None:
    first = replace(META, draw={"design": "all"}, model={**CARD, "sha256": "0" * 64})
    said = note(replace(FACTS, made=[("2019", first), ("2020", first), ("2021", META)]))
    told = said["Hvilke svar som er lest"].splitlines()
    assert told[0] == "2019, 2020: Alle svar skulle leses av et menneske."
    assert told[1].startswith("2021: Svarene er trukket tilfeldig innen")
    assert [line[:4] for line in said["Maskinen"].splitlines()] == ["2019", "2019", "2021", "2021"]
    same = note(replace(FACTS, made=[("2020", META), ("2021", META)]))
    assert same["Maskinen"] == note(FACTS)["Maskinen"]


def test_weights_are_told_and_respondents_are_not() -> None:
    said = note(replace(FACTS, weights="vekt"))
    assert "kolonnen vekt" in said["Vekter"]
    assert "Respondenter og svar" not in said
    assert "Vekter" not in note(FACTS)


def test_the_level_is_written_with_the_decimals_it_has() -> None:
    for level, text in ((0.95, "95-prosents"), (0.975, "97,5-prosents"), (0.999, "99,9-prosents")):
        assert text in note(replace(FACTS, level=level))["Anslag og intervaller"]


def test_agreement_names_the_theme_with_the_least() -> None:
    def alpha(value: float) -> Agreement:
        return Agreement(30, 0.7, 0.5, 0.9, value, 0.1, 0.9, 0.95)

    found = {"nav": alpha(0.8), "bolig": alpha(0.4), "tolk": alpha(nan)}
    said = note(replace(FACTS, agreement=found))["Enighet mellom kodere"]
    assert "30 svar er kodet av flere" in said
    assert "0,60 i median" in said
    assert "lavest 0,40 for «Bolig»" in said


def test_agreement_does_not_tell_how_many_have_a_theme_of_which_numbers_are_held_back() -> None:
    """κ and α of one theme, with how many answers they are of, are made of a few whole numbers."""

    def said(facts: Facts) -> str:
        return note(replace(facts, suppress=3))["Enighet mellom kodere"]

    one = Agreement(30, 0.7, 0.5, 0.9, 0.4, 0.1, 0.9, 0.95)
    named = ("nav", "bolig", "tolk", "fylke", "ingen")
    facts = replace(FACTS, agreement=dict.fromkeys(named, one), answers=many_of(9))
    assert "30 svar er kodet av flere" in said(facts)
    assert "0,40 i median over temaene, Cohens" in said(facts)
    assert said(replace(facts, agreement={"bolig": one})) == ":"
    assert said(replace(facts, answers=ANSWERS)) == ":"


def many_of(times: int) -> pd.DataFrame:
    return pd.concat([ANSWERS] * times, ignore_index=True)


def test_where_a_wave_is_held_back_no_number_of_all_waves_tells_how_many_answered() -> None:
    novelty = {"2021": {"share": 1 / 3, "alarm": True}}
    meta = replace(META, novelty=novelty)
    facts = replace(FACTS, meta=meta, trained_on=31, is_apart=True, suppress=3)
    for told, hidden in ((many_of(9), False), (ANSWERS, True)):
        said = note(replace(facts, answers=told))
        assert ("31" not in said["Modell og avgjørelser"]) == hidden
        assert ("801" not in said["Maskinen"]) == hidden
        assert ("527" not in said["Maskinen"]) == hidden
        declared = quality(
            replace(facts, answers=told),
            ReportCounts(made_up_counts(), BY),
            *(Publication(), None, (), TEXTS),
        )
        assert ("31" not in declared["same_decisions"]) == hidden
        assert ("801" not in declared["machine"]) == hidden
        assert (not _novel(replace(facts, answers=told))) == hidden


def test_the_note_is_whole_in_every_language() -> None:
    for language in LANGUAGES:
        items = method(FACTS, catalogue("report", language))
        assert len(items) == 15
        assert not any(re.search(r"[{}]", item.text) for item in items)


def test_hidden_numbers_do_not_make_a_survey_that_was_read_whole_uncertain() -> None:
    table = made_up_counts(half=0, suppressed=frozenset({"sosial_kontroll"}))
    declared = quality(FACTS, ReportCounts(table, BY), Publication(), None, (), TEXTS)
    assert declared["accuracy"] == TEXTS("quality.accuracy_exact")
    hidden = ReportCounts(table.assign(method="suppressed", share_low=nan, share_high=nan), BY)
    assert quality(FACTS, hidden, Publication(), None, (), TEXTS)["accuracy"] == ""


def test_codebook_changes_in_words() -> None:
    old = Codebook("b", "1", (Theme("nav", "NAV", "Ønsker."), Theme("bolig", "Bolig")))
    new = Codebook("b", "2", (Theme("nav", "NAV!", "Ønsker."), Theme("tolk", "Tolk")))
    newest = Codebook("b", "3", (Theme("nav", "NAV", "Ønsker mer."), Theme("tolk", "Tolk")))
    assert changes_in_words([old, new, newest], TEXTS) == (
        "«Tolk» er et nytt tema i versjon 2.",
        "«Bolig» er tatt ut i versjon 2.",
        "«NAV» er endret i versjon 3.",
    )
    assert changed_themes([old, new]) == {"tolk", "bolig"}
    assert changed_themes([new, newest]) == {"nav"}
    assert changed_themes([old]) == frozenset()


def test_a_net_changes_with_its_themes() -> None:
    themes = (Theme("nav", "NAV", net="samarbeid"), Theme("bolig", "Bolig", net="annet"))
    old = Codebook("b", "1", themes)
    new = replace(old, version="2", themes=(replace(themes[0], definition="Ønsker."), themes[1]))
    assert changed_themes([old, new]) == {"nav", "samarbeid"}


def test_what_the_machine_had_learnt_is_no_proof_that_it_is_right() -> None:
    answers = pd.DataFrame(
        {"read": True, "drawn": True, "by_hand": False, "right": [True, True, False, True]}
    )
    groups = pd.Series(["leder", "leder", "leder", "rådgiver"])
    written = pd.Series(["nb", "nn", "nb", "nb"])
    facts = replace(
        FACTS,
        answers=answers.assign(learnt=[True, False, False, True]),
        subgroups={"language": written, "role": groups},
    )
    told = [*_subgroups(facts, Publication(), catalogue("report", "nb"))]
    assert told == [
        "bokmål: Maskinens koder er helt riktige for 0 av 1 leste svar som den ikke har lært av.",
        "nynorsk: Maskinens koder er helt riktige for 1 av 1 leste svar som den ikke har lært av.",
        "leder: Maskinens koder er helt riktige for 1 av 2 leste svar som den ikke har lært av.",
    ]


def test_nothing_is_said_of_a_machine_where_persons_code() -> None:
    by_hand = ANSWERS.assign(by_hand=True, answered=True, drawn=True, right=False, learnt=False)
    groups = pd.Series(["leder", "leder", "rådgiver", "rådgiver"])
    said = Facts(by_hand, Meta("textmining-survey 1", CODEBOOK), {}, is_strict=True)
    points = note(replace(said, subgroups={"role": groups}))
    assert points["Hvem som har kodet"] == (
        "2021: et menneske har lest 2 av 4 svar (50\u00a0%). Resten er ikke kodet."
    )
    assert "maskin" not in "".join(points.values()).lower()
    assert not [*_subgroups(replace(said, subgroups={"role": groups}), Publication(), TEXTS)]


@pytest.mark.parametrize("told", [(AnswerId("r0", "2021", "imdi"),), None])
def test_learnt_answers_are_those_on_record_or_else_of_the_waves_that_trained(
    told: tuple[AnswerId, ...] | None,
) -> None:
    meta = Meta("test", BOOK, model={"data": {"waves": ["2021"]}}, learnt=told)
    frame = coded_frame(["a", "b"], drawn=1)
    assert answers_of(Coded(frame, meta), None)["learnt"].tolist() == [True, False]
