"""Every write of notices, by use-case; each opens its own transaction."""

from lianqi.server.notices.operations.arranging import NewChannel, arrange_channel, arrange_mailbox, drop_channel
from lianqi.server.notices.operations.gathering import gather
from lianqi.server.notices.operations.morning import due_today
from lianqi.server.notices.operations.reading import forget, mark_all_read, mark_read, sweep
from lianqi.server.notices.operations.sending import send_due
from lianqi.server.notices.operations.trying import try_channel

__all__ = [
    "NewChannel",
    "arrange_channel",
    "arrange_mailbox",
    "drop_channel",
    "due_today",
    "forget",
    "gather",
    "mark_all_read",
    "mark_read",
    "send_due",
    "sweep",
    "try_channel",
]
