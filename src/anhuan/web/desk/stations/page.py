"""The page of a station: what it says now, its curves, its limits, and what is kept of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.alarms.queries import pairs_of
from anhuan.alarms.types import PairLine
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.alarm_rule import AlarmLimit
from anhuan.kernel.calendar import day_of
from anhuan.telemetry.limits import limits
from anhuan.telemetry.queries import latest, station, stations
from anhuan.telemetry.types import Kind, LimitRow, Reading, Span, StationRow
from anhuan.web.desk.stations.asking import Asked, asked_of
from anhuan.web.desk.stations.board import sentence, silent_for
from anhuan.web.desk.stations.curves import curves, held_against
from anhuan.web.desk.stations.picking import Picked, picked
from anhuan.web.desk.stations.wind import rose, year
from anhuan.web.desk.stations.words import KINDS, SPANS
from anhuan.web.parts.factors import PM25, factor_name, mark_word, unit_of
from anhuan.web.parts.formats import local, moment_text
from anhuan.web.parts.shapes import (
    Cell,
    Column,
    Curve,
    EmptyState,
    Facts,
    HeatYear,
    Link,
    Row,
    Table,
    WindRose,
)


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    word: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Paired:
    """The meter of a line and of what treats it; ``end``: where the pair is ended."""

    line: Link
    treatment: Link
    told: str
    end: str


@dataclass(frozen=True, slots=True)
class StationShown:
    """A station, already worded."""

    id: UUID
    name: str
    sentence: str
    asked: Picked
    factors: tuple[Choice, ...]
    spans: tuple[Choice, ...]
    curves: tuple[Curve, ...]
    rose: WindRose | None
    year: HeatYear | None
    now: Table
    limits: Table
    pairs: tuple[Paired, ...] | None
    asked_of: tuple[Asked, ...]
    facts: Facts
    may_keep: bool
    may_pair: bool


def shown(viewer: Viewer, station_id: UUID, query: QueryDict) -> StationShown:
    """Refuses ``NOT_VISIBLE``."""
    row = station(viewer, station_id)
    heard = _heard(viewer, row)
    own, keeps = limits(viewer, [row.id]), _keeps(viewer, row)
    known = _known(heard)
    asked = picked(
        query,
        known,
        _usual(known, [*own, *held_against(viewer, row, known, viewer.at)]),
        viewer.at,
    )
    standing = [one for one in own if _on(one, asked.last)]
    return StationShown(
        id=row.id,
        name=row.name,
        sentence=_sentence(row, viewer),
        asked=asked,
        factors=tuple(Choice(c, factor_name(c), c in asked.factors) for c in known),
        spans=tuple(Choice(s.value, str(w), s is asked.span) for s, w in SPANS.items()),
        curves=curves(viewer, row, asked, standing) if asked.factors else (),
        rose=rose(viewer, row, asked),
        year=year(viewer, row, asked),
        now=_now(row, heard),
        limits=_limits(row, own, day_of(viewer.at), keeps),
        pairs=_pairs(viewer, row, keeps),
        asked_of=asked_of(viewer, row) if keeps else (),
        facts=_facts(row),
        may_keep=keeps,
        may_pair=keeps and row.kind is Kind.POWER and row.site is not None,
    )


def _keeps(viewer: Viewer, row: StationRow) -> bool:
    return viewer.may(Capability.KEEP_SITES) and not row.retired


def _on(one: LimitRow, day: date) -> bool:
    return one.valid_from <= day and (one.valid_to is None or one.valid_to >= day)


def _heard(viewer: Viewer, row: StationRow) -> dict[Span, Sequence[Reading]]:
    """The last values of each kind that the station ever sent."""
    found = ((span, latest(viewer, [row.id], span=span).get(row.id, ())) for span in SPANS)
    return {span: ones for span, ones in found if ones}


def _known(heard: Mapping[Span, Sequence[Reading]]) -> list[str]:
    return sorted({one.factor for ones in heard.values() for one in ones})


def known_factors(viewer: Viewer, row: StationRow) -> tuple[str, ...]:
    """What the station ever sent, for whoever sets a limit."""
    return tuple(_known(_heard(viewer, row)))


def other_meters(viewer: Viewer, row: StationRow) -> tuple[StationRow, ...]:
    """The other power meters of the same firm, for whoever pairs one with what treats it."""
    if row.kind is not Kind.POWER or row.site is None:
        return ()
    found = stations(viewer, kinds=(Kind.POWER,), site=row.site)
    return tuple(one for one in found if one.id != row.id)


def _usual(known: Sequence[str], limits: Iterable[LimitRow | AlarmLimit]) -> list[str]:
    """What is looked at first: what has a limit, fine dust, whatever there is."""
    first = [one.factor for one in limits if one.factor in known]
    return [*first, *(code for code in (PM25,) if code in known), *known]


def _sentence(row: StationRow, viewer: Viewer) -> str:
    if row.retired_at is not None:
        day = local(row.retired_at).date().isoformat()
        return _("%(name)s measures no more, since %(day)s") % {"name": row.name, "day": day}
    if silent_for(row, viewer.at) is not None or row.heard_at is None:
        return f"{row.name}{_(': ')}{sentence([row], viewer.at)}"
    heard = moment_text(row.heard_at, year=local(viewer.at).year)
    return _("%(name)s speaks, last heard %(heard)s") % {"name": row.name, "heard": heard}


def _now(row: StationRow, heard: Mapping[Span, Sequence[Reading]]) -> Table:
    columns = (
        Column(pgettext("station", "Factor")),
        Column(pgettext("station", "Value"), number=True),
        Column(pgettext("station", "Time")),
    )
    rows = []
    seen: set[str] = set()
    for span in (Span.REAL, Span.MINUTE, Span.HOUR, Span.DAY):
        for one in heard.get(span, ()):
            if one.factor not in seen:
                seen.add(one.factor)
                rows.append(_value_row(row, one))
    empty = EmptyState(_("Nothing was ever received."))
    return Table(columns, tuple(rows), _("The last values"), empty=empty)


def _value_row(row: StationRow, one: Reading) -> Row:
    unit = unit_of(row, one.factor)
    value: object = "—" if one.value is None else f"{one.value:f} {unit}".rstrip()
    if one.value is None:
        sent = "—" if one.sent.value is None else f"{one.sent.value:f} {unit}".rstrip()
        value = Cell(f"{sent} {mark_word(one.mark)}", mark="doubt")
    heard = moment_text(one.at)
    if one.span is not Span.REAL:
        heard = f"{heard} {SPANS[one.span]}"
    return Row(one.factor, (factor_name(one.factor), value, heard))


def _limits(row: StationRow, own: Sequence[LimitRow], today: date, keeps: bool) -> Table:
    columns = (
        Column(pgettext("station", "Factor")),
        Column(pgettext("station", "Limit")),
        Column(pgettext("station", "Days")),
        Column(pgettext("station", "By what"), cut="wrap"),
    )
    rows = tuple(_limit_row(row, one, keeps and _on(one, today)) for one in own)
    empty = EmptyState(_("No limit is set for this station alone."))
    return Table(columns, rows, _("Own limits"), empty=empty)


def _limit_row(row: StationRow, one: LimitRow, endable: bool) -> Row:
    unit = unit_of(row, one.factor)
    low, high = (f"{v.normalize():f}" if v is not None else "" for v in (one.lowest, one.highest))
    value = f"{low} – {high}" if low and high else f"≥ {low}" if low else f"≤ {high}"
    days = f"{one.valid_from.isoformat()} – {one.valid_to.isoformat() if one.valid_to else ''}"
    url = reverse("desk:station-limit-end", args=[row.id, one.id])
    told = f"{factor_name(one.factor)} · {SPANS[one.span]}"
    return Row(
        str(one.id),
        (Link(told, url) if endable else told, f"{value} {unit}".strip(), days, one.source),
    )


def _pairs(viewer: Viewer, row: StationRow, keeps: bool) -> tuple[Paired, ...] | None:
    """Of a power meter: what belongs to it; None of any other station."""
    if row.kind is not Kind.POWER:
        return None
    year = local(viewer.at).year
    return tuple(_paired(row, one, keeps, year) for one in pairs_of(viewer, row.id))


def _paired(row: StationRow, one: PairLine, keeps: bool, year: int) -> Paired:
    told = pgettext("pair", "line of %(power)s kW") % {"power": f"{one.rated.normalize():f}"}
    if one.ended_at is not None:
        until = pgettext("pair", "ended %(at)s") % {"at": moment_text(one.ended_at, year=year)}
        told = f"{told} · {until}"
    return Paired(
        _meter(row, one.production, one.production_name),
        _meter(row, one.treatment, one.treatment_name),
        told,
        reverse("desk:station-pair-end", args=[row.id, one.id])
        if keeps and one.ended_at is None
        else "",
    )


def _meter(row: StationRow, meter: UUID, name: str) -> Link:
    """The page of the other one."""
    return Link(name, "" if meter == row.id else reverse("desk:station", args=[meter]))


def _facts(row: StationRow) -> Facts:
    pairs: list[tuple[str, object]] = [
        (pgettext("station", "Number (MN)"), row.code),
        (pgettext("station", "What it measures"), str(KINDS[row.kind])),
        (pgettext("station", "Area"), row.area_name or "—"),
    ]
    if row.site is not None:
        link = Link(row.site_name, reverse("desk:site", args=[row.site]))
        pairs.append((pgettext("station", "Stands at"), link))
    if row.lon is not None and row.lat is not None:
        pairs.append((pgettext("station", "Position"), f"{row.lon:.5f}, {row.lat:.5f}"))
    pairs.append((pgettext("station", "Seconds between two values"), str(row.interval)))
    if row.reference:
        pairs.append((pgettext("station", "Reference"), pgettext("station", "yes")))
    return Facts(tuple(pairs))
