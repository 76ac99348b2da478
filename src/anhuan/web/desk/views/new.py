"""A new case: what, where, a photo; what is open there already is shown before it is saved."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from anhuan.base.ids import new_id
from anhuan.base.outside import words_in
from anhuan.cases import queries, services
from anhuan.duty.services import note_finding
from anhuan.duty.visits import own_visit
from anhuan.kernel.access import Capability
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action, Kind
from anhuan.kernel.refusal import Refusal, Why
from anhuan.sites import queries as sites
from anhuan.web.desk.area import picking
from anhuan.web.desk.case.asks import told
from anhuan.web.desk.case.door import MOST_FOUND, Door, door, given, likely
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.uploads import Uploads, uploads
from anhuan.web.parts.viewers import ViewerRequest

GEOJSON: Final = "application/geo+json"


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    if not viewer.may(Capability.REPORT):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.REPORT)
    sent = request.POST if request.method == "POST" else request.GET
    kind = Kind(sent.get("kind", "")) if sent.get("kind", "") in set(Kind) else Kind.HAZARD
    page = door(
        viewer,
        kind,
        data=request.POST if request.method == "POST" else None,
        site=read_id(sent.get("site", "")),
        search=sent.get("site_q", "").strip()[:100],
    )
    if request.method != "POST":
        return _show(request, page, Uploads(), str(new_id()))
    return _entered(request, page)


def _entered(request: ViewerRequest, page: Door) -> HttpResponse:
    """Looking for a site, a file that was refused, a likeness not yet seen: the form again."""
    viewer, files = request.viewer, uploads(request, by=request.viewer.person)
    case_id = read_id(request.POST.get("case_id", "")) or new_id()
    site = page.chosen.id if page.chosen else None
    for refusal in files.refusals:
        page.form.refuse(refusal)
    if "find" in request.POST or files.refusals:
        return _show(request, page, files, str(case_id))
    alike = likely(viewer, site, request.POST.get("description", ""))
    if alike and request.POST.get("confirmed") != "1":
        return _show(request, page, files, str(case_id), alike=alike)
    done = attempt(
        lambda: services.open_case(
            given=given(viewer, page, site),
            by=viewer,
            at=viewer.at,
            exhibits=files.exhibits,
            case_id=case_id,
        )
    )
    if isinstance(done, Refusal):
        return _refused(request, page, files, case_id, done)
    visit = read_id(request.POST.get("visit", ""))
    if visit is not None and own_visit(viewer, visit):
        note_finding(visit=visit, case=done.case.id, by=viewer, at=viewer.at)
    turn = queries.turn_after(viewer, done.case.id)
    tell(request, told(_action(page.kind), turn, year=day_of(viewer.at).year))
    return redirect("desk:case", done.number) if turn.visible else redirect("desk:work")


def _refused(
    request: ViewerRequest, page: Door, files: Uploads, case_id: UUID, refusal: Refusal
) -> HttpResponse:
    """A form sent twice leads to the case that the first sending made."""
    number = queries.number_of(request.viewer, case_id) if refusal.why is Why.REPEATED else ""
    if number:
        return redirect("desk:case", number)
    page.form.refuse(refusal)
    return _show(request, page, files, str(case_id))


def _action(kind: Kind) -> Action:
    return Action.REPORT if kind is Kind.REPORT else Action.REGISTER


def _show(
    request: ViewerRequest, page: Door, files: Uploads, case_id: str, **more: Any
) -> HttpResponse:
    visit = read_id(request.GET.get("visit", "") or request.POST.get("visit", ""))
    context = {"page_of": page, "form": page.form, "uploads": files, "case_id": case_id, **more}
    context["visit"] = visit or ""
    status = 422 if page.form.errors else 200
    return render(request, "desk/case_new.html", context, status=status)


@require_GET
def pick(request: ViewerRequest) -> HttpResponse:
    """The sites that a few letters find, while they are typed; or the one chosen on the map."""
    site = read_id(request.GET.get("site", ""))
    if site is not None:
        chosen = sites.lines(request.viewer, {site}).get(site)
        context = {"chosen": chosen, "search": str(site), "fresh": True}
        return render(request, "desk/case_pick.html", context)
    text = words_in(request.GET.get("site_q", ""))
    found = sites.sites(request.viewer, text=text, size=MOST_FOUND).lines if text else ()
    return render(request, "desk/case_pick.html", {"found": found, "search": text})


@require_GET
def outlines(request: ViewerRequest) -> JsonResponse:
    return JsonResponse(picking.outlines(request.viewer), content_type=GEOJSON)


@require_GET
def points(request: ViewerRequest) -> JsonResponse:
    """The sites in the part of the map in view; a box that is none holds none."""
    box = picking.read_box(request.GET.get("box", ""))
    found = picking.points(request.viewer, box) if box else picking.NOTHING
    return JsonResponse(found, content_type=GEOJSON)


@require_GET
def alike(request: ViewerRequest) -> HttpResponse:
    """What is open at a site already; shown as soon as the site is chosen."""
    site = read_id(request.GET.get("site", ""))
    found = likely(request.viewer, site, "") if site else ()
    return render(request, "desk/case_alike.html", {"alike": found})
