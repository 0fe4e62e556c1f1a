"""What the programming interface refuses beside the rooms behind it."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.decision import Json, Refused
from lianqi.kernel.messages.message import Message
from lianqi.server.ledger.values import LedgerRefusal


class ApiRefusal(LedgerRefusal):
    """A request that went no further; nothing was changed. `refusal.code` stands in `CATALOGUE`."""

    def __init__(self, code: str, details: Mapping[str, Json] | None = None) -> None:
        super().__init__(Refused(code, dict(details or {})))


CATALOGUE: Mapping[str, Message] = {
    "api.token.unknown": Message(
        "没有访问令牌，或令牌不对、已过期、已停用；请向园区管理员申请新的令牌，并写在 Authorization: Bearer 之后。",
        "There is no token, or it is wrong, expired or revoked; ask the park's administrator for a new one and send it "
        "as Authorization: Bearer.",
        401,
    ),
    "api.token.scope": Message(
        "这个令牌没有“{scope}”权限；请向园区管理员申请带有该权限的令牌。",
        "This token does not have the scope {scope}; ask the park's administrator for one that does.",
        403,
    ),
    "api.token.too-many": Message(
        "这个令牌每分钟最多请求 {limit} 次；请在 {seconds} 秒后再试。",
        "This token may send {limit} requests a minute; try again in {seconds} seconds.",
        429,
    ),
    "api.token.absent": Message(
        "没有编号为“{token}”的令牌；请用 lianqi token list 核对编号。",
        "There is no token {token}; look it up with lianqi token list.",
        404,
    ),
    "api.token.days": Message(
        "令牌的有效期须为 1 至 {most} 天；请改写天数。",
        "A token is valid for 1 to {most} days; write another number.",
        422,
    ),
    "api.token.scopes": Message(
        "令牌至少要有一项权限，可选：{known}；请改写。",
        "A token has at least one scope, of {known}; write which.",
        422,
    ),
    "api.token.roles": Message(
        "没有“{given}”这个角色；可选：{known}。", "There is no role {given}; choose one of {known}.", 422
    ),
    "api.request.malformed": Message(
        "请求的以下内容缺少、多余或不对：{fields}；请对照接口说明改正。",
        "These parts of the request are missing, unknown or wrong: {fields}; correct them by the description.",
        422,
    ),
    "api.request.unreadable": Message(
        "请求内容读不出来：应为 UTF-8 的 JSON，且不超过大小限制；请改正后重新提交。",
        "The request's body cannot be read: it has to be JSON in UTF-8, within the size that is taken. Correct it.",
        422,
    ),
    "api.cursor.unknown": Message(
        "翻页标记不对；请原样使用上一页给出的标记，或从第一页重新开始。",
        "That is no page mark; use the one of the last page as it was given, or begin with the first page.",
        422,
    ),
    "api.seen.missing": Message(
        "请写明您看到的最后一条记录序号（expected_seq 或 If-Match），以免覆盖他人的办理。",
        "Say which entry you saw last (expected_seq or If-Match), so that nobody's work is overlooked.",
        422,
    ),
    "api.seen.twice": Message(
        "expected_seq 与 If-Match 不一致；请只写一个。", "expected_seq and If-Match differ; send one of them.", 422
    ),
    "api.enterprise.unknown": Message(
        "没有编号为“{enterprise}”的企业；请核对编号。", "There is no enterprise {enterprise}; check the id.", 404
    ),
}
