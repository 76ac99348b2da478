"""企业自查 by a list: which lists fit, one walk through, what came of the walks before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.cases.queries import found_by_side
from anhuan.inspections import queries
from anhuan.inspections.types import Finding, VisitFile, VisitLine
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.checklist import WITH_REASON, Answer, Checklist, Item, proposed
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import VisitKind, VisitState
from anhuan.kernel.visit_steps import LONGEST_REASON
from anhuan.rulebook.queries import checklist_at, checklists_at, leniencies_at
from anhuan.rulebook.types import ChecklistVersion, NamedRule
from anhuan.sites.queries import dossier
from anhuan.territory.queries import area_code_over
from anhuan.web.parts.formats import short_day
from anhuan.web.parts.uploads import Uploads
from anhuan.web.parts.visits import repeated_lines, tally_text

KIND: Final = VisitKind.SELF_CHECK
SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Offer:
    """A list that may be walked through; ``fits``: made for the firm's industry."""

    code: str
    name: str
    said: str
    fits: bool


@dataclass(frozen=True, slots=True)
class Past:
    title: str
    said: str
    url: str


@dataclass(frozen=True, slots=True)
class ChecksPage:
    sentence: str
    open: tuple[Past, ...]
    offers: tuple[Offer, ...]
    past: tuple[Past, ...]
    repeated: tuple[str, ...]
    sides: str
    lenient: tuple[NamedRule, ...]


def checks_page(viewer: Viewer, site: UUID) -> ChecksPage:
    lists = checklists_at(viewer.at)
    found = queries.visits(viewer, site=site, kind=KIND, limit=SHOWN)
    today = day_of(viewer.at)
    running = [one for one in found if one.state is VisitState.UNDERWAY]
    ended = [one for one in found if one.state is VisitState.ENDED]
    about = dossier(viewer, site).site
    fits = proposed({code: one.checklist for code, one in lists.items()}, about.industry)
    own, others = found_by_side(viewer, site)
    return ChecksPage(
        sentence=_sentence(running, ended, today),
        open=tuple(_past(one, lists, today) for one in running),
        offers=tuple(_offer(lists[code]) for code in fits),
        past=tuple(_past(one, lists, today) for one in ended),
        repeated=repeated_lines(queries.repeated(viewer, site), lists),
        sides=_sides(own, others),
        lenient=tuple(leniencies_at(viewer.at, area_code_over(about.area_path))),
    )


def _sentence(running: list[VisitLine], ended: list[VisitLine], today: date) -> str:
    if running:
        n = len(running)
        text = ngettext("%(n)d own check is not finished", "%(n)d own checks are not finished", n)
        return text % {"n": n}
    if not ended:
        return _("No own check so far")
    day = short_day(day_of(ended[0].began_at), year=today.year)
    return _("Last own check %(day)s") % {"day": day}


def _past(one: VisitLine, lists: Mapping[str, ChecklistVersion], today: date) -> Past:
    name = lists[one.checklist].name if one.checklist in lists else one.checklist
    day = short_day(day_of(one.began_at), year=today.year)
    found = ngettext("%(n)d problem entered", "%(n)d problems entered", one.findings)
    said = f"{tally_text(one.tally)} · {found % {'n': one.findings}}"
    return Past(f"{day} {name}", said, reverse("firm:walk", args=[one.number]))


def _offer(one: ChecklistVersion) -> Offer:
    n = len(one.checklist.items)
    items = ngettext("%(n)d item", "%(n)d items", n) % {"n": n}
    return Offer(
        one.code, one.name, f"{one.checklist.object} · {items}", bool(one.checklist.industries)
    )


def _sides(own: int, others: int) -> str:
    """Two numbers beside each other, and no share of the one in the other."""
    text = _("Found by ourselves: %(own)d; found by inspectors and others: %(others)d")
    return text % {"own": own, "others": others}


