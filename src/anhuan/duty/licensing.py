"""Who answers for a permit: the responsible post of the unit that issued it, and its holder."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anhuan.duty.types import Licensor
from anhuan.kernel.chain import Break
from anhuan.sites.permits import issued_by
from anhuan.sites.types import PermitLine
from anhuan.territory.competent import leading_posts, units_led, working
from anhuan.territory.queries import holders, unit_names

MOST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A permit that the holder of ``post`` answers for."""

    post: UUID
    permit: PermitLine


def answered_for(posts: Collection[UUID]) -> list[Issued]:
    """The permits of the units that ``posts`` lead: what has nobody when the holder leaves."""
    units = units_led(posts)
    if not units:
        return []
    heads = leading_posts(units)
    mine = {unit: next(post for post in heads[unit] if post in posts) for unit in units}
    lines = issued_by(units, limit=MOST)
    return [Issued(post=mine[line.unit], permit=line) for line in lines if line.unit in mine]


def licensors(units: Iterable[UUID | None], *, at: datetime) -> dict[UUID | None, Licensor]:
    """For each unit the one post that leads it and who holds that; four queries however many."""
    named = {unit for unit in units if unit is not None}
    there, names, heads = working(named), unit_names(named), leading_posts(named)
    held = holders({posts[0] for posts in heads.values() if len(posts) == 1}, at=at)
    found: dict[UUID | None, Licensor] = {None: Licensor(broken=Break.NO_ISSUER)}
    for unit in named:
        posts = heads.get(unit, [])
        holder = held.get(posts[0]) if len(posts) == 1 else None
        broken: Break | None = None
        if unit not in there:
            broken = Break.ABOLISHED
        elif len(posts) != 1:
            broken = Break.SEVERAL if posts else Break.NO_POST
        elif holder is None or holder.person is None:
            broken = Break.VACANT
        found[unit] = Licensor(
            unit=unit, unit_name=names.get(unit, ""), holder=holder, broken=broken
        )
    return found
