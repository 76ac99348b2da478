"""Own checks by a list: begin one, walk through, end it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anhuan.cases.words.refusals import sentence
from anhuan.inspections import services
from anhuan.inspections.types import VisitDone, VisitFile
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import VisitAct
from anhuan.web.firm.checks import (
    KIND,
    Typed,
    checks_page,
    list_of,
    own_walk,
    walk_page,
    walked,
)
from anhuan.web.firm.places import own_site
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.uploads import uploads
from anhuan.web.parts.viewers import ViewerRequest

LONGEST_NOTE = 2_000


@require_safe
def checks(request: ViewerRequest) -> HttpResponse:
    page = checks_page(request.viewer, own_site(request))
    return render(request, "firm/checks.html", {"checks": page})


@require_POST
def begin(request: ViewerRequest) -> HttpResponse:
    viewer, site = request.viewer, own_site(request)
    given = {"kind": KIND.value, "site": site, "checklist": request.POST.get("checklist", "")}
    if not given["checklist"]:
        raise Refusal(Why.MISSING, field="checklist")
    done = services.open_visit(given=given, by=viewer, at=viewer.at)
    return redirect("firm:walk", done.number)


@require_http_methods(["GET", "POST"])
def walk(request: ViewerRequest, number: str) -> HttpResponse:
    viewer = request.viewer
    file = own_walk(viewer, own_site(request), number)
    if request.method != "POST":
        return render(request, "firm/walk.html", {"walk": walk_page(viewer, file)})
    typed = _typed(request, file)
    ending = request.POST.get("act") == "end"
    done = attempt(lambda: _walk(request, file, typed))
    if not isinstance(done, Refusal) and ending:
        done = attempt(lambda: _end(request, number))
    if isinstance(done, Refusal):
        again = own_walk(viewer, own_site(request), number)
        shown = walk_page(viewer, again, typed)
        context = {"walk": shown, "refused": sentence(done), "at": done.facts.get("item", "")}
        return render(request, "firm/walk.html", context, status=status_of(done))
    tell(request, _("Ended. What fails is on your list now.") if ending else _("Kept."))
    return redirect("firm:checks") if ending else redirect("firm:walk", number)


def _walk(request: ViewerRequest, file: VisitFile, typed: Typed) -> VisitDone | None:
    for loads in typed.uploads.values():
        if loads.refusals:
            raise loads.refusals[0]
    found = walked(file, typed)
    return services.walk(
        number=file.line.number,
        answers=found.answers,
        findings=found.findings,
        by=request.viewer,
        at=request.viewer.at,
        seen_version=_version(request),
    )


def _end(request: ViewerRequest, number: str) -> VisitDone:
    viewer = request.viewer
    return services.act(number=number, what=VisitAct.END, given={}, by=viewer, at=viewer.at)


def _version(request: ViewerRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None


def _typed(request: ViewerRequest, file: VisitFile) -> Typed:
    """Only of the items of the list: what else a form carries is nobody's answer."""
    listed = list_of(file)
    items = listed.checklist.items if listed else ()
    given = request.POST
    return Typed(
        answers={one.code: given.get(f"a-{one.code}", "") for one in items},
        notes={one.code: given.get(f"n-{one.code}", "")[:LONGEST_NOTE] for one in items},
        uploads={
            one.code: uploads(request, by=request.viewer.person, name=f"files-{one.code}")
            for one in items
            if one.photo
        },
    )
