"""Reads of alarms, narrowed to what the viewer may see."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from anhuan.alarms.drifting import compared
from anhuan.alarms.looking import looked
from anhuan.alarms.mapping import alarm_line
from anhuan.alarms.models import ACTIVE, Alarm, Pair, Sweep
from anhuan.alarms.pacing import measured
from anhuan.alarms.types import AlarmDay, AlarmFile, AlarmLine, DriftBoard, Pace, PairLine
from anhuan.base.keyset import MOST, SIZE, beyond, cursor, place
from anhuan.base.pages import Page
from anhuan.base.scope import reached
from anhuan.cases.queries import visible_of
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import ONE_DAY, start_of_day
from anhuan.kernel.refusal import Refusal, Why
from anhuan.telemetry import queries as stations
from anhuan.territory.queries import is_node

MOST_AT_SITE: Final = 20


def swept_at() -> datetime | None:
    """Until when readings were looked at."""
    return Sweep.objects.values_list("upto", flat=True).first()


def _visible(viewer: Viewer) -> QuerySet[Alarm]:
    rows = Alarm.objects.select_related("station", "site", "area", "case")
    rows = rows.defer("site__search", "case__search")
    return rows if is_node(viewer) else rows.filter(reached(viewer, site="site_id"))


def _lines(viewer: Viewer, rows: Sequence[Alarm]) -> tuple[AlarmLine, ...]:
    seen = visible_of(viewer, {row.case_id for row in rows if row.case_id})
    return tuple(alarm_line(row, case_visible=row.case_id in seen) for row in rows)


def _wanted(kind: str, rule: str, area_path: str, active: bool | None) -> Q:
    condition = Q(withdrawn_at__isnull=True)
    if kind:
        condition &= Q(kind=kind)
    if rule:
        condition &= Q(rule=rule)
    if area_path:
        condition &= Q(area_path__under=area_path)
    if active is not None:
        condition &= ACTIVE if active else Q(ended_at__isnull=False)
    return condition


def alarms(
    viewer: Viewer,
    *,
    kind: str = "",
    rule: str = "",
    area_path: str = "",
    active: bool | None = None,
    after: str = "",
    size: int = SIZE,
) -> Page[AlarmLine]:
    """The visible alarms, the last begun first; those that never were are left out. Refuses
    ``MALFORMED`` for an ``after`` that is none."""
    rows = _visible(viewer).filter(_wanted(kind, rule, area_path, active))
    counted = rows.order_by().values("pk")[: MOST + 1].count()
    if after:
        began, key = place(after, datetime.fromisoformat)
        rows = rows.filter(beyond("began_at", began, key, backwards=True))
    found = list(rows.order_by("-began_at", "-id")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(
        rows=_lines(viewer, found[:size]),
        after=cursor(last.began_at, last.id) if last else "",
        total=min(counted, MOST),
        capped=counted > MOST,
    )


def counts(viewer: Viewer) -> tuple[int, int]:
    """How many visible alarms go on, and at how many stations."""
    found = _visible(viewer).filter(ACTIVE).order_by()
    counted = found.aggregate(n=Count("pk"), m=Count("station", distinct=True))
    return counted["n"], counted["m"]


def alarm_day(viewer: Viewer, day: date) -> AlarmDay | None:
    """The visible alarms raised on ``day``; None while readings were looked at by nobody since.
    Those that later readings withdrew are left out."""
    start = start_of_day(day)
    if not Sweep.objects.filter(upto__gte=start).exists():
        return None
    found = _visible(viewer).filter(raised_at__gte=start, raised_at__lt=start + ONE_DAY)
    counted = (
        found.filter(withdrawn_at__isnull=True)
        .order_by()
        .aggregate(
            raised=Count("pk"),
            stations=Count("station", distinct=True),
            cases=Count("case", distinct=True),
            active=Count("pk", filter=Q(ended_at__isnull=True)),
        )
    )
    return AlarmDay(**counted)


def alarm(viewer: Viewer, alarm: UUID) -> AlarmFile:
    """One alarm with where it may come from. Refuses ``NOT_VISIBLE``."""
    row = _visible(viewer).filter(pk=alarm).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return AlarmFile(
        line=_lines(viewer, [row])[0], source=row.rule_version, looked=looked(viewer, row)
    )


def of_case(viewer: Viewer, case: UUID) -> tuple[AlarmLine, ...]:
    """The visible alarms of a case, the first begun first."""
    rows = _visible(viewer).filter(case=case).order_by("began_at", "id")
    return _lines(viewer, list(rows[:MOST_AT_SITE]))


def of_site(viewer: Viewer, site: UUID) -> tuple[AlarmLine, ...]:
    """The last visible alarms of a site, those that go on first."""
    rows = _visible(viewer).filter(site=site, withdrawn_at__isnull=True)
    found = list(rows.order_by("-began_at", "-id")[:MOST_AT_SITE])
    return _lines(viewer, sorted(found, key=lambda row: row.ended_at is not None))


def drifts(viewer: Viewer) -> DriftBoard | None:
    """Visible micro-stations beside reference stations; None where no rule is in force."""
    return compared(viewer)


def paces(viewer: Viewer, *, since: datetime) -> tuple[Pace, ...]:
    """From the visible alarms raised since then to somebody's look, unit by unit: those in which
    something waits first."""
    rows = _visible(viewer).filter(raised_at__gte=since, withdrawn_at__isnull=True)
    listed = rows.filter(case__isnull=False).order_by("raised_at").values_list("case", "raised_at")
    raised: dict[UUID, datetime] = {}
    for case, at in listed:
        raised.setdefault(case, at)
    return measured(viewer, raised)


def pairs_of(viewer: Viewer, station: UUID) -> tuple[PairLine, ...]:
    """The pairs that a visible meter belongs or belonged to, those that stand first. Refuses
    ``NOT_VISIBLE``."""
    stations.station(viewer, station)
    rows = Pair.objects.select_related("production", "treatment").filter(
        Q(production=station) | Q(treatment=station)
    )
    return tuple(
        PairLine(
            id=row.id,
            production=row.production_id,
            production_name=row.production.name,
            treatment=row.treatment_id,
            treatment_name=row.treatment.name,
            rated=row.rated,
            paired_at=row.paired_at,
            ended_at=row.ended_at,
        )
        for row in rows.order_by(F("ended_at").desc(nulls_first=True), "-paired_at", "id")
    )


def at_sites(sites: Iterable[UUID], *, since: datetime) -> set[UUID]:
    """Those of ``sites`` with an alarm that reached past ``since``; for what is looked for."""
    rows = Alarm.objects.filter(site__in=list(sites), withdrawn_at__isnull=True)
    rows = rows.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=since))
    return {site for site in rows.values_list("site", flat=True) if site is not None}
