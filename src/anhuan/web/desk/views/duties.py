"""My duties, those of another post, and a year of them on paper."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anhuan.duty.handovers import vacated
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.obligations.windows import windows_of
from anhuan.rulebook.queries import duties_at
from anhuan.sites.queries import scope_of_site
from anhuan.territory.past import posts_then
from anhuan.territory.queries import holders
from anhuan.territory.types import Holder
from anhuan.web.desk.showing import case_url
from anhuan.web.parts import dutylist
from anhuan.web.parts.viewers import ViewerRequest

FIRST_YEAR = 2020


@require_safe
def duties(request: ViewerRequest) -> HttpResponse:
    """What falls on the reader, post by post."""
    viewer = request.viewer
    posts = [seat.post for seat in viewer.seats]
    found = dutylist.items(viewer, posts)
    held = holders(posts, at=viewer.at)
    groups = [_group(viewer, held[post], found) for post in posts if post in held]
    context = {"sentence": dutylist.sentence(found), "groups": groups, "own": True}
    return render(request, "desk/duties.html", context | _year(viewer))


@require_safe
def duties_of(request: ViewerRequest, post: UUID) -> HttpResponse:
    """Who holds a post and what falls on it: for whoever may see where it works."""
    viewer = request.viewer
    holder = _visible(viewer, post)
    found = dutylist.items(viewer, [post])
    gap = vacated([post]).get(post) if holder.person is None else None
    context = {
        "sentence": dutylist.sentence(found),
        "groups": [_group(viewer, holder, found)],
        "own": False,
        "gap": gap,
    }
    return render(request, "desk/duties.html", context | _year(viewer))


@require_safe
def year(request: ViewerRequest, post: UUID) -> HttpResponse:
    """A year of a post's duties with the acts that kept them, to be printed."""
    viewer = request.viewer
    holder = _visible(viewer, post)
    today = day_of(viewer.at)
    chosen = _chosen(request.GET.get("year", ""), today.year)
    lines = windows_of(viewer, [post], start=date(chosen, 1, 1), end=date(chosen, 12, 31))
    done = sum(line.outcome == dutylist.DISCHARGED for line in lines)
    table = dutylist.year_table(
        lines,
        duties_at(viewer.at),
        case_url=case_url,
        caption=_("Duties of the year"),
        today=today,
    )
    context = {
        "holder": holder,
        "year": chosen,
        "table": table,
        "done": done,
        "total": len(lines),
    }
    return render(request, "desk/duties_year.html", context)


def _chosen(text: str, this: int) -> int:
    year = int(text) if text.isdecimal() and text.isascii() and len(text) == 4 else this
    return year if FIRST_YEAR <= year <= this else this


def _year(viewer: Viewer) -> dict[str, int]:
    return {"year": day_of(viewer.at).year}


def _group(viewer: Viewer, holder: Holder, found: list[dutylist.Item]) -> dict[str, object]:
    where = " ".join(part for part in (holder.unit_name, holder.title) if part)
    mine = [item for item in found if item.post == holder.post]
    table = dutylist.table(mine, case_url=case_url, caption=where, today=day_of(viewer.at))
    return {"post": holder.post, "where": where, "name": holder.name, "table": table}


def _visible(viewer: Viewer, post: UUID) -> Holder:
    """Refuses ``NOT_VISIBLE`` for a post that works outside the viewer's reach."""
    row = posts_then(viewer.at, posts=[post]).get(post)
    holder = holders([post], at=viewer.at).get(post)
    if row is None or holder is None:
        raise Refusal(Why.NOT_VISIBLE)
    scope = scope_of_site(row.site) if row.site else None
    path = scope.place.path if scope else row.area_path
    own = post in viewer.posts
    if not own and not viewer.reaches(path, unit=row.unit, site=row.site):
        raise Refusal(Why.NOT_VISIBLE)
    return holder
