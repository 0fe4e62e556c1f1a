"""Every write of the registry, by use-case. Each opens no transaction of its own: callers use `one_transaction()`."""

from lianqi.server.registry.operations.contacts import contact_leaves, issue_code, revoke_code
from lianqi.server.registry.operations.drafts import EnterpriseDraft, draft_enterprises, new_enterprise, store
from lianqi.server.registry.operations.places import ensure_areas, ensure_chains, ensure_grids, ensure_park
from lianqi.server.registry.operations.units import UnitDraft, close_unit, store_units

__all__ = [
    "EnterpriseDraft",
    "UnitDraft",
    "close_unit",
    "contact_leaves",
    "draft_enterprises",
    "ensure_areas",
    "ensure_chains",
    "ensure_grids",
    "ensure_park",
    "issue_code",
    "new_enterprise",
    "revoke_code",
    "store",
    "store_units",
]
