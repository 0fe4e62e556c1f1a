"""Cutting Chinese text: words with their places, and which of them tell a topic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import rjieba

from lianqi.insight.spelling import normal

#: Part-of-speech tags that carry a topic: nouns, verbs, adjectives and foreign words; not pronouns, numbers, particles.
TOPIC_TAGS = ("n", "v", "a", "j", "l", "i", "eng", "b", "s")

_EVERYWHERE = """
公司 企业 我司 本公司 我公司 贵公司 园区 政府 部门 单位 有关 相关 领导 希望
请求 恳请 建议 协调 解决 问题 诉求 请问 咨询 反映 情况 目前 现在 工作 进行
没有 需要 帮助 支持 增加 加强 提供 尽快 落实 处理 给予 可以 能够 是否 能否
影响 严重 经常 十分 非常 比较 不能 无法 导致 造成 存在 出现 使用 要求 部分
方面 时间 地方 期间 人员 员工 职工 我们 你们 他们 大家 这个 那个 什么 怎么
如何 为什么 就是 还是 不是 已经 一直 一个 一些 很多 许多 多次 至今 以来 之后
以前 今年 去年 开展 组织 考虑 关于 由于 因为 所以 但是 如果 附近 周边 不便
困难 困扰 压力 较大 较多 左右 以上 进一步 感谢 谢谢 您好 你好 市民 居民 群众
老百姓 书记 市长 生产 经营 正常 发展 建设 项目 办理 申请 加大 力度 上班 下班
方便
"""
#: Words found in nearly every form, which therefore tell no topic apart.
EVERYWHERE = frozenset(_EVERYWHERE.split())
#: Places and people that set the scene of anything: they rarely say what a matter is about.
SCENE = frozenset(
    {"厂房", "厂区", "车间", "门口", "厂门口", "宿舍", "公司", "企业", "园区", "员工", "职工", "项目", "小区"}
)
#: As frequent as this, a known word (路灯) stands against 灯不亮, which the dictionary has, but not against 公路|灯光.
_FREQUENT = 20_000


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, `start` inclusive and `end` exclusive in characters of the normal spelling."""

    text: str
    start: int
    end: int


class Segmenter:
    """Cuts text into words. `known` are words of a mechanism that are to stay whole."""

    def __init__(self, *, known: Iterable[str] = ()) -> None:
        self._jieba = rjieba.Jieba()
        for word in sorted({normal(word) for word in known}):
            if len(word) > 1:
                self._jieba.add_word(word, _FREQUENT, "n")

    def words(self, text: str) -> tuple[Word, ...]:
        """Every word of the normal spelling with its place."""
        found: list[Word] = []
        at = 0
        for piece in self._jieba.cut(normal(text), False):
            found.append(Word(text=piece, start=at, end=at + len(piece)))
            at += len(piece)
        return tuple(found)

    def topics(self, text: str) -> tuple[str, ...]:
        """The words that can tell a topic, in order; see `tells`."""
        return tuple(word for word, tag in self._jieba.tag(normal(text)) if tag.startswith(TOPIC_TAGS) and tells(word))


def tells(word: str) -> bool:
    """Whether a word can tell topics apart: two characters or more, no number, not found everywhere."""
    return len(word) > 1 and word not in EVERYWHERE and word not in SCENE and not any(c.isdigit() for c in word)
