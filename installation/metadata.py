"""Check what a wheel and a source distribution say of themselves, as an index would.

`python -m installation.metadata FILE…` raises on the first field that is wrong.
"""

import sys
import tarfile
import zipfile
from pathlib import Path

from packaging.metadata import Metadata

__all__ = ["check"]


def check(path: Path) -> None:
    """Check the metadata and the long description of a wheel or a source distribution.

    Raises:
        ExceptionGroup: fields are wrong or missing; each is named.
        ValueError: there is no long description in Markdown.
    """
    metadata = Metadata.from_email(_metadata(path), validate=True)
    kind = (metadata.description_content_type or "").partition(";")[0]
    if not metadata.description or kind != "text/markdown":
        raise ValueError(f"{path}: has no long description in Markdown")


def _metadata(path: Path) -> bytes:
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            (name,) = (n for n in wheel.namelist() if n.endswith(".dist-info/METADATA"))
            return wheel.read(name)
    with tarfile.open(path) as source:
        member = source.extractfile(f"{path.name.removesuffix('.tar.gz')}/PKG-INFO")
        return member.read() if member else b""


if __name__ == "__main__":
    for given in sys.argv[1:]:
        check(Path(given))
        print(f"{given}: metadata and long description are in order")
