"""One visit as a reader may see it: its items with their answers, its findings, its story."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from anhuan.base.plain import to_uuid
from anhuan.cases.findings import FoundCase, found_cases, graded_kinds, owners_of
from anhuan.inspections import models
from anhuan.inspections.mapping import to_visit
from anhuan.inspections.queries import to_line
from anhuan.inspections.scope import find
from anhuan.inspections.sharing import narrowed, own_items
from anhuan.inspections.types import VisitLine
from anhuan.kernel.access import Viewer
from anhuan.kernel.checklist import Answer, Item, Tally
from anhuan.kernel.visit import Visit, VisitAct, VisitKind
from anhuan.ledger.queries import acts_of
from anhuan.ledger.types import Recorded
from anhuan.people.queries import persons
from anhuan.people.types import PersonLine
from anhuan.rulebook.queries import checklist_at
from anhuan.rulebook.types import ChecklistVersion
from anhuan.territory.competent import fields_of
from anhuan.territory.queries import holders, unit_names

SAID: Final = ("description", "summary", "note", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An item of the list in the version of the day the visit began, as it was answered."""

    item: Item
    answer: Answer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A case the visit opened; ``item``: the code of the item it was found on, "" for none."""

    case: FoundCase
    item: str
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitEntry:
    """One act on a visit. ``done_at``: by the clock of the phone that made it."""

    version: int
    fact_id: UUID
    act: VisitAct
    at: datetime
    done_at: datetime | None
    by: UUID | None
    by_name: str
    post_title: str
    said: str
    erased: bool
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One visit. ``apart``: the reader sees the findings of its own department alone;
    ``partial``: the items of its field alone, too, as whoever makes the visit does not while it
    is underway. ``elsewhere``: with which units how many more findings lie."""

    line: VisitLine
    visit: Visit
    area_path: str
    listed: ChecklistVersion | None
    items: tuple[Answered, ...]
    tally: Tally
    reasons: Mapping[str, str]
    words: Mapping[str, str]
    refusal: str
    officers: tuple[PersonLine, ...]
    findings: tuple[Finding, ...]
    elsewhere: tuple[tuple[str, int], ...]
    apart: bool
    partial: bool
    story: tuple[VisitEntry, ...]

    @property
    def list_name(self) -> str:
        return self.listed.name if self.listed else ""


def whole_of(viewer: Viewer, number: str) -> Whole:
    """The visit with that number, as far as the reader may see it. Refuses ``NOT_VISIBLE``."""
    row = find(viewer, number)
    visit = to_visit(row)
    apart = narrowed(viewer, visit.kind)
    listed = _listed(row)
    items = listed.checklist.items if listed else ()
    partial = apart and not (visit.is_open and viewer.person in visit.officers)
    if partial:
        mine = own_items(items, fields_of(viewer.units))
        items = tuple(one for one in items if one.code in mine)
    acts = acts_of(row.id)
    reasons, words = _said(acts)
    shown = {one.code for one in items}
    answers = {code: answer for code, answer in visit.answers.items() if code in shown}
    findings, elsewhere = _findings(viewer, visit, acts, apart=apart)
    return Whole(
        line=to_line(row),
        visit=visit,
        area_path=row.area_path,
        listed=listed,
        items=tuple(Answered(item=one, answer=answers.get(one.code)) for one in items),
        tally=_tally(items, answers),
        reasons={code: text for code, text in reasons.items() if code in shown},
        words={} if apart else words,
        refusal=_refusal(acts),
        officers=tuple(persons(visit.officers).values()),
        findings=findings,
        elsewhere=elsewhere,
        apart=apart,
        partial=partial,
        story=_story(viewer, acts, apart=apart),
    )


def story_of(viewer: Viewer, number: str) -> tuple[VisitEntry, ...]:
    """The acts on a visit, the first one first. Refuses ``NOT_VISIBLE``."""
    row = find(viewer, number)
    return _story(viewer, acts_of(row.id), apart=narrowed(viewer, VisitKind(row.kind)))


