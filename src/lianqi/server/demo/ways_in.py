"""Accounts for whoever looks at the demo, and one enterprise's personal link."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q

from lianqi.kernel.cases.states import OPEN, Status
from lianqi.server.accounts.operations import open_account
from lianqi.server.cases.models import Case
from lianqi.server.demo.building import Built
from lianqi.server.demo.material import Material
from lianqi.server.demo.seating import CLERK, PARK
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.registry.operations import issue_code


def open_accounts(*, material: Material, built: Built, password: str, now: datetime) -> None:
    """One account for each role that `park.yaml` names, all with the same password."""
    for name, one in material.park["accounts"].items():
        open_account(name=name, person=built.cast.named[one["name"]], password=password, now=now, must_change=False)


def link_of_somebody(*, built: Built, now: datetime) -> tuple[str, str]:
    """The name of an enterprise that waits for much, and the code of its contact's new personal link."""
    waiting = Count("no", filter=Q(status=Status.ANSWERED.value)) * 3
    opened = Count("no", filter=Q(status__in=[status.value for status in OPEN]))
    rows = Case.objects.filter(park=PARK, confidential=False).values("enterprise")
    busiest = (
        rows.annotate(much=waiting + opened).order_by("-much", "enterprise").values_list("enterprise", flat=True)[0]
    )
    firm = next(firm for firm in built.cast.firms if firm.id == busiest)
    with one_transaction(park=PARK):
        return firm.name, issue_code(park=PARK, contact=firm.contact, actor=CLERK, now=now)
