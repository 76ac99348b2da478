"""Handing posts over (交接): nobody leaves without a successor or a dated vacancy."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.base.columns import cleaned
from anhuan.base.ids import new_id
from anhuan.base.reactions import publish
from anhuan.duty.models import Handover
from anhuan.duty.types import Successor, Vacancy
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.territory.bearers import Tenure, tenures
from anhuan.territory.services import appoint, end_appointment

Fate = Successor | Vacancy


@transaction.atomic
def leave_posts(
    *,
    person: UUID,
    since: datetime,
    fates: Mapping[UUID, Fate],
    by: Viewer,
    at: datetime,
    orphans: Mapping[UUID, Mapping[str, int]] | None = None,
    basis: str = "",
) -> UUID:
    """``person`` leaves the posts of ``fates`` from ``since`` on: each gets its successor, or
    stands vacant with a reason and the day by which somebody is named; all or none.

    What is due at a post stays with the post, so its successor has it at once. ``orphans``: how
    much was orphaned by kind, kept for the slip. Refuses ``MISSING`` (posts, because),
    ``MALFORMED`` (successor: same-person; fill_by), ``REPEATED`` when somebody else holds the
    post then, and what ``end_appointment`` refuses.
    """
    if not fates:
        raise Refusal(Why.MISSING, fields=("posts",))
    held: dict[UUID, list[Tenure]] = {}
    for each in tenures(person, until=since, known_at=at):
        held.setdefault(each.post, []).append(each)
    leaving, lost = new_id(), orphans or {}
    for post, fate in fates.items():
        if post not in held:
            raise Refusal(Why.NOT_VISIBLE)
        _check(fate, person, since)
        for tenure in held[post]:
            end_appointment(appointment=tenure.appointment, until=since, basis=basis, by=by, at=at)
        if isinstance(fate, Successor):
            _take_over(post, fate, since, basis, by=by, at=at)
        row = _row(leaving, post, person, since, fate, basis, lost.get(post, {}), by, at)
        row.save(force_insert=True)
    _note(leaving, person, since, fates, by=by, at=at)
    named = (fate.person for fate in fates.values() if isinstance(fate, Successor))
    publish("posts.left", person=person, successor=next(named, None), at=at)
    return leaving


def _check(fate: Fate, person: UUID, since: datetime) -> None:
    if isinstance(fate, Successor):
        if fate.person == person:
            raise Refusal(Why.MALFORMED, field="successor", problem="same-person")
        return
    check_vacancy(fate, since)


def check_vacancy(fate: Vacancy, since: datetime) -> None:
    """Refuses ``MISSING`` (because) and ``MALFORMED`` (fill_by): nothing ends without a reason
    and a day."""
    if not fate.because.strip():
        raise Refusal(Why.MISSING, fields=("because",))
    if fate.fill_by < day_of(since):
        raise Refusal(Why.MALFORMED, field="fill_by", problem="not-after-start")


def _take_over(
    post: UUID, fate: Successor, since: datetime, basis: str, *, by: Viewer, at: datetime
) -> None:
    appoint(
        post=post,
        person=fate.person,
        since=since,
        until=fate.until,
        acting=fate.acting,
        basis=basis,
        by=by,
        at=at,
    )


def _row(
    leaving: UUID,
    post: UUID,
    person: UUID,
    since: datetime,
    fate: Fate,
    basis: str,
    orphans: Mapping[str, int],
    by: Viewer,
    at: datetime,
) -> Handover:
    given: dict[str, Any] = {
        "leaving": leaving,
        "post": post,
        "person": person,
        "successor": fate.person if isinstance(fate, Successor) else None,
        "acting": isinstance(fate, Successor) and fate.acting,
        "vacant_because": "" if isinstance(fate, Successor) else fate.because,
        "fill_by": None if isinstance(fate, Successor) else fate.fill_by,
        "since": since,
        "basis": basis,
        "orphans": dict(orphans),
    }
    return Handover(**cleaned(Handover, given, given), by=by.person, recorded_at=at)


def _note(
    leaving: UUID,
    person: UUID,
    since: datetime,
    fates: Mapping[UUID, Fate],
    *,
    by: Viewer,
    at: datetime,
) -> None:
    posts = {
        str(post): str(fate.person) if isinstance(fate, Successor) else None
        for post, fate in fates.items()
    }
    reasons = {
        str(post): fate.because for post, fate in fates.items() if isinstance(fate, Vacancy)
    }
    record(
        kind="duty.posts-handed-over",
        subject=leaving,
        version=1,
        public={"person": str(person), "since": since.isoformat(), "posts": posts},
        body={"because": reasons},
        by=by.person,
        at=at,
    )
