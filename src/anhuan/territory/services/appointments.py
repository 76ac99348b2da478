"""Who holds a post from when to when; what is put right later leaves what was known before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from anhuan.base.columns import cleaned
from anhuan.base.periods import close, holds, revised
from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.territory.models import Appointment, Post
from anhuan.territory.queries import holders, posts_of_site
from anhuan.territory.services.acts import begin, need, owns, shown

CORRECTABLE: Final = ("person", "valid_from", "valid_to", "acting", "basis")


@transaction.atomic
def appoint(
    *,
    post: UUID,
    person: UUID,
    since: datetime,
    by: Viewer,
    at: datetime,
    until: datetime | None = None,
    acting: bool = False,
    basis: str = "",
) -> UUID:
    """``person`` holds ``post`` over [``since``, ``until``); ``acting``: only stands in.

    A post has one holder at any instant, and any number of stand-ins. Refuses ``WRONG_ROLE``,
    ``NOT_VISIBLE``, ``MALFORMED`` and ``REPEATED`` (field post) when somebody holds it then.
    """
    lock_post(post, by)
    given = {
        "post": post,
        "person": person,
        "acting": acting,
        "basis": basis,
        "valid_from": since,
        "valid_to": until,
    }
    row = Appointment(**cleaned(Appointment, given, given), recorded_from=at, by=by.person)
    check(row)
    row.save(force_insert=True)
    note("appointment.made", row, None, by=by, at=at)
    return row.id


@transaction.atomic
def seat_at_firm(
    *, site: UUID, site_path: str, person: UUID, title: str, basis: str, at: datetime
) -> UUID:
    """Somebody who came by the firm's own one-time code, which stands for the right to do so:
    takes a vacant post of a safety officer there, or a new one called ``title``."""
    by = Viewer(person=person, at=at)
    held = holders(posts_of_site(site, Role.FIRM_OFFICER), at=at)
    post = next((one.post for one in held.values() if one.person is None), None)
    if post is None:
        values = cleaned(
            Post,
            {"title": title, "role": Role.FIRM_OFFICER, "site": site},
            ("title", "role", "site"),
        )
        row = Post(**values, area_path=site_path)
        post = begin(row, "post.added", public=shown(values), by=by, at=at)
    given = {"post": post, "person": person, "basis": basis, "valid_from": at}
    taken = Appointment(**cleaned(Appointment, given, given), recorded_from=at, by=person)
    check(taken)
    taken.save(force_insert=True)
    note("appointment.made", taken, None, by=by, at=at)
    return post


@transaction.atomic
def end_appointment(
    *, appointment: UUID, until: datetime, by: Viewer, at: datetime, basis: str = ""
) -> UUID:
    """The holder leaves the post at ``until``. Returns the row that now says so.

    Refuses like ``correct_appointment``.
    """
    changes = {"valid_to": until} | ({"basis": basis} if basis else {})
    return _correct("appointment.ended", appointment, changes, by=by, at=at)


@transaction.atomic
def vacate_post(*, post: UUID, by: Viewer, at: datetime) -> None:
    """Whoever holds the post leaves it at ``at``. Nobody takes a post from oneself: refuses
    ``SECOND_PERSON``."""
    lock_post(post, by)
    for row in Appointment.objects.filter(holds(at, at), post=post, acting=False):
        if row.person_id == by.person:
            raise Refusal(Why.SECOND_PERSON)
        _correct("appointment.ended", row.id, {"valid_to": at}, by=by, at=at)


@transaction.atomic
def correct_appointment(
    *, appointment: UUID, changes: Mapping[str, Any], by: Viewer, at: datetime
) -> UUID:
    """What was recorded was wrong: from ``at`` on it is known as ``changes`` say.

    ``changes``: person, valid_from, valid_to, acting, basis. What was due before stays judged by
    what was known then. Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``, ``MALFORMED``, ``REPEATED`` and
    ``STALE`` when the row was corrected before.
    """
    return _correct("appointment.corrected", appointment, changes, by=by, at=at)


@transaction.atomic
def withdraw_appointment(*, appointment: UUID, by: Viewer, at: datetime) -> None:
    """It never was: from ``at`` on it is known that nobody was appointed. Refuses ``STALE``."""
    row = _found(appointment, by)
    close(row, at=at)
    note("appointment.withdrawn", row, row.id, by=by, at=at)


def _correct(
    kind: str, appointment: UUID, changes: Mapping[str, Any], *, by: Viewer, at: datetime
) -> UUID:
    row = _found(appointment, by)
    values = cleaned(Appointment, changes, CORRECTABLE) | {"by": by.person}
    close(row, at=at)
    fresh = revised(row, at=at, **values)
    check(fresh)
    fresh.save(force_insert=True)
    note(kind, fresh, row.id, by=by, at=at)
    return fresh.id


def _found(appointment: UUID, by: Viewer) -> Appointment:
    row = Appointment.objects.filter(pk=appointment).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    lock_post(row.post_id, by)
    return row


def lock_post(post: UUID, by: Viewer) -> Post:
    """The post the actor keeps, locked: two appointments to it are made one after the other."""
    row = Post.objects.select_for_update().filter(pk=post).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    if owns(by, row.site):
        return row
    firm = row.site is not None and by.may(Capability.KEEP_SITES)
    need(by, row.area_path, Capability.KEEP_SITES if firm else Capability.KEEP_ORGANISATION)
    return row


def check(row: Appointment) -> None:
    """Refuses a span that ends before it starts, and a second holder (``REPEATED``)."""
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        raise Refusal(Why.MALFORMED, field="valid_to", problem="not-after-start")
    if row.acting:
        return
    others = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=row.valid_from),
        post=row.post_id,
        acting=False,
        recorded_to__isnull=True,
    )
    if row.valid_to is not None:
        others = others.filter(valid_from__lt=row.valid_to)
    if others.exists():
        raise Refusal(Why.REPEATED, field="post")


def note(kind: str, row: Appointment, former: UUID | None, *, by: Viewer, at: datetime) -> None:
    public = {
        "post": str(row.post_id),
        "person": str(row.person_id),
        "acting": row.acting,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        "former": str(former) if former else None,
    }
    withdrawn = kind == "appointment.withdrawn"
    record(
        kind=kind,
        subject=row.id,
        version=2 if withdrawn else 1,
        public=public,
        body={"basis": row.basis},
        by=by.person,
        at=at,
    )
