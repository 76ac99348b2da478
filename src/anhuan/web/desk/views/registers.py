"""Registers of documents: which there are, one of them, one as a workbook."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anhuan.documents import registers, services
from anhuan.kernel.access import Capability
from anhuan.kernel.calendar import day_of
from anhuan.rulebook.queries import names_of
from anhuan.sites.standing import site_names
from anhuan.territory.queries import unit_names
from anhuan.web.desk.registers import books_table, entries_table, year_bar
from anhuan.web.parts.viewers import ViewerRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    known = registers.years(viewer)
    this = day_of(viewer.at).year
    asked = _number(request.GET.get("year", ""))
    year = asked if asked in known else this
    books = registers.books(viewer, year=year)
    names = unit_names({one.unit for one in books}) if books else {}
    years = known if year in known else [year, *known]
    context = {"bar": year_bar(years, year), "table": books_table(books, names), "year": year}
    return render(request, "desk/registers.html", context)


@never_cache
@require_safe
def register(request: ViewerRequest, form: str, unit: UUID, year: int) -> HttpResponse:
    viewer = request.viewer
    before = _number(request.GET.get("before", ""))
    page = registers.entries(viewer, form=form, unit=unit, year=year, before=before)
    lines = [one.line for one in page.rows if one.line is not None]
    sites = site_names({line.site for line in lines if line.site})
    url = reverse("desk:registers-one", args=[form, unit, year])
    # Of a number that was never used there is no paper.
    seen = frozenset(line.id for line in lines if line.printed)
    context = {
        "table": entries_table(page, sites, url=url, year=viewer.at.year, seen=seen),
        "title": names_of("form", viewer.at).get(form, form),
        "unit": unit_names([unit]).get(unit, ""),
        "form": form,
        "unit_id": unit,
        "year": year,
        "may_export": viewer.may(Capability.EXPORT),
    }
    return render(request, "desk/register.html", context)


@require_POST
def export(request: ViewerRequest, form: str, unit: UUID, year: int) -> HttpResponse:
    viewer = request.viewer
    content = services.export_register(form=form, unit=unit, year=year, by=viewer, at=viewer.at)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="register.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
