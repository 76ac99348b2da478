"""Who acts on a task, and which post of a unit takes what falls on the unit."""

from uuid import UUID

from anhuan.kernel.access import Role, Seat, Viewer
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.task import Task, TaskAct
from anhuan.territory.queries import posts_of_unit

HEADS = (Role.APPROVER, Role.OFFICE, Role.OFFICER, Role.LEADER)
"""Who takes a task of a unit and hands it on within: its head first."""
PARTIAL = frozenset({TaskAct.SIGN_SUPPORT, TaskAct.NOTE})
"""What a unit may do that sees its own part alone."""
DECIDERS = (Role.LEADER, Role.OFFICE, Role.APPROVER)


def actor_for(viewer: Viewer, task: Task) -> Actor:
    """The viewer as the kernel judges one act on one task, in the post that concerns it."""
    seat = seat_for(viewer, task)
    return Actor(
        person=viewer.person,
        post=seat.post if seat else None,
        unit=seat.unit if seat else None,
        roles=viewer.roles,
        units=viewer.units,
        sites=viewer.sites,
    )


def seat_for(viewer: Viewer, task: Task) -> Seat | None:
    """The seat of the task's lead post, else one in a unit concerned, else the first in a unit."""
    concerned = {task.lead_unit, task.asker_unit, *task.supporters}
    concerned |= {task.help.unit} if task.help else set()
    ranked = sorted(
        (seat for seat in viewer.seats if seat.unit is not None),
        key=lambda seat: (
            seat.post not in {task.lead_post, task.asker_post},
            seat.unit not in concerned,
        ),
    )
    return ranked[0] if ranked else None


def head_of(unit: UUID) -> UUID | None:
    """The post of ``unit`` that takes a task."""
    return _first(unit, HEADS)


def decider_of(unit: UUID) -> UUID | None:
    """The post of ``unit`` that decides what another unit asks for."""
    return _first(unit, DECIDERS)


def _first(unit: UUID, roles: tuple[Role, ...]) -> UUID | None:
    for role in roles:
        posts = posts_of_unit(unit, role)
        if posts:
            return posts[0]
    return None
