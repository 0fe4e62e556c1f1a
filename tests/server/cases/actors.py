"""Other people at the same time: run as processes of their own by `test_processes`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any


def record(park: str, actor: str, enterprise: str, name: str, count: str) -> None:
    """Record cases one after the other and print their numbers."""
    from lianqi.server.cases.operations import record as write
    from lianqi.server.ids import derived_id

    for place in range(int(count)):
        data: dict[str, Any] = {
            "enterprise": enterprise,
            "channel": "visit",
            "case_kind": "problem",
            "words": f"{name} {place}",
        }
        done = write(park=park, actor=actor, data=data, command_id=derived_id(name, str(place)))
        print(done.number, flush=True)


def dispatch(park: str, actor: str, number: str, unit: str) -> None:
    """Dispatch a case as seen at its second entry; print done or the code of the refusal."""
    from lianqi.server.cases.operations import perform

    done = perform(
        park=park,
        actor=actor,
        case_no=number,
        kind="dispatch",
        data={"class_id": "premises", "complexity": "general", "main_unit": unit},
        command_id=f"dispatch-{unit}",
        expected_seq=2,
    )
    print(done.refusal.code if done.refusal else "done", flush=True)


def import_rows(park: str, actor: str, enterprise: str, file: str) -> None:
    """Import a table in batches of twenty, saying so after each."""
    from datetime import date

    from lianqi import sheets
    from lianqi.server.cases.import_cases import CaseImporter, Defaults
    from lianqi.server.imports import run, sources
    from lianqi.server.mechanisms import queries

    importer = CaseImporter(
        park=park,
        actor=actor,
        source="heap",
        mechanism=queries.in_force(park=park, on=date(2026, 6, 9)),
        calendar=queries.calendar_of(park),
        defaults=Defaults("form", "problem", enterprise),
    )
    wanted = sources(sheets.read(Path(file)), fields=importer.fields)
    summary = run(wanted, importer, batch=20, progress=lambda done, _: print(done, flush=True))
    print(dict(summary.counts), flush=True)


if __name__ == "__main__":
    import django

    django.setup()
    {"record": record, "dispatch": dispatch, "import": import_rows}[sys.argv[1]](*sys.argv[2:])
