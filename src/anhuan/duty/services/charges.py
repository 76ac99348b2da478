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
from anhuan.duty.bearings import things_of
from anhuan.duty.keytasks import seen_tasks
from anhuan.duty.models import Charge, Unfilled
from anhuan.duty.services.handing import check_vacancy
from anhuan.duty.types import Vacancy
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.chain import Line, Side
from anhuan.kernel.duty import BESIDE, SOURCE, Capacity
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.sponsoring import LED, SPONSORS
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
    _keep(object, by, level)
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
def end_charge(
    *,
    charge: UUID,
    until: datetime,
    by: Viewer,
    at: datetime,
    vacancy: Vacancy | None = None,
) -> UUID:
    """The post answers no longer from ``until`` on, and nobody yet in its place: ``vacancy`` says
    why and by which day somebody is named. Returns the row that now says so.

    Who is followed by another is ended by ``hand_over``. Refuses ``MISSING`` (because) without a
    vacancy while the object is at work, and ``MALFORMED`` (fill_by).
    """
    row = _found(charge, by)
    thing = things_of([row.object]).get(row.object)
    if vacancy is not None:
        check_vacancy(vacancy, until)
    elif thing is not None and thing.live:
        raise Refusal(Why.MISSING, fields=("because",))
    ended = _correct("duty.ended", charge, {"valid_to": until}, by=by, at=at)
    if vacancy is not None:
        _leave_unfilled(ended, vacancy, by=by, at=at)
    return ended


def _leave_unfilled(ended: UUID, vacancy: Vacancy, *, by: Viewer, at: datetime) -> None:
    given = {"charge": ended, "because": vacancy.because.strip(), "fill_by": vacancy.fill_by}
    row = Unfilled(**cleaned(Unfilled, given, given), by=by.person, recorded_at=at)
    row.save(force_insert=True)
    record(
        kind="duty.unfilled",
        subject=row.id,
        version=1,
        public={"charge": str(ended), "fill_by": vacancy.fill_by.isoformat()},
        body={"because": row.because},
        by=by.person,
        at=at,
    )


@transaction.atomic
def name_source(
    *,
    site: UUID,
    number: str,
    posts: Mapping[Capacity, UUID],
    since: datetime,
    by: Viewer,
    at: datetime,
    until: datetime | None = None,
    clause: str = "",
) -> list[UUID]:
    """The three persons of a major hazard source (重大危险源) by their posts: all or none.

    Refuses ``MISSING`` (number, or the capacity without a post), ``REPEATED`` when one of them is
    named already, and what ``charge`` refuses.
    """
    if not number.strip():
        raise Refusal(Why.MISSING, fields=("number",))
    missing = [one for one in SOURCE if one not in posts]
    if missing:
        raise Refusal(Why.MISSING, fields=(missing[0].value.replace("-", "_"),))
    return [
        charge(
            object=site,
            post=posts[capacity],
            line=Line.ENTERPRISE,
            side=Side.ENTERPRISE,
            level=capacity.value,
            subject=number.strip(),
            since=since,
            until=until,
            clause=clause,
            by=by,
            at=at,
        )
        for capacity in SOURCE
    ]


@transaction.atomic
def correct_charge(*, charge: UUID, changes: Mapping[str, Any], by: Viewer, at: datetime) -> UUID:
    """What was recorded was wrong: from ``at`` on it is known as ``changes`` say.

    ``changes``: post, valid_from, valid_to, clause. Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``,
    ``MALFORMED``, ``REPEATED``, ``STALE`` when the row was corrected before, and ``MISSING``
    (because) for an end where none was: a charge ends by ``end_charge`` or ``hand_over``.
    """
    if changes.get("valid_to") is not None and _found(charge, by).valid_to is None:
        raise Refusal(Why.MISSING, fields=("because",))
    return _correct("duty.corrected", charge, changes, by=by, at=at)


@transaction.atomic
def withdraw_charge(*, charge: UUID, by: Viewer, at: datetime) -> None:
    """It never was: from ``at`` on it is known that the post did not answer. Refuses ``STALE``."""
    row = _found(charge, by)
    close(row, at=at)
    _note("duty.withdrawn", row, row.id, by=by, at=at)


@transaction.atomic
def hand_over(*, charge: UUID, post: UUID, since: datetime, by: Viewer, at: datetime) -> UUID:
    """``post`` answers from ``since`` on in place of the former, without a day between. Refuses
    ``MALFORMED`` (successor: same-person) for the same post."""
    former = _found(charge, by)
    if former.post_id == post:
        raise Refusal(Why.MALFORMED, field="successor", problem="same-person")
    _correct("duty.ended", charge, {"valid_to": since}, by=by, at=at)
    values = cleaned(Charge, {"post": post}, ("post",))
    row = revised(former, at=at, valid_from=since, by=by.person, **values)
    _check(row)
    row.save(force_insert=True)
    _note("duty.handed-over", row, former.id, by=by, at=at)
    return row.id


@transaction.atomic
def on_post_closed(*, post: UUID, by: UUID, at: datetime) -> None:
    """The post is no more: what it sponsored or was named for ends at that instant, so that the
    object has nobody from then on. What was only to begin is withdrawn."""
    standing = Charge.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=at),
        recorded_to__isnull=True,
        post=post,
        level__in=BESIDE,
    )
    for row in standing.order_by("id"):
        close(row, at=at)
        if row.valid_from >= at:
            _write("duty.withdrawn", row, row.id, by=by, at=at)
            continue
        fresh = revised(row, at=at, valid_to=at, by=by)
        fresh.save(force_insert=True)
        _write("duty.ended", fresh, row.id, by=by, at=at)


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
    _keep(row.object, by, row.level)
    return row


def _keep(thing: UUID, by: Viewer, level: str) -> None:
    """Refuse who may not say who answers for ``thing``, and lock it against others.

    Whoever keeps sites may say so for the sites and key tasks in reach and name the sponsors of
    areas; everything else of areas is for keepers of the organisation.
    """
    site = scope_of_site(thing)
    place = site.place if site else place_of_area(thing)
    task = None if site or place.area else seen_tasks(by).filter(pk=thing).first()
    keeps = by.may(Capability.KEEP_ORGANISATION)
    if not keeps and (site or task or level in SPONSORS):
        keeps = by.may(Capability.KEEP_SITES)
    if not keeps:
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_ORGANISATION)
    path = task.area_path if task else place.path
    if not (in_areas(by, path) and (site or place.area or task)):
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
    _write(kind, row, former, by=by.person, at=at)


def _write(kind: str, row: Charge, former: UUID | None, *, by: UUID, at: datetime) -> None:
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
        by=by,
        at=at,
    )
    if row.level in BESIDE:
        publish("duty.changed", capacity=row.level, at=at)
    elif row.level in LED:
        publish("duty.changed", capacity=Capacity.HEAD.value, at=at)
