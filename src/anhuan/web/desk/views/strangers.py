"""Who speaks to the gateway and is no station yet: the quarantine, taking in, turning away."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anhuan.kernel.refusal import Refusal
from anhuan.telemetry import services
from anhuan.telemetry.queries import stranger, strangers
from anhuan.web.desk.stations.forms import said, station_form
from anhuan.web.desk.stations.quarantine import sentence, table, told
from anhuan.web.desk.stations.words import TITLES
from anhuan.web.desk.views.stations import keeper, refused
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest


@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    rows = strangers(keeper(request))
    context = {"sentence": sentence(rows), "table": table(rows, request.viewer.at)}
    return render(request, "desk/strangers.html", context)


@require_http_methods(["GET", "POST"])
def adopt(request: ViewerRequest, stranger_id: UUID) -> HttpResponse:
    viewer = keeper(request)
    row = stranger(viewer, stranger_id)
    form = station_form(viewer, "adopt", data=request.POST or None)
    context: dict[str, Any] = {"form": form, "title": TITLES["adopt"], "what": "adopt"}
    context |= {"stranger": row, "told": told(row)}
    if request.method != "POST":
        return render(request, "desk/station_act.html", context)
    done = attempt(
        lambda: services.adopt_station(
            code=row.code, **said(viewer, form, "adopt"), by=viewer, at=viewer.at
        )
    )
    if isinstance(done, Refusal):
        return refused(request, form, done, context)
    tell(request, _("Taken in. What it sends from now on is kept and shown here."))
    return redirect("desk:station", done)


@require_POST
def dismiss(request: ViewerRequest, stranger_id: UUID) -> HttpResponse:
    viewer = keeper(request)
    services.dismiss_stranger(stranger_id=stranger_id, by=viewer, at=viewer.at)
    tell(request, _("Turned away. If it speaks again, it stands here again."))
    return redirect("desk:strangers")
