"""The sheet 说明: what was read, what became of it, and how everything was counted. The counts add up to the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lianqi.digest.commons import KEY_RULE, WIDE_ENTERPRISES, WIDE_SHARE, commons, key_lines
from lianqi.digest.figures import Figures
from lianqi.digest.page import day
from lianqi.digest.values import REJECTED, STATES, Digest
from lianqi.digest.wording import ROLE_NAMES, STATE_NAMES, UNJUDGED, local
from lianqi.insight.kind import KINDS
from lianqi.kernel.workdays.derivation import explain

_STATE_MEANINGS = {
    "listed": "至少有一件事项列入台账",
    "duplicate": "同一企业说过同样的话，或整张表与前一份相同",
    "rejected": "不能作为事项，原因逐行写在总台账“说明”栏",
    "blank": "没有填写，或填写“无”“暂无问题”等",
}
Row = tuple[str, int | None, str]


@dataclass(frozen=True, slots=True)
class Block:
    """A title and rows of name, count, words."""

    title: str
    rows: Sequence[Row]


def blocks(digest: Digest, figures: Figures) -> tuple[Block, ...]:
    """Everything that the sheet says, in order."""
    return (
        Block(f"企业反映事项台账　{day(local(digest.terms.now, digest))}整理", _rows_account(figures)),
        Block("事项（一行可有几件）", _matters_account(digest, figures)),
        Block("来源文件和列的认定（认错了可用 --words、--enterprise 指定后重新整理）", _sources(digest)),
        Block("怎么定、怎么算（口径）", _rules(digest)),
    )


def _rows_account(figures: Figures) -> list[Row]:
    rows: list[Row] = [("读到的行数（一行一份表单）", figures.rows_read, "以下四项相加等于本数")]
    rows += [(f"　{STATE_NAMES[state]}", figures.rows[state], _STATE_MEANINGS[state]) for state in STATES]
    rows += [(f"　　{STATE_NAMES[REJECTED]}原因", count, why) for why, count in figures.rejected_because[:8]]
    return rows


def _matters_account(digest: Digest, figures: Figures) -> list[Row]:
    rows: list[Row] = [
        ("列入台账的事项（件）", figures.matters, "以下各性质相加等于本数；问题和诉求分开计，不相加作“问题数”")
    ]
    rows += [(f"　{digest.kind_name(kind)}", figures.kinds.get(kind, 0), "") for kind in KINDS]
    rows += [
        (
            "其中一格写了几件、按编号拆开的（件）",
            figures.split_matters,
            f"出自{figures.split_rows}行；每件的出处写作“第3行（1/2）”，拆分前的整格原话在总台账最右一栏",
        ),
        (
            "分条写而没有拆开的（件）",
            figures.unsplit_matters,
            "有标题、前言或只是分条讲理由的，仍按一件列入，请人工看是否要拆",
        ),
    ]
    judged = next((split.all for split in figures.units if not split.name), 0)
    rows += [
        (f"其中{UNJUDGED}", judged, "类别或主办单位凭文字定不下来，请人工研判"),
        (
            "涉及企业（户）",
            figures.enterprises_with_matters,
            f"表中共出现{figures.enterprises}户；同名的不同写法按一户计",
        ),
        ("未署名事项（件）", figures.unnamed_matters, "没有企业名称，不计入企业数"),
        ("普遍性问题（类）", len(digest.commons), f"{digest.terms.least}户以上企业反映同一事情"),
        ("关键性问题（件）", len(key_lines(digest)), "见下“关键性问题”"),
    ]
    return rows


def _sources(digest: Digest) -> list[Row]:
    rows: list[Row] = []
    for source in digest.sources:
        used = [f"{ROLE_NAMES[c.role]}←{c.header}" for c in source.columns if ROLE_NAMES[c.role] != "不采用"]
        said = f"表头在第{source.header_row}行；" + "，".join(used)
        if source.blank_rows:
            said += f"。另有空行{source.blank_rows}行，不计"
        if source.same_as >= 0:
            said += f"。与“{digest.sources[source.same_as].file}”内容完全相同，全部按重复处理"
        rows.append((f"{source.file}／{source.sheet}", source.rows, said))
    rows += [(f"{refused.file}（未读成）", 0, refused.zh) for refused in digest.refused]
    return rows


def _rules(digest: Digest) -> list[Row]:
    terms = digest.terms
    wide = (
        f"涉及{WIDE_ENTERPRISES}户以上且占有事项企业{WIDE_SHARE:.0%}以上的普遍性问题，"
        f"同列关键性问题（{sum(common.wide for common in commons(digest))}类）。"
    )
    rows: list[Row] = [
        ("类别和主办单位", None, f"按“{terms.title.zh}”各类别的说明词提出建议，依据词列在表中；最后由研判人员定。"),
        (
            "拆分",
            None,
            "一格之内用“1、2、”“（一）（二）”“①②”“一是二是”等从头编号，且每条都读得懂的，每条列作一件，原话照录；"
            "只用“另外”连接的不拆。行数和件数分开计。",
        ),
        ("性质", None, "表中有性质栏或分“问题”“诉求”两栏填的，依原表；否则凭用词判断。只写“希望尽快解决”的仍算问题。"),
        ("重复", None, "同一企业文字相同（不计标点空格）才算；未署名的，十二字以上完全相同才算。"),
        (
            "普遍性问题",
            None,
            f"同一类别内用词相近、{terms.least}户以上企业反映的归为一类；件数和企业数分开计。归并凭用词，请人工复核。",
        ),
        ("关键性问题", None, KEY_RULE + wide),
        (
            "个人信息",
            None,
            "各表中的手机号、证件号、银行卡号、邮箱和联系人姓名已遮盖；原话中带称呼、写明是联系人或后面跟着电话的人名只留姓"
            "（联系人：李*、李**经理），其他人名认不出来，外发前请检查。"
            "主办单位联系企业要用完整姓名号码时，加 --unmasked 另行生成。"
            if not terms.unmasked
            else "本台账按要求保留了姓名、电话等个人信息，请妥善保管，不得外发；"
            "普遍性问题表和一页纸中引用的原话仍已遮盖。",
        ),
    ]
    for text in _due_examples(digest):
        rows.append(("办理时限怎么算的", None, text))
    return rows


def _due_examples(digest: Digest) -> list[str]:
    """One derivation for each limit that occurs, so that anybody can check the dates with a wall calendar."""
    seen: dict[str, str] = {}
    for line in digest.listed():
        if line.due is not None:
            seen.setdefault(str(line.limit), explain(line.due.derivation, "zh"))
    return list(seen.values())
