"""普遍性问题, shared by several enterprises, and 关键性问题, hard, dangerous or wide: each with its rule."""

from __future__ import annotations

from dataclasses import dataclass

from lianqi.digest.values import Digest, Line
from lianqi.insight.hardness import LONG_STANDING, MONEY, SAFETY, SURVIVAL
from lianqi.insight.kind import PROBLEM, REQUEST
from lianqi.insight.similar import CommonProblem
from lianqi.kernel.enterprises.names import match_key

SIGN_NAMES = {SAFETY: "安全风险", SURVIVAL: "影响存续", LONG_STANDING: "久拖未决", MONEY: "大额或拖欠"}
KEY_RULE = (
    "企业原话（前160字）出现下列任一类说法即列入，并注明原词：安全风险（火灾、触电、坍塌、泄漏等）；影响存续（停产、停工、抽贷、外迁等）；"
    "久拖未决（多次反映、历史遗留、多年未办等）；大额或拖欠（拖欠、欠款、千万元以上）。前面带“无、未发现、防止”等字样的不算。"
    "只凭文字判断，未经核实。"
)
#: A common problem is also key when it reaches this many enterprises and this share of those that said something.
WIDE_ENTERPRISES, WIDE_SHARE = 5, 0.1


@dataclass(frozen=True, slots=True)
class Common:
    """A common problem with its ledger lines; `number` counts from 1, the widest first.

    `wide`: it reaches so many enterprises that it is key.
    """

    number: int
    problem: CommonProblem
    lines: tuple[Line, ...]
    representative: Line
    wide: bool

    @property
    def class_id(self) -> str:
        return self.representative.class_id

    @property
    def problems(self) -> int:
        return sum(line.kind == PROBLEM for line in self.lines)

    @property
    def requests(self) -> int:
        return sum(line.kind == REQUEST for line in self.lines)

    @property
    def others(self) -> tuple[Line, ...]:
        """The other lines, each wording once."""
        kept: dict[str, Line] = {}
        for line in self.lines:
            if line.words != self.representative.words:
                kept.setdefault(line.words, line)
        return tuple(kept.values())


def commons(digest: Digest) -> tuple[Common, ...]:
    """The common problems of a ledger, widest first."""
    listed = digest.listed()
    said = {match_key(line.form.enterprise) for line in listed} - {""}
    least = max(WIDE_ENTERPRISES, WIDE_SHARE * len(said))
    return tuple(
        Common(
            number=number,
            problem=problem,
            lines=tuple(listed[place] for place in problem.members),
            representative=listed[problem.representative],
            wide=problem.enterprises >= least,
        )
        for number, problem in enumerate(digest.commons, start=1)
    )


def key_lines(digest: Digest) -> tuple[tuple[Line, tuple[str, ...]], ...]:
    """The key matters with the reasons in Chinese, most reasons first. The rule is `KEY_RULE`."""
    found = [
        (line, tuple(f"{SIGN_NAMES[sign.sign]}：“{sign.words}”" for sign in line.hard))
        for line in digest.listed()
        if line.hard
    ]
    return tuple(sorted(found, key=lambda item: (-len(item[1]), item[0].number)))
