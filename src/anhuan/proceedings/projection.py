"""Columns of a proceeding's row that follow from its obligation, and who acts in which post."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from anhuan.accountability.projection import posts_able
from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.obligation import Due
from anhuan.kernel.procedure import Proceeding
from anhuan.kernel.procedure_dues import OF_BODY, OF_SUBJECT, proceeding_owes
from anhuan.kernel.rules import Rules
from anhuan.proceedings.models import ENDED
from anhuan.territory.members import persons_of_post
from anhuan.territory.queries import posts_of_site, posts_of_unit

NOBODY: Final[Mapping[str, Any]] = {
    "ball_act": "",
    "ball_due_on": None,
    "ball_post": None,
    "ball_unit": None,
    "sort_due": ENDED,
}
ANSWERING: Final = (Role.LEADER, Role.APPROVER, Role.OFFICE, Role.OFFICER)
"""Who answers for a unit: the first of these roles that it has."""


def owed_by(one: Proceeding, *, at: datetime, rules: Rules) -> tuple[Due, ...]:
    """What the proceeding owes from ``at``, with the post it falls on."""
    due = proceeding_owes(one, at=at, rules=rules)
    if due is None or (due.unit is None and due.site is None):
        return ()
    if due.act in OF_SUBJECT:
        return (replace(due, post=post_of_subject(one)),)
    assert due.unit is not None
    needed = Capability.JUDGE if due.act in OF_BODY else Capability.CALL_TO_ACCOUNT
    posts = posts_able(due.unit, needed, rules)
    barred = {one.proposed_by, *one.handlers, one.decided_by} if due.act in OF_BODY else set()
    free = next((post for post in posts if not persons_of_post(post, at=at) & barred), None)
    return (replace(due, post=free),)


def post_of_subject(one: Proceeding) -> UUID | None:
    """The responsible post of the unit; a firm answers as a whole."""
    return head_of(one.subject_unit) if one.subject_unit else None


def head_of(unit: UUID) -> UUID | None:
    """The post that answers for a unit: by role first, then by rank."""
    found = (post for role in ANSWERING for post in posts_of_unit(unit, role)[:1])
    return next(found, None)


def responsible_post(one: Proceeding) -> UUID | None:
    """The post named on the papers: of a firm its head."""
    if one.site is None:
        return post_of_subject(one)
    posts = posts_of_site(one.site, Role.FIRM_HEAD, Role.FIRM_OFFICER)
    return posts[0] if posts else None


def ball_columns(owed: Iterable[Due]) -> dict[str, Any]:
    """The copy of the ball on the row, for lists."""
    ball = next(iter(owed), None)
    if ball is None:
        return dict(NOBODY)
    return {
        "ball_act": ball.act,
        "ball_due_on": ball.due_on,
        "ball_post": ball.post,
        "ball_unit": ball.unit,
        "sort_due": ball.due_on or ENDED,
    }


def actor_for(viewer: Viewer, one: Proceeding) -> Actor:
    """The viewer as the kernel judges one act on one proceeding, in the post that concerns it."""
    wanted = {one.unit, one.body, one.subject_unit} - {None}
    seats = sorted(
        viewer.seats,
        key=lambda seat: (seat.site is None or seat.site != one.site, seat.unit not in wanted),
    )
    seat = seats[0] if seats else None
    return Actor(
        person=viewer.person,
        post=seat.post if seat else None,
        unit=seat.unit if seat else None,
        roles=viewer.roles,
        units=viewer.units,
        sites=viewer.sites,
    )
