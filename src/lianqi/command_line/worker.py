"""The process beside the web, and how the installation stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from lianqi.command_line.refusals import in_words

if TYPE_CHECKING:
    from lianqi.server.worker.queries import ParkStatus

#: What runs beside the pages, as people call it: readers of the ledger, then what is done again and again.
BACKGROUND: Mapping[str, tuple[str, str]] = {
    "cases.relay": ("合并事项的答复转达", "answers to merged cases"),
    "cases.search": ("检索", "search"),
    "cases.figures": ("统计数字", "figures"),
    "notices": ("提醒", "notices"),
    "ledger.retention": ("到期内容清理", "words kept long enough"),
    "blobs.sweep": ("无用附件清理", "files that nothing names"),
    "cases.tick": ("到点催办和逾期记录", "reminders and lapses"),
    "cases.move-due": ("工作日历变动后重算时限", "due times after a new calendar"),
    "notices.today": ("今日到期提醒", "what is due today"),
    "notices.gather": ("汇总提醒", "notices put together"),
    "notices.send": ("发送消息", "sending messages"),
    "notices.sweep": ("旧提醒清理", "old notices"),
    "jottings.sweep": ("过期草稿清理", "drafts kept long enough"),
    "visits.owe": ("走访任务排定", "visits that are owed"),
    "visits.tick": ("走访到点记录", "visits made or missed"),
    "board.tick": ("季度评议到点记录", "the quarter's vote"),
    "staff.mergers": ("机构调整的承接", "mergers of units"),
    "meetings.plan": ("会议排期", "the next meetings"),
    "meetings.tick": ("会议到点记录", "meetings held or missed"),
}


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
        click.echo(
            "已处理完毕。/ Nothing is left to do."
            if not own.failures
            else "有任务失败，见 lianqi status。/ Something failed: lianqi status."
        )
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


def _called(name: str) -> tuple[str, str]:
    """What a reader or a duty is called; one of a later or an earlier version by its code."""
    return BACKGROUND.get(name, (name, name))


def _failed(attempts: int, failure: str) -> tuple[str, str]:
    if not attempts:
        return "", ""
    return f"，已失败 {attempts} 次（{failure}）", f", failed {attempts} times ({failure})"


def _lines(park: ParkStatus) -> list[str]:
    lines = [
        f"园区 {park.park}：已编号至 {park.position}，待编号 {park.unsealed} "
        f"/ sealed to {park.position}, {park.unsealed} to seal",
        f"  校验值 {park.root or '—'} / root",
    ]
    for reader in park.readers:
        zh, en = _called(reader.name)
        note = _failed(reader.attempts, reader.failure)
        gone = ("", "") if reader.known else ("，现版本不再使用", ", no longer used")
        lines.append(
            f"  {zh}：已读至 {reader.position}，落后 {reader.lag}{note[0]}{gone[0]} "
            f"/ {en}: read to {reader.position}, {reader.lag} behind{note[1]}{gone[1]}"
        )
    for duty in park.duties:
        zh, en = _called(duty.name)
        note = _failed(duty.attempts, duty.failure)
        at = duty.done_at.strftime("%Y-%m-%d %H:%M:%S UTC") if duty.done_at else ""
        done = (f"上次完成 {at}", f"last done {at}") if at else ("尚未运行", "never ran")
        lines.append(f"  {zh}：{done[0]}{note[0]} / {en}: {done[1]}{note[1]}")
    if park.quarantined:
        lines.append(f"  留存待处理的操作 {park.quarantined} 项，请服务中心处理 / commands in quarantine")
    words = {"held": "暂扣", "pending": "待发", "sent": "已发", "failed": "失败"}
    for state, count in park.deliveries.items():
        lines.append(f"  消息{words[state]} {count} 条 / deliveries {state}")
    if "held" in park.deliveries:
        lines.append(f"  核对后用 lianqi deliveries release --park {park.park} 放行 / look at them, then release them")
    return lines
