"""In which language people read: as they ask for it, or as the survey's settings say."""

from collections.abc import Sequence
from pathlib import Path

from textmining.answers import find_settings, read_toml
from textmining.survey.folder import find_survey
from textmining.texts import Language, asked_language


def reading_language(asked: str | None, files: Sequence[Path]) -> Language | None:
    """Return the language of pages, workbooks and reports; None leaves it to the codebook.

    Where nobody asks, the settings file of the files says it.

    Raises:
        OptionError: it is none of `nb`, `nn` and `en`.
    """
    if asked is not None:
        return asked_language(asked, "--lang")
    path = find_settings(files)
    if path is None:
        survey = find_survey(files[0].parent) if files else None
        return survey.settings.language if survey else None
    said = read_toml(path).get("language")
    return None if said is None else asked_language(str(said), f"{path}: language")
