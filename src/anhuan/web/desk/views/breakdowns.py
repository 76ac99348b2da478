"""Documents from above: the list, a new one, and its breakdown clause by clause."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.task_steps import GIVE
from anhuan.tasks import queries, services
from anhuan.web.desk.showing import eye_of
from anhuan.web.desk.tasks.breakdown import (
    Entered,
    breakdown_page,
    document_form,
    entered,
    reason_form,
)
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.uploads import Uploads, uploads
from anhuan.web.parts.viewers import ViewerRequest


@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    context = {
        "documents": queries.documents(request.viewer),
        "may_give": any(request.viewer.may(each) for each in GIVE),
    }
    return render(request, "desk/breakdowns.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    if not any(viewer.may(each) for each in GIVE):
        raise Refusal(Why.WRONG_ROLE, capability=GIVE[0])
    if request.method != "POST":
        context = {"form": document_form(), "uploads": Uploads()}
        return render(request, "desk/breakdown_new.html", context)
    form, files = document_form(data=request.POST), uploads(request, by=viewer.person)
    for refusal in files.refusals:
        form.refuse(refusal)
    found: Entered | Refusal = (
        files.refusals[0] if files.refusals else attempt(lambda: entered(viewer, form, files))
    )
    if not isinstance(found, Refusal):
        tell(request, _("Broken down into %(n)d clauses.") % {"n": found.clauses})
        return redirect("desk:breakdown", found.id)
    if not files.refusals:
        form.refuse(found)
    context = {"form": form, "uploads": files}
    return render(request, "desk/breakdown_new.html", context, status=status_of(found))


@require_safe
def breakdown(request: ViewerRequest, document: UUID) -> HttpResponse:
    only = request.GET.get("only") == "waiting"
    page = breakdown_page(request.viewer, document, eye_of(request.viewer), only_waiting=only)
    return render(request, "desk/breakdown.html", {"page_of": page})


@never_cache
@require_http_methods(["GET", "POST"])
def aside(request: ViewerRequest, clause: UUID) -> HttpResponse:
    """不涉及, with the reason."""
    viewer = request.viewer
    document, text = queries.clause_document(viewer, clause)
    form = reason_form(data=request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        done = attempt(
            lambda: services.set_aside(clause=clause, reason=reason, by=viewer, at=viewer.at)
        )
        if not isinstance(done, Refusal):
            tell(request, _("The clause stands aside with its reason."))
            return redirect("desk:breakdown", document)
        form.refuse(done)
        status = status_of(done)
    context = {"form": form, "text": text, "clause": clause, "document": document}
    return render(request, "desk/clause_aside.html", context, status=status)


@require_POST
def take_up(request: ViewerRequest, clause: UUID) -> HttpResponse:
    document, _text = queries.clause_document(request.viewer, clause)
    services.take_up(clause=clause, by=request.viewer, at=request.viewer.at)
    return redirect("desk:breakdown", document)
