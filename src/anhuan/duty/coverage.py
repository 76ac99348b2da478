"""What is key and has to have a sponsor (包保), and with whom it stands: nobody is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from anhuan.base.periods import holds
from anhuan.duty.bearings import Thing, things_of
from anhuan.duty.keytasks import seen_tasks
from anhuan.duty.models import Charge, KeyTask, Unfilled
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.duty import SOURCE, Capacity
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.sponsoring import SPONSORS, KeyRule, Sort, Sponsored
from anhuan.rulebook.queries import key_rules_at
from anhuan.rulebook.types import NamedRule
from anhuan.sites.keys import KeySite, at_work, key_sites
from anhuan.territory.absence import Away, away_from, levels_of_posts
from anhuan.territory.queries import holders, visible_areas
from anhuan.territory.types import Holder


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyThing:
    """A site, project, area or task that has to have a sponsor, and on what grounds."""

    id: UUID
    sort: Sort
    name: str
    path: str
    grounds: tuple[str, ...]
    capacities: frozenset[Capacity]
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """How a key object stands. ``bond`` is the charge in force or the last that ended, with its
    post; ``away`` who is on leave; ``because`` and ``fill_by`` as said when it ended."""

    thing: KeyThing
    standing: Sponsored
    bond: UUID | None = None
    capacity: Capacity | None = None
    post: UUID | None = None
    holder: Holder | None = None
    level: str = ""
    away: Away | None = None
    ended_on: date | None = None
    because: str = ""
    fill_by: date | None = None


def key_things(viewer: Viewer, *, path: str = "") -> list[KeyThing]:
    """Everything in the viewer's reach that the rulebook calls key, sites first; five queries
    however much it is."""
    rules = key_rules_at(viewer.at)
    return [
        *_sites(viewer, path, rules),
        *_areas(viewer, path, rules),
        *_tasks(viewer, path, rules),
    ]


def _by(rules: Mapping[str, NamedRule], *sorts: Sort) -> list[NamedRule]:
    return [one for one in rules.values() if one.rule.sort in sorts]


def _sites(viewer: Viewer, path: str, rules: Mapping[str, NamedRule]) -> Iterable[KeyThing]:
    grounds = _by(rules, Sort.SITE, Sort.PROJECT)
    if not grounds:
        return
    sources = set(_sources(viewer, path).values_list("object", flat=True))
    found = key_sites(
        viewer,
        path,
        risks=[word for one in grounds for word in one.rule.risks],
        tags=[word for one in grounds for word in one.rule.tags],
        subjects=[word for one in grounds for word in one.rule.subjects],
        named=_sources(viewer, path).values("object")
        if any(one.rule.source for one in grounds)
        else None,
    )
    for site in found:
        named = [one for one in grounds if _is(one.rule, site, site.id in sources)]
        if named:
            yield KeyThing(
                id=site.id,
                sort=min((one.rule.sort for one in named), key=list(Sort).index),
                name=site.name,
                path=site.path,
                grounds=tuple(one.name for one in named),
                capacities=frozenset(word for one in named for word in one.rule.capacities),
            )


def _sources(viewer: Viewer, path: str) -> QuerySet[Charge]:
    """The charges of whoever is named for a hazard source."""
    rows = Charge.objects.filter(holds(viewer.at, viewer.at), level__in=SOURCE)
    return rows.filter(object__in=at_work(viewer, path).values("pk"))


def _is(rule: KeyRule, site: KeySite, source: bool) -> bool:
    said = site.risk in rule.risks or site.subject in rule.subjects
    return said or bool(site.tags & set(rule.tags)) or (rule.source and source)


def _areas(viewer: Viewer, path: str, rules: Mapping[str, NamedRule]) -> Iterable[KeyThing]:
    grounds = _by(rules, Sort.AREA)
    levels = {level for one in grounds for level in one.rule.levels}
    rows = visible_areas(viewer).filter(active=True, level__in=levels)
    rows = rows.filter(path__under=path) if path else rows
    for row in rows.only("id", "short", "name", "path", "level"):
        named = [one for one in grounds if row.level in one.rule.levels]
        yield KeyThing(
            id=row.id,
            sort=Sort.AREA,
            name=row.short or row.name,
            path=row.path,
            grounds=tuple(one.name for one in named),
            capacities=frozenset(word for one in named for word in one.rule.capacities),
        )


def _tasks(viewer: Viewer, path: str, rules: Mapping[str, NamedRule]) -> Iterable[KeyThing]:
    grounds = _by(rules, Sort.TASK)
    if not grounds:
        return
    rows = seen_tasks(viewer)
    for row in (rows.filter(area_path__under=path) if path else rows).order_by("number"):
        yield _task(row, grounds)


def _task(row: KeyTask, grounds: list[NamedRule]) -> KeyThing:
    return KeyThing(
        id=row.id,
        sort=Sort.TASK,
        name=row.title,
        path=row.area_path,
        grounds=(row.because,),
        capacities=frozenset(word for one in grounds for word in one.rule.capacities),
        number=row.number,
    )


def coverage(viewer: Viewer, *, path: str = "") -> list[Covered]:
    """Each key object in reach with its sponsor, or how it comes that there is none; the number
    of queries does not grow with them. Whether visits are kept is not looked at here."""
    return _stand(viewer, key_things(viewer, path=path), _reach(viewer, path))


def covered(viewer: Viewer, thing: KeyThing) -> Covered:
    """How one object stands that the caller found visible."""
    here = Q(level__in=SPONSORS, object=thing.id)
    return _stand(viewer, [thing], here)[0]


def task_thing(viewer: Viewer, task: UUID) -> KeyThing | None:
    """The key task among things, for whoever the caller found sees it; ``None`` where it is not
    key."""
    row = KeyTask.objects.filter(pk=task, ended_at__isnull=True).first()
    return _task(row, _by(key_rules_at(viewer.at), Sort.TASK)) if row else None


def thing_in_reach(viewer: Viewer, thing: UUID) -> KeyThing:
    """A site, an area or a key task in the viewer's reach, whether key or not. Refuses
    ``NOT_VISIBLE``."""
    found = things_of([thing]).get(thing)
    if found is None or not _reaches(viewer, thing, found):
        raise Refusal(Why.NOT_VISIBLE)
    key = task_thing(viewer, thing) if found.kind == "task" else None
    if key is not None:
        return key
    return KeyThing(
        id=thing,
        sort=Sort(found.kind),
        name=found.name,
        path=found.path,
        grounds=(),
        capacities=frozenset(SPONSORS),
    )


def _reaches(viewer: Viewer, thing: UUID, found: Thing) -> bool:
    if found.kind == "task":
        return found.live and seen_tasks(viewer).filter(pk=thing).exists()
    if found.kind == "site":
        return viewer.reaches(found.path, unit=None, site=thing)
    return viewer.reaches(found.path, unit=None, site=None)


def _stand(viewer: Viewer, things: list[KeyThing], reach: Q) -> list[Covered]:
    standing = list(Charge.objects.filter(reach, holds(viewer.at, viewer.at)).order_by("level"))
    ended = _ended(viewer, reach)
    posts = {row.post_id for row in [*standing, *ended.values()]}
    known = _Known(
        held=holders(posts, at=viewer.at),
        away=away_from(posts, at=viewer.at) if posts else {},
        levels=levels_of_posts(posts) if posts else {},
        said={
            row.charge_id: row
            for row in Unfilled.objects.filter(charge__in=[one.pk for one in ended.values()])
        }
        if ended
        else {},
    )
    charges: dict[UUID, list[Charge]] = {}
    for row in standing:
        charges.setdefault(row.object, []).append(row)
    return [_covered(one, charges.get(one.id, []), ended.get(one.id), known) for one in things]


def _reach(viewer: Viewer, path: str) -> Q:
    areas, tasks = visible_areas(viewer).order_by(), seen_tasks(viewer)
    if path:
        areas, tasks = areas.filter(path__under=path), tasks.filter(area_path__under=path)
    return Q(level__in=SPONSORS) & (
        Q(object__in=at_work(viewer, path).values("pk"))
        | Q(object__in=areas.values("pk"))
        | Q(object__in=tasks.values("pk"))
    )


def _ended(viewer: Viewer, reach: Q) -> dict[UUID, Charge]:
    """The last sponsor of each object, where it ended."""
    rows = Charge.objects.filter(
        reach,
        recorded_from__lte=viewer.at,
        recorded_to__isnull=True,
        valid_to__lte=viewer.at,
    )
    return {row.object: row for row in rows.order_by("valid_to", "id")}


@dataclass(frozen=True, slots=True)
class _Known:
    held: Mapping[UUID, Holder]
    away: Mapping[UUID, Away]
    levels: Mapping[UUID, str]
    said: Mapping[UUID, Unfilled]


def _covered(
    thing: KeyThing, charges: list[Charge], ended: Charge | None, known: _Known
) -> Covered:
    """By the best of its sponsors: one that is held, then one away, then a vacant post."""
    suited = [row for row in charges if Capacity(row.level) in thing.capacities]
    if suited:
        found = [_by_charge(thing, row, known) for row in suited]
        return max(found, key=lambda one: list(Sponsored).index(one.standing))
    if ended is None or Capacity(ended.level) not in thing.capacities:
        return Covered(thing=thing, standing=Sponsored.NOBODY)
    word = known.said.get(ended.pk)
    return Covered(
        thing=thing,
        standing=Sponsored.ENDED,
        bond=ended.pk,
        capacity=Capacity(ended.level),
        post=ended.post_id,
        holder=known.held.get(ended.post_id),
        level=known.levels.get(ended.post_id, ""),
        ended_on=_last_day(ended),
        because=word.because if word else "",
        fill_by=word.fill_by if word else None,
    )


def _by_charge(thing: KeyThing, row: Charge, known: _Known) -> Covered:
    held = known.held.get(row.post_id)
    away = known.away.get(row.post_id)
    if held is None or held.person is None:
        standing = Sponsored.VACANT
    else:
        standing = Sponsored.AWAY if away else Sponsored.SOUND
    return Covered(
        thing=thing,
        standing=standing,
        bond=row.pk,
        capacity=Capacity(row.level),
        post=row.post_id,
        holder=held,
        level=known.levels.get(row.post_id, ""),
        away=away,
    )


def _last_day(row: Charge) -> date | None:
    return day_of(row.valid_to) if row.valid_to else None
