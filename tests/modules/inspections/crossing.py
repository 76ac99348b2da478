"""A cross-inspection over three streets of the small town, with what its own station found."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from anhuan.inspections.models import PlannedCheck
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.visit import VisitAct
from anhuan.people.models import Person
from anhuan.territory.models import Appointment, Unit
from anhuan.territory.types import Level, UnitKind
from tests import factories as make
from tests.modules.cases.town import Town, _person
from tests.modules.inspections.listing import A, did, drafted
from tests.modules.inspections.walks import Walk

BEFORE = make.AT - timedelta(days=20)
LATER = make.AT + timedelta(hours=1)
SECRET = "东门外的油漆桶没有盖"
"""What the station of the place found there before."""


@dataclass(frozen=True)
class Cross:
    """``guest`` and ``mate``: of the team from another street. ``wide``: an officer of a
    department of the whole county."""

    number: str
    check: PlannedCheck
    case: str
    visit: str
    guest: Viewer
    mate: Viewer
    wide: Viewer


def street(town: Town, name: str) -> Unit:
    """A street with a station of two officers, and a place."""
    area = make.area(f"{name}街道", level=Level.STREET, parent=town.county)
    make.site(f"{name}工厂", area=area)
    unit = make.unit(f"{name}安监站", area=area, kind=UnitKind.STATION)
    for title in ("副站长", "科员"):
        _person(Role.OFFICER, title, f"{name}{title}", unit=unit)
    return unit


def found_before(town: Town, at: datetime = BEFORE) -> Walk:
    """The station's own inspection, with a finding."""
    walk = Walk(town, town.officer, at=at)
    walk.do(VisitAct.JOIN, officer=town.colleague.person)
    walk.answer(exit="fails", dust="conforms", wire="conforms")
    walk.find("exit", SECRET)
    walk.do(VisitAct.END)
    return walk


def crossed(town: Town, *, to_wide: bool = False, **more: Any) -> Cross:
    """Started: the place of the town is inspected by the team that the lot gave it, or by the
    department it was then given to."""
    for name in ("柳湾", "荷塘"):
        street(town, name)
    department = make.unit("云溪区应急局", area=town.county)
    wide = _person(Role.OFFICER, "执法员", "宽远", unit=department)
    _person(Role.OFFICER, "科员", "宽明", unit=department)
    walk = found_before(town)
    number = drafted(town.clerk, campaign_kind="cross", checklist="wood", **more).number
    did(number, A.APPROVE, town.leader)
    did(number, A.START, town.clerk, lot="7 19 23")
    check = PlannedCheck.objects.get(campaign__number=number, site=town.site.id)
    if to_wide:
        did(number, A.GIVE, town.clerk, row=check.id, to_unit=department.id)
        check.refresh_from_db()
    held = Appointment.objects.filter(post__unit=check.unit_id).order_by("post__id")
    team = [Person.objects.get(pk=one) for one in held.values_list("person", flat=True)]
    return Cross(
        number=number,
        check=check,
        case=walk.case,
        visit=walk.number,
        guest=make.viewer_for(team[0], LATER),
        mate=make.viewer_for(team[-1], LATER),
        wide=again(wide),
    )


def again(viewer: Viewer, at: datetime = LATER) -> Viewer:
    """The same person with what is true of them at another instant."""
    return make.viewer_for(Person.objects.get(pk=viewer.person), at)


def inspected(town: Town, cross: Cross, **answers: str) -> Walk:
    """The team's own visit, answered, not ended."""
    walk = Walk(town, cross.guest, at=LATER, kind="cross", plan=cross.check.id)
    walk.do(VisitAct.JOIN, officer=cross.mate.person)
    walk.answer(**({"exit": "fails", "dust": "fails", "wire": "conforms"} | answers))
    return walk


def handed_in(town: Town, cross: Cross, **answers: str) -> Walk:
    """The team's visit, ended; the other places left with a reason, the campaign finishing."""
    walk = inspected(town, cross, **answers)
    walk.do(VisitAct.END)
    left = PlannedCheck.objects.filter(campaign__number=cross.number, state="planned")
    for row in left:
        did(cross.number, A.LEAVE, town.clerk, at=walk.at, row=row.id, unvisited="shut")
    did(cross.number, A.CLOSE, town.clerk, at=walk.at)
    return walk
