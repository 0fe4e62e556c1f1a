"""A page without its style sheet helps nobody: whoever starts the server is told how to build it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register

from lianqi.server.ui.static_files import BUILT, manifest


@register("assets")
def the_assets_were_built(**kwargs: Any) -> Sequence[CheckMessage]:
    """Every file that the manifest names is there."""
    built = manifest()
    if built and all((BUILT.parent / file).is_file() for file in built.values()):
        return []
    return [Error("The style sheets and scripts of the screens are not built.", hint="make assets", id="lianqi.E011")]
