"""Stations: the health board, one station with its curves, and what is done about it."""

import csv
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anhuan.alarms.queries import pairs_of
from anhuan.alarms.services import pair_meters, part_meters
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.telemetry import services
from anhuan.telemetry.limits import limits
from anhuan.telemetry.queries import station
from anhuan.telemetry.types import StationRow
from anhuan.web.desk.stations.asking import AskForm, ask_form, asked
from anhuan.web.desk.stations.board import KIND_TABS, board
from anhuan.web.desk.stations.forms import StationForm, limit_said, pair_said, said, station_form
from anhuan.web.desk.stations.over import hours
from anhuan.web.desk.stations.page import StationShown, known_factors, other_meters, shown
from anhuan.web.desk.stations.words import TITLES
from anhuan.web.parts.asking import ActForm
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.ids import whole_number
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest


@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    asked = request.GET
    tab = asked.get("tab", "")
    text = asked.get("q", "").replace("\x00", "").strip()[:100]
    start = whole_number(asked.get("from", "")) or 0
    found = board(
        request.viewer, tab=tab if tab in KIND_TABS else "", text=text, start=min(start, 100_000)
    )
    context = {"board": found, "typed": text, "tab": tab if tab in KIND_TABS else ""}
    context["may_keep"] = request.viewer.may(Capability.KEEP_SITES)
    return render(request, "desk/stations.html", context)


@require_safe
def page(request: ViewerRequest, station_id: UUID) -> HttpResponse:
    found = shown(request.viewer, station_id, request.GET)
    return render(request, "desk/station.html", {"station": found})


@require_safe
def numbers(request: ViewerRequest, station_id: UUID) -> HttpResponse:
    """What the curves show, as a table for a spreadsheet."""
    found = shown(request.viewer, station_id, request.GET)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{_file_name(found)}"'
    answer.write("\ufeff")
    lines = csv.writer(answer)
    for curve in found.curves:
        lines.writerow([_("Time (UTC+8)"), *(_harmless(head) for head in curve.heads)])
        for at, cells in curve.rows:
            lines.writerow([at, *(_harmless(cell) for cell in cells)])
    return answer


def _file_name(found: StationShown) -> str:
    return f"station-{found.id.hex[-8:]}-{found.asked.first}-{found.asked.last}.csv"


def _harmless(text: str) -> str:
    """A spreadsheet takes what begins so for a formula; a negative number is none."""
    number = text[1:2].isdigit()
    return (
        f"'{text}"
        if text[:1] in ("=", "+", "@", "\t", "\r") or (text[:1] == "-" and not number)
        else text
    )


@require_safe
def over_time(request: ViewerRequest) -> HttpResponse:
    return render(request, "desk/station_hours.html", hours(request.viewer, request.GET))


@require_http_methods(["GET", "POST"])
def act(request: ViewerRequest, station_id: UUID, what: str) -> HttpResponse:
    if what not in ("edit", "retire", "limit", "pair"):
        raise Http404
    viewer = keeper(request)
    row = station(viewer, station_id)
    factors = known_factors(viewer, row) if what == "limit" else ()
    meters = other_meters(viewer, row) if what == "pair" else ()
    form = station_form(
        viewer, what, row=row, factors=factors, meters=meters, data=request.POST or None
    )
    context: dict[str, Any] = {"form": form, "title": TITLES[what], "what": what, "station": row}
    context |= {"version": row.version, "meters": meters}
    if request.method != "POST":
        return render(request, "desk/station_act.html", context)
    version = whole_number(request.POST.get("version", "")) or 0
    done = attempt(lambda: _do(what, row, form, version, viewer))
    if isinstance(done, Refusal):
        return refused(request, form, done, context)
    tell(request, _("Recorded for %(name)s.") % {"name": row.name})
    return redirect("desk:station", station_id)


