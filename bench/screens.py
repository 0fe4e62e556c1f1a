"""Pages as people get them: real servers, real requests, beside a bare Django site in the same minutes.

Each size has a server of its own (`lianqi serve`, its usual processes and threads), the floor another, in the smallest
park's database. In each round every page of every server has its turn, first for one client, then for eight at once.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any

from bench import serving
from bench.browsing import Browser
from bench.commands import WORDS
from bench.figures import Figure, Rounds
from bench.options import Options
from bench.park import PARK, Park
from bench.seeding import events_of, rows_of, seeded

CLIENTS = (1, 8)
FORM, PAGE = "floor: bare form POST", "floor: bare page of 50 rows"
#: The same form in a site that is told nothing of its database but where it is: a connection for each request. It is
#: what a bare site is, and what the aim means; the other one has every option of ours.
PLAIN_FORM = "floor: bare form POST, connections as Django comes"
CREATE = "case created by the officer's form"
#: What was asked, of one client: milliseconds at the median and at the 95th percentile; how much longer a park of any
#: size may take than the smallest; which share of the floor's forms; megabytes of a worker; bytes of the phone's page.
_MEDIAN, _SLOW, _SIZE, _SHARE, _MEMORY, _PHONE = 25.0, 60.0, 1.5, 0.5, 200.0, 150_000
#: The pages of which that was asked.
_ASKED = ("list of cases, newest 50", "search for two characters", "cockpit")
_PASSWORD = "湖畔的第七棵香樟树2026"
_PEOPLE = ("liaison", "centre")
_FLOOR_ROWS = 10_000

Act = Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Contender:
    """One page of one server; `acts` has one for each client. `size` is 0 for the floor."""

    what: str
    size: int
    server: serving.Server
    acts: Sequence[Act]


@dataclass(slots=True)
class _Times:
    """What one contender took with so many clients: requests a second of each round, and the seconds of every one."""

    rates: list[float] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)
    computed: float = 0.0

    def slow(self) -> float:
        """95th percentile, in milliseconds."""
        return sorted(self.spent)[int(len(self.spent) * 0.95)] * 1e3


Found = Mapping[tuple[str, int, int], _Times]


def measure(options: Options, park: Park, folder: Path) -> Iterator[Figure]:
    """Figures of each page at each size and number of clients, then what the servers used."""
    names = dict(zip(options.sizes, options.names, strict=True))
    yield from seeded(options, park, part="screens")
    rows = {0: f"{_FLOOR_ROWS:,} rows"}
    links: dict[int, str] = {}
    numbers: dict[int, list[str]] = {}
    for size, name in names.items():
        rows[size] = rows_of(size, events_of(name))
        links[size], numbers[size] = _opened(park)
    with ExitStack() as running:
        floor = running.enter_context(_floor(names[min(names)], folder))
        contenders = _of_floor(floor)
        contenders += _of_floor(running.enter_context(_floor(names[min(names)], folder, plain=True)), plain=True)
        servers: dict[int, serving.Server] = {}
        for size, name in names.items():
            database = serving.url_of(name)
            servers[size] = running.enter_context(serving.served(database=database, home=folder))
            contenders += _of_ours(size, servers[size], park, numbers[size])
        found = _raced(options, contenders)
        yield from _figures(options, contenders, found, rows)
        for size, server in servers.items():
            most = server.resident()
            yield Figure(part="screens", what="memory of a web worker afterwards", value=most, unit="MB",
                         rows=rows[size], aim=f"≤ {_MEMORY:.0f}", met=most <= _MEMORY)  # fmt: skip
        yield from _first_paint(servers[min(servers)], links[min(links)], rows[min(names)])


def _opened(park: Park) -> tuple[str, list[str]]:
    """Accounts for whoever signs in here, a contact's link, and the numbers of some cases, of the database in use."""
    from lianqi.server.accounts.models import Account
    from lianqi.server.accounts.operations import open_account
    from lianqi.server.cases.models import Case
    from lianqi.server.ledger.operations import one_transaction
    from lianqi.server.registry.operations.contacts import issue_code

    now = datetime.now(UTC)
    with one_transaction():
        for role in _PEOPLE:
            if not Account.objects.filter(name=role).exists():
                open_account(name=role, person=park.people[role], password=_PASSWORD, now=now, must_change=False)
        contact = park.contacts[park.enterprises[0]]
        code = issue_code(park=PARK, contact=contact, actor="system", now=now)
    every = list(Case.objects.filter(park=PARK).order_by("no").values_list("no", flat=True))
    return f"/e/{code}/", random.Random(0).sample(every, min(500, len(every)))


