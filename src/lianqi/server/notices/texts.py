"""What notices say, in both languages. `{…}` are details of the event, spelled by the teller of the case's log.

To the enterprise a notice speaks of 您反映的事项 and names nobody's other case; to the park's own people it names the
enterprise. None repeats what somebody said: words are read on screen, behind the gate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lianqi.kernel.mechanism.rules import Text


@dataclass(frozen=True, slots=True)
class NoticeText:
    """`title` stands above all notices of one code and in counts, `line` for one."""

    title: Text
    line: Text


def _texts(*rows: tuple[str, str, str, str, str]) -> Mapping[str, NoticeText]:
    return MappingProxyType({code: NoticeText(Text(a, b), Text(c, d)) for code, a, b, c, d in rows})


#: In the order in which a letter tells them: code, title and line in Chinese and English.
TEXTS = _texts(
    (
        *("raised", "逾期仍未办", "Still not done"),
        "{number} {enterprise}：{who}的“{owed}”逾期仍未办，可由领导补位（时限{due}）",
        "{number} {enterprise}: “{owed}” of {who} is still not done, a leader may stand in (due {due})",
    ),
    (
        *("red", "超期（红灯）", "Overdue (red)"),
        "{number} {enterprise}：“{owed}”已逾期，时限{due}",
        "{number} {enterprise}: “{owed}” is overdue since {due}",
    ),
    (
        *("due-today", "今日到期", "Due today"),
        "{number} {enterprise}：“{owed}”今日到期，时限{due}",
        "{number} {enterprise}: “{owed}” is due today, {due}",
    ),
    (
        *("beside-late", "逾期未办", "Not done in time"),
        "{what}：“{owed}”已逾期，时限{due}",
        "{what}: “{owed}” is overdue since {due}",
    ),
    (
        *("visits-late", "走访逾期", "Visits not made in time"),
        "{quarter}的季度走访：还有{count}户企业逾期未走访",
        "Visits of {quarter}: {count} enterprises were not visited in time",
    ),
    (
        *("waiting", "台面上的待办", "Waiting on your desk"),
        "{owed}：{standing}",
        "{owed}: {standing}",
    ),
    (
        *("supervised", "督办", "Supervision"),
        "{number} {enterprise}：下发督办单（{level}），请登录查看",
        "{number} {enterprise}: a supervision notice ({level}); sign in to read it",
    ),
    (
        *("instructed", "领导批示", "A leader's instruction"),
        "{number} {enterprise}：有领导批示，请登录查看",
        "{number} {enterprise}: a leader gave an instruction; sign in to read it",
    ),
    (
        *("led", "领导包案", "Led by a leader"),
        "{number} {enterprise}：领导包案，{by}前办结",
        "{number} {enterprise}: a leader leads it, to be done by {by}",
    ),
    (*("urged", "催办", "Urged"), "{number} {enterprise}：被催办", "{number} {enterprise}: somebody urges it"),
    (
        *("rejected", "企业不认可", "The enterprise does not agree"),
        "{number} {enterprise}：企业不认可，{then}",
        "{number} {enterprise}: the enterprise does not agree; {then}",
    ),
    (
        *("sent-back", "拟答复退回修改", "Drafts sent back"),
        "{number} {enterprise}：拟答复退回修改",
        "{number} {enterprise}: the draft was sent back to be changed",
    ),
    (
        *("yellow", "临期（黄灯）", "Near due (yellow)"),
        "{number} {enterprise}：“{owed}”即将到期，时限{due}",
        "{number} {enterprise}: “{owed}” is nearly due, {due}",
    ),
    (
        *("beside-near", "临近时限", "Nearly due"),
        "{what}：“{owed}”即将到期，时限{due}",
        "{what}: “{owed}” is nearly due, {due}",
    ),
    (
        *("visits-near", "走访临近时限", "Visits nearly due"),
        "{quarter}的季度走访：还有{count}户企业没有走访，时限{due}",
        "Visits of {quarter}: {count} enterprises left, due {due}",
    ),
    (
        *("stand-in", "请假代理", "Standing in"),
        "{absent}请假，{since}至{until}由您代理；对方的待办也在您的台面上",
        "{absent} is on leave: you stand in from {since} to {until}, and their work is on your desk too",
    ),
    (
        *("stand-in-ended", "代理提前结束", "Standing in ended early"),
        "{absent}的请假代理已提前结束，今后的事项由本人办理",
        "The leave of {absent} ended early; they do their own work again",
    ),
    (
        *("meeting-called", "主持接待日", "You host a reception day"),
        "{what}定于{day}，由您主持",
        "{what} is on {day} and you host it",
    ),
    (
        *("meeting-hosted-by-another", "接待日改由他人主持", "Another hosts the reception day"),
        "{what}（{day}）改由他人主持，您不用再准备",
        "{what} ({day}) is hosted by another now; you need not prepare for it",
    ),
    (
        *("meeting-moved", "接待日改期", "A reception day moved"),
        "{what}改到{day}，仍由您主持",
        "{what} moved to {day}; you still host it",
    ),
    (
        *("item-put-on", "列入接待日议题", "On a reception day's agenda"),
        "{number} {enterprise}：列入{what}（{day}）议题，请准备情况说明",
        "{number} {enterprise}: on the agenda of {what} ({day}); please prepare what to say",
    ),
    (
        *("item-moved", "议题随接待日改期", "Items moved with their reception day"),
        "{number} {enterprise}：{what}改到{day}",
        "{number} {enterprise}: {what} moved to {day}",
    ),
    (
        *("item-rolled-over", "议题顺延", "Items put off"),
        "{number} {enterprise}：{what}未议到，顺延到下一次",
        "{number} {enterprise}: {what} did not reach it, it waits for the next",
    ),
    (
        *("meeting-invited", "企业受邀参加接待日", "Your enterprise is invited"),
        "{number} {enterprise}：已受邀参加{what}（{day}），请提醒企业到会",
        "{number} {enterprise}: invited to {what} ({day}); please remind them",
    ),
    (
        *("visit-day-asked", "企业请改走访时间", "Another day for a visit"),
        "{enterprise}：希望把走访改到{day}，请确认或另约",
        "{enterprise}: asks to move the visit to {day}; agree, or find another day",
    ),
    (
        *("visit-declined", "企业婉拒走访", "A visit was declined"),
        "{enterprise}：企业说本季度不用来走访，不再要求走访",
        "{enterprise}: would rather not be visited this quarter; the visit is no longer owed",
    ),
    (
        *("visits-open", "本季度走访", "This quarter's visits"),
        "{quarter}的季度走访：有{count}户企业待走访，时限{due}",
        "Visits of {quarter}: {count} enterprises to visit, due {due}",
    ),
    (
        *("beside-made", "接待日、评价的应办事项", "To be done for a meeting or a vote"),
        "{what}：请于{due}前完成“{owed}”",
        "{what}: “{owed}” by {due}",
    ),
    (
        *("made", "新的应办事项", "New promises to keep"),
        "{number} {enterprise}：请于{due}前完成“{owed}”",
        "{number} {enterprise}: “{owed}” by {due}",
    ),
    (
        *("draft-up", "待审签的拟答复", "Drafts to review or sign"),
        "{number} {enterprise}：拟答复待您审签",
        "{number} {enterprise}: a draft waits for you",
    ),
    (
        *("extended", "延期获批", "Extensions granted"),
        "{number} {enterprise}：批准延期{by}",
        "{number} {enterprise}: {by} more was granted",
    ),
    (
        *("extension-refused", "延期未获批", "Extensions refused"),
        "{number} {enterprise}：未批准延期",
        "{number} {enterprise}: more time was refused",
    ),
    (
        *("moved-away", "已改派", "Moved to another unit"),
        "{number} {enterprise}：已改派{main_unit}",
        "{number} {enterprise}: moved to {main_unit}",
    ),
    (
        *("supplemented", "企业补充材料", "Words or papers added"),
        "{number} {enterprise}：补充了材料",
        "{number} {enterprise}: words or papers were added",
    ),
    (
        *("withdrawn", "企业撤回", "Withdrawn"),
        "{number} {enterprise}：企业已撤回",
        "{number} {enterprise}: the enterprise took it back",
    ),
    (
        *("confirmed", "企业认可", "The enterprise agrees"),
        "{number} {enterprise}：企业认可",
        "{number} {enterprise}: the enterprise agrees",
    ),
    (
        *("answered", "已答复企业", "Answered"),
        "{number} {enterprise}：已答复（{end}）",
        "{number} {enterprise}: answered ({end})",
    ),
    (
        *("your-letter", "盖章答复函", "The sealed letter"),
        "您反映的事项{number}的盖章答复函已上传，可以查看和下载",
        "the sealed letter that answers {number}, which you raised, can be read and saved",
    ),
    (
        *("your-answered", "已答复，请您评价", "Answered: your word, please"),
        "您反映的事项{number}已答复（{end}），请查看并评价是否认可",
        "{number}, which you raised, is answered ({end}); please say whether you agree",
    ),
    (
        *("your-paused", "暂停计时，待您补充", "The clock is paused for you"),
        "您反映的事项{number}需您补充材料，{until}前暂停计时；如有异议可提出",
        "{number} waits for what you can add, the clock is paused until {until}; you may object",
    ),
    (
        *("your-resumed", "恢复计时", "The clock runs again"),
        "您反映的事项{number}恢复计时",
        "The clock of {number} runs again",
    ),
    (
        *("your-extended", "办理延期", "More time was granted"),
        "您反映的事项{number}办理时限延长{by}",
        "{number}, which you raised, was given {by} more",
    ),
    (
        *("your-reclassed", "类别调整", "The class was changed"),
        "您反映的事项{number}类别调整为{class_id}（{complexity}）；如有异议可提出",
        "{number}, which you raised, was classed anew as {class_id} ({complexity}); you may object",
    ),
    (
        *("your-merged", "合并办理", "Handled together with another"),
        "您反映的事项{number}与同类事项合并办理，将单独给您答复；如有异议可提出",
        "{number} is handled together with others like it and you will be answered singly; you may object",
    ),
    (
        *("your-unmerged", "单独办理", "Handled alone again"),
        "您反映的事项{number}改为单独办理",
        "{number}, which you raised, is handled alone again",
    ),
    (
        *("your-planned", "列入计划（挂账）", "Planned"),
        "您反映的事项{number}暂列入计划，{review_by}复核；如有异议可提出",
        "{number}, which you raised, was planned and is reviewed on {review_by}; you may object",
    ),
    (
        *("your-objection", "异议处理结果", "Your objection"),
        "您对事项{number}提出的异议：{upheld}",
        "Your objection in {number}: {upheld}",
    ),
    (
        *("your-escalated", "提级办理", "Escalated"),
        "您反映的事项{number}已提级办理（{rung_id}）",
        "{number}, which you raised, was escalated ({rung_id})",
    ),
    (
        *("your-stage-reply", "阶段性答复", "A stage reply"),
        "您反映的事项{number}有阶段性答复，{next_by}前再次答复",
        "There is a stage reply in {number}; the next word comes by {next_by}",
    ),
    (
        *("your-referred", "转办并跟踪", "Referred and tracked"),
        "您反映的事项{number}转{external_unit}办理，由园区跟踪，{next_by}前再次答复",
        "{number}, which you raised, went to {external_unit} and is tracked; next word by {next_by}",
    ),
    (
        *("your-dispatched", "已交办", "Given to a unit"),
        "您反映的事项{number}已交{main_unit}办理",
        "{number}, which you raised, is with {main_unit}",
    ),
    (
        *("your-not-accepted", "不予受理（已告知渠道）", "Not accepted"),
        "您反映的事项{number}不予受理：{reason}；应找哪里，请查看告知",
        "{number} was not accepted: {reason}; open it to read which door is the right one",
    ),
    (
        *("your-recorded", "已登记", "Written down"),
        "您反映的事项已登记，编号{number}",
        "What you raised is written down as {number}",
    ),
    (
        *("your-visit", "约好的走访", "A visit agreed on"),
        "专属服务员约在{day}来走访；您想改时间或者这次不用来，请在企业手机页上说一声",
        "Your officer comes on {day}; to move or decline the visit, say so on your enterprise's page",
    ),
    (
        *("your-vote", "请您评价服务部门", "Please judge the offices"),
        "您的企业抽中参加{what}，请在企业手机页评价；不记名，{due}前有效",
        "Your enterprise was drawn for {what}: please vote on its page before {due}; nobody sees who voted how",
    ),
    (
        *("your-vote-closing", "评价即将截止", "The vote closes soon"),
        "您的企业受邀参加的{what}将于{due}截止；已经评过的，请不必理会",
        "{what}, to which your enterprise was invited, closes at {due}; if it has voted, never mind",
    ),
    (
        *("your-closed", "已销号", "Struck off"),
        "您反映的事项{number}已销号（{end}）；如问题再次出现，可申请重新启动",
        "{number}, which you raised, was struck off ({end}); if it comes back, you may ask to reopen it",
    ),
)

#: All that is said outside the screen of what is confidential: no number, no name, not even that it is.
NEUTRAL = Text("您有新的办理消息，请登录查看", "There is news for you; please sign in")
#: How often a letter names single notices of one code, before it only counts.
LISTED = 10
GREETING = Text("【{park}】您有{count}条新消息：{titles}", "[{park}] {count} messages for you: {titles}")
GROUP_GREETING = Text("【{park}】事项提醒（{count}条）：{titles}", "[{park}] {count} reminders: {titles}")
TITLE_COUNT = Text("{title}{count}", "{title} {count}")
HEADING = Text("■ {title}（{count}）", "■ {title} ({count})")
MORE = Text("……另有{count}条，请登录查看", "… and {count} more; sign in to see them")
SIGN_IN = Text("请登录联企查看{url}", "Sign in to Lianqi to see them{url}")
TRIAL = Text("【{park}】这是一条测试消息，收到即表示通道可用", "[{park}] A test: this channel works")
REMINDER = Text(
    "【温馨提示】{unit}：截至{now}，有{count}件次应办事项已到时限，烦请关注：",
    "A kind reminder for {unit}: by {now}, {count} promises are past their due time:",
)
REMINDER_LINE = Text(
    "{place}. {number} {enterprise}：{owed}（时限{due}）", "{place}. {number} {enterprise}: {owed} (due {due})"
)
REMINDER_END = Text(
    "请尽快办理并登记；确有困难的，请作阶段性答复或申请提级。辛苦了，谢谢！",
    "Please see to them and write it down; where it is hard, send a stage reply or ask to escalate. Thank you!",
)
CASE_REMINDER = Text(
    "【温馨提示】事项{number}（{enterprise}），截至{now}待办：", "A kind reminder of {number} ({enterprise}), by {now}:"
)
CASE_REMINDER_LINE = Text("{place}. {who}：{owed}，时限{due}{late}", "{place}. {who}: {owed}, due {due}{late}")
LATE = Text("（已超期）", " (overdue)")
CASE_REMINDER_NONE = Text(
    "【温馨提示】事项{number}（{enterprise}），截至{now}没有待办，感谢支持！",
    "{number} ({enterprise}): by {now} nothing is owed. Thank you!",
)
REMINDER_NONE = Text(
    "【温馨提示】{unit}：截至{now}，没有逾期的应办事项，感谢支持！",
    "{unit}: by {now} nothing is overdue. Thank you!",
)
