"""respondents.sav: the original with nothing lost, and the themes beside it."""

import datetime as dt
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from tests.report_table import CODEBOOK
from textmining.errors import ColumnError, FileError
from textmining.files.sav_files import SavFile
from textmining.report.spss import (
    ThemeVariables,
    read_original,
    theme_variables,
    write_respondents,
)
from textmining.report.syntax import sets_left_out, syntax
from textmining.texts import catalogue

PSPP = shutil.which("pspp")
TEXTS = catalogue("report", "nb")
CODES = pd.DataFrame(
    {
        "respondent": ["a1", "a3", "a3"],
        "question": ["bosetting", "bosetting", "samarbeid"],
        "themes": [("nav", "bolig"), (), ("tolk",)],
        "known": [CODEBOOK.codes] * 3,
    }
)


@pytest.fixture
def original(tmp_path: Path) -> SavFile:
    frame = pd.DataFrame(
        {
            "ID": ["a1", "a2", "a3"],
            "kjonn": [1.0, 2.0, 9.0],
            "alder": [33.5, np.nan, 999.0],
            "dato": [dt.date(2021, 3, 1), None, dt.date(2020, 1, 1)],
            "tid": [dt.datetime(2021, 3, 1, 12, 3, 4, tzinfo=None), None, None],  # noqa: DTZ001
            "fritekst": ["æøå – hei", "", "lang " * 300],
            "kode": ["x", "y", "z"],
            "bosetting_nav": [0.0, 1.0, 0.0],
        }
    )
    labels: dict[str, Any] = {"kjonn": {1.0: "Mann", 9.0: "Ubesvart"}, "kode": {"x": "Eks"}}
    path = tmp_path / "original.sav"
    pyreadstat.write_sav(
        frame,
        str(path),
        file_label="Undersøkelse 2021",
        note=["Levert av byrået", "Vektet"],
        column_labels={"kjonn": "Kjønn", "fritekst": "Hva kan bli bedre?"},
        variable_value_labels=labels,
        missing_ranges={"kjonn": [9.0], "alder": [{"lo": 990.0, "hi": 999.0}]},
        variable_display_width={"fritekst": 40, "alder": 5},
        variable_measure={"kjonn": "nominal", "alder": "scale", "kode": "ordinal"},
        variable_format={"alder": "F5.1", "fritekst": "A2000"},
    )
    return read_original(path)


@pytest.fixture
def themes(original: SavFile) -> list[ThemeVariables]:
    return theme_variables(original, CODES, CODEBOOK, "ID", TEXTS)


@pytest.mark.slow
def test_the_original_is_carried_over_whole(
    original: SavFile, themes: list[ThemeVariables], tmp_path: Path
) -> None:
    target = tmp_path / "respondents.sav"
    assert write_respondents(original, themes, target, TEXTS) == []
    written = read_original(target)
    names = list(original.frame.columns)
    pd.testing.assert_frame_equal(written.frame[names], original.frame)
    for kept in ("variable_value_labels", "missing_ranges", "column_names_to_labels"):
        theirs = getattr(written.meta, kept)
        assert {k: v for k, v in theirs.items() if k in names} == getattr(original.meta, kept)
    for kept in ("variable_display_width", "variable_measure", "original_variable_types"):
        assert {k: getattr(written.meta, kept)[k] for k in names} == getattr(original.meta, kept)
    assert written.meta.file_label == "Undersøkelse 2021"
    assert written.meta.notes == ["Levert av byrået", "Vektet"]


@pytest.mark.slow
def test_themes_are_labelled_zero_one_variables_and_missing_where_not_answered(
    original: SavFile, themes: list[ThemeVariables], tmp_path: Path
) -> None:
    write_respondents(original, themes, tmp_path / "respondents.sav", TEXTS)
    frame, meta = pyreadstat.read_sav(str(tmp_path / "respondents.sav"))
    assert themes[0].names[0] == "bosetting_nav_2", "the original has bosetting_nav"
    np.testing.assert_equal(frame["bosetting_nav_2"].to_numpy(), [1, np.nan, 0])
    np.testing.assert_equal(frame["samarbeid_tolk"].to_numpy(), [np.nan, np.nan, 1])
    assert meta.column_names_to_labels["bosetting_bolig"] == "bosetting: Bolig"
    assert meta.variable_value_labels["bosetting_bolig"] == {0: "Nei", 1: "Ja"}
    assert meta.variable_measure["bosetting_bolig"] == "nominal"


