"""The week of a roster, and the forms of whoever keeps it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from anhuan.duty import services
from anhuan.duty.rosters import Home, home_of, place_of
from anhuan.duty.services.roster import check_keeper
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.roster import Place
from anhuan.territory.queries import units_within
from anhuan.web.desk.roster.forms import change_form, day_form, read_day, read_turns, turns_form
from anhuan.web.desk.roster.page import week_page, week_url
from anhuan.web.parts.asking import ActForm
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.formats import moment_text
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.onduty import PLACES
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest

NOWHERE = UUID(int=0)
FIRST, LAST = date(2000, 1, 10), date(2100, 1, 1)


@require_safe
def week(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    home = home_of(viewer, read_id(request.GET.get("unit", "")) or _own(viewer))
    first = _asked_day(request.GET.get("week", ""), day_of(viewer.at))
    units = [(str(line.id), line.name) for line in units_within(viewer)]
    context = {"week": week_page(viewer, home, first), "units": units, "here": str(home.id)}
    return render(request, "desk/roster.html", context | {"first": first.isoformat()})


def _asked_day(text: str, otherwise: date) -> date:
    found = attempt(lambda: read_day({"week": text}, "week"))
    return otherwise if isinstance(found, Refusal) or not FIRST <= found <= LAST else found


def _own(viewer: Viewer) -> UUID:
    """The first unit of the reader's posts."""
    return next((seat.unit for seat in viewer.seats if seat.unit is not None), NOWHERE)


def _kept(viewer: Viewer) -> Home:
    home = home_of(viewer, _own(viewer))
    check_keeper(viewer, home.id)
    return home


@require_http_methods(["GET", "POST"])
def make(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    home = _kept(viewer)
    form = turns_form(viewer, home.id, data=request.POST or None)
    title = pgettext("roster", "Make the roster")
    about = _("Days already in the roster are made anew; who was named by hand there stays.")

    def write() -> date:
        given = read_turns(viewer, home.id, request.POST)
        services.make_roster(unit=home.id, by=viewer, at=viewer.at, **given)
        found: date = given["from_on"]
        return found

    return _asked(request, form, title, about, home, write)


@require_http_methods(["GET", "POST"])
def enter(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    home = _kept(viewer)
    form = day_form(viewer, home.id, data=request.POST or None)

    def write() -> date:
        day = read_day(request.POST, "day")
        people = [read_id(text) or NOWHERE for text in request.POST.getlist("people")[:20]]
        services.enter_shift(
            unit=home.id,
            day=day,
            lead=read_id(request.POST.get("lead", "")) or NOWHERE,
            people=people,
            because=request.POST.get("because", ""),
            by=viewer,
            at=viewer.at,
        )
        return day

    return _asked(request, form, pgettext("roster", "Enter a day"), "", home, write)


@require_http_methods(["GET", "POST"])
def change(request: ViewerRequest, stint: UUID) -> HttpResponse:
    viewer = request.viewer
    home, row = place_of(viewer, stint)
    check_keeper(viewer, home.id)
    form = change_form(viewer, home.id, but=row.post_id, data=request.POST or None)
    starts = moment_text(row.starts_at, year=viewer.at.year)
    about = f"{starts} {PLACES[Place(row.place)]} {row.post.title if row.post else ''}".strip()

    def write() -> date:
        services.change_stint(
            unit=home.id,
            starts_at=row.starts_at,
            place=Place(row.place),
            nth=row.nth,
            post=read_id(request.POST.get("post", "")) or NOWHERE,
            because=request.POST.get("because", ""),
            by=viewer,
            at=viewer.at,
        )
        return row.day

    return _asked(request, form, pgettext("roster", "Name another one"), about, home, write)


def _asked(
    request: ViewerRequest,
    form: ActForm,
    title: str,
    about: str,
    home: Home,
    write: Callable[[], date],
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "title": title, "about": about, "unit": home.name}
    if request.method != "POST":
        return render(request, "desk/roster_form.html", context)
    done = attempt(write)
    if isinstance(done, Refusal):
        if done.why is Why.NOT_VISIBLE:
            raise done
        form.refuse(done)
        return render(request, "desk/roster_form.html", context, status=status_of(done))
    tell(request, _("The roster is written; what was replaced stays in the record."))
    return redirect(week_url(home.id, done))
