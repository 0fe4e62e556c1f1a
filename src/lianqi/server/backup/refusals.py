"""What backup and restore refuse, each with a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.decision import Json, Refused
from lianqi.kernel.messages.message import Message
from lianqi.server.ledger.values import LedgerRefusal


class BackupRefusal(LedgerRefusal):
    """A backup or restore that did not take place; nothing was changed. `refusal.code` stands in `CATALOGUE`."""

    def __init__(self, code: str, details: Mapping[str, Json] | None = None) -> None:
        super().__init__(Refused(code, dict(details or {})))


CATALOGUE: Mapping[str, Message] = {
    "backup.target.exists": Message(
        zh="{target} 已存在，未作备份。请换一个文件夹名（例如带上日期）。",
        en="{target} is there already; nothing was backed up. Choose another name, for example with the date.",
        status=409,
    ),
    "backup.not-whole": Message(
        zh="{source} 不是完整的备份（缺少清单或清单无法读取），数据库未改动。备份可能中途停止，请改用另一份备份。",
        en="{source} is no whole backup: its manifest is missing or cannot be read. The database was not touched. The "
        "backup may have been stopped half-way; use another one.",
        status=422,
    ),
    "backup.damaged": Message(
        zh="备份中的 {file} 与清单不符或缺失，数据库未改动。请改用另一份备份，并检查存放备份的磁盘。",
        en="{file} in the backup is missing or not what the manifest says. The database was not touched. Use another "
        "backup, and check the disk this one lay on.",
        status=422,
    ),
    "backup.log-broken": Message(
        zh="备份中园区 {park} 的台账核验未通过（{reason}，序号 {position}），未恢复。"
        "请改用更早的备份，并向纪工委报告。",
        en="The log of park {park} in this backup does not verify ({reason}, position {position}); nothing was "
        "restored. Use an earlier backup, and tell the inspector.",
        status=422,
    ),
    "backup.other-database": Message(
        zh="该备份来自 {made_on}，而本机使用 {here}，未恢复。请把 DATABASE_URL 指向同类数据库后再恢复。",
        en="This backup was made on {made_on} and this installation uses {here}; nothing was restored. Point "
        "DATABASE_URL at a database of that kind.",
        status=409,
    ),
    "backup.newer": Message(
        zh="该备份由更新版本的系统制作（{migration}），未恢复。请先升级本机的系统，再恢复。",
        en="This backup was made by a newer version ({migration}); nothing was restored. Upgrade this installation "
        "first.",
        status=409,
    ),
    "backup.database.used": Message(
        zh="目标数据库或附件目录中已有数据，未恢复。请恢复到空的安装；确要覆盖现有数据时，请加 --replace。",
        en="The database or the folder of attachments holds data already; nothing was restored. Restore into an empty "
        "installation, or add --replace to give up what is there.",
        status=409,
    ),
    "backup.database.open": Message(
        zh="数据库正在被其他进程使用，未恢复。请先停止网站和后台任务（lianqi worker），再恢复。",
        en="Other processes have the database open; nothing was restored. Stop the web server and the workers first.",
        status=409,
    ),
    "backup.erasures.missing": Message(
        zh="删除名单（{path}）缺失或不全：备份中记录的删除有 {missing} 项不在名单内，未恢复。请先取回删除名单，"
        "放到该位置后再恢复；名单确已遗失的，请加 --without-erasure-list，并逐一核对已要求删除的人员。",
        en="The erasure list ({path}) is missing or incomplete: {missing} erasures that the backup knows of are not on "
        "it. Nothing was restored. Bring the list back to that place; if it is lost for good, add "
        "--without-erasure-list and look for everybody who asked to be forgotten.",
        status=409,
    ),
}
