"""Review: answers on a page where people decide."""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from textmining.answers import Columns, Decisions
from textmining.errors import FileError, OptionError
from textmining.review import Desk, ReviewedFiles, Store, store_exists
from textmining.survey import find_survey
from textmining.texts import Language, known_language
from textmining.web import (
    LOCAL_HOSTS,
    Access,
    HomeLink,
    WebApp,
    create_app,
    host_names,
    public_name,
    serve,
)
from textmining.workflow.inputs.reviewable import Reviewable, default_store, is_by_hand, reviewable
from textmining.workflow.progress import Progress, silent

_LOCAL: Final = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class ReviewOptions:
    """What the user chooses when reviewing.

    Args:
        store: where decisions go; `FILE.sqlite` beside the first file unless named.
        host: the address to listen at; another than this machine's own needs coders' names.
        port: the port; 0 takes any free one.
        coders: who codes. On a network each gets a link of their own.
        language: of the page; None is the codebook's.

    Raises:
        OptionError: the page would be open to a network without names.
    """

    store: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    coders: tuple[str, ...] = ()
    language: Language | None = None

    def __post_init__(self) -> None:
        if self.network and not self.coders:
            raise OptionError(
                "on a network every coder needs a link of their own. Name them: --coder Kari "
                "--coder Ola."
            )

    @property
    def network(self) -> bool:
        """Whether other machines can reach the page."""
        return self.host not in _LOCAL


@dataclass(frozen=True)
class Address:
    """Where the page is: on a network, one address for each coder."""

    url: str
    coder: str = ""


def review(
    files: Sequence[Path],
    columns: Columns | Sequence[Columns],
    options: ReviewOptions,
    ready: Callable[[Sequence[Address]], None],
    *,
    codebook: Path | None = None,
    progress: Progress = silent,
) -> None:
    """Serve the review page until the process is told to stop.

    Args:
        files: coded files, or answer files to code by hand with `codebook`.
        columns: what the columns of answer files are called, in all files or in each.
        options: what the user chooses.
        ready: called with the page's addresses once browsers can connect.
        codebook: what to code by hand with; must be the coded files' own if they have one.
        progress: told what is being done with many answers, before the page is there.

    Raises:
        TextminingError: files that cannot be reviewed, a store or an address that cannot be used.
    """
    store_name = options.store or default_store(files)
    reviewed = reviewed_files(files, columns, store_name, codebook)
    found = reviewable(files, columns, codebook, progress)
    with Store(store_name) as store:
        access = Access(
            store.secret(),
            hosts=host_names(options.host) | LOCAL_HOSTS,
            coders=options.coders,
            network=options.network,
        )
        app = review_app(found, reviewed, store, access, options.language)

        def listening(port: int) -> None:
            ready(_addresses(access, options.host, port))

        serve(app, options.host, options.port, listening)


def reviewed_files(
    files: Sequence[Path],
    columns: Columns | Sequence[Columns],
    store_name: str,
    codebook: Path | None,
) -> ReviewedFiles:
    """Return the files of a review; an erasure that was cut off is finished in them first.

    Raises:
        TextminingError: a store or file that cannot be used.
    """
    survey = find_survey(files[0].parent)
    mappings = [columns] * len(files) if isinstance(columns, Columns) else columns
    own = zip(files, mappings, strict=True)
    by_hand = dict(own) if is_by_hand(files, codebook) else {}
    coded = [file for file in files if file not in by_hand]
    for wave in survey.waves if survey else ():
        if wave.coded:
            coded.append(wave.coded)
        else:
            with suppress(FileError):  # neither coded nor sent: nobody to erase there
                by_hand.setdefault(wave.answers, wave.columns)
    reviewed = ReviewedFiles(coded, by_hand, survey.folder if survey else None)
    if store_exists(store_name):  # nobody is shown an answer that was to be erased
        with Store(store_name) as store:
            store.finish_erasing(reviewed.erase)
    return reviewed


def review_app(
    found: Reviewable,
    reviewed: ReviewedFiles,
    store: Store,
    access: Access,
    language: Language | None = None,
    *,
    home: HomeLink | None = None,
) -> WebApp:
    """Make the review page.

    Without a language the page has the codebook's; `home` is the survey's home page, if there is
    one.
    """
    language = language or known_language(found.codebook.language) or "nb"
    return create_app(
        Desk(store, found.answers, found.codebook),
        access,
        reasons=found.reasons,
        count=_counting(found, language),
        files=reviewed,
        language=language,
        home=home,
    )


def _counting(
    found: Reviewable, language: Language
) -> Callable[[pd.DataFrame, Collection[tuple[str, str]]], pd.DataFrame]:
    """What makes the table of counts of the codes that count, as `count` does after an erasure."""

    def count(decisions: pd.DataFrame, erased: Collection[tuple[str, str]]) -> pd.DataFrame:
        from textmining.counting import count_themes  # a second that no answer waits for

        coded = replace(found.coded(), read_in=language)
        there = np.array([answer[:2] not in erased for answer in coded.ids], dtype=np.bool_)
        if not (there & coded.answered).any():
            return pd.DataFrame()
        left = coded if there.all() else coded.part(there)
        return count_themes(left, Decisions(decisions)).frame

    return count


def _addresses(access: Access, host: str, port: int) -> list[Address]:
    name = public_name(host)
    if not access.network:
        return [Address(f"http://{name}:{port}/")]
    return [
        Address(f"http://{name}:{port}/enter/{access.token(coder)}", coder)
        for coder in access.coders
    ]
