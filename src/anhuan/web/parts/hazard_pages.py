"""Pages of hazard sources that the desk and the firm share: one unit, its forms, its sheet.

``Home`` says under which names the addresses lie and which templates draw them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from anhuan.documents.rendering import pdf
from anhuan.hazards import services
from anhuan.hazards.queries import may_keep
from anhuan.hazards.queries import unit as read_unit
from anhuan.hazards.types import HazardUnit, WorkLine
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.queries import persons
from anhuan.rulebook.queries import form_at
from anhuan.sites.queries import find
from anhuan.web.parts import hazards as words
from anhuan.web.parts.asking import ActForm
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.files import pdf_response
from anhuan.web.parts.hazard_forms import TITLES, hazard_form, typed
from anhuan.web.parts.hazard_sheet import FORM, sheet
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.shapes import Facts, Link, Table
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest

ACTS: Final = ("edit", "file", "end")


@dataclass(frozen=True, slots=True)
class Home:
    """Where a surface keeps these pages: the names of its addresses and its two templates."""

    space: str
    page: str
    form: str

    def url(self, name: str, *args: object) -> str:
        return reverse(f"{self.space}:{name}", args=args)


@dataclass(frozen=True, slots=True)
class UnitShown:
    """One unit, already worded."""

    id: UUID
    version: int
    name: str
    site: str
    sentence: str
    edition: str
    calculation: Table | None
    sums: Facts
    facts: Facts
    stock: Table
    changes: Table
    history: Table
    acts: tuple[Link, ...]
    add: str
    assess: str
    sheet: str


def shown(viewer: Viewer, home: Home, found: HazardUnit) -> UnitShown:
    line, working = found.line, found.working
    last = found.assessed[0] if found.assessed else None
    named = persons(one.by for one in found.assessed)
    names = {key: one.name for key, one in named.items()}
    edits = [
        home.url("hazard-chemical", line.id, n) if found.may_keep else ""
        for n in range(len(found.chemicals))
    ]
    note = words.persons_note(found) if found.persons is not None else ""
    return UnitShown(
        id=line.id,
        version=line.version,
        name=line.name,
        site=line.site_name,
        sentence=words.sentence(line),
        edition=working.edition if working else "",
        calculation=words.calculation(working, edits) if working else None,
        sums=words.sums(working, note) if working else Facts(()),
        facts=words.facts(found),
        stock=words.stock(found.chemicals),
        changes=words.changes_table(found.change, last, working),
        history=words.history(found.assessed, names),
        acts=_acts(home, found),
        add=home.url("hazard-chemical-new", line.id) if found.may_keep else "",
        assess=home.url("hazard-assess", line.id) if found.may_keep and working else "",
        sheet=home.url("hazard-sheet", line.id) if last else "",
    )


def _acts(home: Home, found: HazardUnit) -> tuple[Link, ...]:
    what = ["file"] if found.may_file else []
    what += ["edit", "end"] if found.may_keep else []
    return tuple(
        Link(str(TITLES[one]), home.url("hazard-act", found.line.id, one)) for one in what
    )


def show(request: ViewerRequest, home: Home, found: HazardUnit) -> HttpResponse:
    context = {
        "unit": shown(request.viewer, home, found),
        "site_url": _list_of(home, found.line.site),
    }
    return render(request, home.page, context)


def new(request: ViewerRequest, home: Home, site_id: UUID) -> HttpResponse:
    """A unit of a site, for whoever states it."""
    viewer, site = request.viewer, find(request.viewer, site_id)
    if not may_keep(viewer, site.id, site.area_path):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_SITES)
    form = hazard_form("edit", data=request.POST or None)
    page = _page(form, "new", back=_list_of(home, site_id), about=site.name)
    if request.method != "POST":
        return render(request, home.form, page)
    done = attempt(
        lambda: services.add_unit(site_id=site_id, given=typed(form), by=viewer, at=viewer.at)
    )
    if isinstance(done, Refusal):
        return _refused(request, home, form, done, page)
    tell(request, _("The unit is entered. Now enter its chemicals."))
    return redirect(home.url("hazard", done))


def act(request: ViewerRequest, home: Home, found: HazardUnit, what: str) -> HttpResponse:
    if what not in ACTS:
        raise Http404
    if not (found.may_file if what == "file" else found.may_keep):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_SITES)
    form = hazard_form(what, data=request.POST or None, unit=found)
    page = _form_page(home, found, form, what)
    if request.method != "POST":
        return render(request, home.form, page)
    write = {
        "edit": lambda known: services.change_unit(changes=typed(form), **known),
        "file": lambda known: services.file_unit(given=typed(form), **known),
        "end": lambda known: services.end_unit(given=typed(form), **known),
    }[what]
    return _written(request, home, found, form, page, write)


def chemical(
    request: ViewerRequest, home: Home, found: HazardUnit, place: int | None
) -> HttpResponse:
    """A chemical entered, put right, or taken out."""
    if not found.may_keep:
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_SITES)
    line = _line(found, place) if place is not None else None
    form = hazard_form("chemical", data=request.POST or None, line=line)
    page = _form_page(home, found, form, "chemical" if line else "chemical-new")
    page["asks"] = str(words.ASKS[line.problem]) if line and line.problem else ""
    page["may_drop"] = line is not None
    if request.method != "POST":
        return render(request, home.form, page)
    if place is not None and request.POST.get("drop"):
        return _written(
            request,
            home,
            found,
            form,
            page,
            lambda known: services.drop_chemical(place=place, **known),
        )
    given = typed(form)
    return _written(
        request,
        home,
        found,
        form,
        page,
        lambda known: services.put_chemical(place=place, given=given, **known),
    )


def assess(request: ViewerRequest, home: Home, found: HazardUnit) -> HttpResponse:
    services.assess_unit(**_known(request, found))
    line = read_unit(request.viewer, found.line.id).line
    tell(request, _("Assessed: %(result)s") % {"result": words.sentence(line)})
    return redirect(home.url("hazard", line.id))


def sheet_pdf(request: ViewerRequest, found: HazardUnit) -> HttpResponse:
    """The last assessment as it was made, on paper."""
    at = request.viewer.at
    form = form_at(FORM, at)
    if form is None or not found.assessed:
        raise Refusal(Why.NOT_VISIBLE)
    content = pdf(form.template, sheet(found, at), at=found.assessed[0].at)
    return pdf_response(content, f"{found.line.name}.pdf")


def _line(found: HazardUnit, place: int) -> WorkLine:
    if not 0 <= place < len(found.chemicals):
        raise Refusal(Why.NOT_VISIBLE)
    if found.working is None:
        return WorkLine(chemical=found.chemicals[place])
    return found.working.lines[place]


def _written(
    request: ViewerRequest,
    home: Home,
    found: HazardUnit,
    form: ActForm,
    page: dict[str, Any],
    write: Any,
) -> HttpResponse:
    done = attempt(lambda: write(_known(request, found)))
    if isinstance(done, Refusal):
        return _refused(request, home, form, done, page)
    tell(request, _("Recorded for %(number)s.") % {"number": found.line.name})
    return redirect(home.url("hazard", found.line.id))


def _known(request: ViewerRequest, found: HazardUnit) -> dict[str, Any]:
    version = request.POST.get("version", "")
    return {
        "unit_id": found.line.id,
        "seen_version": int(version) if version.isdecimal() and len(version) < 10 else 0,
        "by": request.viewer,
        "at": request.viewer.at,
    }


def _form_page(home: Home, found: HazardUnit, form: ActForm, what: str) -> dict[str, Any]:
    line = found.line
    page = _page(form, what, back=home.url("hazard", line.id), about=line.name)
    return page | {"version": line.version}


def _page(form: ActForm, what: str, *, back: str, about: str) -> dict[str, Any]:
    return {"form": form, "title": TITLES[what], "back": back, "about": about}


def _list_of(home: Home, site: UUID) -> str:
    return home.url("hazards") if home.space == "firm" else home.url("site-hazards", site)


def _refused(
    request: ViewerRequest,
    home: Home,
    form: ActForm,
    refusal: Refusal,
    page: Mapping[str, Any],
) -> HttpResponse:
    form.refuse(refusal)
    return render(request, home.form, dict(page), status=status_of(refusal))
