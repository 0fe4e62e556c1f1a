"""Units are merged and officers hand over in a shell."""

from __future__ import annotations

import pytest
from click import Command
from click.testing import CliRunner

from lianqi.command_line.staff import officer, unit
from lianqi.server.cases.models import Case
from lianqi.server.people.models import Membership
from lianqi.server.staff.models import UnitMerger
from tests.server.cases.park import Park, open_park


@pytest.fixture
def park(db: None) -> Park:
    return open_park()


def lianqi(command: Command, *words: str, code: int = 0) -> str:
    result = CliRunner().invoke(command, words)
    assert result.exit_code == code, result.output
    return result.output


def test_a_unit_is_merged_today_and_its_cases_go_along(park: Park) -> None:
    number = park.dispatched()
    told = lianqi(unit, "merge", "建设管理局", "planning", "--reason", "机构改革方案")
    assert "承接事项 1 件" in told
    assert Case.objects.get(no=number).main_unit == "planning"
    assert "[staff.merger.unit]" in lianqi(unit, "merge", "建设管理局", "economy", "--reason", "再改", code=2)


def test_for_a_later_day_it_is_decided_and_left_to_the_worker(park: Park) -> None:
    assert "自动承接" in lianqi(unit, "merge", "economy", "planning", "--on", _soon(), "--reason", "机构改革方案")
    assert UnitMerger.objects.get().done_at is None


def test_an_officer_hands_over_and_leaves_in_one_act(park: Park) -> None:
    assert "已交接给 陈立" in lianqi(officer, "handover", "周敏", "陈立")
    assert "[staff.handover.unit]" in lianqi(officer, "handover", "何工", "唐工", "--leaves", code=2)
    lianqi(officer, "handover", "周敏", "陈立", "--leaves")
    assert Membership.objects.get(person_id=park["周敏"]).until is not None


def _soon() -> str:
    from datetime import timedelta

    from django.utils import timezone

    return (timezone.now() + timedelta(days=20)).date().isoformat()
