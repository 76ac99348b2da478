"""Rows of obligations as values, and back."""

from datetime import datetime
from typing import Any

from anhuan.base.ids import new_id
from anhuan.kernel.obligation import Due
from anhuan.kernel.reconcile import Open
from anhuan.obligations.models import Obligation
from anhuan.obligations.types import About, Item


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
    )


def from_due(due: Due, about: About, at: datetime) -> dict[str, Any]:
    """Every column of a new row."""
    return {
        "id": new_id(),
        "act": due.act,
        "case": about.case,
        "task": about.task,
        "number": about.number,
        "title": about.title[:200],
        "site_name": about.site_name[:200],
        "party": due.party.value,
        "post": due.post,
        "unit": due.unit,
        "site": due.site,
        "ball": due.ball,
        "due_on": due.due_on,
        "estimated": due.estimated,
        "term": due.term,
        "area_path": about.area_path,
        "opened_at": at,
        "closed_at": None,
        "outcome": "",
    }
