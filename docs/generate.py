"""Write docs/reference from the code; with --check, say what no longer agrees with it and change nothing.

Nothing here may depend on the day or the machine: `make check` compares byte for byte.
"""

from __future__ import annotations

import ast
import dataclasses
import difflib
import inspect
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import django

from lianqi.kernel import ballots, bulletins, meetings, visits
from lianqi.kernel.cases.commands import KINDS, Command
from lianqi.kernel.cases.evolve import EVENT_TYPES
from lianqi.kernel.cases.permits import PERMITS, Permit
from lianqi.kernel.cases.states import Status
from lianqi.kernel.commitments.fold import EVENT_TYPES as COMMITMENT_EVENT_TYPES
from lianqi.kernel.mechanism.explain import sections
from lianqi.kernel.mechanism.json_schema import json_schema
from lianqi.kernel.mechanism.lint import lint_days
from lianqi.kernel.mechanism.loader import load
from lianqi.kernel.rehearsal.diagram import diagram
from lianqi.kernel.scoring.contributions import MEASURES
from lianqi.kernel.scoring.figures import FIGURES, Figure

SOURCE = Path(__file__).parent.parent / "src"
MECHANISMS = Path(__file__).parent.parent / "mechanisms"
REFERENCE = Path(__file__).parent / "reference"
GENERATED = "<!-- Written by docs/generate.py (`make docs`); change the code, not this file. -->\n"


def cell(text: object) -> str:
    """A text as one cell of a table."""
    return " ".join(str(text).replace("|", "\\|").split())


