"""Key objects and their sponsors: the list, one object, visits, findings, key tasks."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from ninja import Query, Schema

from anhuan.api.entrance import ApiRequest
from anhuan.api.given import resolved, schema_of
from anhuan.api.operations import answer, reads, removes, writes
from anhuan.api.shapes.sponsored import (
    FindingBody,
    GivenBody,
    SponsoredList,
    SponsoredThing,
    Sponsoring,
    VisitFinding,
    VisitList,
    VisitOut,
    VisitsDue,
)
from anhuan.api.shapes.tasks import TaskDone
from anhuan.api.types import Answer
from anhuan.api.views.cases import Text
from anhuan.cases.findings import found_cases, id_of
from anhuan.duty import services
from anhuan.duty.certificate import reads_certificate
from anhuan.duty.coverage import thing_in_reach
from anhuan.duty.visits import own_visit, visits_on
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import end_of_day
from anhuan.kernel.chain import Line, Side
from anhuan.kernel.duty import Capacity
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.sponsoring import KEY_INPUTS, SPONSORS, VISIT_INPUTS, Sort, Sponsored
from anhuan.obligations.sponsored import Watched, sponsor_of, sponsored
from anhuan.tasks import queries as tasks
from anhuan.tasks import services as task_services
from anhuan.territory.queries import area_line

ONE_DAY: Final = timedelta(days=1)
VISIT: Final = {
    "type": "object",
    "properties": {"given": schema_of(VISIT_INPUTS)},
    "required": ["given"],
    "additionalProperties": False,
}
KEY: Final = VISIT | {"properties": {"given": schema_of(KEY_INPUTS)}}


class SponsoredQuery(Schema):
    """``standing``: one of those in the answer, those in trouble if not given. ``level``: of the
    sponsor's post."""

    area: UUID | None = None
    sort: Sort | None = None
    standing: Sponsored | None = None
    level: Text = ""


@reads("/sponsored", returns=SponsoredList, asks=SponsoredQuery, tag="duty")
def list_sponsored(request: ApiRequest, asked: Query[SponsoredQuery]) -> SponsoredList:
    """What is key in the caller's areas, with whoever sponsors it and the visits."""
    viewer = request.auth.viewer
    if not reads_certificate(viewer):
        raise Refusal(Why.NOT_VISIBLE)
    found = sponsored(
        viewer,
        path=area_line(viewer, asked.area).path if asked.area else "",
        sort=asked.sort,
        standing=asked.standing,
        level=asked.level,
    )
    return SponsoredList(
        total=found.total,
        found=found.found,
        counts={one.value: found.counts.get(one, 0) for one in Sponsored},
        things=tuple(_thing(one) for one in found.lines),
    )


@reads("/sponsored/{uuid:thing_id}", returns=VisitList, tag="duty")
def read_sponsored(request: ApiRequest, thing_id: UUID) -> VisitList:
    """One object with its sponsor, the visits and the state of what was found on them."""
    return _visits(request.auth.viewer, thing_id)


@writes(
    "/sponsored/{uuid:thing_id}/visits",
    takes=GivenBody,
    returns=VisitList,
    status=201,
    schema=VISIT,
    tag="duty",
)
def note_visit(request: ApiRequest, thing_id: UUID) -> Answer:
    """Enter a visit; for whoever sponsors the object."""
    caller = request.auth
    types = {one.name: one.type for one in VISIT_INPUTS}
    given = resolved(types, request.sent.given, by=caller.viewer)
    services.note_visit(thing=thing_id, given=given, by=caller.viewer, at=caller.at)
    place = f"/api/v1/sponsored/{thing_id}"
    return answer(_visits(caller.viewer, thing_id), status=201, location=place)


@writes("/visits/{uuid:visit_id}/findings", takes=FindingBody, returns=VisitList, tag="duty")
def note_finding(request: ApiRequest, visit_id: UUID) -> Answer:
    """A case was opened on the caller's own visit."""
    caller = request.auth
    thing = own_visit(caller.viewer, visit_id)
    if thing is None:
        raise Refusal(Why.NOT_VISIBLE)
    case = id_of(caller.viewer, request.sent.number)
    services.note_finding(visit=visit_id, case=case, by=caller.viewer, at=caller.at)
    return answer(_visits(caller.viewer, thing))


