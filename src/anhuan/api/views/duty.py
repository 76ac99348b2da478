"""Who was responsible for a site or an area on a day."""

from datetime import date, timedelta
from uuid import UUID

from ninja import Query, Schema

from anhuan.api.entrance import ApiRequest
from anhuan.api.operations import reads
from anhuan.api.shapes.duty import Answers, Basis, Responsible
from anhuan.duty import responsible as duty
from anhuan.kernel.calendar import day_of, end_of_day
from anhuan.kernel.refusal import Refusal, Why


class DayQuery(Schema):
    """``site`` or ``area``; ``on`` is a day (UTC+8) not to come, today if not given; ``then``
    asks for what was known on that day."""

    site: UUID | None = None
    area: UUID | None = None
    on: date | None = None
    then: bool = False


@reads("/responsible", returns=Answers, asks=DayQuery, tag="duty")
def list_responsible(request: ApiRequest, asked: Query[DayQuery]) -> Answers:
    """Who was responsible on a day, and the acts that made it so."""
    viewer = request.auth.viewer
    if (asked.site is None) == (asked.area is None):
        raise Refusal(Why.MALFORMED, field="site", problem="site-or-area")
    on = asked.on or day_of(viewer.at)
    if not date(1949, 1, 1) <= on <= day_of(viewer.at):
        raise Refusal(Why.MALFORMED, field="on", problem="not-a-past-day")
    at = min(viewer.at, end_of_day(on) - timedelta(seconds=1))
    known_at = at if asked.then else viewer.at
    rows = duty.responsible(viewer, site=asked.site, area=asked.area, at=at, known_at=known_at)
    return Answers(at, known_at, tuple(_shown(row) for row in rows))


def _shown(row: duty.Responsible) -> Responsible:
    column, found = row.answer.column, row.answer.found
    act, charge = row.appointed, row.charged
    return Responsible(
        line=column.line.value,
        level=column.level,
        side=column.side.value,
        subject=column.subject,
        object=row.answer.object,
        object_name=row.object_name,
        post=row.answer.post,
        post_name=row.post,
        person=row.person,
        acting=bool(act and act.acting),
        broken=found.kind.value if found else "",
        charged=Basis(charge.clause, charge.since, charge.recorded_at) if charge else None,
        appointed=Basis(act.basis, act.since, act.recorded_at) if act else None,
    )
