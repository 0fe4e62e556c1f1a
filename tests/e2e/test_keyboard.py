"""Whoever has no mouse: all that can be clicked is reached with Tab, in order, and is seen when it is reached."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Visits = Callable[..., Any]

# Numbers what can be reached as a reader of the page would: of a group of radio buttons one, of a closed menu nothing.
_NUMBERED = """() => {
  const groups = new Set(); let count = 0;
  for (const one of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
    if (one.disabled || one.type === "hidden" || !one.checkVisibility()) continue;
    if (getComputedStyle(one).visibility === "hidden" || one.closest("[inert]")) continue;
    if (one.tabIndex < 0) continue;
    if (one.type === "radio") {
      const form = one.form ? [...document.forms].indexOf(one.form) : -1;
      const group = `${form}/${one.name}`;
      if (groups.has(group)) continue;
      groups.add(group); one.dataset.reach = `${count++}`;
      for (const other of document.querySelectorAll(`input[type=radio][name="${one.name}"]`))
        if (other.form === one.form) other.dataset.reach = one.dataset.reach;
    } else one.dataset.reach = `${count++}`;
  }
  return count;
}"""
_REACHED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  // A choice drawn by its label shows its focus there.
  const drawn = [one, one.parentElement, one.nextElementSibling, one.closest("label, li")].filter(Boolean);
  const seen = drawn.some(it => { const style = getComputedStyle(it);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none"; });
  return [one.dataset.reach ?? "", seen, one.outerHTML.slice(0, 120)];
}"""


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("陈立", "/desk/"),
        ("陈立", "/triage/"),
        ("陈立", "/cases/"),
        ("陈立", "/callbacks/"),
        ("陈立", "/cockpit/"),
        ("陈立", "/enterprises/"),
        ("陈立", "/mechanism/"),
        ("陈立", "/meetings/"),
        ("陈立", "/board/"),
        ("陈立", "/people/"),
        ("陈立", "/notices/settings/"),
        ("周敏", "/visits/"),
        ("周敏", "/visit/new/"),
    ],
)
def test_all_that_can_be_clicked_is_reached_with_tab_and_seen(visit: Visits, who: str, path: str) -> None:
    browser = visit()
    browser.sign_in(who)
    page = browser.open(path)
    count = page.evaluate(_NUMBERED)
    assert count > 10, "there is a bar of places at least"
    reached: list[str] = []
    for _ in range(count + 20):
        page.keyboard.press("Tab")
        found = page.evaluate(_REACHED)
        if found is None:
            break
        number, seen, html = found
        assert seen, f"nothing shows that this is reached: {html}"
        if number:
            reached.append(number)
    missed = {str(number) for number in range(count)} - set(reached)
    told = [
        page.locator(f'[data-reach="{number}"]').first.evaluate("it => it.outerHTML.slice(0, 120)")
        for number in sorted(missed)
    ]
    assert told == []
    assert reached == sorted(reached, key=int), "in the order in which it stands on the page"
