from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from textmining.codebook import (
    Codebook,
    Theme,
    changes,
    from_plain,
    read_codebook,
    require_same,
    to_plain,
)
from textmining.errors import CodebookError, FileError, TextminingError

FLAT = "code;label;number;net;residual;version\nnav;NAV;1;stat;;3\nnei;Nei;9;;none;3\n"
words = st.text(st.characters(codec="utf-8", categories=["Ll", "Lu", "Nd"]), min_size=1, max_size=8)
themes = st.builds(
    Theme,
    code=words.map(lambda word: f"k{word}"),
    label=words,
    definition=words | st.just(""),
    number=st.none(),
    net=st.sampled_from(["", "stat", "kommune"]),
    examples=st.lists(words, max_size=2).map(tuple),
    questions=st.lists(words, max_size=2).map(tuple),
    residual=st.sampled_from([None, "content", "none", "other"]),
    phrase=words | st.just(""),
    phrase_nn=words | st.just(""),
)
codebooks = st.builds(
    Codebook,
    name=words,
    version=words,
    themes=st.lists(themes, min_size=1, max_size=6, unique_by=lambda t: t.code.casefold()).map(
        tuple
    ),
    note=words | st.just(""),
    questions=st.dictionaries(words, words, max_size=2),
)


@pytest.mark.slow
@given(codebooks)
def test_a_codebook_comes_back_from_yaml_unchanged(book: Codebook) -> None:
    assert from_plain(yaml.safe_load(yaml.safe_dump(to_plain(book))), "x") == book
    assert changes(book, book) == []
    require_same(replace(book, name="x", note="x"), book, "this was made with")


@pytest.mark.slow
@given(codebooks, words)
def test_other_phrases_are_the_same_codebook(book: Codebook, phrase: str) -> None:
    said = replace(book, themes=tuple(replace(theme, phrase=phrase) for theme in book.themes))
    require_same(said, book, "this was made with")


def test_a_theme_is_said_in_the_language_of_the_report() -> None:
    theme = Theme("nav", "NAV", phrase="ønsker NAV", phrase_nn="ønskjer NAV")
    book = Codebook("b", "1", (theme, Theme("bolig", "Bolig")), language="no")
    assert book.phrases("nb") == {"nav": "ønsker NAV"}
    assert book.phrases("nn") == {"nav": "ønskjer NAV"}
    assert book.phrases("en") == {}


@pytest.mark.slow
@given(codebooks, words)
def test_another_version_is_another_codebook(book: Codebook, version: str) -> None:
    assume(version != book.version)
    with pytest.raises(CodebookError, match=f"made with .*: this is version {version}"):
        require_same(replace(book, version=version), book, "this was made with")


@pytest.mark.slow
@given(codebooks, st.data())
def test_sets_and_arrays_are_the_same_thing(book: Codebook, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.sets(st.sampled_from(book.codes))))
    array = book.indicator(rows)
    assert array.shape == (len(rows), len(book.codes))
    assert [set(codes) for codes in book.sets(array)] == rows
    assert all(list(codes) == sorted(codes, key=book.codes.index) for codes in book.sets(array))


def test_flat_files_have_a_row_per_theme(tmp_path: Path) -> None:
    (tmp_path / "kodebok.csv").write_text(FLAT, encoding="cp1252")
    book = read_codebook(tmp_path / "kodebok.csv")
    assert (book.name, book.version, book.codes) == ("kodebok", "3", ("nav", "nei"))
    assert book.themes[0].number == 1
    assert list(book.residual) == [False, True]
    assert book.nets == {"stat": (0,)}


def test_flat_files_may_say_what_a_question_asks(tmp_path: Path) -> None:
    text = "code;label;question: Q1\nnav;NAV;Hva kan bli bedre?\nbolig;Bolig;\n"
    (tmp_path / "kodebok.csv").write_text(text)
    assert read_codebook(tmp_path / "kodebok.csv").questions == {"Q1": "Hva kan bli bedre?"}


