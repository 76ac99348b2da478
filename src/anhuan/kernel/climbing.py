"""Who a rung reaches: up the real chain, as it was at the rung's instant and as known then."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from anhuan.kernel.chain import Holding, holder

if TYPE_CHECKING:
    from uuid import UUID

    from anhuan.kernel.escalation import Owed, Reached

MOST_STEPS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """The post above a post over a span of recorded time, half open; ``None`` is open-ended."""

    since: datetime | None
    until: datetime | None
    superior: "UUID | None"

    def covers(self, at: datetime) -> bool:
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Who stood above whom and who held what; the order of neither decides."""

    above: Mapping["UUID", Sequence[Above]]
    holdings: Mapping["UUID", Sequence[Holding]]

    def superior(self, post: "UUID", at: datetime) -> "UUID | None":
        found = (each.superior for each in self.above.get(post, ()) if each.covers(at))
        return next(found, None)

    def held(self, post: "UUID", at: datetime) -> "UUID | None":
        """The person in ``post`` at ``at`` as recorded by then."""
        found = holder(post, self.holdings.get(post, ()), at=at, known_at=at)
        return found.person if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Who a rung reached: the post and its person; ``climbed_from`` the vacant post it was meant
    for. Nobody up to the top: ``person`` is ``None``, and ``post`` the one it was meant for.
    ``holder`` holds what is owed and is told as well."""

    post: "UUID | None"
    person: "UUID | None"
    climbed_from: "UUID | None" = None
    holder: "UUID | None" = None

    @property
    def persons(self) -> tuple["UUID", ...]:
        named = (self.person, self.holder)
        return tuple(dict.fromkeys(each for each in named if each is not None))


def told(owed: "Owed", rung: "Reached", chart: Chart) -> Told:
    """Who the rung reaches. It climbs from the holder's post, first through the posts named for
    it; from a firm's, and where no post holds the obligation, it goes on with whoever watches it
    on the government's side. A chain that is shorter than the rung is high ends with its top."""
    at = rung.at
    chain = _chain(owed, chart, at)
    if not chain:
        return Told(post=None, person=None)
    first = chart.held(chain[0], at) if owed.post is not None else None
    meant = min(rung.rung.up, len(chain) - 1)
    for post in chain[meant:]:
        person = chart.held(post, at)
        if person is not None:
            climbed = chain[meant] if post != chain[meant] else None
            return Told(post=post, person=person, climbed_from=climbed, holder=first)
    return Told(post=chain[meant], person=None, holder=first)


def _chain(owed: "Owed", chart: Chart, at: datetime) -> list["UUID"]:
    overseer = owed.aspect(at).overseer
    named = (owed.post, *owed.through)
    chain = list(dict.fromkeys(post for post in named if post is not None))
    step = overseer
    if step is None and chain:
        step = chart.superior(chain[-1], at)
    while step is not None and step not in chain and len(chain) < MOST_STEPS:
        chain.append(step)
        step = chart.superior(step, at)
    return chain


def climbing_posts(obligations: Iterable["Owed"]) -> set["UUID"]:
    """The posts from which rungs of ``obligations`` may climb."""
    found = set()
    for owed in obligations:
        found |= {owed.post, *owed.through, *(aspect.overseer for aspect in owed.aspects)}
    return {post for post in found if post is not None}
