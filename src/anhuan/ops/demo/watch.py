"""Duty rosters, a raised state and calls for the invented city, through the live program."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.apps import apps

from anhuan.duty.rosters import roster
from anhuan.duty.services import answer_call, call_unit, declare_state, make_roster
from anhuan.duty.types import StintLine
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of, end_of_day
from anhuan.kernel.roster import Place
from anhuan.ops.demo.tasks import Told
from anhuan.ops.demo.world import World
from anhuan.rulebook.queries import rules_at
from anhuan.territory.members import desks_of
from anhuan.territory.queries import colleagues, viewer_of

CALLER: Final = "linjie"
LEADER: Final = "handong"
DAYS: Final = 21
MOST_UNITS: Final = 12
BEGUN: Final = 8
"""Rosters begin so many days ago."""
SHORT: Final = 1
"""The second station has one person in turn: under a raised state it lacks another."""
MANY: Final = 4


def load_watch(world: World, at: datetime) -> None:
    """The stations of the caller's district and her own unit have a roster; a meeting raises the
    state; a call of yesterday was answered, and one of this minute waits."""
    told = Told(world, at)
    begun = at - timedelta(days=BEGUN)
    home = told.viewer(CALLER, 0)
    stations = [unit for code, unit in sorted(world.stations.items()) if _is_under(unit, home)]
    first = told.unit("chenli")
    units = [first, *(unit for unit in stations if unit != first), *sorted(home.units)]
    listed = enumerate(units[:MOST_UNITS])
    made = [unit for n, unit in listed if _make(unit, begun, alone=n == SHORT)]
    _declare(told, at)
    for n, unit in enumerate(made[:3]):
        if unit not in home.units:
            _called(told, unit, days=n + 1)
    call_unit(unit=first, about="两会期间在岗抽查", by=home, at=at)


def _is_under(unit: UUID, viewer: Viewer) -> bool:
    path = apps.get_model("territory", "Unit").objects.get(pk=unit).area.path
    return any(path.startswith(top) for top in viewer.areas)


def _keeper(unit: UUID, at: datetime) -> Viewer | None:
    """Whoever of the unit keeps its roster."""
    table = rules_at(at).capabilities
    for held in colleagues(unit, at=at):
        assert held.person is not None
        found = viewer_of(held.person, name=held.name, at=at, table=table)
        if found.may(Capability.KEEP_ROSTER):
            return found
    return None


def _make(unit: UUID, at: datetime, *, alone: bool) -> bool:
    by, desks = _keeper(unit, at), desks_of([unit])
    posts = [held.post for held in colleagues(unit, at=at) if held.post in desks]
    if by is None or len(posts) < 3:
        return False
    leads = [posts[1], posts[0]]
    people = posts[2:8] if len(posts) > MANY else posts[1:8]
    make_roster(
        unit=unit,
        from_on=day_of(at),
        to_on=day_of(at) + timedelta(days=DAYS + BEGUN),
        leads=leads,
        people=people[:1] if alone else people,
        persons=1,
        starts=[],
        by=by,
        at=at,
    )
    return True


def _declare(told: Told, at: datetime) -> None:
    by = told.viewer(LEADER, 1)
    area = apps.get_model("territory", "Area").objects.get(path=by.areas[0])
    declare_state(
        code="raised",
        occasion="meeting",
        because="全市经济工作会议期间",
        area=area.pk,
        since=by.at,
        until=end_of_day(day_of(at) + timedelta(days=3)),
        by=by,
        at=by.at,
    )


def _called(told: Told, unit: UUID, *, days: int) -> None:
    by = told.viewer(CALLER, days)
    call = call_unit(unit=unit, about="夜间在岗抽查", by=by, at=by.at)
    on_duty = _on_duty(by, unit)
    if on_duty is None or on_duty.person is None:
        return
    at = by.at + timedelta(minutes=3 + 9 * days)
    table = rules_at(at).capabilities
    person = viewer_of(on_duty.person, name=on_duty.name, at=at, table=table)
    answer_call(call=call, said="", by=person, at=at)


def _on_duty(viewer: Viewer, unit: UUID) -> StintLine | None:
    today = day_of(viewer.at)
    lines = roster(viewer, unit, first=today - timedelta(days=1), last=today)
    now = next((line for line in lines if line.runs), None)
    places = now.places if now else ()
    there = [one for one in places if one.place is Place.DUTY and one.lack is None]
    return there[0] if there else None
