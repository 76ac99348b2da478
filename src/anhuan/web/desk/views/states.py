"""States of readiness: those that hold, declaring one, ending one early."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from anhuan.duty import services
from anhuan.duty.states import former_states, state, states_over
from anhuan.duty.types import StateLine
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.web.desk.roster.forms import end_form, read_state, state_form
from anhuan.web.desk.roster.states import state_rows
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.onduty import state_text
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest

FORMER = 20


@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    now = states_over(viewer)
    context = {
        "now": state_rows(viewer, now),
        "former": state_rows(viewer, former_states(viewer, limit=FORMER)),
        "may_declare": viewer.may(Capability.DECLARE_STATE),
        "holds": any(line.since <= viewer.at for line in now),
    }
    return render(request, "desk/roster_states.html", context)


@require_http_methods(["GET", "POST"])
def declare(request: ViewerRequest) -> HttpResponse:
    viewer = _declares(request.viewer)
    form = state_form(viewer, data=request.POST or None)
    context: dict[str, Any] = {
        "form": form,
        "title": pgettext("roster", "Declare a state"),
        "about": _("The rosters of the units there follow from their next shift on."),
        "back": "desk:roster-states",
    }
    if request.method != "POST":
        return render(request, "desk/roster_form.html", context)
    done = attempt(
        lambda: services.declare_state(by=viewer, at=viewer.at, **read_state(viewer, request.POST))
    )
    if isinstance(done, Refusal):
        form.refuse(done)
        return render(request, "desk/roster_form.html", context, status=status_of(done))
    tell(request, _("Declared. The units there see it, and their rosters follow."))
    return redirect("desk:roster-states")


@require_http_methods(["GET", "POST"])
def end(request: ViewerRequest, state_id: UUID) -> HttpResponse:
    viewer = request.viewer
    line: StateLine = state(viewer, state_id)
    _declares(viewer)
    form = end_form(data=request.POST or None)
    context: dict[str, Any] = {
        "form": form,
        "title": pgettext("roster", "End the state"),
        "about": state_text(line, year=viewer.at.year),
        "back": "desk:roster-states",
        "version": line.version,
    }
    if request.method != "POST":
        return render(request, "desk/roster_form.html", context)
    seen = request.POST.get("version", "")
    done = attempt(
        lambda: services.end_state(
            state=state_id,
            seen_version=int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
            because=request.POST.get("because", ""),
            by=viewer,
            at=viewer.at,
        )
    )
    if isinstance(done, Refusal):
        form.refuse(done)
        return render(request, "desk/roster_form.html", context, status=status_of(done))
    tell(request, _("Ended. The rosters go back to their turns from the next shift on."))
    return redirect("desk:roster-states")


def _declares(viewer: Viewer) -> Viewer:
    if not viewer.may(Capability.DECLARE_STATE):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.DECLARE_STATE)
    return viewer
