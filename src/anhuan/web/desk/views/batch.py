"""Acts on the ticked rows of the ledger; what came of each row is said row by row."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anhuan.cases import queries
from anhuan.cases.batches import act_on_each
from anhuan.cases.outgoing.queries import is_large
from anhuan.cases.outgoing.services import ask
from anhuan.cases.types import Outcome
from anhuan.kernel.case import Action
from anhuan.web.desk.batch import nothing_ticked, result
from anhuan.web.desk.export import XLSX, file_name, workbook
from anhuan.web.desk.forms import AssignForm
from anhuan.web.desk.showing import eye_of
from anhuan.web.desk.sieve import ledger_url
from anhuan.web.desk.views.ledger import asked_of
from anhuan.web.parts.viewers import ViewerRequest


@require_POST
def remind(request: ViewerRequest) -> HttpResponse:
    ticked = request.POST.getlist("row")
    if not ticked:
        return _untouched(request)
    done = _each(request, ticked, Action.REMIND, {})
    return _told(request, Action.REMIND, done)


@require_POST
def assign(request: ViewerRequest) -> HttpResponse:
    """First the one date for all, then each case by itself."""
    ticked = request.POST.getlist("row")
    if not ticked:
        return _untouched(request)
    asking = "due_on" not in request.POST
    form = AssignForm(None if asking else request.POST)
    if not asking and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if value}
        return _told(request, Action.ASSIGN, _each(request, ticked, Action.ASSIGN, given))
    context = {
        "form": form,
        "rows": queries.chosen(request.viewer, ticked),
        "back": ledger_url(asked_of(request)),
    }
    return render(request, "desk/assign.html", context, status=200 if asking else 422)


@require_POST
def export(request: ViewerRequest) -> HttpResponseBase:
    """The ticked rows, or with ``all`` everything that is listed; ``full`` for every field.
    What is large is written by the worker."""
    ticked, everything = request.POST.getlist("row"), request.POST.get("all") == "1"
    if not ticked and not everything:
        return _untouched(request)
    full = request.POST.get("full") == "1"
    viewer, asked = request.viewer, asked_of(request)
    if not ticked and is_large(viewer, asked):
        export_id = ask(asked, full=full, by=viewer, at=viewer.at)
        return redirect("desk:export-progress", export_id)
    file = workbook(viewer, asked, full=full, numbers=ticked)
    name = file_name(viewer.at, full=full)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _each(
    request: ViewerRequest, numbers: Sequence[str], action: Action, given: Mapping[str, Any]
) -> tuple[Outcome, ...]:
    viewer = request.viewer
    return act_on_each(numbers=numbers, action=action, given=given, by=viewer, at=viewer.at)


def _told(request: ViewerRequest, action: Action, done: Sequence[Outcome]) -> HttpResponse:
    rows = queries.chosen(request.viewer, (one.number for one in done))
    context = result(action, done, rows, eye_of(request.viewer))
    return render(request, "desk/result.html", context | {"back": _back(request)})


def _untouched(request: ViewerRequest) -> HttpResponse:
    context = {"title": _("No row is ticked"), "reason": nothing_ticked(), "back": _back(request)}
    return render(request, "parts/error.html", context, status=422)


def _back(request: ViewerRequest) -> str:
    return ledger_url(asked_of(request))