def test_the_version_may_stand_in_the_files_name(tmp_path: Path) -> None:
    (tmp_path / "kodebok-v2.1.csv").write_text("code;label\nnav;NAV\n")
    book = read_codebook(tmp_path / "kodebok-v2.1.csv")
    assert (book.name, book.version) == ("kodebok", "2.1")


def test_toml_and_yaml_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(
        'name="b"\nversion=2\n[[themes]]\ncode="nav"\nlabel="NAV"\nquestions=["imdi"]\n'
    )
    (tmp_path / "b.yaml").write_text(
        "name: b\nversion: 2\nthemes: [{code: nav, label: NAV, questions: [imdi]}]\n"
    )
    book = read_codebook(tmp_path / "b.toml")
    assert book == read_codebook(tmp_path / "b.yaml")
    assert book.asked(["imdi", "annet"]).tolist() == [[True], [False]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("themes: [{code: a, label: A}, {code: a, label: B}]", "code a stands 2 times"),
        ("themes: [{code: a, label: A, number: 1}, {code: b, label: B, number: 1}]", "number 1"),
        ("themes: [{code: a, label: A}, {code: A, label: B}]", "a, A differ only in upper"),
        ("themes: [{code: a, label: A, net: b}, {code: b, label: B}]", "b is the name of a net"),
        ("themes: [{code: a, label: [A]}]", "theme 1: label is no text"),
        ("themes: [{code: a, label: A, examples: [b: more]}]", "theme 1: examples is no text"),
        ("themes: [{code: a, label: A, examples: {b: more}}]", "theme 1: examples is no text"),
        ("themes: [{code: a, label: A, exclud: B}]", "theme 1 has exclud, which is not read"),
        ("editor: me\nthemes: [{code: a, label: A}]", "b.yaml has editor, which is not read"),
        ("version: [1]\nthemes: [{code: a, label: A}]", "b.yaml: version is no text"),
        ("language: klingon\nthemes: [{code: a, label: A}]", "language is one of nb, nn, no, en"),
        ("themes: [{code: a b, label: A}]", "without spaces"),
        ("themes: [{code: a}]", "no label"),
        ("themes: [{code: a, label: A, residual: rest}]", "residual is one of"),
        ("themes: [{code: a, label: A, number: to}]", "whole one"),
        ("themes: [a]", "theme 1 must have a code"),
        ("themes: []", "no themes"),
        ("a: 1", "a list called themes"),
        ("a: [", "not readable as YAML in line"),
    ],
)
def test_a_codebook_that_contradicts_itself_is_refused(
    tmp_path: Path, content: str, message: str
) -> None:
    (tmp_path / "b.yaml").write_text(content)
    with pytest.raises(CodebookError, match=message):
        read_codebook(tmp_path / "b.yaml")


def test_yaml_is_read_as_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(
        "version: 1.10\nlanguage: no\nnote: 2021-02-30\nthemes:\n"
        "- {code: 010, label: yes, number: 010, questions: [no, null, 2.0], net: null}\n"
    )
    book = read_codebook(tmp_path / "b.yaml")
    assert (book.version, book.language, book.note) == ("1.10", "no", "2021-02-30")
    assert book.themes == (Theme("010", "yes", number=10, questions=("no", "2.0")),)


def test_toml_numbers_are_read_as_written_and_booleans_are_refused(tmp_path: Path) -> None:
    theme = '[[themes]]\ncode="a"\nlabel="A"\n'
    (tmp_path / "b.toml").write_text(f"version=1.10\n{theme}")
    assert read_codebook(tmp_path / "b.toml").version == "1.10"
    (tmp_path / "b.toml").write_text(f"{theme}examples=[true]")
    with pytest.raises(CodebookError, match="theme 1: examples is no text"):
        read_codebook(tmp_path / "b.toml")