def table(*heads: str, rows: list[tuple[object, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join("| " + " | ".join(map(cell, line)) + " |\n" for line in lines)


def sentences(catalogue: Mapping[str, Any]) -> str:
    def row(code: str, said: Any) -> tuple[object, ...]:
        zh, en = said if isinstance(said, tuple) else (said.zh, said.en)
        return (f"`{code}`", getattr(said, "status", ""), zh, en)

    return table("code", "HTTP", "中文", "English", rows=[row(code, catalogue[code]) for code in sorted(catalogue)])


def catalogues() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every catalogue of refusals, with what its module says of it: rooms keep them as CATALOGUE or SENTENCES."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianqi.server.config.settings")
    django.setup()
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            match node:
                case ast.AnnAssign(target=ast.Name(id="CATALOGUE" | "SENTENCES" as name)):
                    module = import_module(".".join(path.relative_to(SOURCE).with_suffix("").parts))
                    yield (inspect.getdoc(module) or module.__name__).split("\n")[0], getattr(module, name)


def refusals() -> str:
    """Every refusal: what a program matches on, what a person reads."""
    parts = sorted(f"\n## {title.rstrip('.')}\n\n{sentences(catalogue)}" for title, catalogue in catalogues())
    return (
        f"{GENERATED}\n# Refusals\n\nA code never changes its meaning. `{{names}}` are filled in from the refusal's"
        " details.\nHTTP 403: you may not. 404: there is no such thing for you. 409: not now, or not in this state."
        f" 422: what was sent is incomplete or wrong.\n503, 507: this installation cannot, at the moment.\n"
        f"{''.join(parts)}"
    )


def events() -> str:
    """Every type of event that a stream may hold."""

    def rows(types: Mapping[str, str]) -> str:
        return table("type", "says that", rows=[(f"`{type_}`", types[type_]) for type_ in sorted(types)])

    own = {type_: says for type_, says in EVENT_TYPES.items() if type_ not in COMMITMENT_EVENT_TYPES}
    beside = (
        ("a meeting", meetings),
        ("the visits to an enterprise", visits),
        ("a vote", ballots),
        ("a bulletin", bulletins),
    )
    others = "".join(f"\n## Of {of}\n\n{rows(module.EVENT_TYPES)}" for of, module in beside)
    return (
        f"{GENERATED}\n# Events\n\nWhat a log may hold. Events are never changed; data holds codes, numbers, times and"
        " opaque ids, and cites words as content.\n"
        f"\n## Of a case\n\n{rows(own)}\n## Of its commitments\n\n{rows(COMMITMENT_EVENT_TYPES)}{others}"
    )


def commands() -> str:
    """Every command, what it carries, who may give it and where the case must stand."""
    parts = [f"{GENERATED}\n# Commands\n\nWhat can be asked of a case. A role may do what one of its duties may.\n"]
    for kind in sorted(KINDS):
        said = inspect.getdoc(KINDS[kind]) or ""
        parts.append(f"\n## `{kind}`\n\n{said}\n\n{carried(KINDS[kind])}{permitted(PERMITS[kind])}")
    return "".join(parts)


def carried(command: type[Command]) -> str:
    assert dataclasses.is_dataclass(command)
    fields = [
        f"`{field.name}`" + ("" if field.default is dataclasses.MISSING else " (may be left out)")
        for field in dataclasses.fields(command)
    ]
    return f"- carries: {', '.join(fields) or 'nothing'}\n"


def permitted(permit: Permit) -> str:
    def grant(duty: str, relation: str) -> str:
        if duty == "@rung":
            return "the owner of the rung"
        if relation == "contact" and not duty:
            return "the enterprise"
        if relation == "system" and not duty:
            return "the system"
        return f"`{duty}`" + (f" of the {relation.replace('_', ' ')}" if relation else "")

    who = ", ".join(grant(g.duty, g.relation) for g in permit.grants)
    if permit.statuses is None:
        where = "before there is a case"
    elif permit.statuses == frozenset(Status):
        where = "any status"
    else:
        where = ", ".join(f"`{status.value}`" for status in Status if status in permit.statuses)
    return f"- who: {who}\n- where: {where}\n"


def figures() -> str:
    """Every figure with what it counts, over what, and what it leaves out (口径说明)."""

    def part(figure: Figure) -> str:
        measures = " + ".join(f"`{measure}`" for measure in figure.numerator)
        over = " + ".join(f"`{measure}`" for measure in figure.denominator)
        return (
            f"\n## {figure.name.zh} · {figure.name.en}\n\n`{figure.id}` = {measures} ÷ {over}\n\n"
            f"{figure.formula.zh}。{figure.leaves_out.zh}\n\n{figure.formula.en}. {figure.leaves_out.en}\n"
        )

    counted = table("measure", "中文", "counts", rows=[(f"`{m}`", zh, en) for m, (zh, en) in MEASURES.items()])
    return (
        f"{GENERATED}\n# Figures\n\nEach is a quotient of sums of measures; each event adds to measures, and nothing"
        f" else does.\n{''.join(map(part, FIGURES.values()))}\n## Measures\n\n{counted}"
    )


def notices() -> str:
    """Who is told what: the table of `lianqi.server.notices.rules` beside its words."""
    from lianqi.server.notices.rules import TABLE
    from lianqi.server.notices.texts import TEXTS

    def row(rule: Any) -> tuple[object, ...]:
        only = "; ".join(f"{key}: {', '.join(values)}" for key, values in rule.only.items())
        group = ("", "the unit's", "the unit's, the park's")[rule.group]
        at_once = "at once" if rule.urgent else ""
        said = TEXTS[rule.notice].line
        return (f"`{rule.event}`", only, ", ".join(rule.to), group, at_once, said.zh, said.en)

    heads = ("event", "only where", "to", "chat groups", "by default", "中文", "English")
    return (
        f"{GENERATED}\n# Notices\n\nWho is told of which event. Nobody hears of what they did themselves, or of a case"
        " that they may not see;\nof a confidential one only the inspection and who reported it, and no group."
        " What is due today is told at once as well.\n`debtor` carries the promise's duty; `handle`, `review` and"
        " `sign` are the handlers, head and leader in charge of its unit.\n\n"
        f"{table(*heads, rows=[row(rule) for rule in TABLE])}"
    )


def permissions() -> str:
    """The permission matrix: `server/access/permissions.yaml` with the roles of the starter beside its duties."""
    from lianqi.server.access.matrix import matrix

    said = matrix()
    starter = load((MECHANISMS / "starter" / "mechanism.yaml").read_text("utf-8"), name="starter")
    held = starter.rules(on=lint_days(starter)[-1]).roles

    def roles(duties: Iterable[str]) -> str:
        wanted = set(duties)
        return ", ".join(f"`{role}`" for role, has in held.items() if has & wanted) or "—"

    def sight(kind: str) -> tuple[object, ...]:
        row = said.sees[kind]
        return (kind, roles(row.duties), roles(row.unit), ", ".join(sorted(row.beside)))

    def act(kind: str) -> tuple[object, ...]:
        ways = said.acts[kind]
        told = [" of the ".join(filter(None, (one.duty and f"`{one.duty}`", one.relation))) for one in ways]
        inspecting = roles(said.confidential.get(one.duty, "") for one in ways)
        return (f"`{kind}`", ", ".join(told), roles(one.duty for one in ways), inspecting)

    def address(name: str) -> tuple[object, ...]:
        row = said.addresses[name]
        audience = f"token: `{row.scope}`" if row.scope else row.audience
        return (f"`{name}`", audience, roles(row.duties) if row.duties else "", row.shows)

    seen = ("case", "roles", "roles of a unit that has or had it", "beside")
    done = ("act", "duty", "roles", "roles in a confidential case")
    return (
        f"{GENERATED}\n# Permissions\n\nWho may see and do what; roles are those of the starter, others may be"
        " charged with the same\nduties. Nobody sees or does anything in a park they do not belong to. Walked with"
        " real requests by\n`tests/server/access/test_permissions.py`.\n"
        "\n## Who sees a case\n\nAlike in lists, details, counts, search, exports, panels and the interface.\n\n"
        f"{table(*seen, rows=[sight(kind) for kind in said.sees])}"
        "\n## Who may do what to it\n\nWhat a duty let lapse, a role that leads may do in its place.\n\n"
        f"{table(*done, rows=[act(kind) for kind in sorted(said.acts)])}"
        "\n## Every address\n\nShows of the reader's park: `nothing` of a case, `some` or all (`cases`) of those they"
        " may see, those `found`,\none `case` (404 where they may not see it), what everybody who works for the"
        " `park` may know, its `people`.\n\n"
        f"{table('address', 'for', 'roles', 'shows', rows=[address(name) for name in said.addresses])}"
    )


def mechanism_schema() -> str:
    """The JSON Schema of a mechanism file, for editors."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def interface() -> str:
    """The description of `/api/v1/` (OpenAPI), as the server itself gives it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianqi.server.config.settings")
    django.setup()
    from lianqi.server.api.description import description

    return description()


def explained(file: Path) -> str:
    """A mechanism drawn and in sentences, as it stands from the day of its last change on."""
    mechanism = load(file.read_text("utf-8"), name=file.name)
    last = lint_days(mechanism)[-1]
    parts = [f"{GENERATED}\n# {mechanism.title.zh} · {mechanism.title.en}\n"]
    for lang, since in (("zh", f"自 {last} 起"), ("en", f"From {last}")):
        parts.append(f"\n{since}\n\n```mermaid\n{diagram(mechanism, on=last, lang=lang)}```\n")
        for section in sections(mechanism, on=last):
            lines = "".join(f"- {getattr(sentence, lang)}\n" for sentence in section.sentences)
            parts.append(f"\n## {getattr(section.title, lang)}\n\n{lines}")
    return "".join(parts)


def pages() -> Mapping[Path, Callable[[], str]]:
    """Every page below docs/reference and what writes it."""
    written: dict[str, Callable[[], str]] = {
        "refusals.md": refusals,
        "events.md": events,
        "commands.md": commands,
        "figures.md": figures,
        "notices.md": notices,
        "permissions.md": permissions,
        "mechanism-schema.json": mechanism_schema,
        "openapi.json": interface,
    }
    for file in sorted(MECHANISMS.glob("*/mechanism.yaml")):
        written[f"mechanisms/{file.parent.name}.md"] = partial(explained, file)
    return {REFERENCE / page: write for page, write in written.items()}


def check() -> int:
    """Print how docs/reference differs from what the code says; 1 where it does."""
    wanted = pages()
    wrong = 0
    for path, page in wanted.items():
        name = path.relative_to(REFERENCE).as_posix()
        old = path.read_text("utf-8") if path.is_file() else ""
        if old != (new := page()):
            wrong += 1
            changes = difflib.unified_diff(old.splitlines(), new.splitlines(), name, f"{name} (code)", lineterm="", n=0)
            print("\n".join(list(changes)[:40]))
    for stranger in sorted(set(filter(Path.is_file, REFERENCE.rglob("*"))) - set(wanted)):
        wrong += 1
        print(f"docs/reference/{stranger.relative_to(REFERENCE).as_posix()}: nothing writes this file")
    if wrong:
        print("run `make docs`")
    return int(wrong > 0)


def write() -> int:
    wanted = pages()
    for path in set(filter(Path.is_file, REFERENCE.rglob("*"))) - set(wanted):
        path.unlink()
    for path, page in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(check() if "--check" in sys.argv[1:] else write())
