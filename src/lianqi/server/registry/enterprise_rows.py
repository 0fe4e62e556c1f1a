"""What one row of a table of enterprises says: the fields a file may hold, and how their cells are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from lianqi.kernel.enterprises import credit_code, project_code
from lianqi.kernel.enterprises.names import match_key
from lianqi.server.imports import values
from lianqi.server.imports.contract import Record, RowRejected
from lianqi.server.registry.models import CODE, NAME
from lianqi.server.registry.operations.drafts import DraftContact
from lianqi.sheets.columns import Field

SCALES: Mapping[str, tuple[str, ...]] = {
    "above": ("规上", "规上企业", "规模以上", "规模以上企业"),
    "below": ("规下", "规下企业", "规模以下", "规模以下企业"),
    "shop": ("门店", "个体工商户", "个体", "个体户", "商户"),
    "project": ("在建项目", "项目", "在建"),
}
STATUSES: Mapping[str, tuple[str, ...]] = {
    "active": ("在营", "正常", "存续", "在业", "开业", "正常经营", "正常生产", "投产", "在建"),
    "suspended": ("停产", "停业", "歇业", "半停产"),
    "moved": ("迁出", "搬迁", "已迁出", "已搬迁"),
    "closed": ("注销", "吊销", "已注销", "已吊销", "关闭", "破产"),
}


def _is_code(value: str) -> bool:
    code = credit_code.normalise(value)
    return len(code) == credit_code.LENGTH and code.isascii() and code.isalnum()


def _is_project(value: str) -> bool:
    return project_code.check(project_code.normalise(value)) is None


def _is_name(value: str) -> bool:
    return value.endswith(("公司", "厂", "店", "合作社", "中心", "部", "项目", "行", "所", "院")) and len(value) >= 4


def _one_of(allowed: Mapping[str, tuple[str, ...]], value: str) -> bool:
    return any(values.plain(value) in (key, *map(values.plain, words)) for key, words in allowed.items())


FIELDS = (
    Field("name", "企业名称", "name", ("单位名称", "公司名称", "经营主体名称", "市场主体名称", "商户名称", "店名",
          "项目名称", "企业全称", "名称", "企业", "enterprise", "company"), required=True, fits=_is_name),
    Field("credit_code", "统一社会信用代码", "credit code", ("信用代码", "社会信用代码", "统一代码",
          "机构代码", "uscc"), fits=_is_code),
    Field("project_code", "项目代码", "project code", ("投资项目代码", "项目编码", "备案项目代码"), fits=_is_project),
    Field("own_number", "自编号", "own number", ("企业编号", "注册号", "工商注册号", "编号")),
    Field("scale", "规模", "scale", ("企业规模", "规上规下", "是否规上", "类别", "主体类别"),
          fits=lambda value: _one_of(SCALES, value)),
    Field("status", "状态", "status", ("经营状态", "企业状态", "登记状态", "生产状态"),
          fits=lambda value: _one_of(STATUSES, value)),
    Field("area", "片区", "area", ("所属片区", "所在片区", "包片")),
    Field("grid", "网格", "grid", ("所属网格", "所在网格", "网格名称")),
    Field("chain", "产业链", "industrial chain", ("所属产业链", "产业链条", "chain")),
    Field("address", "地址", "address", ("注册地址", "经营地址", "企业地址", "住所", "详细地址", "经营场所")),
    Field("registered_on", "成立日期", "registered on", ("注册日期", "注册时间", "成立时间", "登记日期")),
    Field("former_name", "曾用名", "former name", ("原名", "原企业名称", "变更前名称")),
    Field("alias", "简称", "short name", ("别名", "企业简称", "俗称", "alias")),
    Field("contact_name", "联系人", "contact", ("企业联系人", "联系人姓名", "负责人", "对接人")),
    Field("contact_phone", "联系电话", "phone", ("联系方式", "手机", "手机号", "电话", "联系人电话", "联系人手机"),
          fits=values.looks_like_phone),
    Field("legal_name", "法定代表人", "legal representative", ("法人", "法人代表", "法定代表人姓名")),
)  # fmt: skip
TITLES = {field.id: field.zh for field in FIELDS}


@dataclass(frozen=True, slots=True)
class Said:
    """A row that could be read. Numbers are normalised; an empty value says nothing."""

    number: int
    name: str
    key: str
    credit_code: str = ""
    project_code: str = ""
    own_number: str = ""
    unverified_code: str = ""
    scale: str = ""
    status: str = ""
    area: str = ""
    grid: str = ""
    chain: str = ""
    address: str = ""
    registered_on: date | None = None
    former_names: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    contacts: tuple[DraftContact, ...] = ()

    @property
    def numbered(self) -> bool:
        """Whether the row has any number that identifies an enterprise."""
        return bool(self.credit_code or self.project_code or self.own_number)

    @property
    def is_shop(self) -> bool:
        """Whether the credit code is one of a 个体工商户: department 9, category 2 (GB 32100-2015, table 2)."""
        return self.credit_code.startswith("92")

    def joined(self, later: Said) -> Said:
        """What two rows on the same enterprise say together; the first word stands."""
        added = {
            column: getattr(later, column)
            for column in self.__slots__
            if not getattr(self, column) and getattr(later, column)
        }
        return replace(self, **added)


def parse(record: Record, *, accept_invalid_codes: bool) -> Said:
    """What the row says. Rejects a row without a name, with a code that fails its check, with a word nobody knows.

    With `accept_invalid_codes` a credit code that fails is kept as unverified (待核) and identifies nothing.
    """
    name = _text(record, "name")
    if not match_key(name):
        raise RowRejected("registry.name.missing")
    code, unverified = _credit_code(record, accept_invalid_codes)
    scale, status, registered = record.get("scale"), record.get("status"), record.get("registered_on")
    return Said(
        number=record.number,
        name=name,
        key=match_key(name),
        credit_code=code,
        project_code=_project_code(record),
        own_number=_text(record, "own_number", limit=CODE),
        unverified_code=unverified,
        scale=values.choice(scale, SCALES, column=TITLES["scale"]) if scale else "",
        status=values.choice(status, STATUSES, column=TITLES["status"]) if status else "",
        area=_text(record, "area"),
        grid=_text(record, "grid"),
        chain=_text(record, "chain"),
        address=_text(record, "address"),
        registered_on=values.day(registered, column=TITLES["registered_on"]) if registered else None,
        former_names=_names(record, "former_name"),
        aliases=_names(record, "alias"),
        contacts=_contacts(record),
    )


def _text(record: Record, field: str, *, limit: int = NAME) -> str:
    return values.short(record.get(field), column=TITLES[field], limit=limit)


def _names(record: Record, field: str) -> tuple[str, ...]:
    return tuple(values.short(name, column=TITLES[field], limit=NAME) for name in values.several(record.get(field)))


def _credit_code(record: Record, accept_invalid: bool) -> tuple[str, str]:
    """The sound code and the unsound one; one of them is empty."""
    code = credit_code.normalise(record.get("credit_code"))
    fault = credit_code.check(code) if code else None
    if fault is None:
        return code, ""
    if accept_invalid:
        return "", values.short(code, column=TITLES["credit_code"], limit=CODE)
    meant = credit_code.suggest(code)
    hint_zh = f"是否应为 {'、'.join(meant)}？" if meant else ""
    hint_en = f"Should it be {', '.join(meant)}?" if meant else ""
    raise RowRejected(fault, {"given": record.get("credit_code"), "hint_zh": hint_zh, "hint_en": hint_en})


def _project_code(record: Record) -> str:
    said = record.get("project_code")
    code = project_code.normalise(said)
    fault = project_code.check(code) if code else None
    if fault is not None:
        raise RowRejected(fault, {"given": said})
    return code


def _contacts(record: Record) -> tuple[DraftContact, ...]:
    name, legal = _text(record, "contact_name"), _text(record, "legal_name")
    said = record.get("contact_phone")
    phone = values.phone(said, column=TITLES["contact_phone"]) if said else ""
    contacts = []
    if name or phone:
        contacts.append(DraftContact(name, phone, legal_representative=bool(name) and name == legal))
    if legal and legal != name:
        contacts.append(DraftContact(legal, "", legal_representative=True))
    return tuple(contacts)
