"""Systems that use the interface, each for somebody of a park."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.test import Client

from lianqi.server.api.operations import Issued, issue
from lianqi.server.api.scopes import CONFIDENTIAL, SCOPES
from lianqi.server.ledger.operations import one_transaction
from tests.server.cases.park import Park

BASE = "/api/v1"
USUAL = tuple(scope for scope in SCOPES if scope != CONFIDENTIAL)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: Any
    headers: Any

    @property
    def code(self) -> str:
        """The refusal's code."""
        return str(self.body["code"])


@dataclass(slots=True)
class Caller:
    """One system with its token."""

    text: str
    lang: str = "zh"
    _keys: Any = field(default_factory=lambda: count(1))

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send a request as it is."""
        sent = {"Authorization": f"Bearer {self.text}", "Accept-Language": self.lang, **headers}
        if not self.text:
            del sent["Authorization"]
        data: Any = body if isinstance(body, str | bytes) else json.dumps(body, ensure_ascii=False)
        found = Client(headers=sent).generic(
            method, BASE + path, data="" if body is None else data, content_type="application/json"
        )
        told = found.headers["Content-Type"].startswith("application/json")
        return Answer(found.status_code, json.loads(found.content) if told else None, found.headers)

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, *, key: str = "", **headers: str) -> Answer:
        """Send a command with a key of its own, or with this one."""
        return self.ask(
            "POST",
            path,
            {} if body is None else body,
            **{"Idempotency-Key": key or f"key-{next(self._keys)}", **headers},
        )

    def does(self, kind: str, number: str, *, key: str = "", **body: Any) -> Answer:
        """Carry out a command on a case as it stands now."""
        seq = self.get(f"/cases/{number}").body["seq"]
        return self.post(f"/cases/{number}/{kind}", {"expected_seq": seq, **body}, key=key)

    def all(self, path: str, *, limit: int) -> list[Any]:
        """Every item of a list, page by page."""
        items: list[Any] = []
        mark = ""
        while True:
            page = self.get(f"{path}{'&' if '?' in path else '?'}limit={limit}&cursor={mark}")
            assert page.status == 200, page.body
            items += page.body["items"]
            if page.body["next"] is None:
                return items
            mark = page.body["next"]


@dataclass(slots=True)
class Callers:
    """Makes tokens: each call is a new one."""

    park: Park

    def __call__(self, who: str, *scopes: str, days: int = 30) -> Caller:
        return Caller(self.issued(who, *scopes, days=days).text)

    def issued(self, who: str, *scopes: str, days: int = 30) -> Issued:
        """A token for `who`; with every scope but the confidential one, unless others are named."""
        with one_transaction(park=self.park.code):
            return issue(
                park=self.park.code,
                person=self.park[who],
                name="测试",
                scopes=scopes or USUAL,
                days=days,
                actor="system",
                now=self.park.now,
            )
