"""The web server."""

from __future__ import annotations

import click

from lianqi.command_line.refusals import in_words

#: Seconds after which a worker that does not end is ended: told to stop while it is still starting, it would hang.
_PATIENCE = 3


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址；0.0.0.0 为所有网卡 / address")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口 / port")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="进程数 / processes")
@click.option("--threads", type=click.IntRange(1, 64), default=4, show_default=True, help="每个进程的线程数 / threads")
@in_words
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """启动网页服务；Ctrl-C 停止 / serve the pages"""
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError
    from granian import Granian
    from granian.constants import Interfaces

    try:
        call_command("check")
    except SystemCheckError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    click.echo(f"网页服务：http://{host}:{port}/  （Ctrl-C 停止 / Ctrl-C ends it）")
    server = Granian(
        "lianqi.server.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        workers_kill_timeout=_PATIENCE,
        # Addresses of pages and of people are no matter for a process log.
        log_access=False,
        log_level="warning",  # type: ignore[arg-type]  # granian takes the word
    )
    server.serve()
