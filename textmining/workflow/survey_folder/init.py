"""Init: a vendor's file in, a survey folder out."""

import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import tomlkit

from textmining.answers import (
    IDENTITY,
    SETTINGS_NAME,
    TEXT,
    Columns,
    answers_of_table,
    columns_from,
    wanted_column,
)
from textmining.answers.cells import as_id
from textmining.errors import ColumnError, FileError, OptionError
from textmining.files import Note, Table, atomic_files, read_table, tell
from textmining.survey import (
    Proposal,
    Role,
    Start,
    Survey,
    Unit,
    open_survey,
    propose,
    settings_text,
)
from textmining.texts import Language, catalogue

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DATED = re.compile(r"^(?:\d\d?[./-]\d\d?[./-])?((?:19|20)\d\d)(?:[./-]|[ ,T]|$)")
_WAVE = re.compile(r"\w[\w .,()+-]{0,59}")
_SHOWN = 5


@dataclass(frozen=True)
class Understood:
    """A vendor's file as it was understood."""

    table: Table
    proposal: Proposal
    wave: str

    @property
    def is_long(self) -> bool:
        """Whether it has a row an answer, which says the question."""
        return bool(self.proposal.of(Role.QUESTION))

    def questions(self) -> tuple[str, ...]:
        """Return the questions of a long file, in the order they first stand."""
        named = self.proposal.of(Role.QUESTION)
        cells = self.table.frame[named[0].header] if named else ()
        return tuple(dict.fromkeys(text for text in map(as_id, cells) if text))

    def corrected(
        self, roles: Mapping[str, Role], shorts: Mapping[str, str] | None = None
    ) -> "Understood":
        """Return it with what a person said of columns, by their headers; see `with_roles`."""
        return replace(self, proposal=self.proposal.with_roles(roles, shorts))

    def chosen(self, typed: Mapping[Role, Sequence[tuple[str, str]]]) -> "Understood":
        """Return it with columns as a person typed them, by name, beginning or letter.

        Args:
            typed: short names ("" for none) with columns, by what these are. Open questions are
                those that are typed, if any are; so is the column of ids.

        Raises:
            ColumnError: there is no such column, or several begin so.
        """
        roles: dict[str, Role] = {}
        shorts: dict[str, str] = {}
        named: set[str] = set()
        for role in (role for role in typed if typed[role]):
            if role in (Role.TEXT, Role.RESPONDENT):
                others = {guess.header: Role.LEFT_OUT for guess in self.proposal.of(role)}
                roles = others | roles
            for short, name in typed[role]:
                header = wanted_column(self.table, name)
                if header in named or (short and short in shorts.values()):
                    raise ColumnError(
                        "{name} is named twice, or its short name is. Use each once.", name=name
                    )
                named.add(header)
                roles[header] = role
                shorts |= {header: short} if short else {}
        return self.corrected(roles, shorts)

    def start(self, name: str, language: Language = "nb", unit: Unit | None = None) -> Start:
        """Return what the settings of a survey that begins with this file are made from."""
        return Start(name, language, self.proposal, self.questions(), unit)

    def answers(self, wave: str, language: Language = "nb") -> tuple[pd.DataFrame, Sequence[Note]]:
        """Return the answers as they are read once the proposal is taken, and what is passed over.

        Args:
            wave: the wave they are from, unless a column tells it.
            language: of messages.

        Raises:
            ColumnError: the columns cannot be what they are said to be.
            RowsError: rows that cannot be read.
        """
        if problem := self.proposal.problem(catalogue("survey", language)):
            raise ColumnError(problem)
        settings = tomllib.loads(settings_text(self.start("survey", language)))
        columns = columns_from(settings, Path(SETTINGS_NAME))
        return answers_of_table(self.table, Columns(wave_value=wave).over(columns))