@pytest.mark.parametrize(
    ("stem", "name", "version"),
    [
        ("arkiv2", "arkiv", "2"),
        ("arkiv v2", "arkiv", "2"),
        ("arkiv_2.1", "arkiv", "2.1"),
        ("arkiv", "arkiv", "1"),
        ("2024", "2024", "1"),
    ],
)
def test_a_v_belongs_to_the_version_only_after_a_separator(
    tmp_path: Path, stem: str, name: str, version: str
) -> None:
    (tmp_path / f"{stem}.csv").write_text("code;label\nnav;NAV\n")
    book = read_codebook(tmp_path / f"{stem}.csv")
    assert (book.name, book.version) == (name, version)


def test_flat_files_may_have_columns_of_their_owner(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("code;label;Antall\nnav;NAV;12\n")
    assert read_codebook(tmp_path / "b.csv").themes == (Theme("nav", "NAV"),)
    (tmp_path / "b.csv").write_text("code;Code;label\nnav;bolig;NAV\n")
    with pytest.raises(CodebookError, match="differ only in upper and lower case"):
        read_codebook(tmp_path / "b.csv")


def test_what_the_disk_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "file.yaml").write_text(FLAT)
    for path in (tmp_path / "loop.yaml", tmp_path / "file.yaml" / "b.toml"):
        with pytest.raises(FileError, match="cannot be read"):
            read_codebook(path)


def test_missing_files_and_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="does not exist"):
        read_codebook(tmp_path / "b.yaml")
    with pytest.raises(FileError, match="ending"):
        read_codebook(tmp_path / "b.docx")
    (tmp_path / "b.csv").write_text("stikkord;nummer\na;1\n")
    with pytest.raises(CodebookError, match="no column holds the themes' names; found stikkord, n"):
        read_codebook(tmp_path / "b.csv")


def test_every_kind_of_change_is_told() -> None:
    old = Codebook("b", "1", (Theme("a", "A"), Theme("b", "B"), Theme("c", "C")))
    new = Codebook("b", "2", (Theme("b", "B"), Theme("a", "A", number=4), Theme("d", "D")))
    assert [change.said for change in changes(old, new)] == [
        "a: number changed",
        "d: new theme",
        "c: theme removed",
        "the order of the themes changed",
    ]


