"""The air: now, the year, targets, and what was published."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anhuan.air import services
from anhuan.air.queries import AirNow, air_areas, air_year
from anhuan.air.targets import figures, target, targets
from anhuan.kernel.access import Capability
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.web.desk.air.aims import aim_page, aims_page
from anhuan.web.desk.air.forms import (
    at_lines,
    figure_form,
    given,
    published_days,
    published_form,
    target_form,
)
from anhuan.web.desk.air.now import now_page
from anhuan.web.desk.air.year import year_page
from anhuan.web.desk.showing import eye_of
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.ids import read_id, whole_number
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest

NOWHERE = UUID(int=0)
YEARS = range(1990, 2100)
MONTHS = range(1, 13)


@require_safe
def now(request: ViewerRequest) -> HttpResponse:
    found = AirNow(request.viewer, read_id(request.GET.get("area", "")))
    return render(request, "desk/air.html", {"air": now_page(found)})


@require_safe
def days(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    places = air_areas(viewer)
    if not places:
        return render(request, "desk/air_none.html")
    asked = whole_number(request.GET.get("year", ""))
    year = asked if asked is not None and asked in YEARS else day_of(viewer.at).year
    month = whole_number(request.GET.get("month", ""))
    place, found, editions = air_year(
        viewer,
        places,
        read_id(request.GET.get("area", "")),
        year,
        edition=request.GET.get("edition", "")[:40],
    )
    page = year_page(
        place,
        places,
        found,
        editions,
        month=month if month in MONTHS else None,
        may_publish=viewer.may(Capability.IMPORT),
    )
    return render(request, "desk/air_days.html", {"air": page})


@require_safe
def aims(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    page = aims_page(viewer, targets(viewer), eye_of(viewer))
    return render(request, "desk/air_targets.html", {"air": page})


@require_http_methods(["GET", "POST"])
def aim(request: ViewerRequest, target_id: UUID) -> HttpResponse:
    """One target with what was entered for it; a figure is entered here."""
    viewer = request.viewer
    form, status = figure_form(viewer, data=request.POST or None), 200
    if request.method == "POST":
        typed = given(form, ("through", "value", "method", "coverage", "source"))
        typed["official"] = "official" in request.POST
        done = attempt(
            lambda: services.enter_figure(target=target_id, given=typed, by=viewer, at=viewer.at)
        )
        if not isinstance(done, Refusal):
            tell(request, _("The figure is entered."))
            return redirect("desk:air-target", target_id)
        form.refuse(done)
        status = status_of(done)
    line = target(viewer, target_id)
    page = aim_page(viewer, line, figures(viewer, target_id), eye_of(viewer))
    return render(request, "desk/air_target.html", {"air": page, "form": form}, status=status)


@require_POST
def withdraw(request: ViewerRequest, target_id: UUID) -> HttpResponse:
    viewer = request.viewer
    services.withdraw_target(target=target_id, by=viewer, at=viewer.at)
    tell(request, _("The target is withdrawn; it stays to be read."))
    return redirect("desk:air-targets")


@require_http_methods(["GET", "POST"])
def new(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    if not viewer.may(Capability.INSTRUCT):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.INSTRUCT)
    form, status = target_form(viewer, data=request.POST or None), 200
    if request.method == "POST":
        done = attempt(
            lambda: services.set_target(
                area=read_id(request.POST.get("area", "")) or NOWHERE,
                unit=read_id(request.POST.get("unit", "")) or NOWHERE,
                given=given(form, services.TARGET),
                by=viewer,
                at=viewer.at,
            )
        )
        if not isinstance(done, Refusal):
            tell(request, _("The target is set."))
            return redirect("desk:air-target", done)
        form.refuse(done)
        status = status_of(done)
    return render(request, "desk/air_target_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def publish(request: ViewerRequest) -> HttpResponse:
    """Enter what was published of days, by lines as they are copied from a table."""
    viewer = request.viewer
    if not viewer.may(Capability.IMPORT):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.IMPORT)
    area = request.POST.get("area", "") or request.GET.get("area", "")
    form = published_form(viewer, air_areas(viewer), area, data=request.POST or None)
    if request.method != "POST":
        return render(request, "desk/air_published.html", {"form": form})
    done = attempt(lambda: _published(request))
    if isinstance(done, Refusal):
        form.refuse(at_lines(done))
        context: dict[str, Any] = {"form": form}
        return render(request, "desk/air_published.html", context, status=status_of(done))
    text = ngettext("%(n)d day is entered.", "%(n)d days are entered.", done)
    tell(request, text % {"n": done})
    return redirect("desk:air-days")


def _published(request: ViewerRequest) -> int:
    viewer = request.viewer
    return services.enter_published(
        area=read_id(request.POST.get("area", "")) or NOWHERE,
        days=published_days(request.POST.get("lines", ""), request.POST.get("source", "")),
        by=viewer,
        at=viewer.at,
    )
