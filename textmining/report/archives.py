"""The same document has the same bytes: properties and zip archives without a clock."""

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from textmining.report.outline import Report
from textmining.texts import Texts

_TIME = re.compile(rb">\d{4}-\d\d-\d\dT[\d:.]+Z<")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_MADE = datetime(2000, 1, 1, tzinfo=UTC)


def describe(properties: Any, report: Report, texts: Texts) -> None:
    """Fill in the core properties of a document or of slides."""
    properties.title, properties.subject = report.title, report.subtitle
    properties.comments, properties.language = report.note, texts("page.locale")
    properties.author = properties.last_modified_by = ""
    properties.created = properties.modified = _MADE
    properties.revision = 1


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