def understand(file: Path) -> Understood:
    """Read a vendor's file and say what it probably holds.

    Raises:
        TextminingError: the file cannot be read.
    """
    table = read_table(file)
    proposal = propose(table)
    return Understood(table, proposal, _wave(table, proposal))


def first_answers(answers: pd.DataFrame, n: int = _SHOWN) -> pd.DataFrame:
    """Return the first answers that are answers at all, for people to see how they are read.

    Returns:
        `respondent`, `wave`, `question`, the first two background columns, `text`; all text.
    """
    shown = answers[answers[TEXT].str.strip() != ""].head(n)
    columns = [*IDENTITY, *answers.columns[5:7], TEXT]
    return shown[columns].map(as_id).reset_index(drop=True)


def init(
    folder: Path,
    start: Start,
    found: Understood | None = None,
    wave: str = "1",
    *,
    language: Language,
) -> tuple[Survey, pd.DataFrame | None]:
    """Make a survey folder; the vendor's file is copied there as it is.

    Settings that map no columns yet, because there was no file, get those of the file. What was cut
    off is no survey, and can be begun again.

    Other files in the folder stay; the language is that of messages.

    Returns:
        The survey, and the answers of the first wave as they are read.

    Raises:
        FileError: there is a survey already, or something cannot be written.
        ColumnError: the file has no open question.
        RowsError: rows that cannot be read.
        OptionError: the wave's name cannot be a folder's.
    """
    texts = catalogue("survey", language)
    path = folder / SETTINGS_NAME
    if path.exists() and not (found and is_unmapped(open_survey(folder))):
        raise FileError(folder, texts("init.is_survey"), texts("init.is_survey_mend"))
    check_wave(wave, language)
    answers, notes = found.answers(wave, language) if found else (None, ())
    targets = [path] if found is None else [path, kept_file(folder, wave, found.table.path)]
    settings = _over(path, settings_text(start))
    for part in ("codebook", "waves"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    with atomic_files(targets, private=targets[1:]) as (written, *kept):
        written.write_text(settings, encoding="utf-8", newline="\n")
        if found:
            shutil.copyfile(found.table.path, kept[0])
    tell(notes)
    return open_survey(folder), answers


def is_unmapped(survey: Survey) -> bool:
    """Whether a survey's settings say nothing of columns yet, and there is no wave."""
    said = survey.settings
    return not said.questions and said.columns == Columns() and not survey.waves


def kept_file(folder: Path, wave: str, file: Path) -> Path:
    """Return where a survey keeps a vendor's file."""
    return folder / "waves" / wave / f"answers{file.suffix.lower()}"


def check_wave(wave: str, language: Language) -> None:
    """Raise OptionError unless a wave's name can be the name of a folder."""
    if not _WAVE.fullmatch(wave) or wave.endswith("."):
        raise OptionError(catalogue("survey", language)("wave.no_name"))


def _over(path: Path, settings: str) -> str:
    """New settings, with what was said before of other things than columns."""
    if not path.exists():
        return settings
    before, now = tomlkit.parse(path.read_text(encoding="utf-8")), tomlkit.parse(settings)
    for key in [key for key in before if key not in now or key == "publisher"]:
        now[key] = before[key]
    return tomlkit.dumps(now)


def _wave(table: Table, proposal: Proposal) -> str:
    """The newest wave of the own column, else the year in the names or of the dates, or 1."""
    named = proposal.of(Role.WAVE)
    if named:
        waves = {as_id(cell) for cell in table.frame[named[0].header]} - {""}
        return max(waves, key=lambda wave: (len(wave), wave))
    in_name: list[str] = _YEAR.findall(table.path.stem) or _YEAR.findall(table.sheet)
    if in_name:
        return in_name[-1]
    dated = [guess.header for guess in proposal.guesses if guess.why in ("date", "technical")]
    moments = [as_id(cell) for header in dated for cell in table.frame[header]]
    years: Counter[str] = Counter(year for moment in moments for year in _DATED.findall(moment))
    return years.most_common(1)[0][0] if years else "1"
