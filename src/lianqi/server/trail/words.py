"""What the events that belong to no case say. Those of cases have their words in `lianqi.kernel.messages.events`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lianqi.kernel.mechanism.rules import Text

#: event type → what happened. `{case}` is the number of the case it is about.
SAID: Mapping[str, Text] = MappingProxyType(
    {
        "confidential.opened": Text("查看保密反映{case}", "opened the confidential report {case}"),
        "contacts.opened": Text("查看联系人电话{case}", "looked at contacts' telephone numbers {case}"),
        "cases.exported": Text("导出{rows}件事项，号码未遮盖", "exported {rows} cases with numbers unmasked"),
        "erasure.done": Text("按规定删除个人信息", "erased personal data"),
        "erasure.announced": Text("预告到期删除", "announced what is to be erased"),
        "mechanism.activated": Text("工作机制自{since}起施行", "mechanism in force from {since}"),
        "mechanism.proved": Text("证明工作机制（{states}个状态）", "proved the mechanism ({states} states)"),
        "calendar.published": Text("发布工作日历{version}", "published the working calendar {version}"),
        "park.added": Text("新建园区", "added the park"),
        "area.added": Text("新增片区", "added an area"),
        "grid.added": Text("新增网格", "added a grid"),
        "chain.added": Text("新增产业链", "added a chain"),
        "unit.added": Text("新增单位{code}", "added the unit {code}"),
        "unit.changed": Text("修改单位", "changed a unit"),
        "unit.merger-decided": Text("决定自{on}起并入{into}", "decided a merger into {into} from {on}"),
        "unit.merged": Text("单位已并入{into}", "the unit was merged into {into}"),
        "unit.closed": Text("撤销单位", "closed a unit"),
        "enterprise.added": Text("新增企业", "added an enterprise"),
        "enterprise.changed": Text("修改企业信息", "changed an enterprise"),
        "enterprise.named": Text("记下企业的另一个名称", "noted another name of an enterprise"),
        "enterprise.renamed": Text("企业更名", "an enterprise changed its name"),
        "contact.added": Text("新增企业联系人", "added a contact"),
        "contact.left": Text("企业联系人离开", "a contact left"),
        "contact.code-issued": Text("发放联系人专属链接", "gave a contact a personal link"),
        "contact.code-revoked": Text("收回联系人专属链接", "took a personal link back"),
        "member.joined": Text("人员加入", "somebody joined"),
        "member.changed": Text("人员角色或单位变动", "somebody's roles or unit changed"),
        "member.in-charge": Text("明确分管单位", "named the units of a leader in charge"),
        "member.left": Text("人员离任", "somebody left"),
        "member.handed-over": Text(
            "离任交接，移交{enterprises}家企业", "handed over duties and {enterprises} enterprises"
        ),
        "member.linked": Text("人员联系企业", "an officer was linked to an enterprise"),
        "member.unlinked": Text("人员不再联系企业", "an officer is no longer linked"),
        "member.stand-in-named": Text("指定代理人", "named a stand-in"),
        "member.stand-in-ended": Text("代理结束", "a stand-in ended"),
        "token.issued": Text("发放接口令牌", "issued a token of the interface"),
        "token.revoked": Text("收回接口令牌", "revoked a token of the interface"),
        "meeting-planned": Text("安排接待日", "planned a reception day"),
        "meeting-moved": Text("接待日改期", "moved a reception day"),
        "meeting-held": Text("接待日召开", "held a reception day"),
        "meeting-closed": Text("接待日结束", "closed a reception day"),
        "host-changed": Text("接待日更换主持人", "changed the host of a reception day"),
        "item-put-on": Text("列入接待日议题{case}", "put {case} on the agenda"),
        "item-raised": Text("议题提前{case}", "raised {case} on the agenda"),
        "item-taken-off": Text("撤下议题{case}", "took {case} off the agenda"),
        "item-settled": Text("议题已议定{case}", "settled {case}"),
        "item-rolled-over": Text("议题顺延{case}", "put {case} off to the next reception day"),
        "enterprise-invited": Text("邀请企业参加接待日", "invited an enterprise to a reception day"),
        "vote-opened": Text("红黄榜投票开始", "opened a vote of the board"),
        "voters-drawn": Text("抽取参评企业", "drew who votes"),
        "paper-handed-in": Text("收到纸质票", "a paper ballot was handed in"),
        "paper-entered": Text("录入纸质票", "entered a paper ballot"),
        "ballot-counted": Text("计入一票", "counted a ballot"),
        "vote-closed": Text("红黄榜投票结束", "closed a vote of the board"),
        "bulletin-drafted": Text("拟定季度通报", "drafted a bulletin"),
        "bulletin-issued": Text("发布季度通报", "issued a bulletin"),
        "visit-owed": Text("本季度应走访", "a visit is owed this quarter"),
        "visit-appointed": Text("预约走访", "appointed a visit"),
        "visit-day-asked": Text("企业请改走访时间", "the enterprise asked for another day"),
        "visit-declined": Text("企业婉拒走访", "the enterprise declined a visit"),
        "visited": Text("完成走访", "visited"),
    }
)
#: Kind of stream → what its entries are about; in this order they may be asked for.
KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "case": Text("事项办理", "cases"),
        "disclosure": Text("谁看过保密内容、导出过号码", "who read what was confidential"),
        "registry": Text("企业、单位和人员", "enterprises, units, people"),
        "mechanism": Text("工作机制和日历", "rules and calendar"),
        "visits": Text("走访", "visits"),
        "meeting": Text("接待日", "reception days"),
        "vote": Text("红黄榜", "board"),
        "bulletin": Text("季度通报", "bulletins"),
        "erasure": Text("删除个人信息", "erasures"),
    }
)
