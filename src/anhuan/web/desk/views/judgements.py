"""Daily sheets: the list, one sheet, its form, issuing, correcting, on paper."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anhuan.judgements import papers, queries, services
from anhuan.judgements.types import JudgementFile
from anhuan.kernel.access import Capability
from anhuan.kernel.refusal import Refusal, Why
from anhuan.web.desk.judgements.forms import sheet_form, why_form, written_in
from anhuan.web.desk.judgements.listed import table
from anhuan.web.desk.judgements.page import judgement_page
from anhuan.web.desk.showing import eye_of
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.files import pdf_response
from anhuan.web.parts.ids import read_id, whole_number
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    page = queries.judgements(viewer, after=request.GET.get("after", "")[:400])
    first = whole_number(request.GET.get("first", "")) or 1
    context = {
        "table": table(page, eye_of(viewer), first=first),
        "to_draft": queries.may_draft(viewer),
    }
    return render(request, "desk/judgements.html", context)


@require_POST
def draft(request: ViewerRequest) -> HttpResponse:
    """Today's sheet before its hour."""
    viewer, area = request.viewer, read_id(request.POST.get("area", ""))
    if area is None:
        raise Refusal(Why.NOT_VISIBLE)
    done = services.draft(area=area, by=viewer, at=viewer.at)
    assert done is not None
    tell(request, _("Drafted from the figures of the day."))
    return redirect("desk:judgement", done.number)


@never_cache
@require_safe
def judgement(request: ViewerRequest, number: str) -> HttpResponse:
    file = queries.judgement(request.viewer, number)
    page = judgement_page(file, eye_of(request.viewer))
    return render(request, "desk/judgement.html", {"sheet": page})


@require_POST
def redraw(request: ViewerRequest, number: str) -> HttpResponse:
    viewer, seen = request.viewer, whole_number(request.POST.get("version", ""))
    services.redraw(number=number, by=viewer, at=viewer.at, seen_version=seen)
    tell(request, _("Figures taken anew. Nothing that was written is lost."))
    return redirect("desk:judgement", number)


def _own(request: ViewerRequest, number: str, *, draft: bool) -> JudgementFile:
    file = queries.judgement(request.viewer, number)
    if not file.may_edit:
        raise Refusal(Why.WRONG_ROLE, capability=Capability.INSTRUCT)
    if (file.line.state == "draft") is not draft:
        raise Refusal(Why.JUDGEMENT_STATE)
    return file


@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: ViewerRequest, number: str) -> HttpResponse:
    viewer, file = request.viewer, _own(request, number, draft=True)
    sent = request.POST if request.method == "POST" else None
    asked = sheet_form(viewer, file, sent)
    page = judgement_page(file, eye_of(viewer))
    context = {"sheet": page, "form": asked.form, "asked": asked}
    if sent is None:
        return render(request, "desk/judgement_edit.html", context)
    done = attempt(
        lambda: services.edit(
            number=number,
            written=written_in(sent.dict()),
            by=viewer,
            at=viewer.at,
            seen_version=whole_number(sent.get("version", "")),
        )
    )
    if isinstance(done, Refusal):
        asked.form.refuse(done)
        return render(request, "desk/judgement_edit.html", context, status=status_of(done))
    tell(request, _("Kept. Not issued yet."))
    return redirect("desk:judgement", number)


@never_cache
@require_http_methods(["GET", "POST"])
def issue(request: ViewerRequest, number: str) -> HttpResponse:
    """Shown once more before it binds others: what, who, until when."""
    viewer, file = request.viewer, _own(request, number, draft=True)
    form, context = why_form(), {"sheet": judgement_page(file, eye_of(viewer))}
    if request.method != "POST":
        return render(request, "desk/judgement_issue.html", context | {"form": form})
    seen = whole_number(request.POST.get("version", ""))
    done = attempt(
        lambda: services.issue(number=number, by=viewer, at=viewer.at, seen_version=seen)
    )
    if isinstance(done, Refusal):
        form.refuse(done)
        status = status_of(done)
        return render(
            request, "desk/judgement_issue.html", context | {"form": form}, status=status
        )
    tell(request, _("Issued. Each conclusion is with its owner now."))
    return redirect("desk:judgement", number)


@never_cache
@require_http_methods(["GET", "POST"])
def correct(request: ViewerRequest, number: str) -> HttpResponse:
    viewer, file = request.viewer, _own(request, number, draft=False)
    form = why_form(request.POST if request.method == "POST" else None)
    context = {"sheet": judgement_page(file, eye_of(viewer)), "form": form}
    if request.method != "POST":
        return render(request, "desk/judgement_correct.html", context)
    why = request.POST.get("why", "")
    done = attempt(lambda: services.correct(number=number, why=why, by=viewer, at=viewer.at))
    if isinstance(done, Refusal):
        form.refuse(done)
        return render(request, "desk/judgement_correct.html", context, status=status_of(done))
    tell(request, _("A correction is begun. What was issued stays as it is."))
    return redirect("desk:judgement-edit", done.number)


@require_safe
def pdf(request: ViewerRequest, number: str) -> HttpResponse:
    return pdf_response(papers.sheet_pdf(request.viewer, number), f"{number}.pdf")


@require_safe
def word(request: ViewerRequest, number: str) -> HttpResponse:
    response = HttpResponse(papers.sheet_word(request.viewer, number), content_type=DOCX)
    name = content_disposition_header(True, f"{number}.docx")
    response["Content-Disposition"] = name or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
