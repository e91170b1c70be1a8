"""One visit to a page: what is asked for and what was sent."""

from dataclasses import dataclass, field

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from textmining.web.sessions import Session


@dataclass(frozen=True)
class Visit:
    """One request, its form read and its token checked."""

    request: Request
    session: Session
    form: FormData = field(default_factory=FormData, kw_only=True)

    def field(self, name: str) -> str:
        """Return a form field's text without control characters; "" if it is not there."""
        return plain(self.form.get(name, ""))

    def fields(self, name: str) -> list[str]:
        """Return all values of a form field."""
        return [plain(value) for value in self.form.getlist(name)]

    def query(self, name: str) -> str:
        """Return a part of the address after "?"."""
        return self.request.query_params.get(name, "")

    def go(self, path: str) -> Response:
        """Send the browser on to another page of ours."""
        return RedirectResponse(path, status_code=303)


def plain(value: str | UploadFile) -> str:
    """Return the text of what was sent, without control characters; "" for a file."""
    text = value if isinstance(value, str) else ""
    text = text.replace("\r\n", "\n").encode("utf-8", "replace").decode()
    return "".join(mark for mark in text if mark in {"\n", "\t"} or mark >= " ")
