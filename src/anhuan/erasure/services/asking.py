"""A request to erase, until a second person has confirmed it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.db import next_number
from anhuan.base.ids import new_id
from anhuan.base.jobs import enqueue
from anhuan.erasure.models import Erasure
from anhuan.erasure.queries import check_eraser, grounds
from anhuan.erasure.terms import MOST, sealed, tidy
from anhuan.erasure.types import State
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.people.services import known_of

LEASE: Final = 3_600
"""Seconds that the worker may take for all tables."""


@transaction.atomic
def ask(
    *,
    person: UUID | None,
    terms: Iterable[str],
    ground: str,
    reason: str,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Ask that what is known of a person goes: ``terms`` are names and numbers to look for, with
    those of ``person`` where it has a row here. Nothing goes before a second person confirms.

    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``, ``SAME_PERSON`` for oneself, ``MISSING`` (terms,
    reason), ``TOO_MANY``, and ``NO_SUCH_RULE`` for a ground that is not in force.
    """
    check_eraser(by)
    if person == by.person:
        raise Refusal(Why.SAME_PERSON, as_="eraser")
    known = known_of(person) if person else ()
    wanted = tidy([*known, *terms])
    absent = [name for name, there in (("terms", wanted), ("reason", reason.strip())) if not there]
    if absent:
        raise Refusal(Why.MISSING, fields=tuple(absent))
    if len(wanted) > MOST:
        raise Refusal(Why.TOO_MANY, most=MOST)
    if ground not in {one.code for one in grounds(at)}:
        raise Refusal(Why.NO_SUCH_RULE, field="ground")
    year, key = day_of(at).year, new_id()
    row = Erasure(
        id=key,
        number=f"E-{year}-{next_number('erasure', year):06d}",
        ground=ground,
        reason=reason.strip()[:1000],
        person=person,
        terms_sealed=sealed(wanted, key),
        asked_by=by.person,
        asked_at=at,
    )
    row.save(force_insert=True)
    public = {"number": row.number, "ground": ground}
    _note(row, "erasure.asked", public, {"reason": row.reason}, by=by.person, at=at)
    return row.id


@transaction.atomic
def choose(
    *,
    key: UUID,
    seen_version: int,
    spared: Iterable[str],
    uses: Iterable[UUID],
    by: Viewer,
    at: datetime,
) -> None:
    """Say which rows stay because they speak of somebody else, and which files go too. Refuses
    ``NOT_VISIBLE``, ``STALE``, ``WRONG_STATE``."""
    row = _asked(key, by, seen_version)
    row.spared = sorted(set(spared))
    row.uses = sorted({str(use) for use in uses})
    row.version += 1
    row.save(update_fields=["spared", "uses", "version"])
    public = {"spared": len(row.spared), "files": len(row.uses)}
    _note(row, "erasure.chosen", public, {}, by=by.person, at=at)


@transaction.atomic
def confirm(*, key: UUID, seen_version: int, by: Viewer, at: datetime) -> None:
    """Let it go: the worker carries it out. There is no way back. Refuses ``SECOND_PERSON`` to
    who asked, ``SAME_PERSON`` to whom it is about, and as ``choose``."""
    row = _asked(key, by, seen_version)
    if row.asked_by == by.person:
        raise Refusal(Why.SECOND_PERSON)
    if row.person == by.person:
        raise Refusal(Why.SAME_PERSON, as_="eraser")
    row.state, row.confirmed_by, row.confirmed_at = State.CONFIRMED, by.person, at
    row.version += 1
    row.save(update_fields=["state", "confirmed_by", "confirmed_at", "version"])
    _note(row, "erasure.confirmed", {}, {}, by=by.person, at=at)
    enqueue(
        "anhuan.erasure.services.carry_out",
        {"erasure": row.id},
        key=f"erasure:{row.id}",
        lease_seconds=LEASE,
    )


@transaction.atomic
def withdraw(*, key: UUID, seen_version: int, by: Viewer, at: datetime) -> None:
    """Nothing goes. Refuses as ``choose``."""
    row = _asked(key, by, seen_version)
    row.state, row.terms_sealed = State.WITHDRAWN, b""
    row.version += 1
    row.save(update_fields=["state", "terms_sealed", "version"])
    _note(row, "erasure.withdrawn", {}, {}, by=by.person, at=at)


def _asked(key: UUID, by: Viewer, seen_version: int) -> Erasure:
    check_eraser(by)
    row = Erasure.objects.select_for_update().filter(pk=key).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    if row.state != State.ASKED:
        raise Refusal(Why.WRONG_STATE, action="erase")
    if row.version != seen_version:
        raise Refusal(Why.STALE, version=row.version)
    return row


def _note(
    row: Erasure,
    kind: str,
    public: Mapping[str, Any],
    body: Mapping[str, Any],
    *,
    by: UUID,
    at: datetime,
) -> None:
    record(kind=kind, subject=row.id, version=row.version, public=public, body=body, by=by, at=at)
