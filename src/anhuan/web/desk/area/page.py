"""The side of one area: who carries it from the top down, and what is open there."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anhuan.cases import queries
from anhuan.cases.types import Row
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.rulebook.queries import rules_at
from anhuan.territory.members import posts_in_areas
from anhuan.territory.queries import area_line, lineage
from anhuan.territory.types import AreaLine, AreaPost, Level, UnitKind
from anhuan.web.desk.area.tree import Node
from anhuan.web.parts.dues import due_part
from anhuan.web.parts.formats import short_day
from anhuan.web.parts.shapes import Deadline, DutyLine, Link, PersonPost, Responsible

CARRIERS = (Role.LEADER, Role.APPROVER, Role.OFFICER, Role.GRID)


@dataclass(frozen=True, slots=True)
class OpenCase:
    """One urgent case of the area."""

    link: Link
    what: str
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class AreaSide:
    """One area, already worded."""

    id: UUID
    name: str
    where: str
    counts: str
    chain: DutyLine
    cases: tuple[OpenCase, ...]
    open_cases: int
    rest: Link | None
    today: str


def area_side(viewer: Viewer, node: Node) -> AreaSide:
    """Refuses ``NOT_VISIBLE`` for an area out of the viewer's reach."""
    area = area_line(viewer, node.area.id)
    over = [line for line in lineage(area.path) if line.level is not Level.PROVINCE]
    posts = posts_in_areas([line.id for line in over], *CARRIERS, at=viewer.at)
    rows = queries.in_area(viewer, area.id)
    calendar = rules_at(viewer.at).calendar
    today = day_of(viewer.at)
    return AreaSide(
        id=area.id,
        name=area.full,
        where=" / ".join(line.name for line in over[:-1]),
        counts=_counts(node),
        chain=DutyLine(tuple(_members(over, posts, year=today.year)), filled=True),
        cases=tuple(
            OpenCase(
                Link(row.number, reverse("desk:case", args=[row.number])),
                _what(row),
                due_part(row.ball_due_on, at=viewer.at, calendar=calendar),
            )
            for row in rows
        ),
        open_cases=node.open_cases,
        rest=_rest(area.id, node.open_cases, len(rows)),
        today=f"{today:%m-%d}",
    )


def _what(row: Row) -> str:
    return " ".join(word for word in (row.site_name, row.description) if word)


def _counts(node: Node) -> str:
    sites = ngettext("%(n)d site", "%(n)d sites", node.sites) % {"n": node.sites}
    cases = ngettext("%(n)d open case", "%(n)d open cases", node.open_cases)
    return f"{sites} · {cases % {'n': node.open_cases}}"


def _rest(area: UUID, total: int, shown: int) -> Link | None:
    if total <= shown:
        return None
    return Link(_("All %(n)d") % {"n": total}, f"{reverse('desk:ledger')}?area={area}&open=1")


def _members(
    over: Sequence[AreaLine], posts: Sequence[AreaPost], *, year: int
) -> list[Responsible]:
    """Whoever carries each level, from the top down to the area itself."""
    found = []
    for line in over:
        last = line is over[-1]
        here = [post for post in posts if post.area == line.id and _carries(post, line, last=last)]
        found += [_member(line, post, year) for post in here]
        if last and not here:
            found.append(Responsible(line.name, None, gap=_("No post works here")))
    return found


def _carries(post: AreaPost, line: AreaLine, *, last: bool) -> bool:
    """A leader of the government there, the station, the grid: not every office of a district."""
    if post.role is Role.LEADER:
        return post.unit_kind is UnitKind.GOVERNMENT
    if post.role is Role.GRID:
        return line.level is Level.CELL
    return post.unit_kind is UnitKind.STATION and (last or post.role is Role.APPROVER)


def _member(line: AreaLine, post: AreaPost, year: int) -> Responsible:
    head = f"{line.name} {post.title}"
    if not post.held:
        return Responsible(head, None, gap=_("vacant"))
    first = post.held[0]
    others = "、".join(held.name for held in post.held[1:])
    note = _("with %(names)s") % {"names": others} if others else ""
    if first.acting and first.until:
        day = short_day(day_of(first.until), year=year)
        note = _("stands in until %(day)s") % {"day": day}
    return Responsible(head, PersonPost(first.name, post.unit_name, strong=True), note=note)
