"""Papers of a visit at the desk: issued under the next number, or marked spoilt."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from anhuan.documents.queries import of_subject
from anhuan.inspections import services
from anhuan.inspections.reading import Whole, whole_of
from anhuan.kernel.paper import PaperAct
from anhuan.kernel.refusal import Refusal
from anhuan.web.desk.visits.forms import TYPED, grades, orderable, paper_form, read_order
from anhuan.web.desk.visits.page import paper_words
from anhuan.web.parts.asking import ActForm
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest


@never_cache
@require_http_methods(["GET", "POST"])
def paper(request: ViewerRequest, number: str, what: str) -> HttpResponse:
    if what not in set(PaperAct):
        raise Http404
    viewer, kind = request.viewer, PaperAct(what)
    whole = whole_of(viewer, number)
    form = paper_form(viewer, whole, kind, data=request.POST if request.method == "POST" else None)
    if request.method != "POST":
        refusal = services.may_issue(viewer, whole, kind)
        if refusal is not None:
            form.refuse(refusal)
        return _show(request, whole, kind, form, 200)
    done = attempt(
        lambda: services.issue_paper(
            number=number,
            what=kind,
            second=read_id(request.POST.get("second_officer", "")),
            ordered=read_order(orderable(viewer, whole), request.POST),
            typed={name.value: request.POST.get(name.value, "") for name in TYPED},
            seen=_count(request.POST.get("seen", "")),
            by=viewer,
            at=viewer.at,
        )
    )
    if isinstance(done, Refusal):
        form.refuse(done)
        return _show(request, whole, kind, form, status_of(done))
    tell(request, _("It is issued. Print it and let the firm sign for it."))
    return redirect("desk:visits-one", number)


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _show(
    request: ViewerRequest, whole: Whole, kind: PaperAct, form: ActForm, status: int
) -> HttpResponse:
    viewer = request.viewer
    context = {
        "line": whole.line,
        "form": form,
        "what": kind.value,
        "title": paper_words()[kind],
        "findings": orderable(viewer, whole) if kind is PaperAct.ORDER else (),
        "grades": grades(),
        "sent": request.POST,
        "seen": request.POST.get("seen") or len(of_subject(viewer, whole.visit.id)),
    }
    return render(request, "desk/visit_paper.html", context, status=status)


@require_POST
def spoil(request: ViewerRequest, number: str, document: UUID) -> HttpResponse:
    viewer, reason = request.viewer, request.POST.get("reason", "")
    services.spoil_paper(number=number, document=document, reason=reason, by=viewer, at=viewer.at)
    tell(request, _("Marked spoilt. Its number stays in the register."))
    return redirect("desk:visits-one", number)
