"""What a certificate of responsibility (无断层证书) is made from and what it says: plain values.

Every object in every subject has one accountable person on each line, level and side that the
rulebook asks for, with a live path upward; else the certificate names the gap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from anhuan.kernel.chain import Break, Line, Side
from anhuan.kernel.geo import Area
from anhuan.kernel.permit import PermitAt

if TYPE_CHECKING:
    from uuid import UUID

CELL = "cell"
COUNTY = "county"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """Somebody has to answer on ``line`` at ``level`` and ``side`` for each site, or for each
    area of that level (``of``), in each of ``subjects``."""

    of: str
    line: Line
    level: str
    side: Side
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Most objects that one person answers for, and the surface (m²) that counts as none."""

    most_objects: int = 500
    tolerance_m2: float = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaAt:
    """An area as it was; ``shape`` is ``None`` where nobody has drawn it."""

    id: "UUID"
    path: str
    level: str
    parent: "UUID | None" = None
    functional: bool = False
    active: bool = True
    shape: Area | None = None


class SiteAt(NamedTuple):
    """A site that operates."""

    id: "UUID"
    area: "UUID | None"
    industry: str = ""
    lon: float | None = None
    lat: float | None = None


class Charged(NamedTuple):
    """A charge in force."""

    object: "UUID"
    subject: str
    line: str
    level: str
    side: str
    post: "UUID"


class PostAt(NamedTuple):
    """A post; ``top``: it works where nothing of the organisation lies above."""

    id: "UUID"
    unit: "UUID | None" = None
    site: "UUID | None" = None
    superior: "UUID | None" = None
    active: bool = True
    rank: int = 50
    top: bool = False


class UnitAt(NamedTuple):
    """A department and the fields it is competent for."""

    id: "UUID"
    area: "UUID"
    fields: frozenset[str]
    active: bool = True


class Held(NamedTuple):
    person: "UUID"
    acting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The organisation as valid at ``at`` and recorded by ``known_at``; ``issuers`` says which
    units that issued ``permits`` still existed.

    ``examined`` are the areas that are objects themselves, ``grounded`` those of them whose
    ground is looked at; ``areas`` also holds those above and beside.
    ``bare`` (m²) and ``shared`` say how the outlines of children lie on their parents'.
    ``rules`` gives (subject, code or section) the field of the department, ``None`` for none.
    """

    at: datetime
    known_at: datetime
    scope: str
    areas: "Mapping[UUID, AreaAt]"
    examined: "frozenset[UUID]"
    grounded: "frozenset[UUID]"
    sites: Sequence[SiteAt]
    charges: Sequence[Charged]
    posts: "Mapping[UUID, PostAt]"
    held: "Mapping[UUID, Sequence[Held]]"
    ended: "Mapping[UUID, datetime]" = field(default_factory=dict)
    units: Sequence[UnitAt] = ()
    rules: Mapping[tuple[str, str], str | None] = field(default_factory=dict)
    requirements: Sequence[Requirement] = ()
    limits: Limits = field(default_factory=Limits)
    loads: "Mapping[UUID, int]" = field(default_factory=dict)
    bare: "Mapping[UUID, float]" = field(default_factory=dict)
    shared: "Mapping[tuple[UUID, UUID], float]" = field(default_factory=dict)
    permits: Sequence[PermitAt] = ()
    issuers: "Mapping[UUID, bool]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Where it breaks. ``objects`` are all that lack an answer by it: the sites of a department
    that nobody leads are one gap of the ``object`` that the department answers to.

    ``missing``: the field or industry without a department, "outline", "cells", square metres,
    a number of objects; ``since`` is when an appointment ended.
    """

    kind: Break
    object: "UUID"
    objects: "Sequence[UUID]"
    subject: str = ""
    line: Line = Line.TERRITORY
    level: str = ""
    side: Side = Side.GOVERNMENT
    post: "UUID | None" = None
    missing: str = ""
    since: datetime | None = None


class Column(NamedTuple):
    """One kind of answer that is asked for."""

    line: Line
    level: str
    side: Side
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The gaps of a scope at an instant; ``checked`` counts the answers looked for, by the path
    of the area one level below the scope and by column."""

    scope: str
    at: datetime
    known_at: datetime
    sites: int
    areas: int
    checked: Mapping[tuple[str, Column], int]
    broken: Mapping[tuple[str, Column], int]
    gaps: Sequence[Gap]
    persons: "frozenset[UUID]" = frozenset()

    @property
    def whole(self) -> bool:
        """Nothing is missing, and something was looked for."""
        return not self.gaps and any(self.checked.values())


def order(gap: Gap) -> tuple[str, ...]:
    """A fixed order of gaps, so that one state gives one certificate."""
    return (
        gap.line.value,
        gap.level,
        gap.kind.value,
        gap.subject,
        gap.side.value,
        str(gap.object),
        str(gap.post),
        gap.missing,
    )


GROUND = frozenset({Break.UNCOVERED_AREA, Break.OVERLAPPING_CELLS})


def renew(
    gaps: Sequence[Gap],
    part: Sequence[Gap],
    touched: "frozenset[UUID]",
    grounded: "frozenset[UUID]",
) -> list[Gap]:
    """``gaps`` with what is said of ``touched`` objects, and of the ground of ``grounded`` ones,
    replaced by ``part``, which was found by examining just those."""
    found: dict[tuple[object, ...], Gap] = {}
    for gap in gaps:
        gone = grounded if gap.kind in GROUND else touched
        left = [each for each in gap.objects if each not in gone]
        # Two cells overlap or they do not: the one alone says nothing.
        if left and (gap.kind is not Break.OVERLAPPING_CELLS or len(left) == len(gap.objects)):
            found[_same(gap)] = gap if len(left) == len(gap.objects) else _over(gap, left)
    for gap in part:
        kept = found.get(_same(gap))
        both = [*kept.objects, *gap.objects] if kept else gap.objects
        found[_same(gap)] = _over(gap, list(dict.fromkeys(both)))
    return sorted(found.values(), key=order)


def _same(gap: Gap) -> tuple[object, ...]:
    return (*order(gap), gap.since)


def _over(gap: Gap, objects: "list[UUID]") -> Gap:
    return replace(gap, objects=objects)
