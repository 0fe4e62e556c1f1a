"""The process beside the web, and how the installation stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lianqi.command_line.refusals import in_words

if TYPE_CHECKING:
    from lianqi.server.worker.queries import ParkStatus


@click.command("worker")
@click.option("--once", is_flag=True, help="把现有的做完就退出 / do what there is to do, then end")
@in_words
def worker(once: bool) -> None:
    """后台任务：给台账编号、更新检索和统计、到点催办；Ctrl-C 停止 / seal, index, count, tick; any number may run"""
    import logging
    import signal

    from lianqi.server.worker.running import Worker

    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.INFO)
    own = Worker()
    for told in (signal.SIGTERM, signal.SIGINT):
        # Between two portions, never in the middle of a transaction.
        signal.signal(told, lambda *_: own.stop.set())
    if once:
        own.run_once()
        click.echo("已处理完毕。/ Nothing is left to do." if not own.failures else "有任务失败，见 lianqi status。")
        raise SystemExit(1 if own.failures else 0)
    click.echo("后台任务已启动，Ctrl-C 停止。/ Working; Ctrl-C ends it.")
    own.run()
    click.echo("后台任务已停止。/ Stopped.")


@click.command("status")
@in_words
def status() -> None:
    """运行状态：编号到哪里、谁还没跟上、什么在等管理员；有待处理时退出码为 1 / exit code 1 if something waits"""
    from lianqi.server.ledger.row_security import bypassed
    from lianqi.server.worker.queries import status as stand

    if role := bypassed():
        # A warning, not a failure: an installation of one park loses nothing by it.
        click.echo(
            f"请留意：数据库角色 {role} 是超级用户或带 BYPASSRLS，数据库自身的分园区隔离对它不起作用，"
            f"请改用普通角色连接。/ The role {role} bypasses row-level security; connect with an ordinary one."
        )
    parks = stand()
    for park in parks:
        for line in _lines(park):
            click.echo(line)
    if not parks:
        click.echo("还没有任何记录。/ Nothing is recorded yet.")
    raise SystemExit(0 if all(park.well for park in parks) else 1)


def _lines(park: ParkStatus) -> list[str]:
    lines = [
        f"园区 {park.park}：已编号至 {park.position}，待编号 {park.unsealed} / sealed to {park.position}",
        f"  校验值 root {park.root or '—'}",
    ]
    for reader in park.readers:
        note = f"，已失败 {reader.attempts} 次（{reader.failure}）" if reader.attempts else ""
        note += "" if reader.known else "，现版本不再使用"
        lines.append(f"  {reader.name}：已读至 {reader.position}，落后 {reader.lag}{note}")
    for duty in park.duties:
        done = duty.done_at.strftime("%Y-%m-%d %H:%M:%S UTC") if duty.done_at else "尚未运行 never"
        note = f"，已失败 {duty.attempts} 次（{duty.failure}）" if duty.attempts else ""
        lines.append(f"  {duty.name}：上次完成 {done}{note}")
    if park.quarantined:
        lines.append(f"  留存待处理的操作 {park.quarantined} 项，请服务中心处理 / commands in quarantine")
    words = {"held": "暂扣", "pending": "待发", "sent": "已发", "failed": "失败"}
    for state, count in park.deliveries.items():
        lines.append(f"  消息{words[state]} {count} 条 / deliveries {state}")
    if "held" in park.deliveries:
        lines.append(f"  核对后用 lianqi deliveries release --park {park.park} 放行 / look at them, then release them")
    return lines
