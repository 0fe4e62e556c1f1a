"""The ledger's own refusals, each with its HTTP status and a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.messages.message import Message

CATALOGUE: Mapping[str, Message] = {
    "ledger.stale": Message(
        zh="在您操作期间，该事项已有新的办理记录（您看到第 {expected} 条，现为第 {seq} 条）。请查看最新情况后再提交。",
        en="Others have acted on this meanwhile (you saw entry {expected}, it is now at {seq}). "
        "Look at what changed, then submit again.",
        status=409,
    ),
    "ledger.command.reused": Message(
        zh="同一操作编号已用于另一项内容，本次未作任何改动。请刷新页面后重新提交。",
        en="This command number was used before with other content; nothing was changed. "
        "Reload the page and submit again.",
        status=422,
    ),
    "ledger.storage.full": Message(
        zh="服务器存储空间已满，本次操作未保存，已有数据完好。请联系管理员清理或扩充磁盘后重新提交。",
        en="The server's disk is full. This was not saved; what was saved before is whole. "
        "Ask the administrator to free or add disk space, then submit again.",
        status=507,
    ),
    "ledger.storage.busy": Message(
        zh="系统正在处理其他操作，本次未保存。请稍候片刻重新提交。",
        en="The system is busy with other work; this was not saved. Wait a moment and submit again.",
        status=503,
    ),
    "ledger.command.quarantined": Message(
        zh="本次操作暂不能生效，内容已完整留存，待服务中心处理（原因代码：{reason}）。请勿重复填报。",
        en="This cannot take effect yet. What you wrote is kept whole until the service centre settles it "
        "(reason: {reason}). There is no need to write it again.",
        status=409,
    ),
}
