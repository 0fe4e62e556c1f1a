"""Somebody's browser without a browser: pages of the park as its people get them, at the park's own time."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from lianqi.server.accounts import doorkeeper
from lianqi.server.accounts.operations import open_account
from tests.server.cases.park import Park

PASSWORD = "湖畔的第七棵香樟树2026"


class Screens:
    """`screens["陈立"].get("/triage/")`; each person signs in once."""

    def __init__(self, park: Park) -> None:
        self.park = park
        self._clients: dict[str, Client] = {}

    def __getitem__(self, who: str) -> Client:
        if who not in self._clients:
            name = f"user{len(self._clients)}"
            account = open_account(
                name=name, person=self.park[who], password=PASSWORD, now=self.park.now, must_change=False
            )
            client = Client()
            client.force_login(account, backend="lianqi.server.accounts.sessions.AccountBackend")
            self._clients[who] = client
        return self._clients[who]

    def text(self, who: str, path: str, **headers: str) -> str:
        """The page as text, which must be there."""
        answer = self[who].get(path, headers=headers)
        assert answer.status_code == 200, (answer.status_code, path)
        return plain(answer)

    def fill(self, who: str, path: str, **typed: Any) -> Any:
        """Open the form at this address, fill it in and send it."""
        return self[who].post(path, {**self.hidden(who, path), **typed})

    def hidden(self, who: str, path: str) -> dict[str, str]:
        """What a form carries unseen: the command's id and the entry that was last seen."""
        return hidden(self[who].get(path))


def hidden(answer: Any) -> dict[str, str]:
    """What the form of a step carries unseen."""
    found = re.findall(r'<input type="hidden" name="(command_id|seen)" value="([^"]*)"', answer.content.decode())
    return {name: unescape(value) for name, value in found}


def plain(answer: Any) -> str:
    """A page without its tags and without what stands around its text."""
    html = answer.content.decode()
    main = html[html.find("<main") :] if "<main" in html else html
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.fixture
def screens(park: Park, monkeypatch: pytest.MonkeyPatch) -> Screens:
    """The pages of 示例园区, whose clock is the park's."""
    monkeypatch.setattr(doorkeeper, "database_now", lambda: park.now)
    return Screens(park)
