"""Writes to responsibility: who answers for what, from when to when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from anhuan.base.columns import cleaned
from anhuan.base.db import one_at_a_time
from anhuan.base.periods import close, revised
from anhuan.base.reactions import publish
from anhuan.duty.models import Charge
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.chain import Line, Side
from anhuan.kernel.duty import BESIDE
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.sites.queries import scope_of_site
from anhuan.territory.queries import in_areas, place_of_area

CORRECTABLE: Final = ("post", "valid_from", "valid_to", "clause")
SAME: Final = ("object", "subject", "line", "level", "side")


@transaction.atomic
def charge(
    *,
    object: UUID,  # noqa: A002
    post: UUID,
    line: Line,
    side: Side,
    since: datetime,
    by: Viewer,
    at: datetime,
    subject: str = "",
    level: str = "",
    until: datetime | None = None,
    clause: str = "",
) -> UUID:
    """``post`` answers for a site or area on ``line`` over [``since``, ``until``).

    ``subject``: a domain, or "" for any. One post answers per (object, subject, line, level,
    side) at any instant. Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``, ``MALFORMED`` and ``REPEATED``
    (field post) when another answers then.
    """
    _keep(object, by)
    given = {
        "object": object,
        "subject": subject,
        "line": line,
        "level": level,
        "side": side,
        "post": post,
        "valid_from": since,
        "valid_to": until,
        "clause": clause,
    }
    row = Charge(**cleaned(Charge, given, given), recorded_from=at, by=by.person)
    _check(row)
    row.save(force_insert=True)
    _note("duty.charged", row, None, by=by, at=at)
    return row.id


@transaction.atomic
def end_charge(*, charge: UUID, until: datetime, by: Viewer, at: datetime) -> UUID:
    """The post answers no longer from ``until`` on. Returns the row that now says so."""
    return _correct("duty.ended", charge, {"valid_to": until}, by=by, at=at)


@transaction.atomic
def correct_charge(*, charge: UUID, changes: Mapping[str, Any], by: Viewer, at: datetime) -> UUID:
    """What was recorded was wrong: from ``at`` on it is known as ``changes`` say.

    ``changes``: post, valid_from, valid_to, clause. Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``,
    ``MALFORMED``, ``REPEATED``, and ``STALE`` when the row was corrected before.
    """
    return _correct("duty.corrected", charge, changes, by=by, at=at)


@transaction.atomic
def withdraw_charge(*, charge: UUID, by: Viewer, at: datetime) -> None:
    """It never was: from ``at`` on it is known that the post did not answer. Refuses ``STALE``."""
    row = _found(charge, by)
    close(row, at=at)
    _note("duty.withdrawn", row, row.id, by=by, at=at)


@transaction.atomic
def hand_over(*, charge: UUID, post: UUID, since: datetime, by: Viewer, at: datetime) -> UUID:
    """``post`` answers from ``since`` on in place of the former, without a day between."""
    former = _found(charge, by)
    _correct("duty.ended", charge, {"valid_to": since}, by=by, at=at)
    values = cleaned(Charge, {"post": post}, ("post",))
    row = revised(former, at=at, valid_from=since, by=by.person, **values)
    _check(row)
    row.save(force_insert=True)
    _note("duty.handed-over", row, former.id, by=by, at=at)
    return row.id


def _correct(
    kind: str, charge: UUID, changes: Mapping[str, Any], *, by: Viewer, at: datetime
) -> UUID:
    row = _found(charge, by)
    values = cleaned(Charge, changes, CORRECTABLE) | {"by": by.person}
    close(row, at=at)
    fresh = revised(row, at=at, **values)
    _check(fresh)
    fresh.save(force_insert=True)
    _note(kind, fresh, row.id, by=by, at=at)
    return fresh.id


def _found(charge: UUID, by: Viewer) -> Charge:
    row = Charge.objects.filter(pk=charge).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    _keep(row.object, by)
    return row


def _keep(thing: UUID, by: Viewer) -> None:
    """Refuse who may not say who answers for ``thing``, and lock it against others.

    Whoever keeps sites may say so for the sites in reach, only keepers of the organisation for
    areas.
    """
    site = scope_of_site(thing)
    place = site.place if site else place_of_area(thing)
    keeps = by.may(Capability.KEEP_ORGANISATION) or (site and by.may(Capability.KEEP_SITES))
    if not keeps:
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_ORGANISATION)
    if not (in_areas(by, place.path) and (site or place.area)):
        raise Refusal(Why.NOT_VISIBLE)
    one_at_a_time(f"duty {thing}")


def _check(row: Charge) -> None:
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        raise Refusal(Why.MALFORMED, field="valid_to", problem="not-after-start")
    same = {name: getattr(row, name) for name in SAME}
    others = Charge.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=row.valid_from),
        recorded_to__isnull=True,
        **same,
    )
    if row.valid_to is not None:
        others = others.filter(valid_from__lt=row.valid_to)
    if others.exists():
        raise Refusal(Why.REPEATED, field="post")


def _note(kind: str, row: Charge, former: UUID | None, *, by: Viewer, at: datetime) -> None:
    public = {
        **{name: str(getattr(row, name)) for name in SAME},
        "post": str(row.post_id),
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        "clause": row.clause,
        "former": str(former) if former else None,
    }
    record(
        kind=kind,
        subject=row.id,
        version=2 if kind == "duty.withdrawn" else 1,
        public=public,
        body={},
        by=by.person,
        at=at,
    )
    if row.level in BESIDE:
        publish("duty.changed", capacity=row.level, at=at)
