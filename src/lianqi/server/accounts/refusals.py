"""What is refused at the door."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.messages.message import Message

SIGNED_OUT = "account.signed-out"
NOT_FOR_YOU = "account.not-for-you"
NO_PARK = "account.no-park"
LOCKED = "account.locked"
NAME_TAKEN = "account.name-taken"
HAS_ONE = "account.has-one"
UNKNOWN = "account.unknown"
WEAK = "account.password-weak"
OUTSIDE_UNKNOWN = "account.outside-unknown"

CATALOGUE: Mapping[str, Message] = {
    SIGNED_OUT: Message(
        "您已退出登录。请重新登录，再回到这一页继续。",
        "You are signed out. Sign in again, then go on from this page.",
        403,
    ),
    NOT_FOR_YOU: Message(
        "这一页供{who_zh}使用，您在本园区没有这项职责；如需办理，请与其联系，或请管理员核对您的角色。",
        "This page is for {who_en}, a duty you do not carry in this park; ask them, or have your roles checked.",
        403,
    ),
    NO_PARK: Message(
        "您的账号目前不属于任何园区。请联系园区管理员，在人员名单中登记后再登录。",
        "Your account belongs to no park at present. Ask the administrator to enter you among its people.",
        403,
    ),
    LOCKED: Message(
        "密码连续输错{limit}次，该登录名已暂停登录。请{minutes}分钟后再试；忘记密码的，请联系管理员重设。",
        "Wrong password {limit} times: this name may not sign in for now. Try again in {minutes} minutes, or ask the "
        "administrator for a new password.",
        403,
    ),
    NAME_TAKEN: Message(
        "登录名“{name}”已被使用，请换一个（建议用工号）。",
        "The sign-in name “{name}” is taken; choose another (the staff number, say).",
        409,
    ),
    HAS_ONE: Message(
        "此人已有账号，登录名是“{name}”；如忘记密码，请重设密码，不必新建。",
        "This person has an account already, “{name}”; set a new password instead.",
        409,
    ),
    UNKNOWN: Message(
        "没有登录名为“{name}”的账号，请核对登录名。",
        "There is no account with the sign-in name “{name}”; check it.",
        404,
    ),
    WEAK: Message(
        "密码不符合要求：{faults}请换一个密码。", "The password does not do: {faults} Choose another one.", 422
    ),
    OUTSIDE_UNKNOWN: Message(
        "统一身份认证已通过，但联企中没有登录名为“{name}”的账号；请联系管理员开通。",
        "You are known to the single sign-on, but Lianqi has no account “{name}”; ask the administrator for one.",
        403,
    ),
}