@pytest.mark.slow
def test_a_label_longer_than_spss_holds_is_told(
    original: SavFile, themes: list[ThemeVariables], tmp_path: Path
) -> None:
    long = replace(themes[0], labels=("Ønsker " * 60, *themes[0].labels[1:]))
    lost = write_respondents(original, [long, *themes[1:]], tmp_path / "respondents.sav", TEXTS)
    assert f"{long.names[0]}: the end of its label" in lost


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(
    original: SavFile, themes: list[ThemeVariables], tmp_path: Path
) -> None:
    for name in ("one.sav", "two.sav"):
        write_respondents(original, themes, tmp_path / name, TEXTS)
    assert (tmp_path / "one.sav").read_bytes() == (tmp_path / "two.sav").read_bytes()


@pytest.mark.slow
def test_the_syntax_defines_a_set_for_each_question(
    original: SavFile, themes: list[ThemeVariables]
) -> None:
    text = syntax(original, themes, TEXTS)
    assert re.findall(r"/MDGROUP NAME=(\S+)", text) == ["$t_bosetting", "$t_samarbeid"]
    for part in themes:
        assert f"VARIABLES={' '.join(part.names)}\n    VALUE=1" in text
    assert "VARIABLE ALIGNMENT kjonn (RIGHT)." in text
    assert max(len(line.encode()) for line in text.splitlines()) < 8000


