"""Page, workbook and document: the same numbers, the same bytes, nothing from outside."""

import json
import re
import shutil
import subprocess
import zipfile
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from math import nan
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from docx import Document
from lxml import etree

from tests.conftest import PATIENCE
from tests.golden import assert_golden
from tests.report_table import CODEBOOK, made_up_counts, made_up_pairs
from textmining.report import (
    Item,
    Material,
    Quote,
    Reach,
    Report,
    Response,
    compose,
    document,
    method_markdown,
    page,
    slides,
    workbook,
)
from textmining.report.table import ReportCounts
from textmining.report.tables import table_of
from textmining.texts import LANGUAGES, Language, catalogue

TIDY, SOFFICE = shutil.which("tidy"), shutil.which("soffice")
BY = ("role", "landsdel")


def material(*, half: float = 0.04, suppressed: frozenset[str] = frozenset()) -> Material:
    return Material(
        ReportCounts(made_up_counts(half=half, suppressed=suppressed), BY),
        CODEBOOK,
        changed=frozenset({"bolig"}),
        changed_last=frozenset({"bolig"}),
        codebook_changes=("«Bolig» er endret i versjon 2.",),
        quotes={"bosetting": [Quote("bolig", "Bolig", "Vi mangler <store> boliger.")]},
        method=[Item("Antall svar", "400 svar & litt til.")],
        quality=[Item("Kontakt", "Ikke oppgitt.")],
        pairs=None if suppressed else made_up_pairs(),
        novel={"2021": 0.12},
    )


def report(language: Language = "nb", *, suppressed: frozenset[str] = frozenset()) -> Report:
    return compose(material(suppressed=suppressed), catalogue("report", language))


TEXTS = catalogue("report", "nb")
REPORT = report(suppressed=frozenset({"sosial_kontroll"}))
PAGE = page(REPORT, TEXTS)
WORKBOOK = workbook(REPORT, TEXTS)
DOCUMENT = document(replace(REPORT, is_full=True), TEXTS)
SLIDES = slides(REPORT, TEXTS)


def cells_of(content: bytes) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(BytesIO(content))
    return {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }


def tree_of(text: str) -> etree._Element:
    """Parse the page as strictly as XML allows: every element closed, every value quoted."""
    closed = re.sub(r"<(meta [^>]*|br)>", r"<\1/>", text.removeprefix("<!DOCTYPE html>"))
    return etree.fromstring(closed.encode())


def small_report() -> Report:
    """One question, two waves, one column of groups: every part of an output, each once."""
    made = material(suppressed=frozenset({"sosial_kontroll"}))
    frame = made.counts.frame
    kept = frame["question"].eq("samarbeid") & frame["wave"].ne("2019") & frame["landsdel"].eq("")
    quotes = {"samarbeid": made.quotes["bosetting"]}
    counts = ReportCounts(frame[kept].reset_index(drop=True), ("role",))
    return compose(replace(made, counts=counts, quotes=quotes), TEXTS)


def test_the_page_is_the_golden_one() -> None:
    """It is what the browser's tests open, and shows a change of the page in review."""
    assert_golden("report.html", page(small_report(), TEXTS))


