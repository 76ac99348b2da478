"""Visits on the desk: the list, one of them, a new one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anhuan.base.outside import words_in
from anhuan.inspections import plans, services
from anhuan.inspections.choosing import kinds_for
from anhuan.inspections.former import former_cases
from anhuan.inspections.reading import whole_of
from anhuan.inspections.types import CheckLine
from anhuan.inspections.visit_list import units_visiting, visit_page
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.sites import queries as sites
from anhuan.sites.types import SiteLine
from anhuan.web.desk.showing import eye_of
from anhuan.web.desk.visits.forms import new_form, person_of
from anhuan.web.desk.visits.listed import asked, bar, given_of, table
from anhuan.web.desk.visits.page import visit_page_of
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest

MOST_FOUND = 8


@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    viewer, eye = request.viewer, eye_of(request.viewer)
    given = given_of(request.GET)
    filters = asked(request.GET, eye.today)
    page = visit_page(viewer, filters, after=request.GET.get("after", "")[:400])
    first = _number(request.GET.get("first", "")) or 1
    context = {
        "bar": bar(given, units_visiting(viewer)),
        "table": table(page, eye, given, first=first),
        "may_begin": bool(kinds_for(viewer)),
    }
    return render(request, "desk/visits.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


@never_cache
@require_safe
def visit(request: ViewerRequest, number: str) -> HttpResponse:
    viewer = request.viewer
    whole = whole_of(viewer, number)
    page = visit_page_of(viewer, whole, former=former_cases(viewer, whole))
    return render(request, "desk/visit.html", {"visit": page})


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: ViewerRequest) -> HttpResponse:
    """Where first, then what kind by which list; whoever came along joins at once."""
    viewer = request.viewer
    if not kinds_for(viewer):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.RECHECK)
    sent = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(viewer, sent.get("site", ""))
    if chosen is None:
        text = words_in(request.GET.get("q", ""))
        found = sites.sites(viewer, text=text, size=MOST_FOUND).lines if text else ()
        return render(request, "desk/visit_where.html", {"typed": text, "found": found})
    plan = _plan(viewer, sent.get("plan", ""))
    form = new_form(viewer, chosen.id, plan=plan, data=request.POST or None)
    context: dict[str, Any] = {"form": form, "site": chosen, "plan": plan}
    if request.method != "POST":
        return render(request, "desk/visit_begin.html", context)
    given = {"kind": form.data.get("kind", ""), "checklist": form.data.get("checklist", "")}
    done = attempt(
        lambda: services.begin_visit(
            given={**given, "site": chosen.id, **({"plan": plan.id} if plan else {})},
            officer=person_of(form.data.get("officer", "")),
            by=viewer,
            at=viewer.at,
        )
    )
    if isinstance(done, Refusal):
        form.refuse(done)
        return render(request, "desk/visit_begin.html", context, status=status_of(done))
    tell(request, _("Begun as %(number)s.") % {"number": done.number})
    name = "desk:visits-answer" if given["checklist"] else "desk:visits-one"
    return redirect(name, done.number)


def _plan(viewer: Viewer, text: str) -> CheckLine | None:
    """The check of a list that the visit is to make; the service judges whether it may."""
    key = read_id(text)
    return plans.check(viewer, key) if key else None


def _chosen(viewer: Viewer, text: str) -> SiteLine | None:
    site = read_id(text)
    return sites.lines(viewer, {site}).get(site) if site else None
