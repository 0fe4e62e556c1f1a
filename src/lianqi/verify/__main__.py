"""`python -m lianqi.verify FILE [POSITION=ROOT …]`: check an exported log, against roots printed elsewhere if given."""

from __future__ import annotations

import sys

from lianqi.kernel.messages.message import sentence
from lianqi.verify import CATALOGUE, Report, verify_log


def main(arguments: list[str]) -> int:
    """Print what was read and what is wrong, in Chinese and English; 0 if nothing is, 1 if something, 2 for usage."""
    if not arguments or not all("=" in root for root in arguments[1:]):
        print(__doc__, file=sys.stderr)
        return 2
    printed = {int(position): root for position, _, root in (one.partition("=") for one in arguments[1:])}
    with open(arguments[0], "rb") as log:
        return tell(verify_log(log, printed=printed))


def tell(report: Report) -> int:
    """Print a report; 0 if nothing is wrong, otherwise 1."""
    for finding in report.findings:
        message = CATALOGUE[finding.code]
        zh, en = (sentence(message, finding.details, lang=lang) for lang in ("zh", "en"))
        print(f"第 {finding.line} 行：{zh}\n  line {finding.line} [{finding.code}]: {en}")
    verdict = "核验通过 verified" if report.holds else "核验未通过 NOT verified"
    print(f"{verdict}: {report.park}")
    print(f"记录 events {report.events}, 内容 contents {report.contents}, 已抹除 erased {report.erased}")
    print(f"序号 position {report.position}, 校验值 root {report.root}")
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
