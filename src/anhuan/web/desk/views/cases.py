"""The case page and the small acts on it that change no state."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from anhuan.cases import queries, services
from anhuan.cases.words.refusals import sentence
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal
from anhuan.web.desk.case.page import case_page, changes_since
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest


@require_safe
def case(request: ViewerRequest, number: str) -> HttpResponse:
    page = case_page(request.viewer, number, whole=request.GET.get("all") == "1")
    return render(request, "desk/case.html", {"case": page})


@require_safe
def sheet(request: ViewerRequest, number: str) -> HttpResponse:
    """The case on paper, A4, black on white: everything that happened, no menu."""
    page = case_page(request.viewer, number, whole=True)
    return render(request, "desk/case_sheet.html", {"case": page})


@require_GET
def fresh(request: ViewerRequest, number: str) -> HttpResponse:
    """Asked by an open page now and then: what others did since it was drawn; often nothing."""
    seen = request.GET.get("version", "")
    file = queries.case_file(request.viewer, number)
    changed = None
    if seen.isdecimal() and int(seen) < file.case.version:
        entries = queries.timeline(request.viewer, file.case.id)
        changed = changes_since(entries, int(seen), year=day_of(request.viewer.at).year)
    return render(request, "desk/case_fresh.html", {"changed": changed, "number": number})


@require_POST
def watch(request: ViewerRequest, number: str) -> HttpResponse:
    on = request.POST.get("on") == "1"
    services.watch(number=number, on=on, by=request.viewer, at=request.viewer.at)
    tell(request, _("You keep an eye on it now.") if on else _("You no longer watch it."))
    return redirect("desk:case", number)


@require_POST
def reporter(request: ViewerRequest, number: str) -> HttpResponse:
    """Opened once, with a reason, and written down; a reload of the case shows it no more."""
    viewer, why = request.viewer, request.POST.get("why", "")
    found = attempt(
        lambda: services.open_reporter(number=number, why=why, by=viewer, at=viewer.at)
    )
    page = case_page(viewer, number, whole=False)
    context: dict[str, object] = {"case": page}
    if isinstance(found, Refusal):
        context |= {"unseal_error": sentence(found)}
        return render(request, "desk/case.html", context, status=422)
    response = render(request, "desk/case.html", context | {"reporter": found})
    response["Cache-Control"] = "no-store"
    return response
