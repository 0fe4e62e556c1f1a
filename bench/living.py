"""People who work with the pages all at once, each by themselves, and remember what they were told.

What was sent carries an id of its own, as every form does. Whoever gets no answer sends the same again until there is
one; whoever is refused knows that nothing happened.
"""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import quote

from bench.browsing import Answer, Browser, Unanswered
from bench.sayings import saying

#: Seconds that somebody thinks, at the most, before the next act.
_THINKS = 1.0
#: Seconds until something unanswered is sent again.
_AGAIN = 0.5
BUSY = "ledger.storage.busy"
_CODE = re.compile(r"<code>([a-z0-9.-]+)</code>")
_CASE = re.compile(r'href="/cases/(\d{4}-\d+)/"')
_STEP = re.compile(r'href="/cases/\d{4}-\d+/do/([a-z-]+)/"')
_MATTER = re.compile(r'href="/e/matters/(\d{4}-\d+)/"')
_SAID = re.compile(r'href="/e/matters/\d{4}-\d+/(confirm|reject)/"')

Outcome = Literal["accepted", "refused", "unknown"]


@dataclass(slots=True)
class Sent:
    """One thing somebody asked for. `mark` stands in its words and nowhere else, "" where it has none."""

    id: str
    kind: str
    mark: str
    outcome: Outcome = "unknown"
    code: str = ""
    tries: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Book:
    """What everybody sent and saw. Lists only grow, so threads may append to them."""

    sent: list[Sent] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    without_page: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody comes in: by name and password, or by the personal link of a contact."""

    role: str
    name: str = ""
    password: str = ""
    link: str = ""


class Person:
    """One of them. `enterprises` are those an officer visits, `units` those that the centre dispatches to."""

    def __init__(
        self, way: Way, port: int, book: Book, *, seed: int, enterprises: Sequence[str], units: Sequence[str]
    ) -> None:
        self._way, self._book = way, book
        self._browser = Browser(port)
        self._chance = random.Random(seed)
        self._enterprises, self._units = enterprises, units
        self._acts = _ACTS[way.role]

    def come_in(self) -> None:
        """Sign in. So many at once meet the limit of a minute at times, and wait like anybody."""
        for _ in range(30):
            try:
                if self._way.link:
                    if self._browser.get(self._way.link).status == 302:
                        return
                else:
                    self._browser.sign_in(self._way.name, self._way.password)
                    return
            except (ValueError, Unanswered):
                time.sleep(3)
        raise RuntimeError(f"{self._way.role} could not come in")

    def live(self, over: threading.Event) -> None:
        """One act after another until it is over; what was sent last is asked after until there is an answer."""
        while not over.is_set():
            time.sleep(self._chance.uniform(0, _THINKS))
            names, weights = zip(*self._acts.items(), strict=True)
            act: Callable[[], None] = getattr(self, self._chance.choices(names, weights)[0])
            try:
                act()
            except Unanswered:
                # A page that did not come: nothing was asked for, and it is opened again later.
                self._book.without_page.append(self._way.role)
                time.sleep(_AGAIN)
        self._browser.close()

    def visit(self) -> None:
        """An officer writes down what an enterprise says; a third of it is solved on the spot."""
        path = f"/visit/new/{self._chance.choice(self._enterprises)}/"
        hidden = self._page(path).hidden()
        spot = self._chance.random() < 0.3
        said, mark = self._words()
        more = {"spot": "yes", "measure": "现场联系了维修队，当天修好。"} if spot else {"spot": "no"}
        self._send("record", path, {**hidden, "words": said, "case_kind": "problem", "contact": "", **more}, mark)

    def reflect(self) -> None:
        """An enterprise says something itself."""
        hidden = self._page("/e/new/").hidden()
        said, mark = self._words()
        self._send("record", "/e/new/", {**hidden, "words": said, "case_kind": "problem"}, mark)

    def judge(self) -> None:
        """An enterprise says of one of its matters whether it is solved, where that is asked."""
        numbers = _MATTER.findall(self._page("/e/").text)
        if not numbers:
            return
        number = self._chance.choice(numbers)
        asked = set(_SAID.findall(self._page(f"/e/matters/{number}/").text))
        kind = "reject" if self._chance.random() < 0.2 else "confirm"
        if kind not in asked:
            return
        path = f"/e/matters/{number}/{kind}/"
        said, mark = self._words() if kind == "reject" else ("", "")
        fields = {**self._page(path).hidden(), "grade": "2" if said else "5", **({"reason": said} if said else {})}
        self._send(kind, path, fields, mark)

    def dispatch(self) -> None:
        """The centre gives the case in hand, or another of the queue, to a unit."""
        page = self._page("/triage/")
        queue = re.findall(r'href="/triage/\?case=(\d{4}-\d+)"', page.text)
        if not queue:
            return
        path = f"/triage/?case={self._chance.choice(queue)}"
        page = self._page(path)
        if page.status != 200 or "command_id" not in page.hidden():
            return
        chosen = {"other_class": "premises", "main_unit": self._chance.choice(self._units), "complexity": "general"}
        self._send("dispatch", path, {**page.hidden(), **chosen}, "")

    def work(self) -> None:
        """Whoever has something on the desk opens one of it and does what waits to be done."""
        numbers = list(dict.fromkeys(_CASE.findall(self._page("/desk/").text)))
        if not numbers:
            return
        number = self._chance.choice(numbers)
        offered = _STEP.findall(self._page(f"/cases/{number}/").text)
        kind = next((one for one in offered if one in _STEPS[self._way.role]), "")
        if not kind:
            return
        path = f"/cases/{number}/do/{kind}/"
        page = self._page(path)
        if page.status != 200:
            return
        said, mark = self._words()
        fields: Mapping[str, str] = {
            "contact": {"by": "phone", "note": said},
            "draft": {"answer": said, "end": "solved"},
            # A draft that goes back needs a word why; one that goes on has none.
            "review": {"approved": "no", "note": said} if self._chance.random() < 0.1 else {"approved": "yes"},
            "sign": {"approved": "yes"},
            "close": {"end": "solved"},
        }[kind]
        self._send(kind, path, {**page.hidden(), **fields}, mark if said in fields.values() else "")

    def list(self) -> None:
        self._page("/cases/")

    def search(self) -> None:
        self._page("/cases/?q=" + quote(self._chance.choice(("漏水", "路灯", "停电", "续贷", "样品"))))

    def _words(self) -> tuple[str, str]:
        mark = f"记号{self._chance.getrandbits(64):016x}"
        return f"{saying(self._chance)}（{mark}）", mark

    def _page(self, path: str) -> Answer:
        began = time.perf_counter()
        answer = self._browser.get(path)
        self._book.pages.append(time.perf_counter() - began)
        if answer.status >= 500 and BUSY not in answer.text:
            self._book.failures.append(f"{answer.status} GET {path}")
        return answer

    def _send(self, kind: str, path: str, fields: Mapping[str, str], mark: str) -> None:
        sent = Sent(fields["command_id"], kind, mark)
        self._book.sent.append(sent)
        until = time.monotonic() + 180
        while time.monotonic() < until:
            sent.tries += 1
            began = time.perf_counter()
            try:
                answer = self._browser.post(path, fields)
            except Unanswered:
                time.sleep(_AGAIN)
                continue
            sent.seconds = time.perf_counter() - began
            found = _CODE.search(answer.text)
            sent.code = found[1] if found else str(answer.status)
            if answer.status < 500:
                done = answer.status == 302 and "/sign-in/" not in answer.location
                sent.outcome, sent.code = ("accepted", "") if done else ("refused", sent.code)
                return
            if sent.code != BUSY:
                self._book.failures.append(f"{answer.status} POST {path} {datetime.now(UTC):%H:%M:%S}")
            time.sleep(_AGAIN)


#: What each does, and how often.
_ACTS: Mapping[str, Mapping[str, int]] = {
    "liaison": {"visit": 6, "list": 2, "search": 2},
    "contact": {"reflect": 2, "judge": 6},
    "centre": {"dispatch": 7, "work": 2, "list": 1, "search": 1},
    "handler": {"work": 8, "list": 1, "search": 1},
    "unit-head": {"work": 8, "list": 1},
    "leader-in-charge": {"work": 8, "list": 1},
}
#: The steps each takes when its turn has come.
_STEPS: Mapping[str, Sequence[str]] = {
    "centre": ("close",),
    "handler": ("contact", "draft"),
    "unit-head": ("review",),
    "leader-in-charge": ("sign",),
}