def _do(what: str, row: StationRow, form: StationForm, version: int, by: Viewer) -> None:
    if what == "limit":
        services.set_limit(station_id=row.id, given=limit_said(form), by=by, at=by.at)
    elif what == "pair":
        meter, rated = pair_said(form)
        pair_meters(production=row.id, treatment=meter, rated=rated, by=by, at=by.at)
    elif what == "retire":
        services.retire_station(station_id=row.id, seen_version=version, by=by, at=by.at)
    else:
        changes = said(by, form, what, row)
        services.change_station(
            station_id=row.id, seen_version=version, changes=changes, by=by, at=by.at
        )


@require_http_methods(["GET", "POST"])
def limit_end(request: ViewerRequest, station_id: UUID, limit_id: UUID) -> HttpResponse:
    viewer = keeper(request)
    row = station(viewer, station_id)
    one = next((each for each in limits(viewer, [row.id]) if each.id == limit_id), None)
    if one is None:
        raise Refusal(Why.NOT_VISIBLE)
    form = station_form(viewer, "limit-end", data=request.POST or None)
    context: dict[str, Any] = {"form": form, "title": TITLES["limit-end"], "station": row}
    context |= {"what": "limit-end", "version": one.version}
    if request.method != "POST":
        return render(request, "desk/station_act.html", context)
    done = attempt(
        lambda: services.end_limit(
            limit_id=limit_id,
            seen_version=whole_number(request.POST.get("version", "")) or 0,
            valid_to=str(request.POST.get("valid_to", "")).strip(),
            by=viewer,
            at=viewer.at,
        )
    )
    if isinstance(done, Refusal):
        return refused(request, form, done, context)
    tell(request, _("Recorded for %(name)s.") % {"name": row.name})
    return redirect("desk:station", station_id)


@require_http_methods(["GET", "POST"])
def ask(request: ViewerRequest, station_id: UUID) -> HttpResponse:
    """The device is asked for something, or told to do something."""
    viewer = keeper(request)
    row = station(viewer, station_id)
    form = ask_form(request.POST or None)
    context: dict[str, Any] = {"form": form, "title": TITLES["ask"], "station": row}
    context |= {"what": "ask", "version": row.version}
    if request.method != "POST":
        return render(request, "desk/station_act.html", context)
    done = attempt(lambda: _asked(row, form, viewer))
    if isinstance(done, Refusal):
        return refused(request, form, done, context)
    tell(
        request, _("It goes to %(name)s as soon as the device is connected.") % {"name": row.name}
    )
    return redirect("desk:station", station_id)


def _asked(row: StationRow, form: AskForm, by: Viewer) -> None:
    command, details = asked(form)
    services.ask_station(station_id=row.id, command=command, details=details, by=by, at=by.at)


@require_http_methods(["GET", "POST"])
def pair_end(request: ViewerRequest, station_id: UUID, pair_id: UUID) -> HttpResponse:
    viewer = keeper(request)
    row = station(viewer, station_id)
    if pair_id not in {one.id for one in pairs_of(viewer, row.id)}:
        raise Refusal(Why.NOT_VISIBLE)
    form = station_form(viewer, "pair-end", data=request.POST or None)
    context: dict[str, Any] = {"form": form, "title": TITLES["pair-end"], "station": row}
    context |= {"what": "pair-end", "version": 1}
    if request.method != "POST":
        return render(request, "desk/station_act.html", context)
    done = attempt(lambda: part_meters(pair=pair_id, by=viewer, at=viewer.at))
    if isinstance(done, Refusal):
        return refused(request, form, done, context)
    tell(request, _("Recorded for %(name)s.") % {"name": row.name})
    return redirect("desk:station", station_id)


def keeper(request: ViewerRequest) -> Viewer:
    if not request.viewer.may(Capability.KEEP_SITES):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_SITES)
    return request.viewer


def refused(
    request: ViewerRequest, form: ActForm, refusal: Refusal, context: dict[str, Any]
) -> HttpResponse:
    form.refuse(refusal)
    return render(request, "desk/station_act.html", context, status=status_of(refusal))
