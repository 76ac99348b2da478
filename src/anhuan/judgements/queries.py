"""Reads of daily sheets; all narrowed to what the viewer may see."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.conf import settings

from anhuan.base.keyset import MOST, SIZE, beyond, cursor, place
from anhuan.base.pages import Page
from anhuan.judgements.mapping import to_conclusion, to_judgement
from anhuan.judgements.models import ISSUED, Judgement
from anhuan.judgements.scope import find, may_edit, visible
from anhuan.judgements.types import Concluded, JudgementFile, JudgementLine
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import DAY_ZONE, day_of
from anhuan.kernel.judgement import Section
from anhuan.people.queries import persons
from anhuan.tasks.actors import head_of
from anhuan.territory.offices import AreaOffice, area_offices
from anhuan.territory.queries import area_names, holders, unit_names

SECTIONS: Final = {each.value: each for each in Section}


def judgements(viewer: Viewer, *, after: str = "", size: int = SIZE) -> Page[JudgementLine]:
    """A page of the sheets, the newest day first. Refuses ``MALFORMED`` for a cursor that is
    none."""
    rows = visible(viewer)
    counted = rows.order_by().values("pk")[: MOST + 1].count()
    if after:
        day, key = place(after, date.fromisoformat)
        rows = rows.filter(beyond("day", day, key, backwards=True))
    found = list(rows.order_by("-day", "-id")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(
        rows=_lines(found[:size]),
        after=cursor(last.day, last.id) if last else "",
        total=min(counted, MOST),
        capped=counted > MOST,
    )


def _lines(rows: Sequence[Judgement]) -> tuple[JudgementLine, ...]:
    """Rows as lines with names; the same three queries for one as for many."""
    areas = area_names(row.area_id for row in rows)
    units = unit_names(row.unit_id for row in rows)
    days = {row.day for row in rows}
    issued = Judgement.objects.filter(state=ISSUED, day__in=days, area__in=list(areas))
    newest: dict[tuple[UUID, date], int] = {}
    for area, day, edition in issued.values_list("area", "day", "edition"):
        newest[area, day] = max(edition, newest.get((area, day), 0))
    return tuple(
        JudgementLine(
            id=row.id,
            number=row.number,
            state=row.state,
            day=row.day,
            edition=row.edition,
            area_name=areas.get(row.area_id, ""),
            unit_name=units.get(row.unit_id, ""),
            conclusions=row.conclusions,
            drawn_at=row.drawn_at,
            issued_at=row.issued_at,
            latest=row.edition >= newest.get((row.area_id, row.day), 0),
        )
        for row in rows
    )


def judgement(viewer: Viewer, number: str) -> JudgementFile:
    """One sheet with everything in it. Refuses ``NOT_VISIBLE``."""
    row = find(viewer, number)
    editions = visible(viewer).filter(area=row.area_id, day=row.day).order_by("edition")
    lines = _lines(list(editions))
    issuer = persons([row.issued_by_id]).get(row.issued_by_id) if row.issued_by_id else None
    return JudgementFile(
        one=to_judgement(row),
        line=next(line for line in lines if line.id == row.id),
        area=row.area_id,
        unit=row.unit_id,
        drawn=row.drawn,
        written={SECTIONS[name]: text for name, text in row.written.items() if name in SECTIONS},
        why=row.why,
        issuer=issuer.name if issuer else "",
        concluded=_concluded(row, at=viewer.at),
        editions=lines,
        may_edit=may_edit(viewer, row),
    )


def _concluded(row: Judgement, *, at: datetime) -> tuple[Concluded, ...]:
    rows = list(row.concluded.order_by("position"))
    units = {one.unit_id for one in rows if one.unit_id}
    names = unit_names(units)
    posts = {unit: head_of(unit) for unit in units}
    held = holders((post for post in posts.values() if post), at=at)
    found = []
    for one in rows:
        post = posts.get(one.unit_id) if one.unit_id else None
        holder = held.get(post) if post else None
        found.append(
            Concluded(
                one=to_conclusion(one),
                unit_name=names.get(one.unit_id, "") if one.unit_id else "",
                person=holder.name if holder else "",
                number=one.made_number,
            )
        )
    return tuple(found)


def may_draft(viewer: Viewer) -> list[AreaOffice]:
    """The areas whose sheet the viewer's office drafts by hand today, those without one."""
    if not viewer.may(Capability.INSTRUCT):
        return []
    own = [office for office in area_offices() if office.unit in viewer.units]
    return _without(own, day_of(viewer.at)) if own else []


def undrafted(at: datetime) -> list[UUID]:
    """The areas whose sheet of today is due and not there yet."""
    if at.astimezone(DAY_ZONE).hour < settings.JUDGEMENT_HOUR:
        return []
    return [office.area for office in _without(area_offices(), day_of(at))]


def _without(offices: Iterable[AreaOffice], day: date) -> list[AreaOffice]:
    there = set(Judgement.objects.filter(day=day).values_list("area", flat=True))
    return [office for office in offices if office.area not in there]
