"""Reads of requests to erase: for who may erase over everything this node holds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from anhuan.erasure.finding import BODY, hits, named_alike, rows_with
from anhuan.erasure.mapping import to_line
from anhuan.erasure.models import Erasure
from anhuan.erasure.terms import sought
from anhuan.erasure.types import ErasureLine, Exhibit, Ground, Hit, State
from anhuan.evidence.queries import shown_by
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import sourced
from anhuan.territory.queries import holds_all

PAGE: Final = 50
MOST_HITS: Final = 500
GROUND: Final = "erasure-ground"
OWNERS: Final = frozenset({"cases.Case", "tasks.Task"})
"""Rows whose photos may show who is named in them."""


def check_eraser(viewer: Viewer) -> None:
    """Refuses ``WRONG_ROLE`` to all but those who may erase, and ``NOT_VISIBLE`` to those whose
    reach is not the whole node: what is sought is sought everywhere."""
    if not viewer.may(Capability.ERASE):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.ERASE)
    if not holds_all(viewer):
        raise Refusal(Why.NOT_VISIBLE)


def may_erase(viewer: Viewer) -> bool:
    return viewer.may(Capability.ERASE) and holds_all(viewer)


def erasures(viewer: Viewer) -> list[ErasureLine]:
    """The requests, the newest first. Refuses as ``check_eraser``."""
    check_eraser(viewer)
    return [to_line(row) for row in Erasure.objects.order_by("-asked_at", "-id")[:PAGE]]


def erasure(viewer: Viewer, key: UUID) -> ErasureLine:
    """Refuses as ``check_eraser``, and ``NOT_VISIBLE``."""
    return to_line(_row(viewer, key))


def numbered(viewer: Viewer, number: str) -> ErasureLine:
    """Refuses as ``erasure``."""
    check_eraser(viewer)
    row = Erasure.objects.filter(number=number).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return to_line(row)


def grounds(at: datetime) -> list[Ground]:
    """The legal grounds in force on the day of ``at``."""
    return [Ground(code=one.code, name=one.name, source=one.source) for one in sourced(GROUND, at)]


def places(viewer: Viewer, key: UUID) -> list[Hit]:
    """Where it would go, at most ``MOST_HITS`` places; none once it is done."""
    row = _row(viewer, key)
    return hits(sought(row.terms_sealed, row.pk), most=MOST_HITS) if _waits(row) else []


def exhibits(viewer: Viewer, key: UUID) -> list[Exhibit]:
    """Files that may show the person: those it brought, and those of what names it."""
    row = _row(viewer, key)
    if not _waits(row):
        return []
    terms = sought(row.terms_sealed, row.pk)
    owners = [one.row.pk for one in rows_with(terms) if one.model._meta.label in OWNERS]
    chosen = set(row.uses)
    return [
        Exhibit(use=use.id, name=use.name, at=use.at, chosen=str(use.id) in chosen)
        for use in shown_by(viewer, person=row.person, owners=owners)
    ]


def namesakes(viewer: Viewer, key: UUID) -> int:
    """How many other people here have the name that is sought."""
    row = _row(viewer, key)
    return named_alike(sought(row.terms_sealed, row.pk), row.person) if _waits(row) else 0


def counted(found: Sequence[Hit]) -> tuple[int, int]:
    """Rows and acts of the record among the places."""
    acts = {one.place for one in found if one.label == BODY}
    return len({one.place for one in found} - acts), len(acts)


def _waits(row: Erasure) -> bool:
    return row.state == State.ASKED


def _row(viewer: Viewer, key: UUID) -> Erasure:
    check_eraser(viewer)
    row = Erasure.objects.filter(pk=key).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return row
