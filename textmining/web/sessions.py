"""Who is at the page: signed cookies, tokens of coders on a network, and CSRF tokens."""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True)
class Session:
    """One browser of one coder."""

    coder: str
    id: str


@dataclass(frozen=True)
class Access:
    """Who may use the page, from where.

    Args:
        secret: what the page signs with; the store's own, so that a restart logs nobody out.
        hosts: the names in the address line under which the page answers (no port).
        coders: on a network, the coders who have a link of their own; locally, the coders to
            choose between (any name may be typed).
        network: whether other machines can reach the page; then nobody chooses a name.
    """

    secret: bytes
    hosts: frozenset[str] = LOCAL_HOSTS
    coders: tuple[str, ...] = ()
    network: bool = False

    @property
    def cookie(self) -> str:
        """The cookie's name; pages on other ports of this machine share its cookies."""
        return f"review_{self._sign('cookie')[:12]}"

    def token(self, coder: str) -> str:
        """Return the token that stands in a coder's own link on a network."""
        return self._sign("token", coder)

    def coder_of(self, token: str) -> str | None:
        """Return whose token it is, or None."""
        given = token.encode("utf-8", "replace")
        known = ((coder, self.token(coder).encode()) for coder in self.coders)
        return next((coder for coder, own in known if hmac.compare_digest(own, given)), None)

    def default_session(self) -> Session | None:
        """Return a session for the one coder named at start on this machine, if it is so."""
        if self.network or len(self.coders) != 1:
            return None
        return self.new_session(self.coders[0])

    def new_session(self, coder: str) -> Session:
        """Return a session that no one else has."""
        return Session(coder, secrets.token_hex(16))

    def to_cookie(self, session: Session) -> str:
        """Return the cookie's value for a session."""
        content = json.dumps([session.coder, session.id]).encode()
        text = base64.urlsafe_b64encode(content).decode()
        return f"{text}.{self._sign('session', text)}"

    def from_cookie(self, value: str | None) -> Session | None:
        """Return the session of a cookie; None if there is none or it is not ours."""
        text, _, signature = (value or "").partition(".")
        if not hmac.compare_digest(self._sign("session", text).encode(), signature.encode()):
            return None
        try:
            coder, identity = json.loads(base64.urlsafe_b64decode(text))
        except (ValueError, binascii.Error):
            return None
        if self.network and coder not in self.coders:
            return None
        return Session(coder, identity)

    def csrf(self, session: Session) -> str:
        """Return the token that every form of the session carries."""
        return self._sign("form", session.id)

    def is_csrf(self, session: Session, token: str) -> bool:
        """Return whether a form came from a page of this session."""
        return hmac.compare_digest(self.csrf(session).encode(), token.encode())

    def _sign(self, *parts: str) -> str:
        message = "\0".join(parts).encode("utf-8", "surrogatepass")
        return hmac.new(self.secret, message, hashlib.sha256).hexdigest()
