"""Every write of cases, by use-case: load → decide → apply. Each opens its own transaction but those for consumers."""

from lianqi.server.cases.operations.moving import Moved, move_due
from lianqi.server.cases.operations.performing import Done, perform
from lianqi.server.cases.operations.recording import NewCase, record, record_many
from lianqi.server.cases.operations.ticking import Ticked, tick

__all__ = ["Done", "Moved", "NewCase", "Ticked", "move_due", "perform", "record", "record_many", "tick"]
