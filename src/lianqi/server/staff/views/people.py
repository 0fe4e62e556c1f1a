"""人员: who works for the park, what they are charged with, and whether they can sign in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqi.kernel.decision import Refused
from lianqi.server.access import access, duty
from lianqi.server.accounts import operations as accounts
from lianqi.server.accounts.models import Account
from lianqi.server.cases.setting import Setting
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.people.queries import charges
from lianqi.server.staff import queries, refusals
from lianqi.server.staff.forms import PersonForm
from lianqi.server.staff.operations import end_service
from lianqi.server.staff.operations.keeping import Person, keep_person
from lianqi.server.staff.views.passing import WHO
from lianqi.server.ui.refusals import in_page, status_of

_ADMINISTRATOR = duty("administer")
_ACTS = ("open", "password", "close")


@access(WHO)
@never_cache
@require_safe
def listed(request: Any) -> HttpResponse:
    """Who works for the park, by unit and number, page by page."""
    place = request.place
    asked = {key: request.GET.get(key, "").strip()[:60] for key in ("q", "unit", "role", "account")}
    wanted = {"text": asked["q"], "unit": asked["unit"], "role": asked["role"]}
    after = request.GET.get("after", "")
    page = queries.page(place, **wanted, no_account=asked["account"] == "none", after=after)
    shown = {
        "title": _("人员"),
        "page": page,
        "asked": asked,
        "narrowed": any(asked.values()),
        "next": _address(asked, page.after),
        "first": _address(asked) if after else "",
        "unopened": _address({**asked, "account": "none"}),
        "options": _options(place, asked),
        "keeps": "administer" in request.me.carried,
    }
    return render(request, "staff/people.html", shown)


@access(_ADMINISTRATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any) -> HttpResponse:
    """Somebody new, with an account if they have a staff number."""
    place = request.place
    form = _form(request, place)
    if request.method == "POST" and form.is_valid():
        try:
            person = keep_person(place, "", _given(form.cleaned_data), actor=request.principal.actor.id)
        except LedgerRefusal as refused:
            return _show(request, place, form, None, refused.refusal)
        messages.success(request, _("%(name)s已加入；接着可以开通账号。") % {"name": form.cleaned_data["name"]})
        return redirect("person", person)
    return _show(request, place, form, None, status=422 if request.method == "POST" else 200)


@access(_ADMINISTRATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: Any, person: str) -> HttpResponse:
    """One person: what is known of them and what they are charged with."""
    place = request.place
    row = _row(place, person)
    form = _form(request, place, row)
    if request.method == "POST" and form.is_valid():
        try:
            keep_person(place, person, _given(form.cleaned_data), actor=request.principal.actor.id)
        except LedgerRefusal as refused:
            return _show(request, place, form, row, refused.refusal)
        messages.success(request, _("已保存。"))
        return redirect("person", person)
    return _show(request, place, form, row, status=422 if request.method == "POST" else 200)


@access(_ADMINISTRATOR)
@never_cache
@require_POST
def account(request: Any, person: str, act: str) -> HttpResponse:
    """Open an account, give a new password (shown once), or close it. Never of the inspection: see `refusals`."""
    place = request.place
    row = _row(place, person)
    if act not in _ACTS:
        raise Http404
    if row.inspects:
        raise LedgerRefusal(Refused(refusals.INSPECTION))
    held = Account.objects.filter(person_id=person).first()
    given = ""
    if act == "close":
        if held is None:
            raise Http404
        accounts.close_account(name=held.name, now=request.now)
        messages.success(request, _("账号已停用，所有设备都已退出。"))
        return redirect("person", person)
    given = accounts.first_password()
    if held is None:
        name = request.POST.get("sign_in", "").strip() or row.member.number or ""
        if not name:
            messages.error(request, _("请先填写登录名，或者先给此人登记工号。"))
            return redirect("person", person)
        accounts.open_account(name=name, person=person, password=given, now=request.now)
    else:
        accounts.set_password(name=held.name, password=given, now=request.now)
    row = _row(place, person)
    return _show(request, place, _form(request, place, row, fresh=True), row, given=given)


@access(_ADMINISTRATOR)
@never_cache
@require_POST
def leaves(request: Any, person: str) -> HttpResponse:
    """Somebody who has nothing left to hand over no longer works here."""
    place = request.place
    row = _row(place, person)
    if row.inspects:
        raise LedgerRefusal(Refused(refusals.INSPECTION))
    try:
        end_service(park=place.park, person=person, actor=request.principal.actor.id, now=request.now)
    except LedgerRefusal as refused:
        return _show(request, place, _form(request, place, row, fresh=True), row, refused.refusal)
    messages.success(request, _("%(name)s已离任，账号已停用。") % {"name": row.member.name})
    return redirect("people")


def _options(place: Setting, asked: Mapping[str, str]) -> list[dict[str, Any]]:
    told = (
        (_("单位"), "unit", queries.unit_choices(place.park)),
        (_("角色"), "role", queries.role_choices(place, given=False)),
        (_("账号"), "account", [("none", _("没有账号"))]),
    )
    return [{"label": label, "name": name, "choices": some, "value": asked[name]} for label, name, some in told]


def _address(asked: Mapping[str, str], after: str | None = None) -> str:
    """The list with these conditions; "" where the page before was the last (`after` is "")."""
    told = {key: value for key, value in (*asked.items(), ("after", after)) if value}
    return "" if after == "" else f"{reverse('people')}?{urlencode(told)}"


def _row(place: Setting, person: str) -> queries.Listed:
    found = queries.listed(place, person)
    if found is None:
        raise Http404
    return found


def _form(request: Any, place: Setting, row: queries.Listed | None = None, *, fresh: bool = False) -> PersonForm:
    initial: dict[str, Any] = {}
    if row is not None:
        one = row.member
        initial = {"name": one.name, "number": one.number or "", "phone": one.phone, "unit": one.unit or ""}
        initial |= {"roles": list(one.roles), "heads": one.heads}
        initial["charges"] = list(charges(park=place.park, persons=[one.person]).get(one.person, ()))
    sent = request.POST if request.method == "POST" and not fresh else None
    return PersonForm(sent, initial=initial, units=queries.unit_choices(place.park), roles=queries.role_choices(place))


def _given(cleaned: Mapping[str, Any]) -> Person:
    return Person(
        name=cleaned["name"].strip(),
        number=cleaned["number"].strip(),
        phone=cleaned["phone"],
        unit=cleaned["unit"],
        roles=tuple(cleaned["roles"]),
        heads=cleaned["heads"],
        charges=tuple(cleaned["charges"]),
    )


def _show(
    request: Any,
    place: Setting,
    form: PersonForm,
    row: queries.Listed | None,
    refusal: Refused | None = None,
    *,
    given: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = {
        "title": row.member.name or _("（姓名已删除）") if row else _("添加人员"),
        "row": row,
        "form": form,
        "given": given,
        **in_page(refusal),
        "until": row.until if row else None,
    }
    return render(request, "staff/person.html", shown, status=status_of(refusal, otherwise=status))
