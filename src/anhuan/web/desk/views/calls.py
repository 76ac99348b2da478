"""Duty calls: who is on duty where, calling a unit, answering with one tap."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anhuan.duty import services
from anhuan.duty.calls import calls
from anhuan.web.desk.roster.calls import call_row, now_rows
from anhuan.web.parts.formats import moment_text
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.onduty import calls_for
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest

PAGE = 30
BACK = {"lead": "lead:morning", "calls": "desk:roster-calls"}


@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    found = calls(viewer, before=read_id(request.GET.get("before", "")), limit=PAGE)
    context = {
        "now": now_rows(viewer),
        "calls": [call_row(viewer, line) for line in found],
        "asked": calls_for(viewer, back="calls"),
        "more": str(found[-1].id) if len(found) == PAGE else "",
    }
    return render(request, "desk/roster_calls.html", context)


@require_POST
def place(request: ViewerRequest, unit: UUID) -> HttpResponse:
    viewer = request.viewer
    services.call_unit(unit=unit, about=request.POST.get("about", ""), by=viewer, at=viewer.at)
    tell(request, _("Called. Unanswered it climbs by itself."))
    return redirect("desk:roster-calls")


@require_POST
def answer(request: ViewerRequest, call_id: UUID) -> HttpResponse:
    viewer = request.viewer
    services.answer_call(call=call_id, said=request.POST.get("said", ""), by=viewer, at=viewer.at)
    at = moment_text(viewer.at, year=viewer.at.year)
    tell(request, _("Answered at %(at)s.") % {"at": at})
    return redirect(BACK.get(request.POST.get("back", ""), "desk:work"))
