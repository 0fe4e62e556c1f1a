"""The starter, proved once for all who ask about its walk."""

from __future__ import annotations

import pytest

from lianqi.proof import properties
from lianqi.proof.explorer import Walk
from lianqi.proof.properties import Report, prove
from tests.kernel.cases.world import CHINA, RULES


@pytest.fixture(scope="session")
def starter() -> tuple[Report, Walk]:
    """What is proved of the mechanism by which the tests' cases live, and the walk that it was proved on."""
    walks: list[Walk] = []
    real = properties.walk
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(properties, "walk", lambda **more: walks.append(real(**more)) or walks[-1])
        report = prove(rules=RULES, calendar=CHINA)
    (walked,) = walks
    return report, walked
