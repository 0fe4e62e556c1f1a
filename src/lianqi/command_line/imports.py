"""`lianqi import`: tables of enterprises, officers and units into the registry."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lianqi.command_line.refusals import in_words
from lianqi.command_line.tables import TableOptions, choose_park, import_table, table_options

if TYPE_CHECKING:
    from lianqi.kernel.mechanism.loader import Mechanism

#: Who acts when somebody imports from a shell.
ACTOR = "cli"


@click.group("import")
def imports() -> None:
    """导入名单：列名自动识别，可重复导入，退回行写入文件 / import tables; a second run changes nothing"""


@imports.command("enterprises")
@table_options
@click.option(
    "--accept-invalid-codes",
    is_flag=True,
    help="信用代码校验不符的行照常导入，代码标为待核 / keep rows whose credit code fails its check, marked unverified",
)
@in_words
def enterprises(table: TableOptions, accept_invalid_codes: bool) -> None:
    """企业名单：按统一社会信用代码匹配，其次按项目代码、自编号、名称；更名时保留曾用名"""
    from lianqi.server.registry.import_enterprises import EnterpriseImporter

    park = choose_park(table, actor=ACTOR)
    import_table(table, EnterpriseImporter(park=park, actor=ACTOR, accept_invalid_codes=accept_invalid_codes))


@imports.command("units")
@table_options
@in_words
def units(table: TableOptions) -> None:
    """单位名单：按单位代码匹配，其次按名称；区外单位可填对口部门"""
    from lianqi.server.registry.import_units import UnitImporter

    import_table(table, UnitImporter(park=choose_park(table, actor=ACTOR), actor=ACTOR))


@imports.command("officers")
@table_options
@click.option(
    "--mechanism",
    type=click.Path(exists=True, path_type=Path),
    help="工作机制文件，用来识别角色名称，默认为园区现行的 / whose role names the file uses; the park's own by default",
)
@in_words
def officers(table: TableOptions, mechanism: Path | None) -> None:
    """干部名单：按工号匹配，其次按姓名加手机号或单位；可填角色和联点企业"""
    from lianqi.server.people.import_officers import OfficerImporter

    park = choose_park(table, actor=ACTOR)
    roles = _roles(_read(mechanism) if mechanism else _in_force(park))
    import_table(table, OfficerImporter(park=park, actor=ACTOR, roles=roles))


def _roles(mechanism: Mechanism | None) -> Mapping[str, tuple[str, ...]] | None:
    if mechanism is None:
        return None
    return {id: (role.name.zh, role.name.en) for id, role in mechanism.shape.roles.items()}


def _read(path: Path) -> Mechanism:
    from lianqi.command_line.mechanism import read

    return read(path)


def _in_force(park: str) -> Mechanism | None:
    """The park's own rules of today; None where it has none yet."""
    from lianqi.server.ledger.clock import database_now
    from lianqi.server.ledger.operations import one_transaction
    from lianqi.server.ledger.values import LedgerRefusal
    from lianqi.server.mechanisms import queries as mechanisms

    with one_transaction(park=park):
        try:
            today = mechanisms.calendar_of(park).local(database_now()).date()
            return mechanisms.in_force(park=park, on=today)
        except LedgerRefusal:
            return None