def test_the_workbooks_tables_are_the_golden_ones() -> None:
    lines = []
    for title, rows in cells_of(workbook(small_report(), TEXTS)).items():
        lines.append(f"== {title}")
        lines += [";".join("" if v is None else str(v) for v in row) for row in rows]
    assert_golden("report_workbook.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentences_are_the_golden_ones(language: Language) -> None:
    found = report(language)
    lines = [found.title, found.subtitle, *found.lead]
    for section in found.sections:
        lines += [f"== {section.heading}", section.reach, *section.paragraphs]
        for figure in section.figures:
            lines += [f"{figure.number} {figure.message}", figure.title]
            lines += [figure.description, *figure.notes]
    assert_golden(f"report_sentences_{language}.txt", "\n".join(lines) + "\n")


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes() -> None:
    again = report(suppressed=frozenset({"sosial_kontroll"}))
    assert page(again, TEXTS) == PAGE
    assert workbook(again, TEXTS) == WORKBOOK
    assert document(replace(again, is_full=True), TEXTS) == DOCUMENT
    assert slides(again, TEXTS) == SLIDES
    for content in (WORKBOOK, DOCUMENT, SLIDES):
        dates = {entry.date_time for entry in zipfile.ZipFile(BytesIO(content)).infolist()}
        assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_the_page_loads_nothing_from_outside_and_runs_its_own_script_only() -> None:
    tree = tree_of(PAGE)
    assert tree.xpath("//*[local-name()='img' or local-name()='link']") == []
    data, script = tree.xpath("//*[local-name()='script']")
    assert data.get("type") == "application/json"
    digest = b64encode(sha256(script.text.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in PAGE
    links = [str(link) for link in tree.xpath("//@href | //@src")]
    assert links
    assert all(link.startswith("#") for link in links)
    assert "url(" not in PAGE
    assert "@import" not in PAGE
    assert "default-src 'none'" in PAGE


def test_every_chart_is_named_and_followed_by_its_table_with_n() -> None:
    tree = tree_of(PAGE)
    ids = [str(name) for name in tree.xpath("//@id")]
    assert len(ids) == len(set(ids))
    charts = tree.xpath("//*[local-name()='svg']")
    assert len(charts) == len(REPORT.figures)
    for chart in charts:
        names = [chart.get("aria-labelledby"), chart.get("aria-describedby")]
        assert set(names) <= set(ids)
        assert all(tree.xpath(f"string(//*[@id='{name}'])") for name in names)
        after = chart.getparent().getnext()
        table = after.find("div") if after.tag == "details" else after
        assert table.xpath(".//table/caption")
        assert "n = " in table.getnext().text or "Antall svar" in table.getnext().text


@pytest.mark.skipif(TIDY is None, reason="Debian's package tidy is not installed")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_valid_html(language: Language, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(page(report(language), catalogue("report", language)), encoding="utf-8")
    checked = subprocess.run(
        [str(TIDY), "-quiet", "-errors", "-utf8", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.stderr == ""


def test_what_users_wrote_is_escaped() -> None:
    assert "&lt;leder&gt; &amp; co" in PAGE
    assert "Vi mangler &lt;store&gt; boliger." in PAGE
    assert "<leder>" not in PAGE


def test_all_outputs_hold_the_numbers_of_the_one_table() -> None:
    frame = REPORT.counts.frame
    (head, *rows) = cells_of(WORKBOOK)["Alle tall"][4:]
    for name in frame.columns:
        kept = [row[head.index(name)] for row in rows]
        assert kept == [None if pd.isna(v) or v == "" else v for v in frame[name]]
    texts_in_page = {str(text) for text in tree_of(PAGE).xpath("//table//td/text()")}
    word = Document(BytesIO(DOCUMENT))
    texts_in_word = {
        cell.text
        for table in word.tables[1 : 1 + len(REPORT.figures)]
        for row in table.rows[1:]
        for cell in row.cells[1:]
    }
    assert texts_in_word <= texts_in_page | {""}
    assert "41\u00a0% (37–45)" in texts_in_word


def test_a_suppressed_number_is_a_colon_everywhere() -> None:
    label = CODEBOOK.labels["sosial_kontroll"]
    for figure in (figure for figure in REPORT.figures if figure.kind == "groups"):
        (row,) = (row for row in figure.rows if row.code == "sosial_kontroll")
        assert all(cell is not None and cell.is_suppressed for cell in row.cells)
    sheet = cells_of(WORKBOOK)["Figur 1.3"]
    (row_cells,) = (row for row in sheet if row[0] == label)
    assert set(row_cells[1:]) == {":"}
    hidden = [text for text in PAGE.splitlines() if f'<th scope="row">{label}' in text]
    assert sum("<td>:</td><td>:</td>" in line for line in hidden) == 2 * len(REPORT.sections)
    sentences = [
        s for section in REPORT.sections for s in section.paragraphs if s.startswith("I gruppen")
    ]
    assert sentences
    assert not any(label in sentence for sentence in sentences)


def test_the_share_of_respondents_stands_where_some_have_several_answers() -> None:
    heads = tree_of(PAGE).xpath("//thead//th[text()='Andel respondenter']")
    assert len(heads) == 1
    assert heads[0].xpath("string(ancestor::table/caption)").startswith("Tabell 3.1")
    assert "55\u00a0% (49–60)" in PAGE
    assert "de 300 som står bak svarene" in PAGE


@pytest.mark.slow
def test_pairs_are_told_if_enough_answers_have_them_and_all_stand_in_the_workbook() -> None:
    found = report()
    (told,) = (s for section in found.sections for s in section.paragraphs if "samme svar" in s)
    assert "«Tettere samarbeid med NAV» og «Bolig» (anslag 12 svar, intervall 8–17)" in told
    assert "«Tettere samarbeid med NAV» og «Tolk» (4 svar)" in told
    assert "«Bolig» og «Tolk»" not in told
    sheet = cells_of(workbook(found, TEXTS))["Temaer i samme svar"]
    head, *rows = sheet[4:]
    assert [row[head.index("estimate")] for row in rows] == [12, 4, 2]
    assert "Temaer i samme svar" not in cells_of(WORKBOOK)


def test_every_output_says_the_note_first() -> None:
    assert f'<p class="note">{CODEBOOK.note}</p>' in PAGE
    assert all(rows[1][0] == CODEBOOK.note for rows in cells_of(WORKBOOK).values())
    assert [p.text for p in Document(BytesIO(DOCUMENT)).paragraphs][2] == CODEBOOK.note


def test_no_word_of_a_head_is_wider_than_its_column_and_whole_limits_have_no_decimals() -> None:
    groups = replace(material().publication, labels={"role": {"rådmann": "kommunedirektører"}})
    made = compose(replace(material(), publication=groups), catalogue("report", "nb"))
    book = openpyxl.load_workbook(BytesIO(workbook(made, catalogue("report", "nb"))))
    sheet = next(s for s in book.worksheets if "kommunedirektører" in str(s["B5"].value))
    for column in range(2, 8):
        dimensions = sheet.column_dimensions.values()
        (width,) = [d.width for d in dimensions if (d.min or 0) <= column <= (d.max or 0)]
        head = str(sheet.cell(5, column).value)
        assert width >= 1.1 * max(map(len, head.split()))
    cells = [cell for row in sheet.iter_rows(min_row=6, min_col=2) for cell in row]
    whole = {cell.number_format for cell in cells if isinstance(cell.value, int) and cell.value > 1}
    assert whole <= {"#,##0"}


def test_the_workbook_has_a_native_chart_with_whiskers_for_every_figure() -> None:
    archive = zipfile.ZipFile(BytesIO(WORKBOOK))
    charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == len(REPORT.figures)
    assert all(b"<c:errBars>" in archive.read(name) for name in charts)


def test_the_documents_pictures_have_a_description() -> None:
    word = Document(BytesIO(DOCUMENT))
    described = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    first = [section.figures[0].description for section in REPORT.questions]
    assert described[: len(first)] == first
    assert set(described) == {figure.description for figure in REPORT.figures}
    used = {paragraph.style.name for paragraph in word.paragraphs if paragraph.style}
    assert {"Title", "Heading 1", "List Bullet", "Caption", "Quote"} <= used


@pytest.mark.slow
@pytest.mark.skipif(
    SOFFICE is None,
    reason="Debian's packages libreoffice-calc and libreoffice-writer are not installed",
)
@pytest.mark.parametrize(
    ("name", "content"),
    [("report.xlsx", WORKBOOK), ("report.docx", DOCUMENT), ("report.pptx", SLIDES)],
)
def test_libreoffice_opens_it(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    done = subprocess.run(
        [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", name],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "report.pdf").stat().st_size > 10_000


def test_a_weighted_report_writes_no_numbers_of_answers_that_are_none() -> None:
    counts = ReportCounts(made_up_counts(half=0), BY, is_weighted=True)
    found = compose(replace(material(), counts=counts), catalogue("report", "nb"))
    sentences = [text for section in found.sections for text in section.paragraphs]
    assert not any(re.search(r"\d+ av \d+ svar,", text) for text in sentences)
    assert not any("samme svar" in text for text in sentences)
    assert all("vektet" in " ".join(figure.notes) for figure in found.figures)
    assert "Antall med temaet, vektet" in table_of(found.figures[0], catalogue("report", "nb")).head


def test_where_none_of_the_drawn_answers_is_read_only_that_is_said() -> None:
    frame = made_up_counts().assign(reviewed=0.0, low=nan, high=nan, share_low=nan, share_high=nan)
    frame = frame.assign(method="no interval: nothing read")
    found = compose(replace(material(), counts=ReportCounts(frame, BY)), catalogue("report", "nb"))
    assert found.sections[0].paragraphs == (
        "For få av svarene er lest av et menneske til at tallene kan omtales.",
    )


def test_respondents_take_part_and_are_invited_not_answers() -> None:
    reach = {"*": Reach(answered=390, took_part=400, answers=700, read=700)}
    made = compose(replace(material(), reach=reach), TEXTS)
    assert made.lead[0] == "400 respondenter deltok i 2021."
    response = Response(answered=400, invited=900, columns=(), design_effect=nan)
    made = compose(replace(material(), reach=reach, response=response), TEXTS)
    assert made.lead[0] == "400 av 900 inviterte respondenter deltok i 2021 (44 prosent)."


def test_the_level_stands_as_a_percentage_in_the_workbook() -> None:
    frame = made_up_counts().assign(level=0.999)
    found = compose(replace(material(), counts=ReportCounts(frame, BY)), catalogue("report", "nb"))
    book = openpyxl.load_workbook(BytesIO(workbook(found, catalogue("report", "nb"))))
    rows = list(book["Alle tall"].iter_rows(min_row=5, max_row=6))
    column = [cell.value for cell in rows[0]].index("level")
    assert rows[1][column].value == 0.999
    assert rows[1][column].number_format == "0.0## %"
    assert "99,9-prosents" in " ".join(found.figures[0].notes)


ODD = "a\vb\x00\uffff\x1b[2J\u2028\nc\td"


def test_no_control_character_from_a_file_reaches_or_stops_an_output() -> None:
    made = material()
    book = replace(
        made.codebook,
        note=f"Oppdiktet{ODD}",
        themes=tuple(replace(t, label=f"{t.label}{ODD}") for t in made.codebook.themes),
    )
    frame = made.counts.frame
    role = frame["role"].where(frame["role"] == "", frame["role"] + ODD)
    table = frame.assign(label=frame["label"] + ODD, role=role)
    quotes = {q: (Quote("nav", f"NAV{ODD}", f"sitat{ODD}"),) for q in made.counts.questions}
    counts = ReportCounts(table, made.counts.by)
    composed = compose(replace(made, codebook=book, counts=counts, quotes=quotes), TEXTS)
    for content in (document(composed, TEXTS), workbook(composed, TEXTS)):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
        assert not re.search(rb"[\0\v\x1b]|_x000B_|_xFFFF_", b"".join(parts))
    for text in (page(composed, TEXTS), method_markdown(composed, TEXTS)):
        assert not re.search("[\0\v\x1b\uffff\u2028]", text)
    assert "sitata b" in page(composed, TEXTS)


def test_the_method_note_shows_what_files_say_as_text() -> None:
    item = Item("a", "<img src=x onerror=alert(1)> ![x](http://x.example/) `<b>` & \\[y](z)")
    text = method_markdown(replace(report(), title="<script>", note="[a](b)", method=[item]), TEXTS)
    assert not re.search(r"<|(?<!\\)\[|(?<!\\)`", text)
    assert "&lt;img src=x onerror=alert(1)> !\\[x\\](http://x.example/)" in text


def test_the_short_document_has_one_chart_a_question_and_no_table_of_numbers() -> None:
    word = Document(BytesIO(document(REPORT, TEXTS)))
    assert len(word.inline_shapes) == len(REPORT.questions)
    assert len(word.tables) == 1
    assert not any(p.text.startswith("Tabell") for p in word.paragraphs)


def test_a_long_note_stands_whole_in_the_workbook() -> None:
    """Excel shows rows of 409 points, and holds 32,767 characters a cell."""
    lines = [f"del-{k}.parquet: sha256 {k:064d}" for k in range(500)]
    made = replace(REPORT, method=[Item("Versjoner og filer", "\n".join(lines))])
    book = openpyxl.load_workbook(BytesIO(workbook(made, TEXTS)))
    sheet = book[TEXTS("heading.method")]
    cells = [row[1].value for row in sheet.iter_rows() if row[1].value]
    assert "\n".join(map(str, cells)).split("\n") == lines
    assert max(row.height or 0 for row in sheet.row_dimensions.values()) <= 409


def test_the_numbers_to_explore_are_those_of_the_tables() -> None:
    (data,) = tree_of(PAGE).xpath("//*[@id='explore-data']")
    found = json.loads(data.text)
    place = found["places"]["bosetting|2021|0"]
    (table,) = (f for f in REPORT.figures if f.number == "1.1")
    shown = {row[0]: row[-1] for row in table_of(table, TEXTS).rows}
    assert {row[0]: row[1] for row in place["rows"]} == shown
    assert {tuple(name) for name in found["waves"]} == {(w, w) for w in ("2019", "2020", "2021")}
    hidden = [
        r for k in ("1", "2") for r in found["places"][f"bosetting|2021|{k}"]["rows"] if r[1] == ":"
    ]
    assert hidden
    assert all(row[2:5] == [None, None, None] for row in hidden)
