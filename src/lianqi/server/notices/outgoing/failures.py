"""Why something could not be sent. The name of the class is what a person reads beside the delivery."""

from __future__ import annotations

from lianqi.server.ledger.operations import GiveUp


class AddressNotAllowed(GiveUp):
    """The address is none that this installation may call (LIANQI_OUTGOING_HOSTS), or lies inside the house."""


class NotSetUp(GiveUp):
    """A variable of the environment, the mail server or the channel itself is missing."""


class NobodyThere(GiveUp):
    """The recipient has left, was forgotten, or may not see any more what it was about; there is nothing to send."""


class Unreachable(Exception):
    """No connection, no answer in time, or an answer that says that the other side is in trouble."""


class TooMany(Exception):
    """The other side takes no more for now: its limit of messages a minute."""


class SignatureRefused(Exception):
    """The other side does not take the signature: the secret is not that of the channel, or a clock is wrong."""


class NotTaken(Exception):
    """The other side understood and did not take it."""
