"""Writes of circulars: sent once to a frozen list, read, signed, brought by hand, listed once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from anhuan.base.columns import cleaned
from anhuan.base.ids import new_id
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.notices.circulars import chosen, circular, received_one, scopes, write_open
from anhuan.notices.models import Addressee, Circular
from anhuan.notices.services import notify_many
from anhuan.notices.types import Message
from anhuan.people.queries import with_account
from anhuan.people.services import note_disclosure
from anhuan.people.types import Disclosed
from anhuan.sites.standing import industries_of
from anhuan.territory.members import persons_of_sites
from anhuan.territory.queries import in_areas, place_of_area

TOPIC: Final = "circular.sent"
AT_ONCE: Final = 1_000
WORDS: Final = ("title", "body")
MOST_INDUSTRIES: Final = 40
LONGEST: Final = 4_000


@transaction.atomic
def send_circular(
    *,
    given: Mapping[str, Any],
    area: UUID,
    industries: Sequence[str],
    to_sign: bool,
    unit: UUID,
    by: Viewer,
    at: datetime,
) -> UUID:
    """A letter of ``unit`` to every firm of ``industries`` in ``area`` that operates now.

    The list is frozen here. Each firm is told once and never reminded. ``given``: title, body.
    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE`` (unit, area), ``MISSING``, ``MALFORMED``, and
    ``NO_SUCH_TARGET`` where no firm is chosen.
    """
    if unit not in by.units:
        raise Refusal(Why.NOT_VISIBLE)
    place = place_of_area(area)
    sites = chosen(by, place.path, industries)
    absent = tuple(name for name in WORDS if not str(given.get(name) or "").strip())
    if absent:
        raise Refusal(Why.MISSING, fields=absent)
    if len(industries) > MOST_INDUSTRIES:
        raise Refusal(Why.MALFORMED, field="industries", problem="too-long", most=MOST_INDUSTRIES)
    texts = cleaned(Circular, given, WORDS)
    if len(texts["body"]) > LONGEST:
        raise Refusal(Why.MALFORMED, field="body", problem="too-long", most=LONGEST)
    if not sites:
        raise Refusal(Why.NO_SUCH_TARGET, field="area")
    row = Circular(
        **texts,
        unit_id=unit,
        to_sign=to_sign,
        industries=sorted(set(industries)),
        area_id=area,
        area_path=place.path,
        sent_by=by.person,
        sent_at=at,
    )
    row.save(force_insert=True)
    for start in range(0, len(sites), AT_ONCE):
        _address(row, sites[start : start + AT_ONCE], at)
    _note(row, len(sites), by=by, at=at)
    return row.id


def _address(row: Circular, sites: Sequence[UUID], at: datetime) -> None:
    """The firms of the list, and one notice to everybody there who can sign in."""
    places, held = scopes(sites), persons_of_sites(sites, at=at)
    able = with_account({person for some in held.values() for person in some})
    codes = industries_of(sites)
    Addressee.objects.bulk_create(
        Addressee(
            id=new_id(),
            circular=row,
            site_id=site,
            name=one.name,
            industry=codes.get(site, ""),
            street_id=one.place.street,
            area_path=one.place.path,
            reachable=bool(held.get(site, set()) & able),
        )
        for site, one in places.items()
    )
    persons = {person for some in held.values() for person in some & able}
    notify_many(list(_messages(row, sorted(persons))), at=at)


def _messages(row: Circular, persons: Iterable[UUID]) -> Iterable[Message]:
    for person in persons:
        yield Message(
            to=person,
            topic=TOPIC,
            params={"title": row.title[:60]},
            subject_kind="circular",
            subject=row.id,
            key=f"circular:{row.id}",
            urgent=False,
            deliver_after=None,
        )


def _note(row: Circular, number: int, *, by: Viewer, at: datetime) -> None:
    public = {
        "unit": str(row.unit_id),
        "area": str(row.area_id),
        "industries": row.industries,
        "to_sign": row.to_sign,
        "firms": number,
    }
    record(
        kind="circular.sent",
        subject=row.id,
        version=1,
        public=public,
        body={"title": row.title, "body": row.body},
        by=by.person,
        at=at,
    )


@transaction.atomic
def read_circular(*, circular_id: UUID, site: UUID, by: Viewer, at: datetime) -> None:
    """The first time somebody of the firm opens it counts; later ones change nothing."""
    rows = _own(circular_id, site, by)
    rows.filter(read_at__isnull=True).update(read_at=at, read_by=by.person)


@transaction.atomic
def sign_circular(*, circular_id: UUID, site: UUID, by: Viewer, at: datetime) -> None:
    """Whoever acts for the firm signs for it, once. Refuses ``WRONG_ROLE`` for others, and
    ``NOT_VISIBLE``."""
    if not by.may(Capability.CARRY_OUT):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.CARRY_OUT)
    read_circular(circular_id=circular_id, site=site, by=by, at=at)
    fresh = _own(circular_id, site, by).filter(signed_at__isnull=True)
    if not fresh.update(signed_at=at, signed_by=by.person):
        return
    record(
        kind="circular.signed",
        subject=new_id(),
        version=1,
        public={"circular": str(circular_id), "site": str(site)},
        body={},
        by=by.person,
        at=at,
    )


def _own(circular_id: UUID, site: UUID, by: Viewer) -> QuerySet[Addressee]:
    if site not in by.sites:
        raise Refusal(Why.NOT_VISIBLE)
    received_one(by, circular_id)
    return Addressee.objects.filter(circular=circular_id, site=site)


@transaction.atomic
def hand_over_circular(*, addressee: UUID, on: date, to: str, by: Viewer, at: datetime) -> UUID:
    """An officer brought it to a firm that cannot sign in, and says when and to whom; gives the
    circular. Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``, ``FIRM_HAS_ACCOUNT``, ``MISSING`` (to),
    ``MALFORMED`` (a day to come or before it was sent), ``REPEATED``."""
    row = Addressee.objects.select_related("circular").filter(pk=addressee).first()
    if row is None or not in_areas(by, row.area_path):
        raise Refusal(Why.NOT_VISIBLE)
    circular(by, row.circular_id)
    if not by.may(Capability.RECORD_FOR_FIRM):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.RECORD_FOR_FIRM)
    if row.reachable:
        raise Refusal(Why.FIRM_HAS_ACCOUNT)
    if not to.strip():
        raise Refusal(Why.MISSING, fields=("handed_to",))
    if not day_of(row.circular.sent_at) <= on <= day_of(at):
        raise Refusal(Why.MALFORMED, field="handed_on", problem="future")
    values = cleaned(Addressee, {"handed_on": on, "handed_to": to}, ("handed_on", "handed_to"))
    fresh = Addressee.objects.filter(pk=row.pk, handed_at__isnull=True)
    if not fresh.update(handed_at=at, handed_by=by.person, **values):
        raise Refusal(Why.REPEATED, field="handed_on")
    record(
        kind="circular.handed-over",
        subject=row.id,
        version=1,
        public={"circular": str(row.circular_id), "site": str(row.site_id), "on": on.isoformat()},
        body={"to": values["handed_to"]},
        by=by.person,
        at=at,
    )
    return row.circular_id


@transaction.atomic
def list_unread(*, circular_id: UUID, by: Viewer, at: datetime) -> bytes:
    """The workbook of who has not read it: taken once, by the unit that sent it; asked for again
    it is the list of that first time. Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``."""
    if not by.may(Capability.EXPORT):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.EXPORT)
    row = Circular.objects.select_for_update().filter(pk=circular_id).first()
    if row is None or row.unit_id not in by.units:
        raise Refusal(Why.NOT_VISIBLE)
    if row.listed_at is None:
        row.listed_at, row.listed_by = at, by.person
        row.save(update_fields=["listed_at", "listed_by"])
    out = BytesIO()
    number = write_open(row.id, row.listed_at, out)
    note_disclosure(
        kind=Disclosed.EXPORTED,
        what="circular.unread",
        subject=row.id,
        why=row.title,
        rows=number,
        by=by.person,
        at=at,
    )
    return out.getvalue()
