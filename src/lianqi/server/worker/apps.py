"""The worker's room."""

from __future__ import annotations

from django.apps import AppConfig


class WorkerConfig(AppConfig):
    """Holds the table of what is done from time to time."""

    name = "lianqi.server.worker"
    label = "worker"
    verbose_name = "后台任务"
