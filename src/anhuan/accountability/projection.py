"""Columns of a matter's row that follow from its obligation."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from anhuan.accountability.models import ENDED
from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.accountability import Matter
from anhuan.kernel.accountability_dues import OF_BODY, matter_owes
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.obligation import Due
from anhuan.kernel.rules import Rules
from anhuan.territory.members import persons_of_post
from anhuan.territory.queries import posts_of_unit

NOBODY: Final[Mapping[str, Any]] = {
    "ball_act": "",
    "ball_due_on": None,
    "ball_post": None,
    "ball_unit": None,
    "sort_due": ENDED,
}


def owed_by(matter: Matter, *, at: datetime, rules: Rules) -> tuple[Due, ...]:
    """What the matter owes from ``at``, with the post it falls on: one whose holder may act."""
    due = matter_owes(matter, at=at, rules=rules)
    if due is None or due.unit is None:
        return ()
    needed = Capability.JUDGE if due.act in OF_BODY else Capability.CALL_TO_ACCOUNT
    posts = posts_able(due.unit, needed, rules)
    barred = _barred(matter) if due.act in OF_BODY else {matter.person}
    free = next((post for post in posts if not persons_of_post(post, at=at) & barred), None)
    # With the unit named too, its whole staff would read the number of a sealed matter.
    return (replace(due, post=free, unit=None if free else due.unit),)


def _barred(matter: Matter) -> set[UUID | None]:
    barred = {matter.person, *matter.handlers, *matter.superiors}
    return barred | ({matter.decided_by} if matter.appealed_at else set())


def posts_able(unit: UUID, capability: Capability, rules: Rules) -> list[UUID]:
    """The posts of a unit whose role has ``capability``, highest rank first."""
    roles = able(capability, rules)
    return posts_of_unit(unit, *roles) if roles else []


def able(capability: Capability, rules: Rules) -> list[Role]:
    return [role for role in Role if rules.allows(frozenset({role}), capability)]


def ball_columns(matter: Matter, owed: Iterable[Due]) -> dict[str, Any]:
    """The copy of the ball on the row, for lists."""
    ball = next(iter(owed), None)
    if ball is None:
        return dict(NOBODY)
    unit = matter.body if ball.act in OF_BODY else matter.unit
    return {
        "ball_act": ball.act,
        "ball_due_on": ball.due_on,
        "ball_post": ball.post,
        "ball_unit": unit,
        "sort_due": ball.due_on or ENDED,
    }


def actor_for(viewer: Viewer, matter: Matter) -> Actor:
    """The viewer as the kernel judges one act on one matter, in the post that concerns it."""
    wanted = {matter.unit, matter.body}
    seats = sorted(
        (seat for seat in viewer.seats if seat.unit is not None),
        key=lambda seat: (seat.post != matter.post, seat.unit not in wanted),
    )
    own = viewer.person == matter.person
    if not own:
        seats.sort(key=lambda seat: seat.unit not in wanted)
    seat = seats[0] if seats else None
    return Actor(
        person=viewer.person,
        post=seat.post if seat else None,
        unit=seat.unit if seat else None,
        roles=viewer.roles,
        units=viewer.units,
    )