@pytest.mark.parametrize(
    ("header", "row", "theme"),
    [
        ("Kode;Tema;Definisjon", "nav;NAV;om NAV", Theme("nav", "NAV", "om NAV")),
        ("Tema;Beskrivelse", "Bolig;om hus", Theme("Bolig", "Bolig", "om hus")),
        ("Tema", "Tettere samarbeid med NAV", Theme("tettere_samarbeid_med_nav", "Tettere …")),
        (
            "Parent code;Code;Memo",
            "Samarbeid;Mer NAV;om NAV",
            Theme("mer_nav", "Mer NAV", "om NAV", net="Samarbeid"),
        ),
        ("tag;description;number of highlights", "NAV;om NAV;4", Theme("NAV", "NAV", "om NAV")),
        (
            "name;memo;catname",
            "NAV;om NAV;Samarbeid",
            Theme("NAV", "NAV", "om NAV", net="Samarbeid"),
        ),
        (
            "Kode;Tema;Inkluderer;Ekskluderer;Overtema;Nummer",
            "a;A;b;c;N;7",
            Theme("a", "A", number=7, net="N", include="b", exclude="c"),
        ),
    ],
)
def test_headings_of_other_programs_are_known(
    tmp_path: Path, header: str, row: str, theme: Theme
) -> None:
    (tmp_path / "b.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    (read,) = read_codebook(tmp_path / "b.csv").themes
    label = row if theme.label.endswith("…") else theme.label
    assert read == replace(theme, label=label)


def test_codes_made_from_labels_are_told_apart(tmp_path: Path) -> None:
    long = "Bedre informasjon om helse før bosetting"
    rows = [f"{long} {part}" for part in ("A", "B")]
    (tmp_path / "b.csv").write_text("Tema\n" + "\n".join(rows), encoding="utf-8")
    codes = read_codebook(tmp_path / "b.csv").codes
    assert codes == ("bedre_informasjon_om_helse_før", "bedre_informasjon_om_helse_før_2")


def test_a_version_in_a_survey_folder_is_called_like_the_survey(tmp_path: Path) -> None:
    folder = tmp_path / "barometer" / "codebook"
    folder.mkdir(parents=True)
    (folder / "v2.csv").write_text("code;label\na;A\n")
    book = read_codebook(folder / "v2.csv")
    assert (book.name, book.version) == ("barometer", "2")


NAV = "- {code: nav, label: NAV"
DIGITS = "9" * 5_000


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("b.yaml", f"themes:\n{NAV}}}\nthemes:\n{NAV}}}\n", "key in line 3 is there twice"),
        ("b.yaml", f"themes:\n{NAV}, label: B}}\n", "key in line 2 is there twice"),
        ("b.yaml", "themes:\n- code: nav\n  label: NAV\n  label: B\n", "key in line 4 is there"),
        ("b.yaml", "themes: " + "[" * 20_000, "not readable as YAML"),
        ("b.yaml", "themes: " + "{a: " * 20_000, "not readable as YAML"),
        ("b.yaml", "themes: &a\n- *a\n", "not readable as YAML in line 1"),
        ("b.yaml", "themes:\n- {[a]: b}\n", "not readable as YAML in line 2"),
        ("b.yaml", f"themes:\n{NAV}, number: {DIGITS}}}", "must be a whole one"),
        ("b.yaml", f"themes:\n{NAV}, number: .inf}}", "must be a whole one"),
        ("b.yaml", "themes: [" + "{}, " * 2_001 + "]", "2001 themes are more"),
        ("b.yaml", "#" * 2**20, "larger than any codebook"),
        ("b.toml", f"themes = [{{code = 'a', label = 'b', number = {DIGITS}}}]", "as TOML"),
        ("b.toml", "themes = " + "[" * 20_000, "not readable as TOML"),
        ("b.toml", "themes = []\nthemes = []\nname = 1", "not readable as TOML in line 2"),
        ("b.toml", "themes = [{code = 'a', label = 'b', number = inf}]", "must be a whole one"),
        ("b.csv", f"code;label;number\nnav;NAV;{DIGITS}\n", "must be a whole one"),
        ("b.csv", "code;label;number\na;A;en\nb;B;2\nc;C;3\n", "are passed over: 2."),
    ],
)
def test_what_no_codebook_has_is_told(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(TextminingError, match=message):
        read_codebook(tmp_path / name)


def test_numbers_as_pandas_writes_them(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("code;label;number\nnav;NAV;1.0\ntolk;Tolk;\n")
    assert [theme.number for theme in read_codebook(tmp_path / "b.csv").themes] == [1, None]


def test_a_sum_below_the_themes_is_no_theme(tmp_path: Path) -> None:
    path = tmp_path / "bok.csv"
    for last in ("Sum;;45", ";Totalt;45"):
        themes = "nav;NAV;12\nbolig;Bolig;33"
        path.write_text(f"Kode;Tema;Antall\n{themes}\n{last}\n", encoding="utf-8")
        assert read_codebook(path).codes == ("nav", "bolig")
    path.write_text("Tema\nNAV\nTotalt\n", encoding="utf-8")  # here every code is made
    assert len(read_codebook(path).codes) == 2


def test_codes_that_pandas_wrote_with_decimals_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "bok.csv"
    path.write_text("code,label\n1.0,NAV\n2.0,Bolig\n", encoding="utf-8")
    assert read_codebook(path).codes == ("1", "2")
    path.write_text("code,label\n1.0,NAV\n1.1,Bolig\n", encoding="utf-8")  # a hierarchy
    assert read_codebook(path).codes == ("1.0", "1.1")


def test_columns_called_nearly_as_a_codebooks_are_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "bok.csv"
    path.write_text("Kode 2021;Tema;Eier\nnav;NAV;Kari\n", encoding="utf-8")
    read_codebook(path)
    (told,) = caplog.messages
    assert told.endswith("called nearly as those are: column 1.")
