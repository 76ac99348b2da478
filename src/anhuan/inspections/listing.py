"""The list of a campaign as it would be drawn up now: which places, by whom, within which days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from anhuan.inspections.frequencies import Frequencies
from anhuan.inspections.models import PlannedCheck
from anhuan.inspections.plan_scope import checks_seen, find
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import ONE_DAY
from anhuan.kernel.campaign import CYCLIC, VISIT_OF, Campaign, CampaignKind, Hands, RowState
from anhuan.kernel.cycle import Cycle, windows
from anhuan.kernel.derangement import exchanged
from anhuan.kernel.draw import drawn, officers
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import least_officers_at, rules_at
from anhuan.sites.choosing import Chosen, choose
from anhuan.territory.members import desks_of
from anhuan.territory.queries import holders, marks_of_areas
from anhuan.territory.stations import stations_over

K = CampaignKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One check to be: ``officers`` where the lot named them."""

    site: Chosen
    unit: UUID
    first: date
    last: date
    rule: str = ""
    nth: int = 0
    officers: tuple[str, ...] = field(default=())

    @property
    def key(self) -> str:
        return f"{self.site.id}|{self.rule}|{self.first}|{self.nth}"


def population(one: Campaign, by: Viewer) -> list[Chosen]:
    """The places that the filter of a campaign means now, within the viewer's reach."""
    chosen = one.filter()
    prior = chosen.pop("prior", "")
    within = prior_sites(by, str(prior)) if prior else None
    return choose(by, **_conditions(chosen), within=within)


def _conditions(chosen: Mapping[str, Any]) -> dict[str, Any]:
    names = {"risk": "risks", "tag": "tags", "industry": "industries", "subject": "subjects"}
    found: dict[str, Any] = {
        names[name]: str(text).split() for name, text in chosen.items() if name in names
    }
    area = chosen.get("area")
    if area is not None:
        mark = marks_of_areas([area]).get(area)
        if mark is None:
            raise Refusal(Why.NO_SUCH_TARGET, field="area", problem="reference")
        found["path"] = mark.path
    return found


def prior_sites(by: Viewer, number: str) -> set[UUID]:
    """The places of an earlier list; those taken out of it were no part of it."""
    earlier = find(by, number)
    rows = checks_seen(by).filter(campaign=earlier).exclude(state=RowState.REMOVED.value)
    return set(rows.values_list("site", flat=True))


def entries(
    one: Campaign, by: Viewer, *, at: datetime, seed: bytes, lot: str
) -> tuple[list[Entry], list[str]]:
    """The list as it is frozen at the start, and the population it was drawn from by id.

    Refuses ``EMPTY_LIST``, and what the draw refuses.
    """
    known = population(one, by)
    if not known:
        raise Refusal(Why.EMPTY_LIST)
    ids = [str(site.id) for site in known]
    sites = _sampled(one, known, seed, lot)
    hands = _hands(one, sites, seed, lot)
    if one.kind in CYCLIC:
        made = _cyclic(one, sites, hands, at)
    else:
        first, last = _span(one)
        made = [Entry(site=site, unit=hands[site.id], first=first, last=last) for site in sites]
    if not made:
        raise Refusal(Why.EMPTY_LIST)
    return (_with_officers(one, made, at, seed, lot) if one.kind is K.RANDOM else made), ids


def _span(one: Campaign) -> tuple[date, date]:
    assert one.from_on is not None
    assert one.to_on is not None
    return one.from_on, one.to_on


def _sampled(one: Campaign, known: Sequence[Chosen], seed: bytes, lot: str) -> list[Chosen]:
    sample = one.kept.get("sample")
    if not one.draws or sample is None or one.kind is K.CROSS:
        return list(known)
    by_id = {str(site.id): site for site in known}
    return [by_id[key] for key in drawn(by_id, int(sample), seed=seed, lot=lot)]


def _hands(one: Campaign, sites: Sequence[Chosen], seed: bytes, lot: str) -> dict[UUID, UUID]:
    """Who checks each place. In a cross-inspection that is the team the lot gave its area to."""
    assert one.unit is not None
    if one.kind is K.RANDOM or (one.hands is Hands.OWN and one.kind is not K.CROSS):
        return {site.id: one.unit for site in sites}
    stations = stations_over(site.path for site in sites)
    local = {site.id: stations.get(site.path, one.unit) for site in sites}
    if one.kind is not K.CROSS:
        return local
    teams = exchange_of({str(unit) for unit in local.values()}, seed, lot)
    return {site: UUID(teams[str(unit)]) for site, unit in local.items()}


def exchange_of(units: Iterable[str], seed: bytes, lot: str) -> dict[str, str]:
    """The team that inspects the area of each of ``units``."""
    found = exchanged(sorted(units), seed=seed, lot=lot)
    return {area: team for team, area in found.items()}


def _cyclic(
    one: Campaign, sites: Sequence[Chosen], hands: Mapping[UUID, UUID], at: datetime
) -> list[Entry]:
    """For each place the windows of its cycle, as rules and record have it at the start."""
    first, last = _span(one)
    wanted = VISIT_OF[one.kind]
    spans: dict[Cycle, list[tuple[date, date]]] = {}
    found = []
    for site, asked in zip(sites, Frequencies(at).of(sites).values(), strict=True):
        for frequency in asked:
            if frequency.visit is not wanted:
                continue
            cycle = frequency.cycle
            if cycle not in spans:
                cut = windows(cycle.every, first, last + ONE_DAY)
                spans[cycle] = [(window.first, window.last) for window in cut]
            found += [
                Entry(
                    site=site,
                    unit=hands[site.id],
                    first=begins,
                    last=ends,
                    rule=frequency.rule,
                    nth=nth,
                )
                for begins, ends in spans[cycle]
                for nth in range(cycle.times)
            ]
    return found


def _with_officers(
    one: Campaign, made: Sequence[Entry], at: datetime, seed: bytes, lot: str
) -> list[Entry]:
    """Officers drawn too (双随机); whoever stands aside from a place is never drawn for it."""
    least = least_officers_at(at).get(VISIT_OF[one.kind], 1)
    pool = officers_of(one.unit, at=at)
    apart: dict[str, frozenset[str]] = {}
    for each in one.aside:
        person, _, site = each.partition("@")
        apart[site] = apart.get(site, frozenset()) | {person}
    objects = [str(entry.site.id) for entry in made]
    teams = officers(objects, pool, each=least, apart=apart, seed=seed, lot=lot)
    return [replace(entry, officers=teams[str(entry.site.id)]) for entry in made]


def officers_of(unit: UUID | None, *, at: datetime) -> list[str]:
    """Everybody of a unit who inspects, by id."""
    if unit is None:
        return []
    table = rules_at(at).capabilities
    desks = desks_of([unit])
    able = [
        post
        for post, desk in desks.items()
        if Capability.RECHECK in table.get(desk.role, frozenset())
    ]
    held = holders(able, at=at)
    return sorted({str(one.person) for one in held.values() if one.person is not None})


def frozen_keys(rows: Iterable[PlannedCheck]) -> Iterable[str]:
    """The keys of the rows of a list, for its hash."""
    return (f"{row.site_id}|{row.rule}|{row.from_on}|{row.nth}" for row in rows)
