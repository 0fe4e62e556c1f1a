"""A refusal on the terminal: the sentence in both languages, its code, and an exit code of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from types import MappingProxyType
from typing import IO, Any, NoReturn, ParamSpec, TypeVar

import click

from lianqi.kernel.decision import Refused
from lianqi.kernel.messages import Message, sentence

#: Refused by a rule: nothing was changed. Other failures end with 1.
REFUSED = 2

#: What the machine is at fault for: files, settings, the database.
CATALOGUE: Mapping[str, Message] = MappingProxyType(
    {
        "command-line.demo-foreign": Message(
            "“{file}”里有别的园区（{parks}），演示不会写进去；请用 --out 另选一个目录。",
            "“{file}” holds another park ({parks}); the demo writes nothing into it. Choose another folder with --out.",
            409,
        ),
        "command-line.environment": Message(
            "环境变量填写有误，请改正后再试：{said}。",
            "An environment variable cannot be used, correct it: {said}.",
            503,
        ),
        "command-line.database-away": Message(
            "数据库打不开（{reason}），请检查 DATABASE_URL 和数据库服务。",
            "The database cannot be opened ({reason}). Check DATABASE_URL and the database server.",
            503,
        ),
        "command-line.database-older": Message(
            "数据库版本较旧：请先备份，再运行 lianqi migrate。",
            "The database is of an older version: back it up, then run lianqi migrate.",
            503,
        ),
        "command-line.file-failed": Message(
            "文件“{file}”读写失败（{reason}），请检查路径、权限和磁盘空间。",
            "“{file}” cannot be read or written ({reason}). Check path, permission and disk space.",
            422,
        ),
        "command-line.file-missing": Message(
            "找不到 {file}，请在命令中指明文件，或在源码目录中运行。",
            "{file} is not here. Name the file in the command, or run it in the checkout.",
            422,
        ),
        "command-line.file-not-text": Message(
            "{file} 不是 UTF-8 文本，请另存为 UTF-8 后再试。",
            "{file} is no UTF-8 text. Save it as UTF-8 and try again.",
            422,
        ),
        "command-line.port-taken": Message(
            "端口 {port} 已有别的程序在用，请用 --port 另选一个。",
            "Port {port} is used by another program. Choose another one with --port.",
            409,
        ),
        "command-line.rejects-unwritten": Message(
            "退回的行没有写成“{file}”（{reason}）；其余各行已照办。"
            "请用 --rejects 另指一个可写的文件再运行一次，已导入的不会重复。",
            "The rejected rows could not be written to “{file}” ({reason}); the other rows are done. Run it again with "
            "--rejects and a file that can be written: nothing is imported twice.",
            409,
        ),
    }
)


class CommandError(click.ClickException):
    """A command that cannot go on, for a reason of `CATALOGUE`: both sentences and the code, exit code 1."""

    def __init__(self, code: str, details: Mapping[str, Any] | None = None) -> None:
        self.code, self.details = code, dict(details or {})
        super().__init__(sentence(CATALOGUE[code], self.details, lang="zh"))

    def show(self, file: IO[Any] | None = None) -> None:
        """As every refusal is shown."""
        told = (self.message, sentence(CATALOGUE[self.code], self.details, lang="en"), f"[{self.code}]")
        click.echo("\n".join(told), file=file, err=file is None)


P = ParamSpec("P")
R = TypeVar("R")


def sentences(refused: Refused) -> tuple[str, str]:
    """The refusal in Chinese and English, with its details filled in."""
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
            click.echo(f"[{unreadable.code}]", err=True)
            raise SystemExit(REFUSED) from unreadable
        except (MechanismInvalid, CalendarInvalid) as invalid:
            for line in (*invalid.lines("zh"), *invalid.lines("en")):
                click.echo(line, err=True)
            raise SystemExit(REFUSED) from invalid

    return guarded
