"""What the browser gets: built, small, and understood by Chromium 86."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.templatetags.static import static

from lianqi.server.ui.checks import the_assets_were_built
from lianqi.server.ui.static_files import BUILT, kept_for_ever, manifest

#: Later than Chromium 86, and not merely a tint (accent-color) or a better line break (text-wrap) that may be missing.
TOO_NEW = (
    *(r"color-mix\(", r":has\(", r":is\(", r":where\(", r"@layer", r"@container", r"[;{]inset:", r"\boklch\("),
    *(r"margin-inline:", r"padding-inline:", r"\d(dvh|svh|lvh)\b", r"aspect-ratio:", r"&[.:\s]"),
)


def built(name: str) -> Path:
    return BUILT.parent / manifest()[f"ui/{name}"]


def all_built(ending: str) -> list[str]:
    """The names of everything of one kind that was built."""
    return sorted(name.removeprefix("ui/") for name in manifest() if name.endswith(ending))


def test_the_style_sheets_ask_for_nothing_newer_than_the_oldest_browser() -> None:
    assert len(built("screen.css").read_text("utf-8")) > 20_000
    for name in all_built(".css"):
        css = built(name).read_text("utf-8")
        assert [pattern for pattern in TOO_NEW if re.search(pattern, css)] == [], name


@pytest.mark.parametrize("rule", ["a{color:color-mix(in srgb,red,blue)}", "p{inset:0}", "b:has(i){top:0}"])
def test_what_is_too_new_would_be_seen(rule: str) -> None:
    assert any(re.search(pattern, rule) for pattern in TOO_NEW)


def test_nothing_is_asked_of_another_host() -> None:
    for name in (*all_built(".css"), *all_built(".js")):
        text = built(name).read_text("utf-8")
        asked = re.findall(r"(?:url\(|src=|import\()[\"']?(https?://[^\"')]+)", text)
        assert asked == [], name


def test_the_charts_are_loaded_where_they_are_drawn_and_are_not_heavy() -> None:
    assert len(gzip.compress(built("cockpit.js").read_bytes())) < 200_000
    assert b"echarts" not in built("screen.js").read_bytes()


def test_the_first_page_is_light() -> None:
    compressed = sum(len(gzip.compress(built(n).read_bytes())) for n in ("screen.css", "screen.js", "theme.js"))
    assert compressed < 60_000


def test_names_change_with_content_and_are_kept_for_ever() -> None:
    url = static("ui/screen.css")
    assert re.fullmatch(r"/static/ui/screen\.[0-9a-f]{12}\.css", url)
    assert kept_for_ever("", url) and not kept_for_ever("", "/static/account/js/x.js")
    assert built("screen.css").with_suffix(".css.br").is_file(), "compressed once, when built"


def test_a_server_without_its_assets_says_how_to_build_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert the_assets_were_built() == []
    monkeypatch.setattr("lianqi.server.ui.checks.manifest", dict)
    (said,) = the_assets_were_built()
    assert said.hint == "make assets"


def test_every_icon_that_a_template_names_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', built("icons.svg").read_text("utf-8")))
    used = set()
    server = BUILT.parents[2]
    for path in server.rglob("*.html"):
        text = path.read_text("utf-8")
        used |= set(re.findall(r'\{% icon "([^"]+)" %\}', text)) | set(
            re.findall(r'<c-\w+ [^>]*?\bicon="([^"{]+)"', text)
        )
    for path in server.rglob("*.py"):
        used |= set(re.findall(r'Place\("[^"]+", _\("[^"]+"\), "([^"]+)"\)', path.read_text("utf-8")))
    assert len(used) > 15
    assert sorted(used - drawn) == []


def test_cookies_travel_by_https_only_where_pages_do(monkeypatch: pytest.MonkeyPatch) -> None:
    from lianqi.server.config import environment

    assert settings.SESSION_COOKIE_SECURE is settings.CSRF_COOKIE_SECURE is False
    monkeypatch.setenv("LIANQI_HTTPS", "1")
    assert environment.https()
    monkeypatch.setenv("LIANQI_HTTPS", "yes")
    with pytest.raises(environment.SettingsInvalid, match="LIANQI_HTTPS"):
        environment.https()


def test_a_provider_of_single_sign_on_is_named_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    from lianqi.server.config import environment

    assert environment.single_sign_on() == {} and environment.sign_on_hosts() == []
    monkeypatch.setenv("LIANQI_OIDC_URL", "https://id.example.org/realms/park")
    with pytest.raises(environment.SettingsInvalid, match="LIANQI_OIDC_CLIENT"):
        environment.single_sign_on()
    monkeypatch.setenv("LIANQI_OIDC_CLIENT", "lianqi")
    monkeypatch.setenv("LIANQI_OIDC_SECRET", "between us")
    (app,) = environment.single_sign_on()["openid_connect"]["APPS"]
    assert (app["provider_id"], app["settings"]["server_url"]) == ("sso", "https://id.example.org/realms/park")
    assert environment.sign_on_hosts() == ["https://id.example.org"]
