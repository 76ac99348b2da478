"""Reads put together for the wire; each asks the modules' own queries."""

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol
from uuid import UUID

import msgspec

from anhuan.api.acting import CASE_ACTS
from anhuan.api.shapes.cases import (
    Ball,
    CaseFile,
    Choice,
    Climbed,
    Entry,
    Exhibit,
    Holder,
    Lapse,
    Owed,
    Receipt,
    Seen,
    Standing,
    Words,
)
from anhuan.cases import queries as cases
from anhuan.cases.queries import choices_of, timeline
from anhuan.cases.types import TimelineEntry
from anhuan.duty.queries import three_lines
from anhuan.evidence.queries import uses_of
from anhuan.kernel.access import Viewer
from anhuan.kernel.case import Action, Case
from anhuan.kernel.check_phrase import check_phrase, english_check_phrase
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.receipts import receipt
from anhuan.obligations.queries import climbs_of_case, of_cases, watch_of_case
from anhuan.rulebook.queries import rules_at
from anhuan.territory.queries import holders, scope_columns

SEALED: Final = frozenset({"reporter_name", "reporter_contact"})


def shaped(value: Any, shape: Any) -> Any:
    """A value of a module as a structure of the wire, by the names of its attributes."""
    return msgspec.convert(value, shape, from_attributes=True)


def area_path(viewer: Viewer, area: UUID) -> str:
    """The path of an area in the viewer's reach. Refuses ``NOT_VISIBLE``."""
    path = str(scope_columns(area).get("path", ""))
    if not path or not any(path.startswith(own) for own in viewer.areas):
        raise Refusal(Why.NOT_VISIBLE)
    return path


def case_file(viewer: Viewer, number: str) -> CaseFile:
    """Everything of the case page. Refuses ``NOT_VISIBLE``."""
    row = cases.case_file(viewer, number)
    case = row.case
    lines = three_lines(case.site, area=row.area, subject=case.domain.value, at=viewer.at).lines
    held = holders([row.ball_post], at=viewer.at) if row.ball_post else {}
    watch = watch_of_case(
        viewer, case.id, knowledge=rules_at(viewer.at).knowledge, ended_at=case.ended_at
    )
    ball = Ball(row.ball_act, row.ball_due_on, _holder(next(iter(held.values()), None)))
    return CaseFile(
        number=row.number,
        standing=shaped(case, Standing),
        words=shaped(row, Words),
        ball=ball if row.ball_act else None,
        parent=row.parent_number,
        watched=row.watched,
        sealed=row.sealed,
        three_lines={line.value: _holder(each) for line, each in lines.items()},
        obligations=tuple(shaped(item, Owed) for item in of_cases(viewer, [case.id])),
        escalations=tuple(shaped(each, Climbed) for each in climbs_of_case(viewer, case.id)),
        supervision_level=watch.level,
        lapse=shaped(watch.lapse, Lapse) if watch.lapse else None,
        evidence=tuple(
            shaped(use, Exhibit) for use in uses_of(viewer, "case", case.id, granted=[case.id])
        ),
        timeline=tuple(_entry(each) for each in timeline(viewer, case.id)),
        choices=_choices(viewer, case),
    )


def _holder(held: Any) -> Holder | None:
    return None if held is None else shaped(held, Holder)


def _entry(entry: TimelineEntry) -> Entry:
    return Entry(
        version=entry.version,
        action=entry.action,
        at=entry.at,
        by_name=entry.by_name,
        post_title=entry.post_title,
        for_firm=entry.for_firm,
        state=entry.state,
        exhibits=entry.exhibits,
        data=_open(entry.data),
        body=_open(entry.body),
        erased=entry.erased,
    )


def _open(words: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is sealed, should it ever stand there."""
    return {name: value for name, value in words.items() if name not in SEALED}


def _choices(viewer: Viewer, case: Case) -> dict[Action, Choice]:
    rules = rules_at(viewer.at)
    return {
        action: CASE_ACTS.choice(
            action, refusal, exhibits=rules.exhibits_needed(action, major=case.is_major)
        )
        for action, refusal in choices_of(viewer, case).items()
    }


def receipt_of(viewer: Viewer, number: str, version: int) -> Receipt:
    """The slip of one act of a case. Refuses ``NOT_VISIBLE``."""
    case = cases.case_file(viewer, number).case
    return receipt_at(timeline(viewer, case.id), version)


class _Act(Protocol):
    @property
    def version(self) -> int: ...
    @property
    def fact_id(self) -> UUID: ...


def receipt_at(story: Iterable[_Act], version: int) -> Receipt:
    """The slip of one of the acts that the caller has found visible. Refuses ``NOT_VISIBLE``."""
    act = next((each for each in story if each.version == version), None)
    found = receipt(act.fact_id) if act else None
    if found is None:
        raise Refusal(Why.NOT_VISIBLE)
    mark = found.mark if found.mark and found.mark.signed else None
    return Receipt(
        entry=found.entry.decode(),
        leaf=urlsafe_b64encode(found.leaf).decode().rstrip("="),
        words=check_phrase(found.leaf),
        words_en=english_check_phrase(found.leaf),
        received=found.received,
        year=mark.year if mark else None,
        index=mark.index if mark else None,
        link=found.slip.link if found.slip and mark else "",
        key=found.key if mark else "",
        seen=tuple(Seen(each.name, each.at) for each in mark.seen) if mark else (),
        imported=found.imported,
    )
