"""Acts on daily sheets, each in one transaction: find, decide, advance, record, make the work."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.base.db import next_number, one_at_a_time
from anhuan.base.ids import new_id
from anhuan.base.plain import plain, plain_fields
from anhuan.base.rows import swap_row
from anhuan.judgements import models
from anhuan.judgements.figures import drawn
from anhuan.judgements.mapping import columns, to_conclusion, to_judgement
from anhuan.judgements.scope import find, may_edit
from anhuan.judgements.services.work import made_of
from anhuan.judgements.types import JudgementDone, Written
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.canon import encode
from anhuan.kernel.judgement import (
    Conclusion,
    Judgement,
    JudgementAct,
    JudgementFact,
    check_draft,
    check_issue,
    decide_judgement,
    evolve_judgement,
)
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.facts import fact_to_public
from anhuan.ledger.services import record
from anhuan.rulebook.queries import rules_at
from anhuan.territory.offices import AreaOffice, area_offices

A = JudgementAct
LONGEST_WHY = 300


@transaction.atomic
def draft(
    *, area: UUID, by: Viewer | None, at: datetime, day: date | None = None
) -> JudgementDone | None:
    """Draft the sheet of ``area`` for ``day``, else the day of ``at``, from its data; ``None``
    where the hour finds it drafted already. ``by`` is ``None`` for the hour itself.

    Refuses ``NOT_VISIBLE`` for an area without office or out of reach, ``WRONG_ROLE``,
    ``MALFORMED`` for a day to come, ``JUDGEMENT_STATE`` where a person finds a sheet there.
    """
    office = next(iter(area_offices(area)), None)
    if office is None or (by is not None and office.unit not in by.units):
        raise Refusal(Why.NOT_VISIBLE)
    today = day_of(at)
    chosen = day or today
    if chosen > today:
        raise Refusal(Why.MALFORMED, field="day", problem="future")
    one_at_a_time(f"judgement {area} {chosen}")
    if models.Judgement.objects.filter(area=area, day=chosen).exists():
        if by is None:
            return None
        raise Refusal(Why.JUDGEMENT_STATE, act=A.DRAFT)
    data = {"area": area, "unit": office.unit, "day": chosen, "edition": 1}
    return _begin(A.DRAFT, data, office, drawn(office, chosen, at=at), by=by, at=at)


def _begin(
    act: JudgementAct,
    data: Mapping[str, Any],
    office: AreaOffice,
    figures: Mapping[str, Any],
    *,
    by: Viewer | None,
    at: datetime,
    texts: Mapping[str, Any] | None = None,
) -> JudgementDone:
    before = Judgement(id=new_id())
    fact = decide_judgement(
        before, act, by=_actor(by, office.unit), at=at, rules=rules_at(at), data=data
    )
    after = evolve_judgement(before, fact)
    values = columns(after)
    keyed = {f"{name}_id": values.pop(name) for name in ("area", "unit", "issued_by")}
    year = day_of(at).year
    row = models.Judgement.objects.create(
        number=f"J-{year}-{next_number('judgement', year):06d}",
        **values,
        **keyed,
        area_path=office.path,
        drawn=dict(figures),
        **(texts or {}),
    )
    return _recorded(row, after, fact, texts or {}, by=by, at=at)


def _actor(by: Viewer | None, unit: UUID) -> Actor | None:
    """The viewer as the kernel judges the act, in the post of the sheet's office."""
    if by is None:
        return None
    seat = next((seat for seat in by.seats if seat.unit == unit), None)
    return Actor(
        person=by.person,
        post=seat.post if seat else None,
        unit=unit if seat else None,
        roles=frozenset({seat.role}) if seat else frozenset(),
        units=by.units,
    )


def _recorded(
    row: models.Judgement,
    after: Judgement,
    fact: JudgementFact,
    body: Mapping[str, Any],
    *,
    by: Viewer | None,
    at: datetime,
) -> JudgementDone:
    entry = record(
        kind=f"judgement.{fact.act.value}",
        subject=row.id,
        version=after.version,
        public=fact_to_public(fact, after.state),
        body=dict(body),
        by=by.person if by else None,
        at=at,
    )
    return JudgementDone(one=after, number=row.number, fact_id=entry.id)


def _own(number: str, by: Viewer, seen: int | None) -> models.Judgement:
    row = find(by, number)
    if not may_edit(by, row):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.INSTRUCT)
    if seen is not None and seen != row.version:
        raise Refusal(Why.STALE, version=row.version)
    return row


def _advance(
    row: models.Judgement,
    act: JudgementAct,
    data: Mapping[str, Any],
    changes: Mapping[str, Any],
    body: Mapping[str, Any],
    *,
    by: Viewer,
    at: datetime,
) -> JudgementDone:
    before = to_judgement(row)
    fact = decide_judgement(
        before, act, by=_actor(by, row.unit_id), at=at, rules=rules_at(at), data=data
    )
    after = evolve_judgement(before, fact)
    values = columns(after, before)
    values.pop("version")
    stale = Refusal(Why.STALE, version=None)
    swap_row(models.Judgement, row.pk, before.version, values | dict(changes), otherwise=stale)
    return _recorded(row, after, fact, body, by=by, at=at)


