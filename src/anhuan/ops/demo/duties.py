"""Duties in the invented city: who sponsors and heads what, workers who signed, windows kept by
the acts the play has already done."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.apps import apps

from anhuan.base.db import bulk_copy
from anhuan.cases.deeds import deeds_of
from anhuan.kernel.access import Role
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action, Kind
from anhuan.kernel.cycle import Every, window_of, windows
from anhuan.obligations.cyclic import unswept
from anhuan.obligations.services import discharge_duties, sweep_duty
from anhuan.ops.city.dice import Dice
from anhuan.ops.city.names import person_name
from anhuan.ops.city.records import Site
from anhuan.ops.demo.organisation import FOUNDED
from anhuan.ops.demo.world import World, stable_id, start_of

SPONSORED: Final = 60
SOURCES: Final = 5
WORKERS: Final = ("班组长", "机修工", "操作工")
Row = Mapping[str, Any]


def load_duties(world: World) -> None:
    """Charges beside the three lines, and the workers of a few firms, some of whom signed."""
    major = (site for site in world.city.sites() if site.risk == "major")
    risky = list(islice(major, SPONSORED))
    rows = list(_bonds(world, risky))
    sources = [site for site in risky if len(site.people) > 1][:SOURCES]
    workers = {site.key: list(_workers(site)) for site in sources}
    for site in sources:
        rows += _source(site, workers[site.key][0][0])
    everyone = [each for found in workers.values() for each in found]
    _copy("people", "Person", (_person(key, name) for _, key, name, *_ in everyone))
    _copy("territory", "Post", (_post(*each) for each in everyone))
    _copy("territory", "Appointment", (_held(each[0], each[1]) for each in everyone))
    _copy("duty", "Charge", rows)
    _copy("duty", "Signature", (_signed(*each) for each in islice(everyone, 0, None, 2)))


def _copy(app: str, name: str, rows: Any) -> None:
    listed = list(rows)
    if listed:
        values = (tuple(row.values()) for row in listed)
        bulk_copy(apps.get_model(app, name), tuple(listed[0]), values)


def _charge(*key: str, thing: UUID, post: UUID, line: str, level: str, **more: str) -> Row:
    return {
        "id": stable_id("charge", *key, level),
        "object": thing,
        "subject": more.get("subject", ""),
        "line": line,
        "level": level,
        "side": more.get("side", "government"),
        "post": post,
        "clause": more.get("clause", ""),
        "by": None,
        "valid_from": FOUNDED,
        "valid_to": None,
        "recorded_from": FOUNDED,
        "recorded_to": None,
    }


def _bonds(world: World, sites: list[Site]) -> Iterator[Row]:
    """A leader of the street and a department for each place of major risk."""
    for site in sites:
        thing, clause = stable_id("site", site.key), "安澜市重点企业包保工作方案"
        leader = f"{site.street[:9]}/office/lead"
        if leader in world.seats:
            post = world.seats[leader].post
            bond = {"line": "territory", "level": "sponsor", "clause": clause}
            yield _charge(site.key, thing=thing, post=post, **bond)
        for each in world.city.firms.responsibilities(site):
            if each.line == "industry" and each.answers in world.seats:
                post = world.seats[each.answers].post
                bond = {"line": "industry", "level": "sponsor-unit", "clause": clause}
                yield _charge(site.key, thing=thing, post=post, **bond)


def _source(site: Site, operator: UUID) -> Iterator[Row]:
    """The three named persons of the firm's major hazard source."""
    main, safety = (stable_id("post", each.person.key) for each in site.people[:2])
    named = {"source-head": main, "source-tech": safety, "source-run": operator}
    for level, post in named.items():
        source = {"line": "enterprise", "level": level, "side": "enterprise", "subject": "1 号"}
        yield _charge(site.key, thing=stable_id("site", site.key), post=post, **source)


def _workers(site: Site) -> Iterator[tuple[UUID, str, str, str, UUID]]:
    """Post, key, name, title and firm of each worker."""
    for place, title in enumerate(WORKERS):
        key = f"{site.key}-w{place}"
        name = person_name(Dice(31, site.index, place))
        yield stable_id("post", key), key, name, title, stable_id("site", site.key)


def _person(key: str, name: str) -> Row:
    return {
        "id": stable_id("person", key),
        "version": 1,
        "name": name,
        "short": "",
        "phone_sealed": b"",
        "phone_masked": "",
    }


def _post(post: UUID, key: str, name: str, title: str, site: UUID) -> Row:
    return {
        "id": post,
        "version": 1,
        "title": title,
        "role": Role.FIRM_WORKER.value,
        "unit": None,
        "site": site,
        "area": None,
        "area_path": "",
        "superior": None,
        "rank": 90,
        "active": True,
    }


def _held(post: UUID, key: str) -> Row:
    return {
        "id": stable_id("appointment", key),
        "post": post,
        "person": stable_id("person", key),
        "acting": False,
        "basis": "",
        "by": None,
        "valid_from": FOUNDED,
        "valid_to": None,
        "recorded_from": FOUNDED,
        "recorded_to": None,
    }


def _signed(post: UUID, key: str, name: str, title: str, site: UUID) -> Row:
    on = date(2026, 3, 2)
    return {
        "id": stable_id("signature", key),
        "post": post,
        "person": stable_id("person", key),
        "codes": ["firm-worker.rules@20000101"],
        "on_paper": True,
        "signed_on": on,
        "by": None,
        "recorded_at": start_of(on),
    }


def play_duties(world: World, now: datetime) -> None:
    """The windows of this quarter, opened month by month and kept by the acts of the play."""
    today = day_of(now)
    first = window_of(Every.QUARTER, today).first
    for month in windows(Every.MONTH, first, today):
        begin = start_of(month.first)
        for code in unswept(begin):
            sweep_duty(code=code, at=begin)
        _keep(world, begin, min(month.ends_at, now))
    for code in unswept(now):
        sweep_duty(code=code, at=now)


def _keep(world: World, start: datetime, end: datetime) -> None:
    """Let each recorded act keep what it keeps, as it would have on its day."""
    owed = apps.get_model("obligations", "Obligation").objects.filter(closed_at=None)
    bearing = set(owed.exclude(duty="").values_list("post", flat=True))
    posts = _posts_of(bearing)
    facts = apps.get_model("ledger", "Fact").objects.filter(
        kind__startswith="case.", by__in=list(posts), at__gte=start, at__lt=end
    )
    listed = list(facts.order_by("at").values_list("kind", "subject", "by", "at"))
    cases = apps.get_model("cases", "Case").objects.in_bulk({row[1] for row in listed})
    for kind, subject, by, at in listed:
        assert by is not None
        row = cases[subject]
        action = Action(kind.removeprefix("case."))
        discharge_duties(
            deeds=deeds_of(action, kind=Kind(row.kind), source=row.source),
            number=row.number,
            site=row.site_id,
            area_path=row.area_path,
            posts=posts[by],
            person=by,
            at=at,
        )


def _posts_of(posts: set[UUID]) -> dict[UUID, set[UUID]]:
    """Who holds which of ``posts`` today."""
    held = apps.get_model("territory", "Appointment").objects.filter(
        post__in=posts, valid_to=None, recorded_to=None
    )
    found: dict[UUID, set[UUID]] = {}
    for person, post in held.values_list("person", "post"):
        found.setdefault(person, set()).add(post)
    return found
