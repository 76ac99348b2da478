"""What was confirmed is carried out: in one transaction everywhere, or nowhere."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django.db import models, transaction

from anhuan.base.clock import now
from anhuan.base.db import rewritable, scrub, triggers
from anhuan.base.ids import new_id
from anhuan.base.jobs import Lease, enqueue
from anhuan.cases.outgoing.services import forget_exports
from anhuan.cases.projection import search_of
from anhuan.devices.services import erase_devices, own_devices
from anhuan.erasure.files import file_holds
from anhuan.erasure.finding import BODY, FACT, Found, rows_with, tables
from anhuan.erasure.models import Erasure
from anhuan.erasure.terms import ERASED, holds, sought, struck
from anhuan.erasure.types import State
from anhuan.evidence import services as evidence
from anhuan.evidence.queries import documents
from anhuan.ledger.queries import held_bodies
from anhuan.ledger.services import erase_many, record
from anhuan.notices.services.erasing import erase_addresses, own_addresses, strike_sent
from anhuan.people.services import drop_sessions, erase_person, own_subjects
from anhuan.sites.entering import search_text

WHOLE: Final = frozenset({"api.Once", "cases.Reporter"})
"""Rows that go whole: an answer kept to be given again, and who reported."""
SEARCHED: Final[Mapping[str, Callable[[Any], str]]] = {
    "cases.Case": lambda row: search_of(vars(row)),
    "sites.Site": search_text,
}
"""How the text that is searched follows from a row."""


@transaction.atomic
def carry_out(*, erasure: UUID) -> None:
    """The worker's part: rows, indexes, bodies and salts of acts, files, what waits to be sent.
    A second run finds nothing to do."""
    row = Erasure.objects.select_for_update().filter(pk=erasure, state=State.CONFIRMED).first()
    if row is None or row.confirmed_by is None:
        return
    at, by, terms = now(), row.confirmed_by, sought(row.terms_sealed, row.pk)
    found = [one for one in rows_with(terms) if _place(one) not in set(row.spared)]
    acts = [one.row.pk for one in found if one.model._meta.label == BODY]
    row.rows = sum(map(_strike(terms), found))
    row.rows += drop_sessions(lambda held: bool(terms) and holds(held, terms))
    if row.person is not None:
        own = [*own_subjects(row.person), *own_addresses(row.person), *own_devices(row.person)]
        acts += held_bodies(own)
        row.rows += erase_person(person_id=row.person, by=by, at=at)
        row.rows += erase_addresses(person=row.person)
        row.rows += erase_devices(person=row.person, by=by, at=at)
    row.acts = erase_many(acts, ground=row.ground, by=by, at=at)
    row.files = evidence.erase(
        [*map(UUID, row.uses), *_written(terms)], ground=row.ground, by=by, at=at
    )
    forget_exports()
    _end(row, at)
    transaction.on_commit(lambda: strike_sent(lambda line: holds(line, terms)))


def clean_up(lease: Lease, *, tables: list[str]) -> None:
    """Afterwards, and outside every transaction: what the changed rows left behind in the
    database's own files."""
    scrub(tables)


def _place(found: Found) -> str:
    return f"{found.model._meta.label}:{found.row.pk}"


def _written(terms: tuple[str, ...]) -> list[UUID]:
    """Spreadsheets and letters in which a term stands."""
    return [use for use, path in documents() if terms and file_holds(path, terms)]


def _strike(terms: tuple[str, ...]) -> Callable[[Found], int]:
    def strike(found: Found) -> int:
        label, rows = found.model._meta.label, found.model._default_manager
        if label in {BODY, FACT}:
            return 0
        if label in WHOLE:
            rows.filter(pk=found.row.pk).delete()
            return 1
        changes = _changes(found, terms)
        table = found.model._meta.db_table
        if f"insert_only_{table}_update" not in triggers():
            return rows.filter(pk=found.row.pk).update(**changes)
        with rewritable(table):
            return rows.filter(pk=found.row.pk).update(**changes)

    return strike


def _changes(found: Found, terms: tuple[str, ...]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    row, apart = found.row, _kept_apart(found.model)
    for name in found.columns:
        field: Any = found.model._meta.get_field(name)
        value = struck(getattr(row, name), terms)
        if name in apart:
            value = f"{ERASED} {new_id().hex[-12:]}"
        if isinstance(value, str) and field.max_length:
            value = value[-field.max_length :] if name in apart else value[: field.max_length]
        setattr(row, name, value)
        changes[name] = value
    follows = SEARCHED.get(found.model._meta.label)
    return changes | {"search": follows(row)} if follows else changes


def _kept_apart(model: type[models.Model]) -> frozenset[str]:
    """Columns in which no two rows may hold the same."""
    unique = {one.attname for one in model._meta.concrete_fields if one.unique}
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            unique.update(constraint.fields)
            unique.update(getattr(one, "name", "") for one in constraint.expressions)
    return frozenset(unique)


def _end(row: Erasure, at: Any) -> None:
    row.state, row.done_at, row.terms_sealed = State.DONE, at, b""
    row.version += 1
    row.save(
        update_fields=["state", "done_at", "terms_sealed", "version", "rows", "acts", "files"]
    )
    record(
        kind="erasure.done",
        subject=row.id,
        version=row.version,
        public={"rows": row.rows, "acts": row.acts, "files": row.files, "ground": row.ground},
        body={},
        by=row.confirmed_by,
        at=at,
    )
    enqueue("anhuan.erasure.services.clean_up", {"tables": tables()}, long=True)
