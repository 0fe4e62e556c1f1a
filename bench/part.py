"""One part in a process of its own, so that its memory is its own: `python -m bench.part NAME OPTIONS`.

DATABASE_URL names its database and LIANQI_HOME its folder. Figures go to standard output, one line of JSON each.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path

from bench import machine
from bench.figures import Figure
from bench.options import Options
from bench.park import PARK, Park, open_park

#: What the parks that are read look like.
DATA = (
    "Parks that are read: 236 cases lived through the use-cases, the rest their clones with other ids, units, classes, "
    "kinds, enterprises and minutes; begun over 23 months, 3% open, of the others 58% solved on the spot, 36% "
    "dispatched; 26 units and 6 outside, 1,200 enterprises; all events sealed. A sample of the clones was replayed: "
    "hashes, rows, search index, roots; in the smallest park the figures too. Every clone has words of its own. "
    "PostgreSQL was vacuumed and analysed after seeding, as it does by itself in time."
)
#: Part → what it is about.
PARTS = {
    "commands": "commands/s applied",
    "imports": "import of cases",
    "reading": "due list, figures and rebuild",
    "screens": "pages by HTTP",
}
#: Those that read the same parks, one of each size.
SIZED = ("reading", "screens")


def prepare(park: Path) -> None:
    """An empty database becomes one with every table, the floor's too, and a park with its people."""
    from django.core.management import call_command

    from bench import floor
    from lianqi.server.cases.reactions import catch_up

    call_command("migrate", verbosity=0)
    floor.create_tables()
    open_park().write(park)
    catch_up(park=PARK)


def measure(name: str, options: Options, park: Path, folder: Path) -> Iterator[Figure]:
    """The part's figures, each with the database and its durability as the connection tells them."""
    from bench import connected

    database, durability = connected.described()
    for figure in import_module(f"bench.{name}").measure(options, Park.read(park), folder):
        yield replace(figure, database=database, durability=durability)
    yield Figure(
        part=name,
        what=f"most memory of the process: {PARTS[name]}",
        value=machine.most_resident(),
        unit="MiB",
        rows="",
        database=database,
    )


def main(name: str, spelled: str) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianqi.server.config.settings")
    django.setup()
    folder = Path(os.environ["LIANQI_HOME"])
    park = folder / "park.json"
    if name == "prepare":
        prepare(park)
        return
    for figure in measure(name, Options.read(spelled), park, folder):
        print(json.dumps(asdict(figure)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:3])
