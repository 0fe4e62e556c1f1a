"""Backup and restore of the whole installation."""

from __future__ import annotations

import os
from pathlib import Path

import click

from lianqi.command_line.refusals import CommandError, in_words, refuse

_STEPS = {"check": "核对备份", "blobs": "附件", "database": "数据库", "verify": "核验台账", "erase": "重新删除"}


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@in_words
def backup(target: Path) -> None:
    """备份到文件夹，或到一个 .tar 文件；系统可照常使用 / back up into a folder or a .tar, while everybody works on"""
    from lianqi.server.backup import backup as take

    made = take(target=target, progress=lambda done, total: None)
    click.echo(f"已备份到 {target}：数据库和 {made.blobs} 个附件 / the database and {made.blobs} files")
    for park in made.parks:
        click.echo(f"  {park.park}：记录 {park.events} 条，编号至 {park.position}，校验值 root {park.root or '—'}")
    click.echo("删除名单（erasures.jsonl）不在备份内，请另行保存。/ Keep the erasure list elsewhere; it is not inside.")
    for park_code, sha256 in made.missing:
        click.echo(f"附件丢失或已损坏，未能备份：{park_code}/{sha256} / lost or spoiled on the disk", err=True)
    raise SystemExit(1 if made.missing else 0)


@click.command("restore")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--replace", is_flag=True, help="放弃现有数据 / give up what is there now")
@click.option("--without-erasure-list", is_flag=True, help="删除名单确已遗失时 / if the erasure list is lost for good")
def restore(source: Path, replace: bool, without_erasure_list: bool) -> None:
    """从备份恢复到空的安装：逐项核验，重新执行其后的删除，消息一律暂扣 / whole and verified, or not at all"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianqi.server.config.settings")
    import django

    from lianqi.server.config.environment import SettingsInvalid

    try:
        # Not `open_database`: what stands there may be of an older version, or no database any more.
        django.setup()
    except SettingsInvalid as invalid:
        raise CommandError("command-line.environment", {"said": invalid}) from invalid
    from lianqi.server.backup import restore as put_back
    from lianqi.server.ledger.values import LedgerRefusal

    try:
        done = put_back(
            source=source, replace=replace, without_erasure_list=without_erasure_list, progress=_tell_progress
        )
    except LedgerRefusal as refusal:
        refuse(refusal.refusal)
    made = done.manifest
    click.echo(f"已恢复 {made.made_at} 的备份 / restored")
    click.echo(f"  核验通过的记录 {done.verified} 条，附件 {made.blobs} 个 / events verified, files")
    click.echo(f"  按删除名单重新删除内容 {done.erased} 条 / pieces of content erased again")
    click.echo(f"  暂扣待发消息 {done.held} 条，核对后用 lianqi deliveries release 放行 / deliveries held back")
    if not done.erasure_list:
        click.echo("  本机没有删除名单：备份之后若有人要求删除，须逐一重新办理。/ No erasure list here.", err=True)
    for park, sha256 in made.missing:
        click.echo(f"  备份时已缺失的附件：{park}/{sha256} / was missing when backed up", err=True)


def _tell_progress(step: str, done: int, total: int) -> None:
    if done in (0, total) or done % 500 == 0:
        click.echo(f"{_STEPS[step]} {done}/{total}", err=True)
