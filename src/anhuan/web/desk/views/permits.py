"""Permits: the list, one permit, and the forms of whoever keeps dossiers."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import permit_kinds
from anhuan.sites import permits as reads
from anhuan.sites import services
from anhuan.sites.permits import PermitTab
from anhuan.sites.queries import find
from anhuan.sites.types import PermitLine
from anhuan.web.desk.showing import eye_of
from anhuan.web.desk.site import permits as showing
from anhuan.web.desk.site.permits import FORMS, TITLES, permit_form, typed
from anhuan.web.parts.asking import ActForm
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest


@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    viewer, asked = request.viewer, request.GET
    named = asked.get("tab", "")
    tab = PermitTab(named) if named in set(PermitTab) else PermitTab.DUE
    kinds, kind = permit_kinds(viewer.at), asked.get("kind", "")
    kind = kind if kind in kinds else ""
    unit = read_id(asked.get("unit", ""))
    text = asked.get("q", "").replace("\x00", "").strip()[:100]
    page = reads.permits(
        viewer, tab=tab, kind=kind, unit=unit, text=text, after=asked.get("after", "")[:80]
    )
    of = str(unit) if unit else ""
    more = showing.list_url(tab, kind=kind, unit=of, q=text, after=page.after)
    context = {
        "bar": showing.bar(kinds, tab, kind, of, text),
        "table": showing.listed(page, kinds, eye_of(viewer)),
        "more": more if page.after else "",
        "typed": text,
        "tab": tab.value,
        "kind": kind,
        "unit": of,
    }
    return render(request, "desk/permits.html", context)


@require_safe
def permit(request: ViewerRequest, permit_id: UUID) -> HttpResponse:
    line = reads.permit(request.viewer, permit_id)
    return render(request, "desk/permit.html", {"permit": showing.shown(request.viewer, line)})


@require_http_methods(["GET", "POST"])
def new(request: ViewerRequest, site_id: UUID) -> HttpResponse:
    viewer, site = _keeper(request), find(request.viewer, site_id)
    form = permit_form(viewer, "edit", path=site.area_path, data=request.POST or None)
    context: dict[str, Any] = {"form": form, "title": TITLES["new"], "site": site}
    if request.method != "POST":
        return render(request, "desk/permit_edit.html", context)
    done = attempt(
        lambda: services.add_permit(
            site_id=site_id, given=typed(form, FORMS["edit"]), by=viewer, at=viewer.at
        )
    )
    if isinstance(done, Refusal):
        return _refused(request, form, done, context)
    tell(request, _("The permit is entered; whoever issued it answers for it."))
    return redirect("desk:permit", done)


@require_http_methods(["GET", "POST"])
def act(request: ViewerRequest, permit_id: UUID, what: str) -> HttpResponse:
    if what not in FORMS:
        raise Http404
    viewer = _keeper(request)
    line = reads.permit(viewer, permit_id)
    form = permit_form(viewer, what, path=line.area_path, line=line, data=request.POST or None)
    context: dict[str, Any] = {"form": form, "title": TITLES[what], "permit": line}
    if request.method != "POST":
        return render(request, "desk/permit_edit.html", context)
    done = attempt(lambda: _do(what, line, form, request.POST.get("version", ""), viewer))
    if isinstance(done, Refusal):
        return _refused(request, form, done, context)
    tell(request, _("Recorded for %(number)s.") % {"number": line.number})
    return redirect("desk:permit", permit_id)


def _keeper(request: ViewerRequest) -> Viewer:
    if not request.viewer.may(Capability.KEEP_SITES):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_SITES)
    return request.viewer


def _do(what: str, line: PermitLine, form: ActForm, version: str, by: Viewer) -> None:
    given = typed(form, FORMS[what])
    known: dict[str, Any] = {
        "permit_id": line.id,
        "seen_version": int(version) if version.isdecimal() and len(version) < 10 else 0,
        "by": by,
        "at": by.at,
    }
    if what == "edit":
        services.change_permit(changes=given, **known)
    elif what == "renew":
        services.renew_permit(given=given, **known)
    else:
        services.end_permit(given=given, **known)


def _refused(
    request: ViewerRequest, form: ActForm, refusal: Refusal, context: dict[str, Any]
) -> HttpResponse:
    form.refuse(refusal)
    return render(request, "desk/permit_edit.html", context, status=status_of(refusal))