def _floor(name: str, folder: Path, *, plain: bool = False) -> Any:
    """The bare site's server, in the same database; the second, `plain` one finds the tables of the first."""
    database = serving.url_of(name)

    def run(act: str) -> list[str]:
        return [sys.executable, "-c", f"from bench import floor_site; floor_site.{act}"]

    around = serving.environment(database=database, home=folder)
    if plain:
        around |= {"BENCH_AS_DJANGO_COMES": "1"}
    else:
        subprocess.run(run(f"create_tables({_FLOOR_ROWS})"), cwd=serving.ROOT, env=around, check=True)
    return serving.started(lambda port: run(f"serve({port})"), around, folder)


def _of_floor(server: serving.Server, *, plain: bool = False) -> list[_Contender]:
    browsers = [Browser(server.port) for _ in range(max(CLIENTS))]
    for browser in browsers:
        _expect(browser.get("/enter/"), 302)
        browser.get("/new/")
    said = {"words": WORDS, "kind": "problem"}
    forms = [lambda browser=browser: _expect(browser.post("/new/", said), 302) for browser in browsers]
    if plain:
        return [_Contender(PLAIN_FORM, 0, server, forms)]
    pages = [lambda browser=browser: _expect(browser.get("/"), 200) for browser in browsers]
    return [_Contender(FORM, 0, server, forms), _Contender(PAGE, 0, server, pages)]


def _of_ours(size: int, server: serving.Server, park: Park, numbers: Sequence[str]) -> list[_Contender]:
    officers, centre = (_signed_in(server, role) for role in _PEOPLE)
    paths: Mapping[str, Sequence[str]] = {
        "list of cases, newest 50": ("/cases/",),
        "page of a case": [f"/cases/{number}/" for number in numbers],
        "search for two characters": ("/cases/?q=漏水", "/cases/?q=样品", "/cases/?q=续贷"),
        "cockpit": ("/cockpit/",),
        "my desk": ("/desk/",),
    }
    made = [_Contender(CREATE, size, server, [_creating(browser, park, at) for at, browser in enumerate(officers)])]
    for what, some in paths.items():
        made.append(_Contender(what, size, server, [_reading(browser, some, at) for at, browser in enumerate(centre)]))
    return made


def _signed_in(server: serving.Server, role: str) -> list[Browser]:
    browsers = [Browser(server.port) for _ in range(max(CLIENTS))]
    for browser in browsers:
        browser.sign_in(role, _PASSWORD)
    return browsers


def _creating(browser: Browser, park: Park, at: int) -> Act:
    """当面登记 sent once more, each time for the next enterprise: one request, the redirect is not followed."""
    from lianqi.server.ids import new_id

    enterprises = cycle(park.enterprises[at * 7 :])
    typed = {**browser.get(f"/visit/new/{park.enterprises[0]}/").hidden(), "words": WORDS, "case_kind": "problem"}

    def act() -> None:
        fields = {**typed, "contact": "", "spot": "no", "command_id": new_id(now=datetime.now(UTC))}
        _expect(browser.post(f"/visit/new/{next(enterprises)}/", fields), 302)

    return act


def _reading(browser: Browser, paths: Sequence[str], at: int) -> Act:
    from urllib.parse import quote

    turn = cycle([quote(path, safe="/?=&") for path in (*paths[at:], *paths[:at])])
    return lambda: _expect(browser.get(next(turn)), 200)


def _expect(answer: Any, status: int) -> None:
    assert answer.status == status, (answer.status, answer.location, re.sub(r"<[^>]+>|\s+", " ", answer.text)[:2000])