def _listed(row: models.Visit) -> ChecklistVersion | None:
    return checklist_at(row.checklist, row.began_at) if row.checklist else None


def _tally(items: Iterable[Item], answers: Mapping[str, Answer]) -> Tally:
    counted = [answers.get(one.code) for one in items]
    return Tally(
        conforms=counted.count(Answer.CONFORMS),
        fails=counted.count(Answer.FAILS),
        not_applicable=counted.count(Answer.NOT_APPLICABLE),
        not_checked=counted.count(Answer.NOT_CHECKED),
        open=counted.count(None),
    )


def _said(acts: Iterable[Recorded]) -> tuple[dict[str, str], dict[str, str]]:
    reasons: dict[str, str] = {}
    words: dict[str, str] = {}
    for act in acts:
        body = dict(act.body or {})
        reasons |= body.pop("reasons", {})
        words |= {name: text for name, text in body.items() if isinstance(text, str)}
    return reasons, words


def _refusal(acts: Iterable[Recorded]) -> str:
    return next(
        (str(act.public["data"].get("refusal", "")) for act in acts if _is_refusal(act)), ""
    )


def _is_refusal(act: Recorded) -> bool:
    return bool(act.public["act"] == VisitAct.REFUSE_ENTRY)


def _findings(
    viewer: Viewer, visit: Visit, acts: Iterable[Recorded], *, apart: bool
) -> tuple[tuple[Finding, ...], tuple[tuple[str, int], ...]]:
    """The findings in the order in which they were made, and how many lie with whom besides."""
    units = viewer.units if apart else None
    grading = graded_kinds(viewer.at)
    # A team reads what it found at a place that is not its own, wherever that lies now.
    finder = visit.kind is VisitKind.CROSS and visit.unit in viewer.units
    seen = found_cases(viewer, visit.findings, units=units, grading=grading, finder=finder)
    owners = owners_of(visit.findings - seen.keys()) if visit.findings - seen.keys() else {}
    wanted = {one.unit for one in seen.values()} | set(owners.values())
    names = unit_names(wanted) if wanted else {}
    made = [act.public["data"] for act in acts if act.public["act"] == VisitAct.FIND]
    items = {UUID(str(to_uuid(one["case"]))): one.get("item", "") for one in made}
    found = tuple(
        Finding(case=seen[case], item=item, unit_name=names.get(seen[case].unit, ""))
        for case, item in items.items()
        if case in seen
    )
    counted: dict[str, int] = {}
    for unit in owners.values():
        counted[names.get(unit, "")] = counted.get(names.get(unit, ""), 0) + 1
    return found, tuple(sorted(counted.items()))


def _story(viewer: Viewer, acts: list[Recorded], *, apart: bool) -> tuple[VisitEntry, ...]:
    names = persons(act.by for act in acts if act.by)
    posts = {act.public.get("post") for act in acts} - {None}
    held = holders((UUID(str(one)) for one in posts), at=viewer.at) if posts else {}
    titles = {post: f"{one.unit_name} {one.title}".strip() for post, one in held.items()}
    return tuple(
        _entry(act, names, titles, hidden=apart and act.by != viewer.person) for act in acts
    )


def _entry(
    act: Recorded,
    names: Mapping[UUID, PersonLine],
    titles: Mapping[UUID, str],
    *,
    hidden: bool,
) -> VisitEntry:
    body = {} if hidden else dict(act.body or {})
    data = act.public["data"]
    post = act.public.get("post")
    done = (act.public.get("field") or {}).get("claimed_at") or data.get("done_at")
    return VisitEntry(
        version=act.version,
        fact_id=act.id,
        act=VisitAct(act.public["act"]),
        at=act.at,
        done_at=datetime.fromisoformat(done) if done else None,
        by=act.by,
        by_name=names[act.by].name if act.by and act.by in names else "",
        post_title=titles.get(UUID(str(post)), "") if post else "",
        said=next((str(body[name]) for name in SAID if isinstance(body.get(name), str)), ""),
        erased=act.body is None,
        data={} if hidden else data,
    )
