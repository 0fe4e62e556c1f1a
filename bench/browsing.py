"""People at the pages: one connection that stays open, cookies, the CSRF token; no more than a browser would send."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

#: Seconds that a browser waits for an answer.
PATIENCE = 60
#: Seconds without a request after which it opens a new connection: the server may be closing the old one just now.
_IDLE = 5
_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_NAME, _VALUE = re.compile(r'name="([^"]*)"'), re.compile(r'value="([^"]*)"')


class Unanswered(OSError):
    """The server gave no answer: nobody knows whether it did what was asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `location` is where a redirect leads, without its host."""

    status: int
    body: bytes
    location: str

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def hidden(self) -> dict[str, str]:
        """What the page's forms carry unseen; of several with one name, the last."""
        found: dict[str, str] = {}
        for tag in _HIDDEN.findall(self.text):
            name, value = _NAME.search(tag), _VALUE.search(tag)
            if name:
                found[unescape(name[1])] = unescape(value[1]) if value else ""
        return found


class Browser:
    """One person's browser, at one server of this machine."""

    def __init__(self, port: int, *, compressed: bool = False) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._cookies: dict[str, str] = {}
        self._compressed = compressed
        self._asked = time.monotonic()

    def get(self, path: str) -> Answer:
        """A page; a redirect is not followed."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        """A form, with the token that the cookie holds; a redirect is not followed."""
        token = self._cookies.get("csrftoken", "")
        return self._ask("POST", path, urlencode({**fields, "csrfmiddlewaretoken": token}))

    def sign_in(self, name: str, password: str) -> None:
        """As the sign-in page asks for it."""
        self.get("/sign-in/")
        answer = self.post("/sign-in/", {"login": name, "password": password})
        if answer.status != 302:
            raise ValueError(f"{name} could not sign in: {answer.status}")

    def close(self) -> None:
        self._connection.close()

    def _ask(self, method: str, path: str, form: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if self._compressed:
            headers["Accept-Encoding"] = "gzip, br"
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if time.monotonic() - self._asked > _IDLE:
            self._connection.close()
        try:
            self._connection.request(method, path, body=form, headers=headers)
            answered = self._connection.getresponse()
            body = answered.read()
            self._asked = time.monotonic()
        except (OSError, HTTPException) as broken:
            self._connection.close()
            raise Unanswered(str(broken)) from broken
        for line in answered.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self._cookies[name] = morsel.value
        leads = urlsplit(answered.headers.get("Location", ""))
        return Answer(answered.status, body, leads.path + (f"?{leads.query}" if leads.query else ""))
