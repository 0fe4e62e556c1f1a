"""What an installation must have before the web is let in (`django check --deploy`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def a_secret_key_of_its_own(**kwargs: Any) -> Sequence[CheckMessage]:
    """Web processes that each made up a key would not know each other's sessions."""
    if not settings.SECRET_KEY_IS_OF_THIS_PROCESS:
        return []
    hint = "Set it to 50 random characters that only this installation knows, the same for every process."
    return [Error("LIANQI_SECRET_KEY is not set.", hint=hint, id="lianqi.E001")]
