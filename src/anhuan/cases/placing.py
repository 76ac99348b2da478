"""Who gets a case: the unit that owns it and the post in charge, from duty and territory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anhuan.duty.queries import charged_posts
from anhuan.kernel.access import Role, Seat, Viewer
from anhuan.kernel.chain import Line
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.routing import decided
from anhuan.rulebook.queries import activities_at, routes_at
from anhuan.territory.competent import competent_unit
from anhuan.territory.queries import (
    lineage,
    office_of,
    post_unit,
    posts_of_site,
    posts_of_unit,
    station_of,
    unit_exists,
)

IN_CHARGE = (Role.OFFICER, Role.APPROVER, Role.OFFICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """The owning unit and the post in charge of a case."""

    unit: UUID
    post: UUID | None


def post_in_charge(unit: UUID) -> UUID | None:
    """The post of ``unit`` that takes a case: its officer, else its approver, else its office."""
    for role in IN_CHARGE:
        posts = posts_of_unit(unit, role)
        if posts:
            return posts[0]
    return None


def closing_post(unit: UUID) -> UUID | None:
    """The post of ``unit`` that closes cases."""
    for role in (Role.APPROVER, Role.OFFICE, Role.LEADER):
        posts = posts_of_unit(unit, role)
        if posts:
            return posts[0]
    return None


def licensing_unit(activity: str, path: str, *, at: datetime) -> UUID | None:
    """Who licenses the legal version of ``activity`` at ``path``: the unit that a committee office
    decided on, else the department of its field, else the committee office, which then decides.

    Refuses ``NO_SUCH_RULE`` for a type that is no rule on that day.
    """
    rule = activities_at(at).get(activity)
    if rule is None:
        raise Refusal(Why.NO_SUCH_RULE, field="activity")
    areas = [str(area.id) for area in lineage(path)]
    named = decided(routes_at(at), activity, areas)
    if named is not None and unit_exists(UUID(named)):
        return UUID(named)
    return competent_unit(path, rule.field) or office_of(path)


def charge_of(
    viewer: Viewer,
    *,
    site: UUID | None,
    area: UUID | None,
    path: str,
    domain: str,
    at: datetime,
    activity: str = "",
) -> Charge:
    """Illegal activity goes to whoever licenses the legal version. Of the rest an officer's own
    unit keeps what the officer enters within its area; what a grid inspector or a firm reports
    goes to the unit charged with the place, if anybody there takes cases: what only a leader is
    charged with goes to the station or the committee office.

    Refuses ``NO_SUCH_TARGET`` when nobody answers for the place.
    """
    licensing = licensing_unit(activity, path, at=at) if activity else None
    if licensing is not None:
        return _by_unit(licensing, None)
    seat = _own_seat(viewer, path)
    if seat is not None and seat.unit is not None:
        return Charge(unit=seat.unit, post=seat.post)
    objects = [thing for thing in (site, area) if thing is not None]
    posts = charged_posts(objects, subject=domain, at=at)
    for thing in objects:
        post = posts.get((thing, Line.TERRITORY))
        unit = post_unit(post) if post else None
        charge = _by_unit(unit, post) if unit is not None else None
        if charge is not None and charge.post is not None:
            return charge
    unit = station_of(path) or office_of(path)
    if unit is None:
        raise Refusal(Why.NO_SUCH_TARGET, area=path)
    return _by_unit(unit, None)


def charges_over(objects: Iterable[UUID], *, domain: str, at: datetime) -> dict[UUID, Charge]:
    """For each site or area with somebody on its territorial line, who gets what is found there;
    one query beside those for units met for the first time."""
    found = {}
    units: dict[UUID, UUID | None] = {}
    for (thing, line), post in charged_posts(objects, subject=domain, at=at).items():
        if line is not Line.TERRITORY:
            continue
        if post not in units:
            units[post] = post_unit(post)
        unit = units[post]
        if unit is not None:
            found[thing] = _by_unit(unit, post)
    return found


def charge_of_unit(unit: UUID) -> Charge:
    """A unit keeps what is brought in for it; its officer gets it."""
    return _by_unit(unit, None)


def _by_unit(unit: UUID, post: UUID | None) -> Charge:
    officers = [p for role in IN_CHARGE for p in posts_of_unit(unit, role)]
    return Charge(unit=unit, post=post if post in officers else next(iter(officers), None))


def _own_seat(viewer: Viewer, path: str) -> Seat | None:
    for seat in viewer.seats:
        if seat.role in IN_CHARGE and seat.unit and path.startswith(seat.area_path):
            return seat
    return None


def firm_post(site: UUID) -> UUID | None:
    """The post of a firm that its orders fall to: its safety officer, else its head."""
    return next(iter(posts_of_site(site, Role.FIRM_OFFICER, Role.FIRM_HEAD)), None)
