"""Every write of people: memberships many at a time, links to enterprises, units in charge of, colleagues on leave."""

from lianqi.server.people.operations.charges import put_in_charge
from lianqi.server.people.operations.members import (
    MemberDraft,
    draft_members,
    end_link,
    member_leaves,
    new_member,
    store_members,
)
from lianqi.server.people.operations.standing_in import LONGEST, end_stand_in, name_stand_in

__all__ = [
    "LONGEST",
    "MemberDraft",
    "draft_members",
    "end_link",
    "end_stand_in",
    "member_leaves",
    "name_stand_in",
    "new_member",
    "put_in_charge",
    "store_members",
]
