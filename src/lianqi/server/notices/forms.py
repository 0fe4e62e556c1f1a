"""How somebody wants to be told, as a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianqi.server.notices.models import Mailbox

_RHYTHMS = {
    "at-once": _("马上告诉我"),
    "morning": _("每个工作日早上8:30合并成一条"),
    "weekly": _("每周合并成一条"),
    "never": _("不发，只在网页上看"),
}


def _rhythm(label: Any, help_text: Any = "") -> forms.ChoiceField:
    choices = list(_RHYTHMS.items())
    return forms.ChoiceField(label=label, help_text=help_text, choices=choices, widget=forms.RadioSelect)


class MailboxForm(forms.Form):
    """Which messages go out how soon, by which ways, and whether at night."""

    urgent = _rhythm(_("紧急的"), _("超期（红灯）、今日到期、逾期仍未办。"))
    other = _rhythm(_("其他的"), _("新交办、催办、督办、批示、企业的评价等。"))
    night = forms.BooleanField(
        label=_("休息时间也可以找我"),
        required=False,
        help_text=_("只限工作机制按小时计时的紧急事项；其余的一律等到上班时间，节假日和夜间不打扰。"),
    )
    by_sms = forms.BooleanField(label=_("发手机短信"), required=False)
    email = forms.EmailField(
        label=_("邮箱"), required=False, max_length=120, help_text=_("填了才发邮件；清空就不再发。只用于发提醒。")
    )
    lang = forms.ChoiceField(label=_("消息的语言"), choices=(("zh", "简体中文"), ("en", "English")))

    @classmethod
    def of(cls, box: Mailbox, email: str) -> MailboxForm:
        """The form as it stands now."""
        told = {name: getattr(box, name) for name in ("urgent", "other", "night", "by_sms", "lang")}
        return cls(initial={**told, "email": email})
