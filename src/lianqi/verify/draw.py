"""The draws of an exported log done again: the same frame, the root at its position, the same voters.

Whether the log itself holds is `verify_log`'s to say; this reads the lines as they stand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lianqi.kernel.ballots.decide import PURPOSE
from lianqi.kernel.sampling import draw, seed_of
from lianqi.verify.log import Finding


@dataclass(frozen=True, slots=True)
class Drawn:
    """One draw as the log has it: of which quarter, from how many, how many, by the root at which position."""

    period: str
    frame: int
    voters: int
    position: int


@dataclass(frozen=True, slots=True)
class DrawReport:
    """Every draw of a log, and what is wrong with any of them."""

    draws: tuple[Drawn, ...]
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was wrong."""
        return not self.findings


def verify_draws(log: Iterable[bytes]) -> DrawReport:
    """Do every draw of an exported log again. Lines that are no events are left to `verify_log`."""
    opened: dict[str, tuple[Mapping[str, Any], int, str]] = {}
    draws: list[Drawn] = []
    findings: list[Finding] = []
    periods: set[str] = set()
    for number, line in enumerate(log, start=1):
        event = _event(line)
        if event.get("type") == "vote-opened":
            opened[event["stream_id"]] = event["data"], event["position"], event["root"]
        elif event.get("type") == "voters-drawn":
            wrong = _wrong(event["data"], opened.get(event["stream_id"]))
            period = opened[event["stream_id"]][0]["period"] if event["stream_id"] in opened else ""
            if period in periods:
                wrong = "verify.draw.twice"
            periods.add(period)
            if wrong:
                findings.append(Finding(number, wrong, {"period": period}))
            frame = opened[event["stream_id"]][0]["frame"] if period else ()
            draws.append(Drawn(period, len(frame), len(event["data"]["voters"]), event["data"]["position"]))
    return DrawReport(tuple(draws), tuple(findings))


def _event(line: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) and value.get("line") == "event" else {}


def _wrong(drawn: Mapping[str, Any], opened: tuple[Mapping[str, Any], int, str] | None) -> str:
    if opened is None or (drawn["position"], drawn["root"]) != opened[1:]:
        return "verify.draw.root"
    said, _position, root = opened
    seed = seed_of(root=root, purpose=PURPOSE, period=said["period"])
    if seed != drawn["seed"]:
        return "verify.draw.seed"
    voters = draw(said["frame"], count=said["count"], seed=seed)
    return "" if list(voters) == drawn["voters"] else "verify.draw.voters"
