"""`lianqi`: every command of the installation, each loaded only when it is asked for."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import click

#: command → where it stands. Loading one never loads another: `lianqi digest` runs where there is no database.
COMMANDS: dict[str, str] = {
    "digest": "lianqi.command_line.digest:digest",
    "demo": "lianqi.command_line.demo:demo",
    "init": "lianqi.command_line.park:init",
    "import": "lianqi.command_line.import_cases:imports",
    "case": "lianqi.command_line.case:case",
    "due": "lianqi.command_line.desk:due",
    "figures": "lianqi.command_line.desk:figures",
    "find": "lianqi.command_line.desk:find",
    "calendar": "lianqi.command_line.park:calendar",
    "mechanism": "lianqi.command_line.park:mechanism",
    "lint": "lianqi.command_line.mechanism:lint",
    "explain": "lianqi.command_line.mechanism:explain",
    "diagram": "lianqi.command_line.mechanism:diagram",
    "diff": "lianqi.command_line.mechanism:diff",
    "schema": "lianqi.command_line.mechanism:schema",
    "prove": "lianqi.command_line.prove:prove_command",
    "rebuild": "lianqi.command_line.ledger:rebuild",
    "verify": "lianqi.command_line.ledger:verify",
    "export": "lianqi.command_line.ledger:export",
    "erase": "lianqi.command_line.ledger:erase",
    "backup": "lianqi.command_line.backup:backup",
    "restore": "lianqi.command_line.backup:restore",
    "serve": "lianqi.command_line.serve:serve",
    "account": "lianqi.command_line.account:account",
    "unit": "lianqi.command_line.staff:unit",
    "officer": "lianqi.command_line.staff:officer",
    "worker": "lianqi.command_line.worker:worker",
    "status": "lianqi.command_line.worker:status",
    "notices": "lianqi.command_line.notices:notices",
    "deliveries": "lianqi.command_line.ledger:deliveries",
    "token": "lianqi.command_line.token:token",
    "migrate": "lianqi.command_line.park:migrate",
}


class Commands(click.Group):
    """The commands whose module is there, in the order of `COMMANDS`."""

    def list_commands(self, context: click.Context) -> list[str]:
        return [name for name, place in COMMANDS.items() if find_spec(place.partition(":")[0]) is not None]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(context):
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def invoke(self, context: click.Context) -> object:
        """What click says of a wrong option or a missing one, with a sentence in Chinese above it."""
        try:
            return super().invoke(context)
        except click.UsageError as wrong:
            told = _in_chinese(wrong)
            raise click.UsageError(f"{told.format_message()} [command-line.usage]", ctx=wrong.ctx) from wrong


def _in_chinese(wrong: click.UsageError) -> click.UsageError:
    named = (
        wrong.param.get_error_hint(wrong.ctx)
        if isinstance(wrong, click.BadParameter) and wrong.param and wrong.ctx
        else ""
    )
    match wrong:
        case click.MissingParameter():
            zh = f"缺少必填项 {named}"
        case click.NoSuchOption():
            zh = f"没有 {wrong.option_name} 这个选项"
        case click.BadParameter():
            zh = f"{named} 填写有误"
        case _ if wrong.message.startswith("No such command"):
            zh = "没有这个命令"
        case _:
            return wrong
    return click.UsageError(f"{zh}，请按 --help 的说明改写。/ {wrong.format_message()}", ctx=wrong.ctx)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="lianqi", prog_name="lianqi")
def main() -> None:
    """联企：园区对企业的每一项承诺，有人办、有时限、有回音 / what a park has promised its enterprises"""


if __name__ == "__main__":
    main()
