"""Every component on one page, for whoever builds screens; the words are invented. Only where LIANQI_DEBUG=1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianqi.server.access import PUBLIC, access
from lianqi.server.ui.refusals import Way

_DUE = datetime(2026, 6, 12, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Owed:
    number: str
    what: str
    words: str
    due_short: str
    left: str
    tone: str = ""
    light: str = "none"
    late: bool = False
    state: str = "open"
    provisional: bool = False
    confidential: bool = False
    enterprise: str = "海棠机电有限公司"
    who: str = "建设管理局"
    why_url: str = ""
    url: str = "#"
    due: datetime = _DUE


class _Example(forms.Form):
    name = forms.CharField(label="企业名称", help_text="填全称，或统一社会信用代码。")
    words = forms.CharField(label="企业原话", widget=forms.Textarea(attrs={"rows": 4}))
    unit = forms.ChoiceField(label="主办单位", choices=(("", "请选择"), ("a", "建设管理局"), ("b", "经济发展局")))
    kind = forms.ChoiceField(
        label="类型", widget=forms.RadioSelect, choices=(("p", "问题"), ("r", "诉求"), ("s", "建议")), initial="p"
    )
    note = forms.CharField(label="备注", required=False)
    stay = forms.BooleanField(label="代企业填写（将注明“代填”）", required=False)


@access(PUBLIC)
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """The page."""
    wrong = _Example({"words": "三号厂房屋顶漏水，机器都不敢开", "kind": "p"})
    wrong.is_valid()
    return render(request, "ui/styleguide.html", {**_SHOWN, "title": "组件一览", "form": wrong})


_SHOWN = {
    "figures": [
        {"label": "登记", "value": "1,284", "unit": "件", "url": "#", "tone": "", "current": True},
        {"label": "办理中", "value": "36", "unit": "件", "url": "#", "tone": "", "current": False},
        {"label": "临期", "value": "4", "unit": "件", "url": "#", "tone": "near", "current": False},
        {"label": "超期", "value": "1", "unit": "件", "url": "#", "tone": "bad", "current": False},
    ],
    "chips": [
        {"label": "全部", "count": "36", "url": "#", "current": True},
        {"label": "问题", "count": "21", "url": "#", "current": False},
        {"label": "诉求", "count": "15", "url": "#", "current": False},
    ],
    "owed": [
        _Owed(
            "2026-0000017",
            "答复",
            "三号厂房屋顶漏水，机器都不敢开，已经停产两天，请尽快派人来看。",
            "6月12日（周五） 17:00",
            "已超2天",
            tone="bad",
            light="red",
            late=True,
        ),
        _Owed(
            "2026-0000021",
            "首次联系",
            "厂区门前道路积水严重，货车进不来。",
            "今天 17:00",
            "还有3小时",
            tone="near",
            light="yellow",
        ),
        _Owed(
            "2026-0000022",
            "核查销号",
            "新建车间的规划核实什么时候可以办下来？",
            "6月18日（周四） 17:00",
            "还有4天",
            provisional=True,
        ),
        _Owed("2026-0000023", "恢复计时", "补充的图纸已经交了。", "6月19日（周五） 17:00", "", state="suspended"),
        _Owed(
            "2026-0000024",
            "分办",
            "验收人员索要好处。",
            "明天 12:00",
            "还有20小时",
            confidential=True,
            who="纪检监察人员",
        ),
    ],
    "why": [
        "起算：2026年6月5日（周五）10:43，时限5个工作日，当日不计入。",
        "计入：2026年6月8日（周一）至2026年6月12日（周五），其中5个工作日。",
        "到期：2026年6月12日（周五）17:00。",
    ],
    "rows": [
        ("2026-0000017", "海棠机电有限公司", "厂房与设施", "建设管理局", "6月12日", "办理中", "live"),
        ("2026-0000018", "木棉食品有限公司", "用工与子女入学", "社会事务局", "6月15日", "已答复，待企业评价", "near"),
        ("2026-0000019", "樟树新材料股份有限公司", "水电气与通信", "区外单位（供电）", "6月16日", "企业认可", "good"),
        ("2026-0000020", "云杉物流有限公司", "道路与交通", "建设管理局", "6月16日", "企业不认可", "bad"),
    ],
    "ways": (Way("#", "查看事项"), Way("#", "返回列表")),
}
