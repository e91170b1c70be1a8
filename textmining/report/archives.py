"""Zip archives with fixed dates, so that the same document has the same bytes."""

import re
import zipfile
from io import BytesIO

_TIME = re.compile(rb">\d{4}-\d\d-\d\dT[\d:.]+Z<")
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def with_fixed_dates(archive: bytes) -> bytes:
    """Return the archive with the same files in the same order, all dated 1980-01-01.

    Workbooks inside it are dated so too, and their properties say 2000-01-01.
    """
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(archive)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            content = old.read(name)
            if name.endswith(".xlsx"):
                content = with_fixed_dates(content)
            elif name.endswith("docProps/core.xml"):
                content = _TIME.sub(b">2000-01-01T00:00:00Z<", content)
            new.writestr(entry, content)
    return buffer.getvalue()
