"""An address without a rule stops the server from starting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver

from lianqi.server.access.rules import Rule, rule_of


def routes(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[tuple[str, str, Rule | None]]:
    """(address, name, rule) of everything that can be opened."""
    for pattern in (resolver or get_resolver()).url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield address, pattern.name or "", rule_of(pattern.callback)
        else:
            yield from routes(pattern, address)


@register(Tags.urls)
def every_address_has_a_rule(**kwargs: Any) -> Sequence[CheckMessage]:
    """Default is to let nobody in, so an address without a rule is a mistake: it is named before anybody meets it."""
    hint = "Write @access(PUBLIC), @access(SIGNED_IN), @access(ENTERPRISE) or @access(duty(…)) above its view."
    return [
        Error(f"{address} has no access rule.", hint=hint, id="lianqi.E010")
        for address, _, rule in routes()
        if rule is None
    ]
