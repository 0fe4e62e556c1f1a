"""Every write of mechanisms and calendars, by use-case."""

from lianqi.server.mechanisms.operations.activating import Activated, activate
from lianqi.server.mechanisms.operations.publishing import Published, publish_calendar

__all__ = ["Activated", "Published", "activate", "publish_calendar"]
