"""Sites brought in by those who may keep them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from anhuan.kernel.access import Capability
from anhuan.kernel.refusal import Refusal, Why
from anhuan.web.desk.intake import loads
from anhuan.web.desk.intake.forms import FileForm
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest


def _may(request: ViewerRequest, *capabilities: Capability) -> None:
    for capability in capabilities:
        if not request.viewer.may(capability):
            raise Refusal(Why.WRONG_ROLE, capability=capability)


def _step(request: ViewerRequest, look: Callable[[str], Any]) -> tuple[FileForm, str, Any]:
    """The upload form, the ticket of the file, and what a look at it says."""
    form = FileForm(request.POST or None, request.FILES or None)
    ticket = request.POST.get("ticket", "")
    if ticket:
        return FileForm(), ticket, look(ticket)
    if request.method != "POST" or not form.is_valid():
        return form, "", None
    done = attempt(lambda: _looked(request, form, look))
    if isinstance(done, Refusal):
        form.refuse(done)
        return form, "", None
    return form, *done


def _looked(request: ViewerRequest, form: FileForm, look: Callable[[str], Any]) -> tuple[str, Any]:
    ticket = loads.taken(request.viewer, form.cleaned_data["file"])
    return ticket, look(ticket)


@require_http_methods(["GET", "POST"])
def sites(request: ViewerRequest) -> HttpResponse:
    _may(request, Capability.IMPORT, Capability.KEEP_SITES)
    viewer, sure = request.viewer, request.POST.get("sure") == "1"
    decisions = loads.decisions_in(request.POST.dict())
    form, ticket, report = _step(
        request,
        lambda text: loads.load_sites(viewer, text, decisions=decisions, dry_run=not sure),
    )
    if report is not None and report.saved:
        said = pgettext("import", "{added} firms added, {changed} changed.")
        tell(request, said.format(added=len(report.added), changed=len(report.changed)))
        return redirect("desk:import-sites")
    context: dict[str, Any] = {"form": form, "ticket": ticket, "report": report}
    if report is not None:
        context |= {
            "facts": loads.site_facts(report),
            "problems": loads.problem_lines(report.problems),
            "questions": loads.question_lines(report.proposals),
        }
    return render(request, "desk/import_load.html", context, status=422 if form.errors else 200)
