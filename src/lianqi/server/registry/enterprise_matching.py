"""Which enterprise a row means, and what the rows of one file may not say about each other.

Two memories: what the registry holds (`Known`), and what this file has said so far (`Claims`). The second keeps a run
repeatable. A row that was rejected today must not succeed tomorrow because a later row of the same file has meanwhile
given its number or its name to another enterprise; so a number or a name that stood in one row belongs, within the
file, to what that row meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lianqi.kernel.enterprises.names import match_key
from lianqi.server.imports.contract import RowRejected
from lianqi.server.registry import operations, queries
from lianqi.server.registry.enterprise_rows import TITLES, Said
from lianqi.server.registry.operations.drafts import EnterpriseDraft

NUMBERS = ("credit_code", "project_code", "own_number")
#: What two rows of one file on one enterprise must not say differently.
_ONE_VALUE = (*NUMBERS, "scale", "status", "area", "grid", "chain", "address", "registered_on")

Token = tuple[str, str]


@dataclass(slots=True)
class Known:
    """What the registry holds about the enterprises that a batch may mean, with what the batch itself adds."""

    by_number: dict[Token, str] = field(default_factory=dict)
    by_key: dict[str, dict[str, str]] = field(default_factory=dict)
    drafts: dict[str, EnterpriseDraft] = field(default_factory=dict)

    def load(self, park: str, rows: Sequence[Said]) -> None:
        """Add what the registry holds; what is known already (a dry run's own additions) stays."""
        ids: set[str] = set()
        for column in NUMBERS:
            values = [getattr(said, column) for said in rows]
            for value, id in queries.find_enterprises(park=park, column=column, values=values).items():
                self.by_number.setdefault((column, value), id)
                ids.add(id)
        for key, named in queries.enterprises_named(park=park, keys=[said.key for said in rows]).items():
            known = self.by_key.setdefault(key, {})
            for id, kind in named.items():
                known.setdefault(id, kind)
                ids.add(id)
        missing = ids - self.drafts.keys()
        if missing:
            with_contacts = any(said.contacts for said in rows)
            self.drafts |= operations.draft_enterprises(park=park, ids=sorted(missing), with_contacts=with_contacts)

    def add(self, draft: EnterpriseDraft) -> None:
        """Make a draft findable under all that it is called by now."""
        self.drafts[draft.row.id] = draft
        for key, name in draft.names.items():
            self.by_key.setdefault(key, {})[draft.row.id] = name.kind
        for column in NUMBERS:
            value = getattr(draft.row, column)
            if value:
                self.by_number[column, value] = draft.row.id

    def numbered(self, said: Said) -> str | None:
        """The enterprise one of the row's numbers belongs to, the credit code first."""
        return next((self.by_number[token] for token in _numbers(said) if token in self.by_number), None)

    def named(self, said: Said) -> str | None:
        """The enterprise the row's name means: one that bears it now, else one that bore it or is called so.

        Rejects with `registry.name.ambiguous`.
        """
        named = self.by_key.get(said.key, {})
        if said.credit_code:
            # A sound code that nobody has: it belongs to the firm of that name only if that one has none yet.
            named = {id: kind for id, kind in named.items() if not self.drafts[id].row.credit_code}
        current = [id for id, kind in named.items() if kind == "current"]
        candidates = current or list(named)
        if len(candidates) > 1:
            raise RowRejected("registry.name.ambiguous", {"name": said.name})
        return candidates[0] if candidates else None


@dataclass(slots=True)
class Claims:
    """What the rows of this file have said: about each enterprise, and which row first used a number or a name, for
    which enterprise (None: it was rejected without one).
    """

    said: dict[str, Said] = field(default_factory=dict)
    tokens: dict[Token, tuple[int, str | None]] = field(default_factory=dict)

    def copy(self) -> Claims:
        return Claims(self.said.copy(), self.tokens.copy())

    def accept(self, said: Said, id: str, *, by_name: bool) -> None:
        """Note what an accepted row used and said. The first row to use a number or a name stands."""
        for token in _numbers(said):
            self.tokens.setdefault(token, (said.number, id))
        if by_name and not said.numbered:
            # Next time its number would find it, so only a row without any holds on to its name.
            self.tokens.setdefault(("name", said.key), (said.number, id))
        self.said[id] = self.said[id].joined(said) if id in self.said else said

    def reject(self, said: Said, meant: str | None, *, by_name: bool) -> None:
        """Note what a rejected row used, so that no later row changes what it would mean in the next run."""
        for token in _numbers(said):
            self.tokens.setdefault(token, (said.number, meant))
        self.tokens.setdefault(("name", said.key), (said.number, None))
        if by_name and meant and said.credit_code:
            # It meant a firm without a code, by its name; once that has one, the row would be a firm of its own.
            self.tokens.setdefault(("codeless", meant), (said.number, None))

    def refuse_taken(self, said: Said, id: str | None, draft: EnterpriseDraft | None) -> None:
        """Reject a row that would give to another enterprise what an earlier row used: `import.row.depends`."""
        names = {said.key: said.name} | {match_key(name): name for name in (*said.former_names, *said.aliases)}
        wanted = [(column, value, value) for column, value in _numbers(said)]
        wanted += [("name", key, name) for key, name in names.items() if draft is None or key not in draft.names]
        if draft is not None and said.credit_code and not draft.row.credit_code:
            wanted.append(("codeless", draft.row.id, said.credit_code))
        for kind, value, given in wanted:
            number, meant = self.tokens.get((kind, value), (0, None))
            if number and (meant is None or meant != id):
                column = TITLES.get(kind, TITLES["credit_code"])
                raise RowRejected("import.row.depends", {"row": number, "column": column, "given": given})

    def refuse_rename(self, said: Said, draft: EnterpriseDraft) -> None:
        """Reject to rename an enterprise by whose present name an earlier row found it, or could not."""
        number, _ = self.tokens.get(("name", draft.row.key), (0, None))
        if number and said.key not in draft.names:
            details = {"row": number, "column": TITLES["name"], "given": draft.row.name}
            raise RowRejected("import.row.depends", details)

    def refuse_contradiction(self, said: Said, draft: EnterpriseDraft) -> None:
        """Reject a row that says something else about an enterprise than an earlier one: `import.row.contradicts`."""
        earlier = self.said.get(draft.row.id)
        if earlier is None:
            return
        pairs = [(column, getattr(earlier, column), getattr(said, column)) for column in _ONE_VALUE]
        if said.key not in draft.names:
            pairs.append(("name", earlier.name, said.name))
        for column, before, after in pairs:
            if before and after and before != after:
                details = {"row": earlier.number, "column": TITLES[column], "other": str(before), "given": str(after)}
                raise RowRejected("import.row.contradicts", details)


def refuse_other_numbers(said: Said, draft: EnterpriseDraft, known: Known) -> None:
    """Reject a row whose numbers are not those of the enterprise, or are another's. A file never changes a number."""
    for column, value in _numbers(said):
        present = getattr(draft.row, column)
        if present and present != value:
            details = {"column": TITLES[column], "name": draft.row.name, "known": present, "given": value}
            raise RowRejected("registry.enterprise.other-number", details)
        owner = known.by_number.get((column, value))
        if owner is not None and owner != draft.row.id:
            details = {"column": TITLES[column], "given": value, "name": known.drafts[owner].row.name}
            raise RowRejected("registry.enterprise.number-taken", details)


def _numbers(said: Said) -> Iterator[Token]:
    for column in NUMBERS:
        value = getattr(said, column)
        if value:
            yield column, value
