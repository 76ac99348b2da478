"""Where a high value may come from: the places around its station, with what is known of them."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from anhuan.alarms.models import Alarm
from anhuan.alarms.types import Looked, Named
from anhuan.cases.queries import open_at_sites
from anhuan.kernel.access import Viewer
from anhuan.kernel.alarm import HOUR, AlarmRule
from anhuan.kernel.alarm_rule import Search
from anhuan.kernel.candidate import Source, Wind, candidates
from anhuan.kernel.geo import distance_m
from anhuan.rulebook.standards import alarm_rules_at
from anhuan.sites.queries import lines, nearest
from anhuan.sites.types import SiteLine, Subject
from anhuan.telemetry.queries import readings, stations
from anhuan.telemetry.types import Kind, Reading, Span

SPEED, DIRECTION = "a01007", "a01008"
MOST_SITES: Final = 200
MOST_MASTS: Final = 5
LOOKED_FOR: Final = frozenset({AlarmRule.EXCEEDANCE, AlarmRule.JUMP})


def looked(viewer: Viewer, alarm: Alarm) -> Looked:
    """The wind in the hours of an alarm, and who may be behind it among the places the viewer
    sees. A line that is silent or stands still has no source but itself."""
    station = alarm.station
    if station.lon is None or station.lat is None or AlarmRule(alarm.rule) not in LOOKED_FOR:
        return Looked(wind=None, candidates=())
    found = alarm_rules_at(alarm.began_at, known_at=viewer.at).rules.get("search")
    if found is None:
        return Looked(wind=None, candidates=())
    here, rule = (station.lon, station.lat), found.rule
    wind = _wind(here, alarm.began_at - 2 * HOUR, alarm.last_at + HOUR)
    places = [near.site for near in nearest(viewer, *here, within_m=rule.radius, limit=MOST_SITES)]
    if alarm.site_id and alarm.site_id not in {place.id for place in places}:
        places += lines(viewer, {alarm.site_id}).values()
    named = {place.id: place for place in places}
    chosen = candidates(here, _sources(viewer, places, alarm, rule), wind=wind, rule=rule)
    return Looked(
        wind=wind,
        candidates=tuple(
            Named(name=named[one.source.id].short or named[one.source.id].name, candidate=one)
            for one in chosen
        ),
    )


def _sources(
    viewer: Viewer, places: Iterable[SiteLine], alarm: Alarm, rule: Search
) -> list[Source]:
    listed = [place for place in places if place.lon is not None and place.lat is not None]
    ids = {place.id for place in listed}
    cases = open_at_sites(viewer)
    outlets = {row.site for row in stations(viewer, kinds=(Kind.GAS,))}
    calling = _calling(ids, alarm)
    return [
        Source(
            id=place.id,
            point=(place.lon or 0.0, place.lat or 0.0),
            own=place.id == alarm.site_id,
            alarm=place.id in calling,
            case=place.id in cases,
            works=place.subject is Subject.CONSTRUCTION,
            outlet=place.id in outlets,
        )
        for place in listed
    ]


def _calling(sites: set[UUID], alarm: Alarm) -> set[UUID]:
    """Which of ``sites`` have an alarm of their own in those hours."""
    rows = Alarm.objects.filter(site__in=sites, withdrawn_at__isnull=True)
    rows = rows.filter(began_at__lte=alarm.last_at + HOUR).exclude(pk=alarm.pk)
    rows = rows.exclude(ended_at__lt=alarm.began_at - HOUR)
    return {site for site in rows.values_list("site", flat=True) if site is not None}


def _wind(here: tuple[float, float], start: datetime, end: datetime) -> Wind | None:
    """The wind at the nearest station that measured it; the last hour of those asked for."""
    far = [
        (distance_m(here, row.point), row.id)
        for row in stations(None, kinds=(Kind.AIR, Kind.MICRO))
        if row.point is not None
    ]
    ids = [station for _, station in sorted(far)[:MOST_MASTS]]
    found = readings(
        None, stations=ids, factors=(SPEED, DIRECTION), start=start, end=end, span=Span.HOUR
    )
    by_time: dict[tuple[UUID, datetime], dict[str, Reading]] = {}
    for one in found:
        if one.value is not None:
            by_time.setdefault((one.station, one.at), {})[one.factor] = one
    whole = [key for key, both in by_time.items() if len(both) == 2]
    if not whole:
        return None
    best = min(whole, key=lambda key: (ids.index(key[0]), -key[1].timestamp()))
    both = by_time[best]
    speed, direction = both[SPEED].value, both[DIRECTION].value
    return Wind(direction=direction or Decimal(), speed=speed or Decimal())
