"""Visits of whoever sponsors, what was found on them, and tasks marked as key."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.ids import new_id
from anhuan.base.periods import holds
from anhuan.base.reactions import publish
from anhuan.duty.bearings import things_of
from anhuan.duty.models import Charge, Finding, KeyTask, Visit
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.duty import VISIT
from anhuan.kernel.inputs import read
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.sponsoring import KEY_INPUTS, SPONSORS, VISIT_INPUTS
from anhuan.ledger.services import record

EARLIEST: Final = 31
"""So many days back a visit may still be entered."""


@transaction.atomic
def note_visit(*, thing: UUID, given: Mapping[str, Any], by: Viewer, at: datetime) -> UUID:
    """Whoever sponsors ``thing`` (a site, an area, a key task) was there on a day: what was seen
    and settled. It keeps the duty to visit. ``given``: ``VISIT_INPUTS``.

    Refuses ``NOT_VISIBLE`` to whoever does not sponsor it, what reading the inputs refuses, and
    ``MALFORMED`` (visited_on) for a day to come or more than a month ago.
    """
    post = _sponsoring(thing, by)
    values = read(VISIT_INPUTS, given)
    on, today = values["visited_on"], day_of(at)
    if on > today:
        raise Refusal(Why.MALFORMED, field="visited_on", problem="future")
    if (today - on).days > EARLIEST:
        raise Refusal(Why.MALFORMED, field="visited_on", problem="too-early")
    row = Visit(
        object=thing,
        post_id=post,
        person_id=by.person,
        on=on,
        seen=values["seen"],
        recorded_at=at,
    )
    row.save(force_insert=True)
    record(
        kind="duty.visited",
        subject=row.id,
        version=1,
        public={"object": str(thing), "post": str(post), "on": on.isoformat()},
        body={"seen": row.seen},
        by=by.person,
        at=at,
    )
    _keep(thing, post, by=by, at=at)
    return row.id


def _sponsoring(thing: UUID, by: Viewer) -> UUID:
    """The post by which the actor sponsors ``thing`` now. Refuses ``NOT_VISIBLE``."""
    rows = Charge.objects.filter(
        holds(by.at, by.at), object=thing, post__in=by.posts, level__in=SPONSORS
    )
    post = rows.order_by("level", "id").values_list("post", flat=True).first()
    if post is None:
        raise Refusal(Why.NOT_VISIBLE)
    return post


def _keep(thing: UUID, post: UUID, *, by: Viewer, at: datetime) -> None:
    """Published for whatever waits for the visit: of a site by the site, of others by the
    object."""
    found = things_of([thing])[thing]
    publish(
        "work.done",
        deeds=frozenset({VISIT}),
        number="",
        site=thing if found.kind == "site" else None,
        thing=thing,
        area_path=found.path,
        posts=[post],
        person=by.person,
        at=at,
    )


@transaction.atomic
def note_finding(*, visit: UUID, case: UUID, by: Viewer, at: datetime) -> None:
    """The case was opened on the actor's own visit; the caller found it visible. Refuses
    ``NOT_VISIBLE``; a second time changes nothing."""
    row = Visit.objects.filter(pk=visit, person=by.person).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    found, fresh = Finding.objects.get_or_create(
        visit=row, case=case, defaults={"recorded_at": at}
    )
    if fresh:
        record(
            kind="duty.found",
            subject=found.id,
            version=1,
            public={"visit": str(visit), "case": str(case)},
            body={},
            by=by.person,
            at=at,
        )


@transaction.atomic
def mark_key(
    *,
    task: UUID,
    number: str,
    title: str,
    area_path: str,
    given: Mapping[str, Any],
    by: Viewer,
    at: datetime,
) -> None:
    """The task is key from now on and needs a sponsor; tasks above found that the actor may say
    so. ``given``: ``KEY_INPUTS``. Refuses what reading them refuses, and ``REPEATED`` for one
    that is key already."""
    because = read(KEY_INPUTS, given)["key_because"]
    if KeyTask.objects.filter(pk=task, ended_at__isnull=True).exists():
        raise Refusal(Why.REPEATED)
    values = {
        "number": number,
        "title": title[:200],
        "area_path": area_path,
        "because": because,
        "marked_at": at,
        "by": by.person,
        "ended_at": None,
    }
    KeyTask.objects.update_or_create(pk=task, defaults=values)
    _note_key(task, "duty.key-marked", because, by=by, at=at)


@transaction.atomic
def end_key(*, task: UUID, by: Viewer, at: datetime) -> None:
    """The task is key no longer: taken back, or it has ended. Nobody
    has to sponsor it any more."""
    rows = KeyTask.objects.filter(pk=task, ended_at__isnull=True)
    if rows.update(ended_at=at):
        _note_key(task, "duty.key-ended", "", by=by, at=at)


def _note_key(task: UUID, kind: str, because: str, *, by: Viewer, at: datetime) -> None:
    # The task's own record goes by its identifier, so this one has a subject of its own.
    record(
        kind=kind,
        subject=new_id(),
        version=1,
        public={"task": str(task)},
        body={"because": because},
        by=by.person,
        at=at,
    )
    for capacity in SPONSORS:
        publish("duty.changed", capacity=capacity.value, at=at)
