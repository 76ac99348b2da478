"""Rows of obligations as values, and back."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from anhuan.base.ids import derived_id, new_id
from anhuan.kernel.escalation import Aspect, Knowledge, Owed, Reached, forecast
from anhuan.kernel.obligation import Due
from anhuan.kernel.reconcile import Open
from anhuan.obligations.models import Escalation, Obligation
from anhuan.obligations.types import About, Climbed, Item


def to_open(row: Obligation) -> Open:
    return Open(
        id=row.id,
        act=row.act,
        term=row.term,
        ball=row.ball,
        due_on=row.due_on,
        unit=row.unit_id,
        post=row.post_id,
        site=row.site,
    )


def to_item(row: Obligation) -> Item:
    return Item(
        id=row.id,
        act=row.act,
        case=row.case,
        task=row.task,
        matter=row.matter,
        permit=row.permit,
        proceeding=row.proceeding,
        call=row.call,
        statement=row.statement,
        planned=row.planned,
        due_at=row.due_at,
        number=row.number,
        title=row.title,
        site_name=row.site_name,
        party=row.party,
        post=row.post_id,
        unit=row.unit_id,
        site=row.site,
        ball=row.ball,
        due_on=row.due_on,
        estimated=row.estimated,
        term=row.term,
        opened_at=row.opened_at,
        duty=row.duty,
        from_on=row.from_on,
        thing=row.thing,
        object=row.object,
    )


def from_due(due: Due, about: About, at: datetime, knowledge: Knowledge) -> dict[str, Any]:
    """Every column of a new row."""
    row = {
        "id": new_id(),
        "act": due.act,
        "case": about.case,
        "task": about.task,
        "matter": about.matter,
        "permit": about.permit,
        "proceeding": about.proceeding,
        "call": about.call,
        "statement": about.statement,
        "planned": about.planned,
        "number": about.number,
        "title": about.title[:200],
        "site_name": about.site_name[:200],
        "party": due.party.value,
        "post": due.post,
        "unit": due.unit,
        "site": due.site,
        "ball": due.ball,
        "due_on": due.due_on,
        "due_at": due.due_at,
        "through": [str(post) for post in due.through],
        "estimated": due.estimated,
        "term": due.term,
        "area_path": about.area_path,
        "opened_at": at,
        "closed_at": None,
        "outcome": "",
        "kind": about.kind,
        "grade": about.grade,
        "overseer": overseer_of(due, about),
        "former": [],
    }
    return row | {"next_at": _first(row, knowledge)}


def overseer_of(due: Due, about: About) -> UUID | None:
    """Who watches on the government's side what a firm, or no post at all, holds."""
    return about.overseer if due.site is not None or due.post is None else None


def _first(row: dict[str, Any], knowledge: Knowledge) -> datetime | None:
    aspect = Aspect(
        since=row["opened_at"], kind=row["kind"], grade=row["grade"], overseer=row["overseer"]
    )
    owed = Owed(
        act=row["act"],
        due_on=row["due_on"],
        due_at=row["due_at"],
        through=tuple(map(UUID, row["through"])),
        opened_at=row["opened_at"],
        aspects=(aspect,),
        post=row["post"],
        cyclic=all(row[name] is None for name in SUBJECTS),
    )
    return next((rung.at for rung in forecast(owed, knowledge)), None)


SUBJECTS: Final = ("case", "task", "permit", "proceeding", "call", "statement", "planned")
"""What is owed of one of these is owed once, not again and again."""
ASPECT: Final = ("kind", "grade", "overseer_id")
"""Columns that may change while the obligation stands; ``former`` keeps what they were."""


def to_owed(row: Obligation) -> Owed:
    """The obligation as escalation sees it, with everything it was."""
    aspects, since = [], row.opened_at
    for past in row.former:
        overseer = UUID(past["overseer_id"]) if past["overseer_id"] else None
        aspects.append(
            Aspect(since=since, kind=past["kind"], grade=past["grade"], overseer=overseer)
        )
        since = datetime.fromisoformat(past["until"])
    aspects.append(Aspect(since=since, kind=row.kind, grade=row.grade, overseer=row.overseer_id))
    return Owed(
        act=row.act,
        due_on=row.due_on,
        due_at=row.due_at,
        through=tuple(map(UUID, row.through)),
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        aspects=tuple(aspects),
        post=row.post_id,
        cyclic=all(getattr(row, name) is None for name in SUBJECTS),
        window=bool(row.duty),
    )


def first_rung(row: Obligation, knowledge: Knowledge) -> datetime | None:
    """When the first rung of a new row becomes true, as known now."""
    return next((rung.at for rung in forecast(to_owed(row), knowledge)), None)


def was(row: Obligation, at: datetime) -> dict[str, Any]:
    """What the obligation was until ``at``, as ``former`` keeps it."""
    values = {name: getattr(row, name) for name in ASPECT}
    overseer = values["overseer_id"]
    return values | {
        "overseer_id": str(overseer) if overseer else None,
        "until": at.isoformat(),
    }


def escalation_id(obligation: UUID, rung: Reached) -> UUID:
    """The same rung of the same obligation always has the same id: it is written once."""
    return derived_id(obligation, f"{rung.family}/{rung.rung.code}")


def to_climbed(row: Escalation) -> Climbed:
    return Climbed(
        id=row.id,
        obligation=row.obligation_id,
        case=row.case,
        act=row.obligation.act,
        due_on=row.obligation.due_on,
        family=row.family,
        rung=row.rung,
        measure=row.measure,
        supervision=row.supervision,
        became_at=row.became_at,
        recorded_at=row.recorded_at,
        post=row.post_id,
        person=row.person,
        climbed_from=row.climbed_from,
    )
