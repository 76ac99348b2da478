"""The kernel's actor for a viewer and a case: which of the viewer's posts acts."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from anhuan.kernel.access import Capability, Seat, Viewer
from anhuan.kernel.case import Case, State
from anhuan.kernel.lifecycle import Actor
from anhuan.people.queries import any_account, may_sign
from anhuan.territory.members import persons_of_posts
from anhuan.territory.queries import posts_of_site


def actor_for(viewer: Viewer, case: Case, *, at: datetime, for_firm: bool = False) -> Actor:
    """The viewer as the kernel judges one act on one case.

    The post named in the record is the one that concerns the case: its officer's, else one of
    its units or its site, else the first.
    """
    seat = _seat(viewer.seats, case)
    return Actor(
        person=viewer.person,
        post=seat.post if seat else None,
        unit=seat.unit if seat else None,
        roles=viewer.roles,
        units=viewer.units,
        sites=viewer.sites,
        for_firm=for_firm,
        firm_has_account=for_firm and firm_has_account(case.site, at),
        certified=not viewer.may(Capability.RECHECK)
        or case.state is not State.SUBMITTED
        or may_sign(viewer.person, at),
    )


def _seat(seats: Iterable[Seat], case: Case) -> Seat | None:
    concerned = {case.unit, case.target_unit, case.close_unit} - {None}
    ranked = sorted(
        seats,
        key=lambda seat: (
            seat.post != case.officer_post,
            seat.unit not in concerned and (seat.site is None or seat.site != case.site),
        ),
    )
    return ranked[0] if ranked else None


def firm_has_account(site: UUID | None, at: datetime) -> bool:
    """Whether somebody of the firm can sign in and act for it."""
    if site is None:
        return False
    persons = persons_of_posts(posts_of_site(site), at=at)
    return any_account(persons)
