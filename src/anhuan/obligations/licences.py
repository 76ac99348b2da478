"""What is owed of permits that run out: by the unit that issued them, until they are settled."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from anhuan.kernel.calendar import day_of
from anhuan.kernel.obligation import Due
from anhuan.kernel.permit import owed
from anhuan.obligations.cyclic import PERMITS
from anhuan.obligations.models import Obligation, Sweep
from anhuan.obligations.types import About
from anhuan.rulebook.queries import permit_kinds
from anhuan.sites.permits import Kinds, to_settle, validity_of
from anhuan.sites.types import PermitLine
from anhuan.territory.competent import competent_unit, leading_posts, working
from anhuan.territory.queries import office_of

Owing = tuple[About, Sequence[Due]]


def permits_unswept(at: datetime) -> bool:
    """Whether the permits were not yet looked at on the day of ``at``."""
    last = Sweep.objects.filter(duty=PERMITS).values_list("on", flat=True).first() or date.min
    return last < day_of(at)


def owing(at: datetime, *, only: UUID | None = None) -> Iterator[Owing]:
    """For every permit that has run out or is about to what is owed, and for those that are
    neither any more but still have something open, that nothing is."""
    kinds = permit_kinds(at)
    lines = to_settle(at, only=only)
    units = _answering(lines, kinds)
    heads = leading_posts(set(units.values()))
    for line in lines:
        unit = units.get(line.id)
        leading = heads.get(unit, []) if unit else []
        about = _about(line, kinds, leading[0] if leading else None)
        standing = validity_of(line, kinds, on=day_of(at))
        yield about, owed(standing, valid_to=line.valid_to, unit=unit)
    found = {line.id for line in lines}
    left = Obligation.objects.filter(permit__isnull=False, closed_at__isnull=True)
    for row in left.filter(permit=only) if only else left:
        if row.permit not in found:
            yield _kept(row), ()


def differing(listed: Iterable[Owing]) -> list[Owing]:
    """Those whose open obligations are not what is owed: nothing else is written."""
    listed = list(listed)
    rows = Obligation.objects.filter(permit__isnull=False, closed_at__isnull=True)
    standing: dict[UUID, set[tuple[UUID | None, date | None, UUID | None]]] = {}
    for permit, unit, due_on, overseer in rows.values_list("permit", "unit", "due_on", "overseer"):
        if permit is not None:
            standing.setdefault(permit, set()).add((unit, due_on, overseer))
    return [
        (about, dues)
        for about, dues in listed
        if about.permit is not None
        and standing.get(about.permit, set())
        != {(due.unit, due.due_on, about.overseer) for due in dues}
    ]


def _answering(lines: Sequence[PermitLine], kinds: Kinds) -> dict[UUID, UUID]:
    """Who settles each: the unit that issued it; where there is none any more the department
    that licenses the kind there, else the committee office. Nothing is left with nobody."""
    there = working(line.unit for line in lines if line.unit is not None)
    found: dict[UUID, UUID] = {}
    heirs: dict[tuple[str, str], UUID | None] = {}
    for line in lines:
        if line.unit in there:
            found[line.id] = line.unit
            continue
        key = (line.area_path, kinds[line.kind].rule.field if line.kind in kinds else "")
        if key not in heirs:
            heirs[key] = competent_unit(*key) or office_of(line.area_path)
        heir = heirs[key]
        if heir is not None:
            found[line.id] = heir
    return found


def _about(line: PermitLine, kinds: Kinds, overseer: UUID | None) -> About:
    name = kinds[line.kind].name if line.kind in kinds else line.kind
    return About(
        permit=line.id,
        number="",
        title=f"{name} {line.number}",
        site_name=line.site_name,
        area_path=line.area_path,
        kind="",
        grade="",
        overseer=overseer,
    )


def _kept(row: Obligation) -> About:
    return About(
        permit=row.permit,
        number=row.number,
        title=row.title,
        site_name=row.site_name,
        area_path=row.area_path,
        kind=row.kind,
        grade=row.grade,
        overseer=row.overseer_id,
    )
