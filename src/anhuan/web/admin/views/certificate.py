"""The certificate of responsibility, who answered on a day, and a post charged."""

import json
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from anhuan.base.clock import now
from anhuan.documents.rendering import pdf
from anhuan.duty import attested, services
from anhuan.duty.bonds import bonds
from anhuan.duty.certificate import certificate as certified
from anhuan.duty.responsible import responsible as responsible_on
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.chain import Line, Side
from anhuan.kernel.gaps import Certificate
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import form_at, names_of
from anhuan.territory.charging import chargeable
from anhuan.territory.queries import area_line, area_lines, area_shapes
from anhuan.territory.types import AreaLine
from anhuan.web.admin.forms.charging import ChargeForm
from anhuan.web.admin.pages import (
    FormPage,
    chosen_day,
    chosen_id,
    reader,
    save,
    show,
    show_form,
    start_of,
)
from anhuan.web.admin.showing import certificate as showing
from anhuan.web.admin.showing.bonds import line as bond_line
from anhuan.web.parts.files import pdf_response
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.toasts import tell


def _scope(request: HttpRequest, viewer: Viewer) -> AreaLine:
    """The area asked for, else the first the reader's posts reach. Refuses ``NOT_VISIBLE``."""
    wanted = chosen_id(request, "area")
    if wanted is not None:
        return area_line(viewer, wanted)
    lines = area_lines(viewer, limit=1)
    if not lines:
        raise Refusal(Why.NOT_VISIBLE)
    return lines[0]


def _found(request: HttpRequest) -> tuple[Viewer, AreaLine, Certificate, Any]:
    viewer = reader(request)
    scope = _scope(request, viewer)
    on, at, today = chosen_day(request, viewer)
    return viewer, scope, certified(viewer, scope.path, at=at), (on, today)


@require_GET
def certificate(request: HttpRequest) -> HttpResponse:
    viewer, scope, found, (on, today) = _found(request)
    keeps = viewer.may(Capability.KEEP_ORGANISATION) and today
    query = "" if today else urlencode({"on": str(on)})
    here = urlencode({"area": scope.id} | ({} if today else {"on": str(on)}))
    listed = showing.narrowed(found, request.GET.get("column", ""))
    areas = [line for line in area_lines(viewer) if line.path.startswith(scope.path)]
    return show(
        request,
        "certificate",
        sentence=showing.sentence(found),
        counts=showing.counts(found),
        scope=scope,
        on=on,
        today=today,
        here=here,
        matrix=showing.matrix(found, areas, query),
        below=showing.below(found, areas, query),
        gaps=showing.gaps(
            listed, attested.names_of(found), keeps=keeps, kinds=names_of("permit", viewer.at)
        ),
        more=max(0, len(listed) - showing.SHOWN),
        bonds=bond_line(bonds(viewer, path=scope.path)) if today else "",
    )


@require_GET
def certificate_map(request: HttpRequest) -> JsonResponse:
    viewer, scope, found, _on = _found(request)
    shapes = [one for one in area_shapes(viewer) if one.area.path.startswith(scope.path)]
    return JsonResponse(showing.outlines(shapes, found), content_type="application/geo+json")


def _signed(request: HttpRequest) -> tuple[dict[str, Any], date]:
    """The whole certificate in its envelope, signed by the node, and the day it is of."""
    _viewer, _scope_line, found, (on, _today) = _found(request)
    value = attested.document(found, node=settings.NODE_NAME, made_at=now())
    return attested.signed(value, folder=settings.DATA_DIR), on


@require_GET
def certificate_paper(request: HttpRequest) -> HttpResponse:
    """The signed certificate on paper, with fingerprint and signature."""
    signed, on = _signed(request)
    at = now()
    form = form_at(attested.FORM, at)
    if form is None:
        raise Refusal(Why.NO_SUCH_TARGET, form=attested.FORM)
    content = pdf(form.template, attested.printed_sheet(signed), at=at)
    return pdf_response(content, f"certificate-{on}.pdf")


@require_GET
def certificate_file(request: HttpRequest) -> HttpResponse:
    """The whole certificate, signed by the node."""
    signed, on = _signed(request)
    content = json.dumps(signed, ensure_ascii=False, indent=1)
    name = f"attachment; filename=certificate-{on}.json"
    return HttpResponse(
        content, content_type="application/json", headers={"Content-Disposition": name}
    )


@require_GET
def responsible(request: HttpRequest) -> HttpResponse:
    """Who was responsible on a day for a site or an area, as known today or as known then."""
    viewer = reader(request)
    on, at, today = chosen_day(request, viewer)
    site, area = chosen_id(request, "site"), chosen_id(request, "area")
    if site is None and area is None:
        raise Refusal(Why.NOT_VISIBLE)
    then = request.GET.get("known") == "then"
    known_at: datetime = at if then else viewer.at
    rows = responsible_on(viewer, site=site, area=area, at=at, known_at=known_at)
    return show(
        request,
        "responsible",
        on=on,
        today=today,
        then=then,
        site=site,
        area=area,
        table=showing.answers(rows),
    )


@require_http_methods(["GET", "POST"])
def charge_new(request: HttpRequest) -> HttpResponse:
    """A post put in charge of what nobody answers for."""
    viewer = reader(request)
    given = request.POST if request.method == "POST" else request.GET
    posts = chargeable(
        viewer, _thing(given.get("object", "")), firm=given.get("line") == "enterprise"
    )
    start = {name: given.get(name, "") for name in ("object", "line", "level", "side")}
    form = ChargeForm(
        request.POST or None, initial=start | {"since": day_of(viewer.at)}, posts=posts
    )
    if form.is_bound and form.is_valid():
        saved = save(form, lambda: _charge(form.cleaned_data, viewer))
        if saved:
            tell(request, _("Charged. The certificate counts it from that day."))
            return redirect("admin:certificate")
    page = FormPage(
        _("Who answers here?"), pgettext("admin", "Charge"), reverse("admin:certificate")
    )
    return show_form(request, form, page)


def _thing(text: str) -> UUID:
    found = read_id(text)
    if found is None:
        raise Refusal(Why.NOT_VISIBLE)
    return found


def _charge(given: dict[str, Any], viewer: Viewer) -> UUID:
    return services.charge(
        object=given["object"],
        post=UUID(given["post"]),
        line=Line(given["line"]),
        side=Side(given["side"]),
        level=given["level"],
        since=start_of(given["since"]),
        clause=given["clause"],
        by=viewer,
        at=now(),
    )
