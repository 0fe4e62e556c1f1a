"""One POST to an address outside, carefully: a form of request that others may make us send is never a way inside.

Only hosts of the list (`settings.OUTGOING_HOSTS`) over TLS; the name is resolved once and the very address that was
judged is connected to, so that a name cannot point elsewhere a moment later; addresses of private networks are refused
unless the installation allows them; no redirect is followed; time and size are bounded.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from lianqi.server.notices.outgoing.failures import AddressNotAllowed, Unreachable

#: Seconds for everything together: the worker has other things to do.
LONGEST = 8.0
#: Bytes of an answer that are read.
MOST = 64 * 1024
#: Ranges in which an IPv6 address stands for an IPv4 one: NAT64 and 6to4.
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


def post(url: str, *, body: bytes, headers: Mapping[str, str], longest: float = LONGEST) -> Answer:
    """Send `body`. Raises AddressNotAllowed before anything is sent, Unreachable where no answer came in time.

    A redirect is an answer like any other: it is not followed.
    """
    until = time.monotonic() + longest
    parts = _allowed(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = str(parts.hostname)
    address = _resolved(host, port)
    try:
        with socket.create_connection((address, port), timeout=longest) as plain:
            if parts.scheme == "https":
                with ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secure:
                    return _exchange(secure, parts, body, headers, until)
            return _exchange(plain, parts, body, headers, until)
    except (OSError, http.client.HTTPException) as error:
        # The text of the error may hold the address, which is a robot's key.
        raise Unreachable(type(error).__name__) from None


def _allowed(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressNotAllowed("not an address") from None
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.OUTGOING_PRIVATE):
        raise AddressNotAllowed("not https")
    if parts.username is not None or parts.password is not None or not parts.hostname:
        raise AddressNotAllowed("a name before the host, or no host")
    named = {parts.hostname} if port is None else {f"{parts.hostname}:{port}"}
    if not named & set(settings.OUTGOING_HOSTS):
        raise AddressNotAllowed("not on the list of hosts")
    return parts


def _resolved(host: str, port: int) -> str:
    try:
        found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise Unreachable(type(error).__name__) from None
    # One inside is enough to refuse: which of them is used would otherwise be chance.
    if not settings.OUTGOING_PRIVATE and not all(_outside(address) for address in found):
        raise AddressNotAllowed("inside the house")
    return found[0]


def _outside(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif any(ip in net for net in _TRANSLATED):
            return False
    return ip.is_global and not ip.is_multicast


def _exchange(sock: socket.socket, parts: SplitResult, body: bytes, headers: Mapping[str, str], until: float) -> Answer:
    talk = http.client.HTTPConnection(str(parts.hostname))
    talk.sock = sock
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sock.settimeout(_left(until))
    talk.request("POST", target, body=body, headers={"Host": parts.netloc, "User-Agent": "Lianqi", **headers})
    answer = talk.getresponse()
    read = b""
    while len(read) < MOST:
        sock.settimeout(_left(until))
        if not (some := answer.read1(MOST - len(read))):
            break
        read += some
    return Answer(answer.status, read)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
