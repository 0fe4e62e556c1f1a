"""What invented enterprises say: no two alike, as long as what people write on a form (40 to 160 characters)."""

from __future__ import annotations

import random

_WHERE = ("三号厂房", "园区北门", "研发楼四层", "东侧围墙外", "员工宿舍二栋", "货运通道", "二期地块", "配电房旁")
_WHAT = (
    "屋顶漏水，机器都不敢开",
    "晚上没有路灯，下夜班的员工不敢走",
    "雨天积水，货车进不来",
    "电压不稳，设备一天跳闸好几次",
    "招不到会用数控机床的技工",
    "贷款快到期了，续贷手续还没有批下来",
    "上一季度的奖补资金至今没有到账",
    "隔壁施工扬尘很大，样品要返工",
    "公交末班车太早，加班的人回不了家",
    "不动产证办了半年还没有结果",
)
_SINCE = ("已经{n}天了", "从上个月{n}日开始", "前后反映过{n}次", "影响{n}名员工", "损失大约{n}万元")
_WISH = ("请帮忙协调。", "希望本周能有人来现场看一下。", "请问该找哪个部门？", "我们愿意配合提供材料。", "盼尽快答复。")


def saying(chance: random.Random) -> str:
    """One matter in its enterprise's own words."""
    parts = []
    for _ in range(chance.randint(1, 4)):
        since = chance.choice(_SINCE).format(n=chance.randint(2, 9_999))
        parts.append(f"{chance.choice(_WHERE)}{chance.choice(_WHAT)}，{since}")
    return "；".join(parts) + "，" + chance.choice(_WISH)
