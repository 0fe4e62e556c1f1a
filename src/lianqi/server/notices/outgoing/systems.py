"""Other systems: a signed message for each event of a case, and the gateway that sends text messages."""

from __future__ import annotations

from typing import Protocol

from lianqi.kernel.chain import canonical_json
from lianqi.kernel.decision import Json
from lianqi.server.notices.outgoing.failures import NotTaken, TooMany, Unreachable
from lianqi.server.notices.outgoing.posting import post
from lianqi.server.notices.outgoing.signing import signed

#: Says which delivery this is; the same again when it is repeated.
DELIVERY = "Lianqi-Delivery"


class TextGateway(Protocol):
    """Whoever sends text messages for the park."""

    def send(self, *, number: str, text: str, id: str) -> None:
        """Send `text` to a phone; `id` is the same when it is repeated. Raises one of `failures` otherwise."""


class SignedGateway:
    """A gateway that takes `{"id", "to", "text"}` over HTTP, signed as `signing` says, and answers with a status 2xx.

    What a provider wants otherwise is a few lines beside this class, or a relay in front of it.
    """

    def __init__(self, *, url: str, secret: str, now: int) -> None:
        self.url, self.secret, self.now = url, secret, now

    def send(self, *, number: str, text: str, id: str) -> None:
        """See `TextGateway.send`."""
        send_signed(
            url=self.url, secret=self.secret, id=id, payload={"id": id, "to": number, "text": text}, now=self.now
        )


def send_signed(*, url: str, secret: str, id: str, payload: dict[str, Json], now: int) -> None:
    """Send `payload` as canonical JSON, signed; `now` in seconds of Unix time. Only a status 2xx is success."""
    body = canonical_json(payload)
    headers = {"Content-Type": "application/json", DELIVERY: id, **signed(secret=secret, body=body, now=now)}
    status = post(url, body=body, headers=headers).status
    if status == 429:
        raise TooMany
    if status >= 500:
        raise Unreachable
    if not 200 <= status < 300:
        raise NotTaken
