"""The codebook: what answers can be coded with, in the order of every table and array."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from textmining.errors import CodebookError, Joined, Message

Residual = Literal["content", "none", "other"]
"""Why a theme stands alone: the answer is only content, says nothing, or fits no theme."""

BETWEEN = {"examples": "\n", "questions": ";"}
"""What stands between the parts of a theme's lists, where they share a cell."""

_LANGUAGES = ("nb", "nn", "no", "en")


@dataclass(frozen=True)
class Theme:
    """One theme of a codebook.

    Args:
        code: short name, unique; no space, tab, line end, comma or `;`.
        label: what analysts and readers see.
        definition: when the theme is coded.
        number: code number, unique (as SPSS files carry it); None if the codebook has none.
        net: name of the net (a group of themes counted together) or "".
        include: what else is coded with it.
        exclude: what is not coded with it.
        examples: made-up or approved examples.
        questions: the questions it is for; empty means all.
        residual: set if the theme stands alone.
        phrase: what whoever has the theme does, as reports say it after their subject ("ønsker
            tettere samarbeid med NAV"), in the codebook's language; reports name the label if
            it is empty.
        phrase_nb: the same in bokmål, for reports in that language.
        phrase_nn: in nynorsk.
        phrase_en: in English.
    """

    code: str
    label: str
    definition: str = ""
    number: int | None = None
    net: str = ""
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    residual: Residual | None = None
    phrase: str = ""
    phrase_nb: str = ""
    phrase_nn: str = ""
    phrase_en: str = ""

    def cell(self, name: str) -> str:
        """Return a field as it stands in one cell; "" for an empty one."""
        value = getattr(self, name)
        if name in BETWEEN:
            return BETWEEN[name].join(value)
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Codebook:
    """Themes in their one order, with a name and a version.

    Args:
        name: short name of the codebook.
        version: version, as text.
        themes: the themes, in the order of every table and array.
        language: language of labels and definitions: `nb`, `nn`, `no` or `en`.
        note: what every report on answers coded with it says first, for instance that the
            answers are made up; or "".
        questions: what a question asks, by its name; reports call a question without one by its
            name.

    Raises:
        CodebookError: no themes, another language, or the themes contradict each other (all
            problems at once).
    """

    name: str
    version: str
    themes: tuple[Theme, ...]
    language: str = "nb"
    note: str = ""
    questions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problems = list(_problems(self.themes))
        if self.language not in _LANGUAGES:
            names = ", ".join(_LANGUAGES)
            problems.append(Message("its language is one of {names}", names=names))
        if problems:
            said = "codebook {name}: {problems}."
            raise CodebookError(said, name=self.name, problems=Joined(problems, "; "))

    @classmethod
    def read(cls, path: Path | str) -> "Codebook":
        """Read a codebook file; see `read_codebook`."""
        from textmining.codebook.reading import read_codebook

        return read_codebook(Path(path))

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes, in order; column k of every `(n_answers, n_themes)` array is `codes[k]`."""
        return tuple(theme.code for theme in self.themes)

    @cached_property
    def labels(self) -> dict[str, str]:
        """The label of every code."""
        return {theme.code: theme.label for theme in self.themes}

    def phrases(self, language: str) -> dict[str, str]:
        """The phrase of every code that has one in a language (`nb`, `nn` or `en`)."""
        own = "nb" if self.language == "no" else self.language
        said = {
            theme.code: getattr(theme, f"phrase_{language}")
            or (theme.phrase if language == own else "")
            for theme in self.themes
        }
        return {code: phrase for code, phrase in said.items() if phrase}

    @cached_property
    def residual(self) -> NDArray[np.bool_]:
        """Which themes stand alone, shape `(n_themes,)`."""
        return np.array([theme.residual is not None for theme in self.themes])

    @cached_property
    def nets(self) -> dict[str, tuple[int, ...]]:
        """The positions of every net's themes, nets in the order of their first theme."""
        names = dict.fromkeys(theme.net for theme in self.themes if theme.net)
        return {
            name: tuple(k for k, theme in enumerate(self.themes) if theme.net == name)
            for name in names
        }

    def in_words(self, codes: Iterable[str]) -> str:
        """Return the labels of codes, with commas between them."""
        return ", ".join(self.labels.get(code, code) for code in codes)

    def indicator(self, themes: Iterable[Iterable[str]]) -> NDArray[np.bool_]:
        """Turn sets of codes into an array of shape `(n_answers, n_themes)`.

        Raises:
            KeyError: a code that the codebook lacks (readers check codes before).
        """
        position = {code: k for k, code in enumerate(self.codes)}
        place: dict[tuple[str, ...], int] = {}  # many answers have the same few sets
        rows = [place.setdefault(tuple(codes), len(place)) for codes in themes]
        array = np.zeros((len(place), len(self.codes)), dtype=np.bool_)
        for i, codes in enumerate(place):
            array[i, [position[code] for code in codes]] = True
        return array[rows]

    def sets(self, indicator: NDArray[np.bool_]) -> list[tuple[str, ...]]:
        """Turn an array of shape `(n_answers, n_themes)` into codes, each row in order."""
        codes = np.array(self.codes, dtype=object)
        return [tuple(codes[row]) for row in indicator]

    def not_alone(self, codes: Sequence[str]) -> tuple[str, ...]:
        """The residual themes among codes that also have others: each must stand alone."""
        residual = [theme.code for theme in self.themes if theme.residual is not None]
        return tuple(code for code in residual if code in codes) if len(codes) > 1 else ()

    def asked(self, questions: Sequence[str]) -> NDArray[np.bool_]:
        """Which themes each answer's question allows, shape `(n_answers, n_themes)`."""
        rows = {
            question: [not t.questions or question in t.questions for t in self.themes]
            for question in set(questions)
        }
        return np.array([rows[q] for q in questions], dtype=np.bool_).reshape(
            len(questions), len(self.themes)
        )


