"""One case of the firm, the forms of the firm's own acts, and what to do in trouble."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anhuan.cases import queries, services
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action
from anhuan.kernel.refusal import Refusal
from anhuan.web.firm.casefile import Asked, asked, case_page, own_file
from anhuan.web.firm.trouble import trouble as trouble_page
from anhuan.web.firm.words import OWN_ACTS, told
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.uploads import uploads
from anhuan.web.parts.viewers import ViewerRequest


@require_safe
def case(request: ViewerRequest, number: str) -> HttpResponse:
    return render(request, "firm/case.html", {"case": case_page(request.viewer, number)})


@require_safe
def trouble(request: ViewerRequest, number: str) -> HttpResponse:
    return render(request, "firm/trouble.html", {"page_of": trouble_page(request.viewer, number)})


@never_cache
@require_http_methods(["GET", "POST"])
def act(request: ViewerRequest, number: str, action: str) -> HttpResponse:
    if action not in OWN_ACTS:
        raise Http404
    file = own_file(request.viewer, number)
    if request.method == "POST":
        return _done(request, number, Action(action))
    refusal = queries.choices_of(request.viewer, file.case)[Action(action)]
    seen = _version(request.GET.get("version", ""))
    page = asked(request.viewer, file, Action(action), seen=seen)
    if refusal is not None:
        page.form.refuse(refusal)
    return _show(request, page, status=200 if refusal is None else status_of(refusal))


def _done(request: ViewerRequest, number: str, action: Action) -> HttpResponse:
    viewer = request.viewer
    files = uploads(request, by=viewer.person)
    seen = _version(request.POST.get("version", ""))
    page = asked(
        viewer, own_file(viewer, number), action, data=request.POST, uploads=files, seen=seen
    )
    if files.refusals:
        for refusal in files.refusals:
            page.form.refuse(refusal)
        return _show(request, page, status=422)
    done = attempt(
        lambda: services.act(
            number=number,
            action=action,
            given=page.form.given(),
            by=viewer,
            at=viewer.at,
            seen_version=seen,
            exhibits=files.exhibits,
        )
    )
    if isinstance(done, Refusal):
        page.form.refuse(done)
        return _show(request, page, status=status_of(done))
    tell(request, told(action, queries.turn_after(viewer, done.case.id), today=day_of(viewer.at)))
    return redirect("firm:case", number)


def _show(request: HttpRequest, page: Asked, *, status: int) -> HttpResponse:
    return render(request, "firm/act.html", {"page_of": page, "form": page.form}, status=status)


def _version(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