@pytest.mark.slow
@pytest.mark.skipif(PSPP is None, reason="Debian's package pspp is not installed")
def test_the_syntax_runs_and_the_sets_are_there(
    original: SavFile, themes: list[ThemeVariables], tmp_path: Path
) -> None:
    write_respondents(original, themes, tmp_path / "respondents.sav", TEXTS)
    (tmp_path / "respondents.sps").write_text(syntax(original, themes, TEXTS), "utf-8-sig")
    done = subprocess.run(
        [str(PSPP), "respondents.sps"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "error" not in done.stdout
    _, meta = pyreadstat.read_sav(str(tmp_path / "respondents.sav"))
    assert meta.mr_sets["t_bosetting"]["variable_list"] == list(themes[0].names)
    assert meta.mr_sets["t_bosetting"]["label"] == "Temaene i svarene på bosetting"


@pytest.mark.slow
def test_quotes_in_labels_do_not_end_the_string(original: SavFile) -> None:
    part = ThemeVariables("hva's?", ("a", "b"), ("A", "B"), np.zeros((3, 2)))
    assert "LABEL='Temaene i svarene på hva''s?'" in syntax(original, [part], TEXTS)


@pytest.mark.slow
def test_sets_of_the_original_are_kept_in_the_syntax(
    original: SavFile, themes: list[ThemeVariables]
) -> None:
    kept: dict[str, dict[str, Any]] = {
        "medier": {
            "type": "D",
            "is_dichotomy": True,
            "counted_value": 1,
            "label": "Medier",
            "variable_list": ["m1", "m2"],
        }
    }
    original.meta.mr_sets = kept
    text = syntax(original, themes, TEXTS)
    assert "/MDGROUP NAME=$medier LABEL='Medier'\n    VARIABLES=m1 m2\n    VALUE=1" in text


@pytest.mark.slow
def test_a_theme_that_could_not_be_given_is_missing_and_not_no(original: SavFile) -> None:
    known = pd.Series([("nav", "tolk"), ()], dtype=object)  # an older codebook; read by nobody
    codes = CODES[:2].assign(known=known)
    (part,) = theme_variables(original, codes, CODEBOOK, "ID", TEXTS)
    asked = zip(CODEBOOK.codes, CODEBOOK.asked(["bosetting"])[0], strict=True)
    told = dict(zip([code for code, is_asked in asked if is_asked], part.codes.T, strict=True))
    assert (told["nav"][0], told["tolk"][0], told["bolig"][0]) == (1.0, 0.0, 1.0)
    assert all(np.isnan(told[code][0]) for code in {*told} - {"nav", "tolk", "bolig"})
    assert len(told) > 3
    assert np.isnan(part.codes[1:]).all()


@pytest.mark.slow
def test_names_are_what_spss_takes(original: SavFile) -> None:
    question = "1. Hva kan bli bedre i samarbeidet mellom kommunen og staten? æøå"
    codes = CODES.assign(question=question).drop_duplicates("respondent")
    (part,) = theme_variables(original, codes, CODEBOOK, "ID", TEXTS)
    assert len({name.lower() for name in part.names}) == len(CODEBOOK.codes)
    for name in part.names:
        assert len(name.encode()) <= 64
        assert re.fullmatch(r"[^\W\d_][\w.]*[^\W_]|[^\W\d_]\w*", name)


@pytest.mark.slow
def test_respondents_that_are_not_in_the_original_are_told(original: SavFile) -> None:
    with pytest.raises(ColumnError, match=r"2 of 2 respondents .* --respondent-column"):
        theme_variables(original, CODES, CODEBOOK, "", TEXTS)
    with pytest.raises(ColumnError, match=r"no variable nr; found ID"):
        theme_variables(original, CODES, CODEBOOK, "nr", TEXTS)


@pytest.mark.slow
def test_a_file_that_is_no_sav_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.sav").write_text("not SPSS")
    with pytest.raises(FileError, match="not an SPSS file"):
        read_original(tmp_path / "x.sav")
    with pytest.raises(FileError, match="does not exist"):
        read_original(tmp_path / "y.sav")


MRSETS = """
DATA LIST LIST /id (F4) b1 b2 (F1) s1 s2 (A3) n1 n2 (A1) c1 c2 (F1).
BEGIN DATA
1 1 0 Ja Nei 1 0 1 2
2 0 1 Nei Ja 0 1 2 1
END DATA.
VARIABLE LABELS b1 'NAV' b2 'Tolk'.
MRSETS /MDGROUP NAME=$tal LABEL='Hva''s bruk' VARIABLES=b1 b2 VALUE=1
 /MDGROUP NAME=$tekst LABEL='Tekst' VARIABLES=s1 s2 VALUE='Ja'
 /MDGROUP NAME=$siffer VARIABLES=n1 n2 VALUE='1'
 /MDGROUP NAME=$kat CATEGORYLABELS=COUNTEDVALUES LABELSOURCE=VARLABEL VARIABLES=b1 b2 VALUE=1
 /MCGROUP NAME=$mc VARIABLES=c1 c2.
SAVE OUTFILE='original.sav'.
"""


def pspp(folder: Path, script: str) -> str:
    done = subprocess.run(
        [str(PSPP), script], cwd=folder, capture_output=True, text=True, check=False
    )
    assert "error" not in done.stdout, done.stdout
    return done.stdout


@pytest.mark.slow
@pytest.mark.skipif(PSPP is None, reason="Debian's package pspp is not installed")
def test_sets_that_count_a_text_come_back_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "make.sps").write_text(MRSETS)
    pspp(tmp_path, "make.sps")
    original = read_original(tmp_path / "original.sav")
    assert sets_left_out(original) == []
    part = ThemeVariables("q", ("q_a", "q_b"), ("A", "B"), np.zeros((2, 2)))
    write_respondents(original, [part], tmp_path / "respondents.sav", TEXTS)
    script = syntax(original, [part], TEXTS)
    assert "VALUE='Ja'" in script
    assert "CATEGORYLABELS=COUNTEDVALUES LABELSOURCE=VARLABEL" in script
    (tmp_path / "respondents.sps").write_text(script, "utf-8-sig")
    pspp(tmp_path, "respondents.sps")
    written = (tmp_path / "respondents.sav").read_bytes()
    sets = ["$tal=D1 1 10 Hva's bruk b1 b2", "$tekst=D2 Ja 5 Tekst s1 s2", "$siffer=D1 1 0  n1 n2",
            "$kat=E 11 1 1 0  b1 b2", "$mc=C 0  c1 c2"]  # fmt: skip
    assert [line for line in sets if line.encode() not in written] == []


UNRULY = ["imdi\n\nHOST COMMAND=['touch pwned'].\n", "a'.\rERASE FILE='x'.", "b\x85ERASE 'x'.",
          "c\u2028ERASE 'x'.", "d\"'\n.", "\x1b[2J\x00e", "f" * 300]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("unruly", UNRULY)
def test_nothing_from_a_file_ends_a_string_or_a_line(
    original: SavFile, tmp_path: Path, unruly: str
) -> None:
    kept = {"type": "D", "is_dichotomy": True, "counted_value": 1, "label": unruly}
    original.meta.mr_sets = {
        unruly: {**kept, "variable_list": ["kjonn", "alder"]},
        "ok": {**kept, "variable_list": ["kjonn", unruly]},
        "en": {**kept, "variable_list": ["kjonn"]},  # SPSS wants two
        "rett": {**kept, "variable_list": ["kjonn", "alder"]},
    }
    original.meta.variable_alignment = {unruly: "left", "kjonn": "right"}
    (part,) = theme_variables(original, CODES[:1].assign(question=unruly), CODEBOOK, "ID", TEXTS)
    script = syntax(original, [part], TEXTS)
    starts = ("* ", "GET ", "VARIABLE ALIGNMENT kjonn", "MRSETS", "  /", "    VA", "SAVE ")
    lines = script.splitlines()
    assert all(line.startswith(starts) for line in lines), lines
    assert all(line.count("'") % 2 == 0 for line in lines)
    assert sets_left_out(original) == [unruly, "ok", "en"]
    if PSPP is not None:
        write_respondents(original, [part], tmp_path / "respondents.sav", TEXTS)
        (tmp_path / "respondents.sps").write_text(script, "utf-8-sig")
        pspp(tmp_path, "respondents.sps")
    assert not (tmp_path / "pwned").exists()
