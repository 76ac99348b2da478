"""The rest of the leader's page: what has climbed there, which posts nobody holds and what that
leaves without anybody, and what a look on the spot contradicted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from anhuan.cases.briefing import Checked, Worse, checked_since, contradicted_since
from anhuan.cases.types import Filters
from anhuan.cases.words.climbing import MEASURES, level_text
from anhuan.duty.certificate import reads_certificate
from anhuan.duty.handovers import vacated
from anhuan.duty.orphans import objects_of
from anhuan.duty.types import HandoverLine
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import State
from anhuan.kernel.escalation import Measure
from anhuan.obligations.climbed import ClimbedHere, climbed_to, how_many_climbed, open_counts
from anhuan.territory.queries import holders, unit_names
from anhuan.territory.types import Holder
from anhuan.territory.vacancies import Empty, empty_posts
from anhuan.web.lead.figures import Figure, figure, ledger_url
from anhuan.web.parts.formats import count, moment_text, short_day
from anhuan.web.parts.shapes import Link

DAYS: Final = 30
FEW: Final = 3
CONTRADICTED: Final[Mapping[str, tuple[str, Promise]]] = {
    "relapsed": ("arrow-counterclockwise", pgettext_lazy("lead", "Closed, and found again")),
    "returned": ("x-circle-fill", pgettext_lazy("lead", "Reported done, sent back")),
}


@dataclass(frozen=True, slots=True)
class ClimbedLine:
    title: str
    said: str
    url: str
    grave: bool


@dataclass(frozen=True, slots=True)
class EmptyLine:
    name: str
    orphans: str
    why: str
    url: str


@dataclass(frozen=True, slots=True)
class Looked:
    """How much of what was closed somebody looked at later, each figure with its rows."""

    closed: str
    parts: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    climbed: tuple[ClimbedLine, ...]
    climbed_in_all: int
    empties: tuple[EmptyLine, ...]
    empty_share: str
    certificate: str
    contradicted: tuple[Figure, ...]
    looked: Looked | None
    days: int = DAYS


def standing(viewer: Viewer) -> Standing:
    since = day_of(viewer.at) - timedelta(days=DAYS)
    climbed = climbed_to(viewer)
    empties = empty_posts(viewer, limit=FEW)
    posts = [each.post for each in empties.first]
    objects, due, why = objects_of(viewer, posts), open_counts(viewer, posts), vacated(posts)
    rows = _empties(empties.first, objects, due, why, year=day_of(viewer.at).year)
    whole = {"n": count(empties.total), "of": count(empties.posts)}
    share = _("%(n)s of %(of)s posts") % whole
    return Standing(
        climbed=climbed_lines(viewer, climbed[:FEW]),
        climbed_in_all=len(climbed) if len(climbed) <= FEW else how_many_climbed(viewer),
        empties=rows,
        empty_share=share,
        certificate=reverse("admin:certificate") if reads_certificate(viewer) else "",
        contradicted=tuple(_contradicted(each) for each in contradicted_since(viewer, since)),
        looked=_looked(checked_since(viewer, since), Filters(found_from=since)),
    )


def climbed_lines(viewer: Viewer, found: list[ClimbedHere]) -> tuple[ClimbedLine, ...]:
    held = holders((each.held_by for each in found if each.held_by), at=viewer.at)
    alone = {each.unit for each in found if each.unit and each.held_by not in held}
    units = unit_names(alone) if alone else {}
    year = day_of(viewer.at).year
    return tuple(_climbed(each, held, units, year) for each in found)


def _climbed(
    each: ClimbedHere, held: Mapping[UUID, Holder], units: Mapping[UUID, str], year: int
) -> ClimbedLine:
    title = "：".join(word for word in (each.site_name, each.title) if word)
    holder = held.get(each.held_by) if each.held_by else None
    unit = units.get(each.unit, "") if each.unit and holder is None else ""
    return ClimbedLine(
        title=title,
        said=" · ".join([*([unit] if unit else []), *_said(each, holder, year)]),
        url=_url(each),
        grave=each.supervision > 0,
    )


def _said(each: ClimbedHere, holder: Holder | None, year: int) -> list[str]:
    said = []
    if holder is not None:
        where = each.site_name if holder.site else holder.unit_name
        said.append(" ".join(word for word in (holder.name, where, holder.title) if word))
    if each.due_at is not None:
        said.append(_("to be answered by %(at)s") % {"at": moment_text(each.due_at, year=year)})
    elif each.due_on is not None:
        day = {"day": short_day(each.due_on, year=year)}
        due = _("missed by %(day)s") if each.missed else _("was due %(day)s")
        said.append(due % day)
    said.append(str(MEASURES[Measure(each.measure)]))
    if each.supervision:
        said.append(level_text(each.supervision))
    if each.climbed_from:
        said.append(_("the post below is vacant"))
    return said


def _url(each: ClimbedHere) -> str:
    if each.permit:
        return reverse("desk:permit", args=[each.permit])
    if each.statement:
        return reverse("desk:statement", args=[each.statement])
    if each.call:
        return reverse("desk:roster-calls")
    if each.planned:
        return reverse("desk:check", args=[each.planned])
    for name in ("case", "task", "matter", "proceeding"):
        if getattr(each, name):
            return reverse(f"desk:{name}", args=[each.number])
    return reverse("desk:duties-of", args=[each.held_by]) if each.held_by else ""


def _empties(
    found: tuple[Empty, ...],
    objects: Mapping[UUID, int],
    due: Mapping[UUID, int],
    why: Mapping[UUID, HandoverLine],
    *,
    year: int,
) -> tuple[EmptyLine, ...]:
    return tuple(
        EmptyLine(
            f"{each.unit_name} {each.title}".strip(),
            _orphans(objects.get(each.post, 0), due.get(each.post, 0)),
            _why(why.get(each.post), year),
            reverse("desk:duties-of", args=[each.post]),
        )
        for each in found
    )


def _orphans(objects: int, due: int) -> str:
    """“12 处对象没有人，4 件应办没有人”."""
    parts = []
    if objects:
        text = ngettext("%(n)s object without anybody", "%(n)s objects without anybody", objects)
        parts.append(text % {"n": count(objects)})
    if due:
        text = ngettext("%(n)s thing due with nobody", "%(n)s things due with nobody", due)
        parts.append(text % {"n": count(due)})
    return " · ".join(parts) or _("nothing hangs on it now")


def _why(line: HandoverLine | None, year: int) -> str:
    if line is None or line.fill_by is None:
        return _("no day is set by which somebody is named")
    words = {"why": line.because, "day": short_day(line.fill_by, year=year)}
    return _("%(why)s; somebody is named by %(day)s") % words


def _contradicted(found: Worse) -> Figure:
    return figure(found, *CONTRADICTED[found.kind])


def _looked(found: Checked, filters: Filters) -> Looked | None:
    """“销号 20 件：查实 3，没改 1，没看过 16”: nothing unverified counts as put right."""
    if not found.found:
        return None
    whole = {"n": count(found.closed), "of": count(found.found)}
    ways = (
        (State.VERIFIED, pgettext("lead", "found put right"), found.verified),
        (State.RELAPSED, pgettext("lead", "found not put right"), found.relapsed),
        (State.CLOSED, pgettext("lead", "not looked at since"), found.unverified),
    )
    parts = tuple(
        Link(f"{word} {n}/{found.closed}", _of_state(filters, state)) for state, word, n in ways
    )
    return Looked(
        closed=_("Of %(of)s found, %(n)s are closed") % whole, parts=parts if found.closed else ()
    )


def _of_state(filters: Filters, state: State) -> str:
    return ledger_url(replace(filters, states=frozenset({state.value})))
