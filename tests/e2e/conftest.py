"""Real pages in a real browser: Debian's Chromium against `lianqi serve` with a database of its own.

A test asks for `visit` and opens pages as somebody; every page it opens is looked at by axe-core when the test asks for
`looked_at`. Screenshots lie in the folder that LIANQI_SCREENSHOTS names, otherwise in pytest's own for the run.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.world import ACCOUNTS, PASSWORD

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
#: Without these, Chromium asks Google's hosts at every start; the sandbox cannot be had by root.
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 860}


class Installation:
    """A server with a database of its own, in `home`, whose park `world` has made; it goes by the file `clock`."""

    def __init__(self, home: Path, *, world: str, clock: Path | None = None) -> None:
        path = [str(ROOT), *([str(ROOT / "tests" / "e2e" / "clock")] if clock else [])]
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("LIANQI_", "DATABASE_URL"))},
            "LIANQI_HOME": str(home),
            "LIANQI_SECRET_KEY": "browser-tests-only",
            "LIANQI_DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "lianqi.server.config.settings",
            "PYTHONPATH": os.pathsep.join(path),
            **({"LIANQI_TEST_CLOCK": str(clock)} if clock else {}),
        }
        self.address = f"http://localhost:{_free_port()}"
        self.log = home / "server.log"
        self.run("-m", world)

    def run(self, *arguments: str) -> None:
        """Python with these arguments, here; its output if it fails."""
        done = subprocess.run(
            [sys.executable, *arguments], env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Its pages, at this address."""
        command = [sys.executable, "-m", "lianqi.command_line.main", "serve", "--workers", "1"]
        port = self.address.rpartition(":")[2]
        with self.log.open("wb") as out:
            server = subprocess.Popen(
                [*command, "--port", port], env=self.environment, stdout=out, stderr=out, start_new_session=True
            )
        try:
            _wait_for(self.address, server, self.log)
            yield self.address
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)


@pytest.fixture(scope="session")
def place() -> Iterator[Installation]:
    """A running server with the park of `world`; both are gone after the tests."""
    with tempfile.TemporaryDirectory(prefix="lianqi-e2e-") as home:
        made = Installation(Path(home), world="tests.e2e.world")
        with made.serving():
            yield made


@pytest.fixture
def installation(place: Installation) -> str:
    """Its address."""
    return place.address


@pytest.fixture
def caught_up(place: Installation) -> None:
    """Search and figures have read what the tests before this one did."""
    place.run("-m", "lianqi.command_line.main", "worker", "--once")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        assert server.poll() is None, f"the server ended: {log.read_text('utf-8')[-3000:]}"
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not answer: {log.read_text('utf-8')[-3000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, started once; skipped in words where there is none, but never where CI runs."""
    if not CHROMIUM.is_file():
        if os.environ.get("CI"):
            pytest.fail("CI has to have /usr/bin/chromium: .ci/run installs it as root")
        pytest.skip("no /usr/bin/chromium on this machine (Debian's package chromium): browser tests left out")
    from playwright.sync_api import sync_playwright

    # Its loop runs in this thread until the last test of this process, and Django would take every later test of the
    # database for a coroutine. Nothing here awaits: the tests and the server they start are synchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield started
        started.close()


#: Cookies of who has signed in before: argon2 takes its time, on purpose.
_SESSIONS: dict[tuple[str, str], Any] = {}


class Visit:
    """One person's browser. `page` is Playwright's; whatever goes wrong in it fails the test at its end."""

    def __init__(self, browser: Any, address: str, **options: Any) -> None:
        self.address = address
        self.context = browser.new_context(base_url=address, locale="zh-CN", **options)
        self.page = self.context.new_page()
        self.troubles: list[str] = []
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("console", self._console)
        self.page.on("requestfailed", self._failed)

    def _console(self, message: Any) -> None:
        # A refusal has an error's status, of which Chromium makes a line.
        if message.type == "error" and not re.search("status of 4", message.text):
            self.troubles.append(f"console: {message.text}")

    def _failed(self, request: Any) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):
            self.troubles.append(f"request: {request.url} {request.failure}")

    def open(self, path: str) -> Any:
        """Open an address and wait until nothing of htmx is under way."""
        self.page.goto(path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until htmx has nothing under way, nor anything to swap in."""
        # Not wait_for_function: it asks the page to evaluate text, which its security policy refuses.
        self.page.wait_for_selector(".htmx-request, .htmx-swapping, .htmx-settling", state="detached")

    def sign_in(self, who: str, password: str = PASSWORD, *, name: str = "") -> None:
        """Sign in as the person of this name and open the first page; through the form, the first time."""
        if password == PASSWORD and (self.address, who) in _SESSIONS:
            self.context.add_cookies(_SESSIONS[self.address, who])
            if "/sign-in/" not in self.open("/").url:
                return
        self.open("/sign-in/")
        self.page.get_by_label("登录名").fill(name or ACCOUNTS[who])
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.page.wait_for_load_state()
        self.settle()
        if password == PASSWORD and "/sign-in/" not in self.page.url:
            _SESSIONS[self.address, who] = self.context.cookies()


@pytest.fixture
def visit(browser: Any, installation: str) -> Iterator[Callable[..., Visit]]:
    """`visit(viewport=PHONE)`: a new browser of somebody; no page may have had trouble when the test ends."""
    visits: list[Visit] = []

    def new(**options: Any) -> Visit:
        made = Visit(browser, installation, **{"viewport": DESKTOP, **options})
        visits.append(made)
        return made

    yield new
    troubles = [trouble for one in visits for trouble in one.troubles]
    for one in visits:
        one.context.close()
    assert troubles == []


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core as npm brought it."""
    path = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    assert path.is_file(), "make assets brings axe-core"
    return path.read_text("utf-8")


@pytest.fixture
def looked_at(
    axe: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Visit, str], None]:
    """`looked_at(visit, "desk")`: no violation that axe-core sees, nothing that scrolls sideways, and a screenshot."""
    chosen = os.environ.get("LIANQI_SCREENSHOTS")
    folder = Path(chosen) if chosen else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)

    def look(visit: Visit, name: str) -> None:
        visit.settle()
        page = visit.page
        page.screenshot(path=str(folder / f"{name}-{page.viewport_size['width']}.png"), full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} scrolls sideways by {wide} px"
        # Evaluated by the debugger, which the content security policy does not bind.
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        told = [(one["id"], one["help"], [node["html"][:160] for node in one["nodes"]]) for one in found]
        assert not told, f"{name}: {json.dumps(told, ensure_ascii=False, indent=1)}"

    return look
