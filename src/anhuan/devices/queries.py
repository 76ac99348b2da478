"""Reads of devices and statements; all narrowed to what the viewer may see."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from anhuan.base.keyset import beyond
from anhuan.cases.carrying import own_findings
from anhuan.devices import models
from anhuan.devices.carried import Pack, PackForm, PackLease
from anhuan.devices.mapping import carriable, device_line, statement_line, statement_part
from anhuan.devices.packing import pack
from anhuan.devices.scope import find_statement, visible_statements
from anhuan.devices.types import (
    DeviceLine,
    StatementFile,
    StatementPage,
    StatementState,
)
from anhuan.documents.queries import blocks_of
from anhuan.documents.types import MAY
from anhuan.evidence.queries import open_fixed
from anhuan.evidence.types import Opened
from anhuan.kernel.access import Viewer
from anhuan.kernel.paper import lines_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.queries import persons
from anhuan.rulebook.queries import paper_forms_at

MOST: Final = 50


def devices_of(person: UUID, at: datetime) -> list[DeviceLine]:
    """The devices of a person whom the caller has found visible, living ones first; those that
    ended are listed until they have been gone for as long as they would have lasted."""
    rows = models.Device.objects.filter(person=person).order_by("-enrolled_at", "-id")[:MOST]
    found = [device_line(row, at) for row in rows]
    return sorted(found, key=lambda one: not one.alive)


def packed(viewer: Viewer, *, device: UUID) -> Pack:
    """What the viewer's device carries."""
    ends_at = models.Device.objects.values_list("ends_at", flat=True).get(pk=device)
    named = persons([viewer.person]).get(viewer.person)
    found = pack(viewer, name=named.name if named else "", expires=ends_at)
    return replace(found, leases=leases_of(device, viewer.at), forms=_forms(viewer))


def echo_photo(viewer: Viewer, case: UUID) -> Opened:
    """The last photo of how an own finding was put right, for as long as its echo is carried.
    Refuses ``NOT_VISIBLE``."""
    if case not in {one.id for one in own_findings(viewer)}:
        raise Refusal(Why.NOT_VISIBLE)
    return open_fixed(viewer, case)


def leases_of(device: UUID, at: datetime) -> tuple[PackLease, ...]:
    """The blocks of numbers that a device holds."""
    return tuple(
        PackLease(
            id=one.id,
            form=one.form,
            unit=one.unit,
            word=one.word,
            year=one.year,
            from_=one.first,
            to=one.last,
            next=one.next,
            pattern=one.pattern,
        )
        for one in blocks_of(device, at=at)
    )


def _forms(viewer: Viewer) -> dict[str, PackForm]:
    """The forms of papers that the viewer may issue, in force today."""
    return {
        code: PackForm(title=one.title, version=one.version, lines=lines_of(one.paper))
        for code, one in paper_forms_at(viewer.at).items()
        if one.paper is not None and viewer.may(MAY[one.paper.act])
    }


PAGE: Final = 50


def statements(
    viewer: Viewer, *, open_only: bool = True, after: UUID | None = None
) -> StatementPage:
    """The statements that the viewer's units hold, the last received first; two queries, three
    with a place to go on from. Refuses ``NOT_VISIBLE`` for a place that is none."""
    rows = visible_statements(viewer).select_related("device")
    if open_only:
        rows = rows.filter(state=StatementState.WAITING.value)
    if after is not None:
        last = visible_statements(viewer).filter(pk=after).values_list("received_at", flat=True)
        at = last.first()
        if at is None:
            raise Refusal(Why.NOT_VISIBLE)
        rows = rows.filter(beyond("received_at", at, after, backwards=True))
    found = list(rows.order_by("-received_at", "-id")[: PAGE + 1])
    shown = found[:PAGE]
    parts = _parts(shown)
    return StatementPage(
        rows=tuple(statement_line(row, parts[row.pk]) for row in shown),
        after=shown[-1].pk if len(found) > PAGE else None,
    )


def _parts(leading: Sequence[models.Submission]) -> dict[UUID, list[models.Submission]]:
    """Each with what goes along with it, in the order in which it was done."""
    found = {row.pk: [row] for row in leading}
    for row in models.Submission.objects.filter(leads__in=list(found)).order_by("seq"):
        if row.leads_id is not None:
            found[row.leads_id].append(row)
    return found


def statement(viewer: Viewer, key: UUID) -> StatementFile:
    """One statement whole. Refuses ``NOT_VISIBLE``."""
    row = find_statement(viewer, key)
    parts = _parts([row])[row.pk]
    return StatementFile(
        line=statement_line(row, parts),
        parts=tuple(statement_part(part) for part in parts),
        carriable=any(map(carriable, parts)),
    )


def sees_statement(viewer: Viewer, submission: UUID) -> bool:
    """Whether a submission belongs to a statement that the viewer sees; for its photos."""
    found = models.Submission.objects.filter(pk=submission).values_list("leads", flat=True).first()
    return visible_statements(viewer).filter(pk=found or submission).exists()


def how_many_statements(viewer: Viewer) -> int:
    """How many wait for a decision of the viewer's units, counting no further than a page."""
    waiting = visible_statements(viewer).filter(state=StatementState.WAITING.value)
    return waiting.values("pk")[:PAGE].count()