@transaction.atomic
def redraw(*, number: str, by: Viewer, at: datetime, seen_version: int | None = None) -> None:
    """Take the figures anew; what a person wrote stays as it is. Refuses ``NOT_VISIBLE``,
    ``WRONG_ROLE``, ``STALE``, ``JUDGEMENT_STATE``."""
    row = _own(number, by, seen_version)
    office = AreaOffice(area=row.area_id, path=row.area_path, unit=row.unit_id)
    figures = drawn(office, row.day, at=at)
    _advance(row, A.REDRAW, {}, {"drawn": figures}, {}, by=by, at=at)


@transaction.atomic
def edit(
    *, number: str, written: Written, by: Viewer, at: datetime, seen_version: int | None = None
) -> JudgementDone:
    """Keep what a person wrote: all texts and all conclusions, those before are replaced. What
    became work in an earlier edition stays as it was. Refuses as ``redraw``, and what
    ``check_draft`` refuses."""
    row = _own(number, by, seen_version)
    kept = [to_conclusion(one) for one in _rows(row) if one.made is not None]
    known = {one.id for one in kept}
    conclusions = [*kept, *(one for one in written.conclusions if one.id not in known)]
    check_draft(written.texts, conclusions)
    texts = {section.value: text for section, text in written.texts.items() if text}
    body = {"written": texts, "conclusions": [plain_fields(one) for one in conclusions]}
    done = _advance(
        row, A.EDIT, {"conclusions": len(conclusions)}, {"written": texts}, body, by=by, at=at
    )
    _keep(row, conclusions)
    return done


def _rows(row: models.Judgement) -> Sequence[models.Conclusion]:
    return list(row.concluded.order_by("position"))


def _keep(row: models.Judgement, conclusions: Sequence[Conclusion]) -> None:
    """The conclusions in their order; those that are work already keep their rows."""
    row.concluded.filter(made__isnull=True).delete()
    made = row.concluded.count()
    models.Conclusion.objects.bulk_create(
        models.Conclusion(
            judgement=row,
            position=position,
            text=one.text,
            work=one.work.value,
            unit_id=one.unit,
            due_on=one.due_on,
        )
        for position, one in enumerate(conclusions[made:], start=made + 1)
    )


@transaction.atomic
def issue(
    *, number: str, by: Viewer, at: datetime, seen_version: int | None = None
) -> JudgementDone:
    """Issue the sheet: every conclusion becomes its task or case, all or none of them, once.

    The digest is of all that the sheet says. Refuses as ``redraw``, what ``check_issue`` refuses,
    and what giving a task or instructing refuses.
    """
    row = _own(number, by, seen_version)
    rows = _rows(row)
    check_issue([to_conclusion(one) for one in rows], at=at)
    said = {
        "area": row.area_id,
        "day": row.day,
        "edition": row.edition,
        "drawn": row.drawn,
        "written": row.written,
        "conclusions": [plain_fields(to_conclusion(one)) for one in rows],
    }
    digest = sha256(encode(plain(said))).hexdigest()
    for one in rows:
        if one.made is None:
            one.made, one.made_number = made_of(one, row, by=by, at=at)
            one.save(update_fields=["made", "made_number"])
    works = [str(one.made) for one in rows]
    data = {"digest": digest, "works": works}
    return _advance(row, A.ISSUE, data, {}, {}, by=by, at=at)


@transaction.atomic
def correct(*, number: str, why: str, by: Viewer, at: datetime) -> JudgementDone:
    """Begin the next edition (更正) of an issued sheet, with its figures, texts and conclusions;
    the one before stays. Refuses ``NOT_VISIBLE``, ``WRONG_ROLE``, ``MISSING`` without a reason,
    ``JUDGEMENT_STATE`` unless it is the newest edition and issued."""
    row = _own(number, by, None)
    why = " ".join(why.split())
    if not why:
        raise Refusal(Why.MISSING, fields=("why",))
    if len(why) > LONGEST_WHY or not why.isprintable():
        raise Refusal(Why.MALFORMED, field="why", problem="too-long", most=LONGEST_WHY)
    one_at_a_time(f"judgement {row.area_id} {row.day}")
    later = models.Judgement.objects.filter(area=row.area_id, day=row.day)
    if row.state != models.ISSUED or later.filter(edition__gt=row.edition).exists():
        raise Refusal(Why.JUDGEMENT_STATE, act=A.CORRECT)
    rows = _rows(row)
    data = {
        "area": row.area_id,
        "unit": row.unit_id,
        "day": row.day,
        "edition": row.edition + 1,
        "conclusions": len(rows),
        "drawn_at": row.drawn_at,
    }
    office = AreaOffice(area=row.area_id, path=row.area_path, unit=row.unit_id)
    texts = {"written": row.written, "why": why}
    done = _begin(A.CORRECT, data, office, row.drawn, by=by, at=at, texts=texts)
    for one in rows:
        one.pk, one.judgement_id = new_id(), done.one.id
    models.Conclusion.objects.bulk_create(rows)
    return done
