"""A refusal on the terminal: the sentence in both languages, its code, and an exit code of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import NoReturn, ParamSpec, TypeVar

import click

from lianqi.kernel.decision import Refused

#: Refused by a rule: nothing was changed. Other failures end with 1.
REFUSED = 2

P = ParamSpec("P")
R = TypeVar("R")


def sentences(refused: Refused) -> tuple[str, str]:
    """The refusal in Chinese and English, with its details filled in."""
    from lianqi.kernel.messages import sentence
    from lianqi.server.ui.refusals import catalogue

    message = catalogue()[refused.code]
    return sentence(message, refused.details, lang="zh"), sentence(message, refused.details, lang="en")


def refuse(refused: Refused) -> NoReturn:
    """Say the refusal on the terminal and end with the exit code `REFUSED`."""
    zh, en = sentences(refused)
    click.echo(f"未办理：{zh}", err=True)
    click.echo(f"Not done: {en}", err=True)
    click.echo(f"[{refused.code}]", err=True)
    raise SystemExit(REFUSED)


def in_words(command: Callable[P, R]) -> Callable[P, R]:
    """Open the database first; what is refused anywhere inside is said in words."""

    @wraps(command)
    def guarded(*args: P.args, **given: P.kwargs) -> R:
        from lianqi.command_line.database import open_database

        open_database()
        from lianqi.kernel.mechanism.problems import MechanismInvalid
        from lianqi.kernel.workdays.calendar_problems import CalendarInvalid
        from lianqi.server.ledger.values import LedgerRefusal
        from lianqi.server.registry.refusals import RegistryRefusal
        from lianqi.sheets import SheetError

        try:
            return command(*args, **given)
        except LedgerRefusal as refusal:
            refuse(refusal.refusal)
        except RegistryRefusal as refusal:
            refuse(Refused(refusal.code, refusal.details))
        except SheetError as unreadable:
            click.echo(unreadable.sentence(lang="zh"), err=True)
            click.echo(unreadable.sentence(lang="en"), err=True)
            raise SystemExit(REFUSED) from unreadable
        except (MechanismInvalid, CalendarInvalid) as invalid:
            for line in (*invalid.lines("zh"), *invalid.lines("en")):
                click.echo(line, err=True)
            raise SystemExit(REFUSED) from invalid

    return guarded
