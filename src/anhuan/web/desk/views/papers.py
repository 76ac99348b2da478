"""Papers of a case: the case sheet as PDF, the order issued, a paper marked spoilt."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anhuan.cases import papers, queries, services
from anhuan.cases.words.refusals import sentence
from anhuan.kernel.refusal import Refusal
from anhuan.web.desk.case.orders import LONGEST_REMEDY, OrderAsked, order_asked
from anhuan.web.desk.case.page import case_page
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.files import pdf_response
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest


@require_safe
def sheet(request: ViewerRequest, number: str) -> HttpResponse:
    """The case on A4 as it stands now."""
    return pdf_response(papers.sheet(request.viewer, number), f"{number}.pdf")


@never_cache
@require_http_methods(["GET", "POST"])
def order(request: ViewerRequest, number: str) -> HttpResponse:
    viewer = request.viewer
    file = queries.case_file(viewer, number)
    if request.method != "POST":
        page = order_asked(viewer, file)
        if page.refused is not None:
            page.form.refuse(page.refused)
        return _show(request, page, 200)
    page = order_asked(viewer, file, data=request.POST)
    done = attempt(
        lambda: services.issue_order(
            number=number,
            second=read_id(request.POST.get("second_officer", "")),
            remedy=request.POST.get("remedy", "").strip()[:LONGEST_REMEDY],
            seen=_count(request.POST.get("seen", "")),
            by=viewer,
            at=viewer.at,
        )
    )
    if isinstance(done, Refusal):
        page.form.refuse(done)
        return _show(request, page, status_of(done))
    tell(request, _("The order is issued. Print it and let the firm sign for it."))
    return redirect("desk:case", number)


def _show(request: ViewerRequest, page: OrderAsked, status: int) -> HttpResponse:
    context = {"page_of": page, "form": page.form}
    return render(request, "desk/case_order.html", context, status=status)


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


@require_POST
def spoil(request: ViewerRequest, number: str, document: UUID) -> HttpResponse:
    viewer, reason = request.viewer, request.POST.get("reason", "")
    done = attempt(
        lambda: services.spoil_order(
            number=number, document=document, reason=reason, by=viewer, at=viewer.at
        )
    )
    if isinstance(done, Refusal):
        page = case_page(viewer, number, whole=False)
        context = {"case": page, "spoil_error": sentence(done), "spoiling": document}
        return render(request, "desk/case.html", context, status=status_of(done))
    tell(request, _("Marked spoilt. Its number stays in the register."))
    return redirect("desk:case", number)