@writes(
    "/sponsored/{uuid:thing_id}/sponsors",
    takes=Sponsoring,
    returns=VisitList,
    status=201,
    tag="duty",
)
def name_sponsor(request: ApiRequest, thing_id: UUID) -> Answer:
    """Name who sponsors the object."""
    caller, body = request.auth, request.sent
    thing_in_reach(caller.viewer, thing_id)
    if body.capacity not in SPONSORS:
        raise Refusal(Why.MALFORMED, field="capacity", problem="choice")
    leads = body.capacity == Capacity.SPONSOR
    services.charge(
        object=thing_id,
        post=body.post,
        line=Line.TERRITORY if leads else Line.INDUSTRY,
        side=Side.GOVERNMENT,
        level=body.capacity,
        since=end_of_day(body.since - ONE_DAY),
        clause=body.clause,
        by=caller.viewer,
        at=caller.at,
    )
    return answer(_visits(caller.viewer, thing_id), status=201)


@writes("/tasks/{number}/key", takes=GivenBody, returns=TaskDone, schema=KEY, tag="tasks")
def mark_task_key(request: ApiRequest, number: str) -> Answer:
    """Mark a task as key: it needs a leader by name from then on."""
    caller = request.auth
    file = tasks.task_file(caller.viewer, number)
    types = {one.name: one.type for one in KEY_INPUTS}
    given = resolved(types, request.sent.given, by=caller.viewer)
    task_services.mark_key(number=number, given=given, by=caller.viewer, at=caller.at)
    task = file.task
    return answer(
        TaskDone(
            number=file.line.number,
            state=task.state,
            version=task.version,
            round=task.round,
            due_on=task.due_on,
            is_open=task.is_open,
        )
    )


@removes("/tasks/{number}/key", tag="tasks")
def take_back_key(request: ApiRequest, number: str) -> None:
    """The task is key no longer."""
    caller = request.auth
    task_services.take_back_key(number=number, by=caller.viewer, at=caller.at)


def _visits(viewer: Viewer, thing: UUID) -> VisitList:
    one = sponsor_of(viewer, thing_in_reach(viewer, thing))
    lines = visits_on(viewer, thing)
    cases = found_cases(viewer, (case for line in lines for case in line.cases))
    return VisitList(
        thing=_thing(one),
        visits=tuple(
            VisitOut(
                id=line.id,
                visited_on=line.on,
                person=line.person,
                post=line.post,
                seen=line.seen,
                findings=tuple(
                    VisitFinding(
                        number=cases[case].number,
                        title=cases[case].title,
                        state=cases[case].state.value,
                        is_open=cases[case].is_open,
                    )
                    for case in line.cases
                    if case in cases
                ),
                hidden=sum(case not in cases for case in line.cases),
            )
            for line in lines
        ),
    )


def _thing(one: Watched) -> SponsoredThing:
    covered, visits = one.covered, one.visits
    held, away = covered.holder, covered.away
    return SponsoredThing(
        id=covered.thing.id,
        sort=covered.thing.sort.value,
        name=covered.thing.name,
        number=covered.thing.number,
        grounds=covered.thing.grounds,
        standing=covered.standing.value,
        bond=covered.bond,
        capacity=covered.capacity.value if covered.capacity else "",
        post=covered.post,
        post_name=f"{held.unit_name} {held.title}".strip() if held else "",
        person=away.name if away else held.name if held else "",
        stands_in=away.deputy_name if away else "",
        ended_on=covered.ended_on,
        because=covered.because,
        fill_by=covered.fill_by,
        visits=VisitsDue(
            done=visits.done,
            missed=visits.missed,
            due_on=visits.due_on,
            overdue=visits.overdue,
        ),
    )
