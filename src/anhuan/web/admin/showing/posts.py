"""Units, posts and who held them, as trees and tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.territory.accounts import PersonRow
from anhuan.territory.establishment import PostRow, Term, UnitRow
from anhuan.territory.leaves import LeaveLine
from anhuan.web.admin.showing.people import post_text
from anhuan.web.admin.words import ROLES, day, moment
from anhuan.web.parts.formats import count
from anhuan.web.parts.shapes import (
    Branch,
    Cell,
    Column,
    EmptyState,
    Facts,
    Link,
    PersonPost,
    Row,
    Table,
    Tree,
)

SHORT = timedelta(seconds=1)


def sentence(vacant: int, total: int, on: date, *, today: bool) -> str:
    """“3 个岗位空着”, or that all are held."""
    when = "" if today else on.isoformat()
    if not total:
        return _("There is no post yet")
    if not vacant:
        text = _("All %(n)s posts are held") % {"n": count(total)}
    else:
        text = ngettext("%(n)s post is vacant", "%(n)s posts are vacant", vacant)
        text %= {"n": count(vacant)}
    return pgettext("admin", "%(day)s: %(text)s") % {"day": when, "text": text} if when else text


def unit_tree(units: Sequence[UnitRow], chosen: UUID | None, query: str) -> Tree:
    """Units under the area they answer for; a unit with a vacancy says how many."""
    groups: dict[UUID, list[UnitRow]] = {}
    for one in units:
        groups.setdefault(one.area, []).append(one)
    return Tree(
        tuple(_group(listed, chosen, query) for listed in groups.values()),
        pgettext("admin", "Units"),
    )


def _group(units: Sequence[UnitRow], chosen: UUID | None, query: str) -> Branch:
    vacant = sum(one.vacant for one in units)
    leaves = tuple(
        Branch(
            one.short,
            f"{reverse('admin:posts')}?unit={one.id}{query}",
            count(one.posts),
            pgettext("admin", "%(n)d vacant") % {"n": one.vacant} if one.vacant else "",
            at=one.id == chosen,
        )
        for one in units
    )
    return Branch(
        units[0].area_name,
        f"{reverse('admin:posts')}?unit={units[0].id}{query}",
        ngettext("%(n)d unit", "%(n)d units", len(units)) % {"n": len(units)},
        pgettext("admin", "%(n)d vacant") % {"n": vacant} if vacant else "",
        open=any(leaf.at for leaf in leaves),
        children=leaves,
    )


def table(posts: Sequence[PostRow], *, with_unit: bool, empty: str) -> Table:
    columns = [
        Column(pgettext("admin", "Post")),
        Column(pgettext("admin", "Role")),
        Column(pgettext("admin", "Held by")),
        Column(pgettext("admin", "Since")),
    ]
    if with_unit:
        columns.insert(0, Column(pgettext("admin", "Unit")))
    rows = []
    for one in posts:
        url = reverse("admin:post", args=[one.id])
        cells: list[object] = [Link(one.title, url), str(ROLES[one.role]), holder(one), since(one)]
        if with_unit:
            cells.insert(0, one.unit_name)
        rows.append(Row(str(one.id), tuple(cells), url))
    return Table(tuple(columns), tuple(rows), pgettext("admin", "Posts"), empty=EmptyState(empty))


def holder(post: PostRow) -> object:
    """Who holds it; of a holder on leave “陈立离岗，由方宁代”."""
    if post.away is not None:
        words = {"name": post.away.name, "deputy": post.away.deputy_name}
        return _("%(name)s is away, %(deputy)s stands in") % words
    found: list[object] = [
        PersonPost(one.name, pgettext("admin", "stand-in") if one.acting else "")
        for one in post.held
    ]
    if post.vacant:
        found.insert(0, Cell(pgettext("admin", "vacant")).value)
    return found


def since(post: PostRow) -> str:
    return day(post.held[0].valid_from) if post.held else "—"


def last_day(until: datetime | None) -> str:
    """A span ends before ``until``: the last day of it."""
    return day(until - SHORT) if until else "—"


def facts(post: PostRow, unit_area: str) -> Facts:
    unit = Link(post.unit_name, f"{reverse('admin:posts')}?unit={post.unit}")
    superior: object = _("nobody: what is late stops here")
    if post.superior is not None:
        superior = Link(post.superior_title, reverse("admin:post", args=[post.superior]))
    return Facts(
        (
            (pgettext("admin", "Unit"), unit),
            (pgettext("admin", "Role"), str(ROLES[post.role])),
            (pgettext("admin", "Reaches"), unit_area),
            (pgettext("admin", "Reports to"), superior),
            (pgettext("admin", "Rank"), str(post.rank)),
            (
                pgettext("admin", "In being"),
                pgettext("admin", "yes") if post.active else pgettext("admin", "no, closed"),
            ),
        )
    )


def terms(lines: Sequence[Term], at: datetime) -> Table:
    """The history as known now; each line leads to what can be done with it."""
    columns = (
        Column(pgettext("admin", "Who")),
        Column(pgettext("admin", "From")),
        Column(pgettext("admin", "Last day")),
        Column(_("By which document"), cut="m"),
        Column(pgettext("admin", "Entered")),
        Column(""),
    )
    rows = tuple(_term(one, at) for one in lines if one.recorded_to is None)
    return Table(
        columns, rows, _("Who held the post"), empty=EmptyState(_("Nobody has held it yet."))
    )


def _term(one: Term, at: datetime) -> Row:
    who = PersonPost(one.name, pgettext("admin", "stand-in") if one.acting else "")
    over = one.valid_to is not None and one.valid_to <= at
    links = [
        Link(pgettext("admin", "Correct"), reverse("admin:appointment-correct", args=[one.id]))
    ]
    if not over:
        links.insert(
            0, Link(pgettext("admin", "End"), reverse("admin:appointment-end", args=[one.id]))
        )
    entered = " ".join(part for part in (moment(one.recorded_from), one.by) if part)
    cells = (who, day(one.valid_from), last_day(one.valid_to), one.basis or "—", entered, links)
    return Row(str(one.id), cells)


def corrected(lines: Sequence[Term]) -> Table | None:
    """What was recorded once and put right later; it stays to be seen."""
    rows = tuple(
        Row(
            str(one.id),
            (
                one.name,
                day(one.valid_from),
                last_day(one.valid_to),
                moment(one.recorded_from),
                moment(one.recorded_to) if one.recorded_to else "",
            ),
        )
        for one in lines
        if one.recorded_to is not None
    )
    columns = (
        Column(pgettext("admin", "Who")),
        Column(pgettext("admin", "From")),
        Column(pgettext("admin", "Last day")),
        Column(pgettext("admin", "Known from")),
        Column(pgettext("admin", "Known to")),
    )
    return Table(columns, rows, _("Recorded otherwise before")) if rows else None


def candidates(rows: Sequence[PersonRow]) -> list[tuple[UUID, str]]:
    """People to choose from, told apart by their posts and telephone numbers."""
    found = []
    for row in rows:
        held = "；".join(post_text(one) for one in row.posts) or pgettext("admin", "no post")
        more = " · ".join(part for part in (held, row.person.phone_masked) if part)
        found.append((row.person.id, f"{row.person.name} — {more}"))
    return found


@dataclass(frozen=True, slots=True)
class Away:
    """A leave in words, with the act that ends it."""

    text: str
    url: str
    verb: str


def away(one: LeaveLine, post: UUID, at: datetime) -> Away:
    """“陈立 05-12 至 05-18 离岗（到省里培训），周敏代管”."""
    text = _("%(name)s is away %(since)s to %(last)s (%(why)s); %(deputy)s stands in") % {
        "name": one.person_name,
        "since": day(one.since),
        "last": day(one.until - SHORT),
        "why": one.because,
        "deputy": one.deputy_name,
    }
    url = reverse("admin:leave-back", args=[post, one.id])
    verb = _("Back already") if one.since <= at else _("Does not go after all")
    return Away(text, url, verb)