def _problems(themes: Sequence[Theme]) -> Iterable[str]:
    if not themes:
        yield "it has no themes; give it one row per theme"
    codes = [theme.code for theme in themes]
    for code in _repeated(codes):
        said = "the code {code} stands {n} times; codes must be unique"
        yield Message(said, code=code, n=codes.count(code))
    for code in _repeated([code.casefold() for code in dict.fromkeys(codes)]):
        alike = ", ".join(c for c in dict.fromkeys(codes) if c.casefold() == code)
        said = "the codes {codes} differ only in upper and lower case; rename one"
        yield Message(said, codes=alike)
    for net in sorted({theme.net for theme in themes} & {*codes}):
        said = "{net} is the name of a net and the code of a theme; rename the net"
        yield Message(said, net=net)
    numbers = [str(theme.number) for theme in themes if theme.number is not None]
    for number in _repeated(numbers):
        said = "the number {number} stands {n} times; numbers must be unique"
        yield Message(said, number=number, n=numbers.count(number))
    for code in sorted(set(numbers) & set(codes)):
        if themes[codes.index(code)].number != int(code):
            yield Message("{code} is the code of one theme and the number of another", code=code)
    for position, theme in enumerate(themes, start=1):
        yield from _theme_problems(position, theme)


def _theme_problems(position: int, theme: Theme) -> Iterable[str]:
    name = theme.code or Message("number {position}", position=position)
    if not theme.code or any(mark in theme.code for mark in "; \t\n\r,"):
        said = "theme {name}: a code must be a word without spaces, commas and semicolons"
        yield Message(said, name=name)
    if not theme.label:
        yield Message("theme {name} has no label", name=name)
    if theme.residual is not None and theme.residual not in get_args(Residual):
        said = "theme {name}: residual is one of {names}, or empty"
        yield Message(said, name=name, names=", ".join(get_args(Residual)))


def _repeated(values: Sequence[str]) -> list[str]:
    return sorted({value for value in values if values.count(value) > 1})
