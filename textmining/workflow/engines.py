"""Who codes partitions: this process, several here, or the workers of a Dask cluster."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from textmining.errors import OptionError
from textmining.workflow.coder import Coder
from textmining.workflow.coding.folder import InOrder
from textmining.workflow.coding.options import CodingOptions
from textmining.workflow.coding.part import SurveyCoder
from textmining.workflow.coding.workers import in_order, make_ready, results_of


@dataclass(frozen=True)
class CoderSource:
    """Where a worker finds what it codes with; the folders are the same on every machine.

    Args:
        model: the model folder, and beside it its examples.
        pipeline: where its spaCy pipeline is, if it is not installed.
        encoder: its sentence encoder, if that is not the one that ships: a folder.
        options: what the user chooses.
    """

    model: Path
    pipeline: str | None
    encoder: str | None
    options: CodingOptions

    def load(self) -> SurveyCoder:
        """Load model, pipeline and examples.

        Raises:
            ModelError, LanguageError: as for `Coder.load`.
        """
        make_ready()
        coder = Coder.load(self.model, pipeline=self.pipeline, encoder=self.encoder)
        return coder.with_options(self.options)


@contextmanager
def workers(
    coder: SurveyCoder, source: CoderSource, *, jobs: int, cluster: str | None
) -> Iterator[InOrder]:
    """Give what shares out the work.

    Without the address of a Dask scheduler, `jobs` processes share it here; its workers find at
    `source` what this process codes with.

    Raises:
        OptionError: Dask is not installed, or nobody answers at the address.
    """
    if cluster is None:
        yield lambda work, items: in_order(work, items, coder, jobs=jobs)
        return
    try:
        from distributed import Client
    except ImportError:
        raise OptionError(
            "--cluster needs Dask. Install it with: python -m pip install 'textmining-survey[dask]'"
        ) from None
    try:
        client = Client(cluster)
    except (OSError, ValueError):
        raise OptionError(
            "--cluster {cluster}: no Dask scheduler answers there. Check the address.",
            cluster=cluster,
        ) from None
    with client:
        yield partial(_on_cluster, client, source)


def _on_cluster(
    client: Any,
    source: CoderSource,
    work: Callable[[SurveyCoder, Any], Any],
    items: Iterable[Any],
) -> Iterator[Any]:
    """Yield results in order; a worker that is lost has its partitions done by others."""
    submitted = (client.submit(_done, source, work, item, pure=False) for item in items)
    yield from results_of(submitted, len(client.scheduler_info()["workers"]))


def _done(source: CoderSource, work: Callable[[SurveyCoder, Any], Any], item: Any) -> Any:
    return work(_loaded(source), item)


@lru_cache(maxsize=1)
def _loaded(source: CoderSource) -> SurveyCoder:
    """What a worker codes with, loaded once."""
    return source.load()