@dataclass(frozen=True, slots=True)
class ItemPart:
    """One item as it is answered; ``case`` is the number of the case it became."""

    code: str
    text: str
    aside: str
    major: str
    common: tuple[str, ...]
    given: str
    note: str
    photo: bool
    case: str
    case_url: str
    missing: bool
    tickets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WalkPage:
    number: str
    version: int
    title: str
    sentence: str
    open: bool
    own: bool
    topics: tuple[tuple[str, tuple[ItemPart, ...]], ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form: by item the answer, the words beside it and its photos."""

    answers: Mapping[str, str]
    notes: Mapping[str, str]
    uploads: Mapping[str, Uploads]


def own_walk(viewer: Viewer, site: UUID, number: str) -> VisitFile:
    """Refuses ``NOT_VISIBLE`` for anything but a check of this firm by itself."""
    file = queries.visit(viewer, number)
    if file.line.kind is not KIND or file.line.site != site:
        raise Refusal(Why.NOT_VISIBLE)
    return file


def list_of(file: VisitFile) -> ChecklistVersion | None:
    """The list in the version of the day the check began."""
    code = file.line.checklist
    return checklist_at(code, file.line.began_at) if code else None


def walk_page(viewer: Viewer, file: VisitFile, typed: Typed | None = None) -> WalkPage:
    listed = list_of(file)
    checklist = listed.checklist if listed else Checklist(object="", industries=(), items=())
    topics: list[tuple[str, list[ItemPart]]] = []
    for item in checklist.items:
        if not topics or topics[-1][0] != item.topic:
            topics.append((item.topic, []))
        topics[-1][1].append(_item(item, file, typed))
    tally = file.line.tally
    running = file.line.state is VisitState.UNDERWAY
    return WalkPage(
        number=file.line.number,
        version=file.visit.version,
        title=listed.name if listed else file.line.checklist,
        sentence=_left(tally.open) if running else tally_text(tally),
        open=running,
        own=viewer.person in file.visit.officers,
        topics=tuple((topic, tuple(parts)) for topic, parts in topics),
    )


def _left(n: int) -> str:
    if not n:
        return _("Every item has its answer")
    return ngettext("%(n)d item without an answer", "%(n)d items without an answer", n) % {"n": n}


def _item(item: Item, file: VisitFile, typed: Typed | None) -> ItemPart:
    kept = file.answers.get(item.code)
    given = kept.value if kept else ""
    note = file.reasons.get(item.code, "")
    case = file.found.get(item.code, "")
    tickets: tuple[str, ...] = ()
    if typed is not None:
        given = typed.answers.get(item.code, given)
        note = typed.notes.get(item.code, note)
        loads = typed.uploads.get(item.code)
        tickets = tuple(one.ticket for one in loads.kept) if loads else ()
    parts = (item.when, item.basis, "" if item.verified else pgettext("admin", "unverified"))
    return ItemPart(
        code=item.code,
        text=item.text,
        aside=" · ".join(part for part in parts if part),
        major=item.major,
        common=item.common,
        given=given,
        note=note,
        photo=item.photo,
        case=case,
        case_url=reverse("firm:case", args=[case]) if case else "",
        missing=typed is not None and not given,
        tickets=tickets,
    )


@dataclass(frozen=True, slots=True)
class Walked:
    """What a form asks the services for."""

    answers: tuple[dict[str, Any], ...]
    findings: Mapping[str, Finding]


def walked(file: VisitFile, typed: Typed) -> Walked:
    """The answers that differ from those kept, and a finding from each item that fails and has
    no case yet. Refuses ``MISSING`` for one that fails without a word of what is wrong."""
    listed = list_of(file)
    answers: list[dict[str, Any]] = []
    findings: dict[str, Finding] = {}
    for item in listed.checklist.items if listed else ():
        given = typed.answers.get(item.code, "")
        note = typed.notes.get(item.code, "").strip()
        if not given or item.code in file.found:
            continue
        loads = typed.uploads.get(item.code, Uploads())
        if given == Answer.FAILS:
            if not note:
                raise Refusal(Why.MISSING, field="description", item=item.code)
            findings[item.code] = Finding(description=note, exhibits=loads.exhibits)
        reason = note[:LONGEST_REASON] if given in WITH_REASON else ""
        kept = file.answers.get(item.code)
        if kept is None or kept != given or file.reasons.get(item.code, "") != reason:
            answers.append(
                {
                    "item": item.code,
                    "answer": given,
                    "reason": reason,
                    "exhibits": len(loads.exhibits),
                }
            )
    return Walked(tuple(answers), findings)
