"""Every write of the room: mergers of units, handovers, the end of somebody's service."""

from lianqi.server.staff.operations.handing_over import HandedOver, end_service, hand_over
from lianqi.server.staff.operations.merging import Carried, carry_out, decide_merger

__all__ = ["Carried", "HandedOver", "carry_out", "decide_merger", "end_service", "hand_over"]