def _raced(options: Options, contenders: Sequence[_Contender]) -> Found:
    """Every contender, round by round; the first round warms up and does not count."""
    found: dict[tuple[str, int, int], _Times] = {}
    for turn in range(options.rounds + 1):
        for clients in CLIENTS:
            each = max(1, options.pages // clients)
            for one in contenders:
                times = _Times() if not turn else found.setdefault((one.what, one.size, clients), _Times())
                _race(one, clients, each, times)
    return found


def _race(one: _Contender, clients: int, each: int, times: _Times) -> None:
    computed, began = one.server.computed(), time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        for spent in pool.map(partial(_repeated, each=each), one.acts[:clients]):
            times.spent += spent
    times.rates.append(clients * each / (time.perf_counter() - began))
    times.computed += one.server.computed() - computed


def _repeated(act: Act, *, each: int) -> list[float]:
    spent = []
    for _ in range(each):
        began = time.perf_counter()
        act()
        spent.append(time.perf_counter() - began)
    return spent


def _figures(
    options: Options, contenders: Sequence[_Contender], found: Found, rows: Mapping[int, str]
) -> Iterator[Figure]:
    smallest = min(options.sizes)
    for what in dict.fromkeys(one.what for one in contenders):
        for size in dict.fromkeys(one.size for one in contenders if one.what == what):
            for clients in CLIENTS:
                some = _of_one(what, size, clients, found, smallest)
                yield from (Figure(part="screens", rows=rows[size], **one) for one in some)


def _of_one(what: str, size: int, clients: int, found: Found, smallest: int) -> Iterator[dict[str, Any]]:
    times = found[what, size, clients]
    floor = FORM if what == CREATE else PAGE
    who = "1 client" if clients == 1 else f"{clients} clients"
    rates = Rounds(tuple(times.rates))
    rate: dict[str, Any] = {"what": f"{what}, {who}", "value": rates.middle, "unit": "requests/s",
                            "least": min(rates.values), "greatest": max(rates.values)}  # fmt: skip
    if size:
        ratio = rates.compared(Rounds(tuple(found[floor, 0, clients].rates)))
        rate |= {"floor": floor, "ratio": ratio}
    yield rate
    if size and what == CREATE:
        plain = rates.compared(Rounds(tuple(found[PLAIN_FORM, 0, clients].rates)))
        yield rate | {"floor": PLAIN_FORM, "ratio": plain, "aim": f"≥ {_SHARE}", "met": plain >= _SHARE}
    middle, slow = median(times.spent) * 1e3, times.slow()
    asked = clients == 1 and what in _ASKED
    half: dict[str, Any] = {"what": f"{what}, {who}, least – 95th percentile", "value": middle, "unit": "ms",
                            "least": min(times.spent) * 1e3, "greatest": slow}  # fmt: skip
    if size and size != smallest:
        base = [1 / rate for rate in found[what, smallest, clients].rates]
        ratio = Rounds(tuple(1 / rate for rate in times.rates)).compared(Rounds(tuple(base)))
        half |= {"floor": f"its time at {smallest:,}", "ratio": ratio}
        half |= {"aim": f"≤ {_SIZE}", "met": ratio <= _SIZE} if asked else {}
    elif asked:
        half |= {"aim": f"< {_MEDIAN:.0f} ms, 95% < {_SLOW:.0f} ms", "met": middle < _MEDIAN and slow < _SLOW}
    yield half
    if clients == 1:
        used = times.computed / len(times.spent) * 1e3
        yield {"what": f"{what}, processor time of the server", "value": used, "unit": "ms a request"}


def _first_paint(server: serving.Server, link: str, rows: str) -> Iterator[Figure]:
    """What a phone fetches before it can paint its page: the page, its style sheets and scripts, as they are sent."""
    browser = Browser(server.port, compressed=True)
    _expect(browser.get(link), 302)
    page = browser.get("/e/")
    _expect(page, 200)
    plain = Browser(server.port)
    plain.get(link)
    head = plain.get("/e/").text
    wanted = re.findall(r'<link rel="(?:stylesheet|preload)"[^>]*href="([^"]+)"', head)
    wanted += re.findall(r'<script[^>]*src="([^"]+)"', head)
    sizes = {path: len(browser.get(path).body) for path in dict.fromkeys(wanted)}
    total = len(page.body) + sum(sizes.values())
    what = f"enterprise's phone page before it paints: itself and {len(sizes)} files, as sent"
    aim = f"≤ {_PHONE / 1e3:.0f} KB"
    yield Figure(part="screens", what=what, value=total / 1e3, unit="KB", rows=rows, aim=aim, met=total <= _PHONE)
