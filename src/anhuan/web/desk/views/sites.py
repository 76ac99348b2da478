"""Sites: the list with its search, the dossier, and its form for whoever keeps it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anhuan.base.outside import is_held, words_in
from anhuan.kernel.access import Capability
from anhuan.kernel.refusal import Refusal, Why
from anhuan.sites import queries, services
from anhuan.sites.types import Operation, SiteLine
from anhuan.web.desk.site import words
from anhuan.web.desk.site.form import changes, site_form
from anhuan.web.desk.site.page import risk_mark, site_page
from anhuan.web.desk.site.sections import TITLES, save, section_form
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.qr import qr_svg
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.shapes import Column, EmptyState, Link, Row, Table
from anhuan.web.parts.staffing import post_lines, staff_form, staffed
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest

LONGEST_NAME = 200


@require_safe
def sites(request: ViewerRequest) -> HttpResponse:
    text = words_in(request.GET.get("q", ""))
    operation, risk = request.GET.get("operation", ""), request.GET.get("risk", "")
    page = queries.sites(
        request.viewer,
        text=text,
        operation=Operation(operation) if operation in set(Operation) else None,
        risk=risk if risk in words.RISKS else "",
        after=_after(request.GET.get("name", ""), request.GET.get("after", "")),
    )
    more = ""
    if page.after:
        name, last = page.after
        kept = {"q": text, "operation": operation, "risk": risk}
        more = "?" + urlencode({**kept, "name": name, "after": str(last)})
    context = {
        "table": _table(page.lines, text),
        "typed": text,
        "more": more,
        "operation": operation,
        "risk": risk,
        "operations": [(code.value, word) for code, word in words.OPERATIONS.items()],
        "risks": list(words.RISKS.items()),
    }
    return render(request, "desk/case_sites.html", context)


def _after(name: str, text: str) -> tuple[str, UUID] | None:
    """The mark of the page before; a mark that is none opens the first page."""
    last = read_id(text)
    return (name, last) if last is not None and is_held(name, most=LONGEST_NAME) else None


def _table(lines: tuple[SiteLine, ...], text: str) -> Table:
    columns = (
        Column(_("Name")),
        Column(_("Credit code")),
        Column(_("Where it works")),
        Column(_("Risk")),
        Column(_("Operation")),
    )
    rows = tuple(
        Row(
            str(line.id),
            (
                Link(line.name, reverse("desk:site", args=[line.id])),
                line.code or "—",
                line.address,
                risk_mark(line.risk),
                str(words.OPERATIONS[line.operation]),
            ),
            url=reverse("desk:site", args=[line.id]),
        )
        for line in lines
    )
    everything = Link(_("Show all"), reverse("desk:sites"))
    reason = _("No site under these conditions.") if text else _("No site in your area yet.")
    return Table(columns, rows, _("Sites"), empty=EmptyState(reason, links=(everything,)))


@require_safe
def site(request: ViewerRequest, site_id: UUID) -> HttpResponse:
    return render(request, "desk/case_site.html", {"site": site_page(request.viewer, site_id)})


@require_safe
def code(request: ViewerRequest, site_id: UUID) -> HttpResponse:
    """The code for the door: it says which place this is and nothing else. It holds neither name
    nor number, so that a new name needs no new sheet."""
    found = queries.find(request.viewer, site_id)
    node = settings.ADDRESS or request.build_absolute_uri("/").rstrip("/")
    context = {
        "site": found,
        "drawn": qr_svg(f"{node}{reverse('field:shell')}#/at/{found.id}"),
        "label": request.GET.get("as") == "label",
    }
    return render(request, "desk/site_code.html", context)


@require_http_methods(["GET", "POST"])
def section(request: ViewerRequest, site_id: UUID, section: str) -> HttpResponse:
    """The safety organisation, the operation, or who checked an entry."""
    viewer = request.viewer
    if not viewer.may(Capability.KEEP_SITES):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_SITES)
    dossier = queries.dossier(viewer, site_id)
    field = request.GET.get("field", "")
    form = section_form(viewer, dossier, section, data=request.POST or None, field=field)
    context: dict[str, Any] = {"form": form, "site": dossier.site, "title": TITLES[section]}
    if request.method != "POST":
        return render(request, "desk/case_site_edit.html", context)
    seen = _seen(request)
    refused = attempt(lambda: save(section, site_id, form, seen_version=seen, by=viewer))
    if isinstance(refused, Refusal):
        form.refuse(refused)
        return render(request, "desk/case_site_edit.html", context, status=status_of(refused))
    tell(request, _("Saved in the dossier of %(name)s.") % {"name": dossier.site.name})
    return redirect("desk:site", site_id)


@require_http_methods(["GET", "POST"])
def posts(request: ViewerRequest, site_id: UUID) -> HttpResponse:
    """The firm's own posts and who holds them, as far as the street keeps them."""
    viewer = request.viewer
    if not viewer.may(Capability.KEEP_SITES):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_SITES)
    found = queries.find(viewer, site_id)
    lines = post_lines(viewer, site_id)
    form = staff_form(lines, data=request.POST or None)
    context = {"form": form, "site": found, "posts": lines}
    if request.method != "POST":
        return render(request, "desk/case_site_posts.html", context)
    refused = attempt(lambda: staffed(site_id, request.POST.dict(), by=viewer))
    if isinstance(refused, Refusal):
        form.refuse(refused)
        return render(request, "desk/case_site_posts.html", context, status=status_of(refused))
    tell(request, _("Saved in the dossier of %(name)s.") % {"name": found.name})
    return redirect("desk:site-posts", site_id)


def _seen(request: ViewerRequest) -> int:
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else 0


@require_http_methods(["GET", "POST"])
def edit(request: ViewerRequest, site_id: UUID) -> HttpResponse:
    viewer = request.viewer
    dossier = queries.dossier(viewer, site_id)
    form = site_form(viewer, dossier, data=request.POST or None, path=dossier.site.area_path)
    context: dict[str, Any] = {"form": form, "site": dossier.site}
    if request.method != "POST":
        return render(request, "desk/case_site_edit.html", context)
    refused = attempt(
        lambda: services.change_site(
            site_id=site_id,
            seen_version=_seen(request),
            changes=changes(form),
            by=viewer,
            at=viewer.at,
        )
    )
    if isinstance(refused, Refusal):
        form.refuse(refused)
        return render(request, "desk/case_site_edit.html", context, status=422)
    tell(request, _("Saved in the dossier of %(name)s.") % {"name": dossier.site.name})
    return redirect("desk:site", site_id)
