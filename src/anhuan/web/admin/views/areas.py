"""The tree of areas: names, outlines, new ones one by one or from a file."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anhuan.base.clock import now
from anhuan.territory import establishment as reads
from anhuan.territory import services
from anhuan.territory.divisions import one_geometry
from anhuan.territory.types import Level
from anhuan.web.admin import staging
from anhuan.web.admin.forms.areas import ChangeAreaForm, ImportForm, NewAreaForm, OutlineForm
from anhuan.web.admin.pages import FormPage, reader, save, show, show_form
from anhuan.web.admin.showing import areas as showing
from anhuan.web.parts.formats import count
from anhuan.web.parts.toasts import tell

FILES = ("areas", "boundaries")


@require_GET
def areas(request: HttpRequest) -> HttpResponse:
    viewer = reader(request)
    tops = reads.tops(viewer)
    listed = reads.tree(viewer, around=tops[0]) if len(tops) == 1 else tops
    undrawn = sum(not one.drawn for one in listed)
    return show(
        request, "areas", tree=showing.tree(listed, tops[0] if tops else None), undrawn=undrawn
    )


@require_GET
def area(request: HttpRequest, area: UUID) -> HttpResponse:
    viewer = reader(request)
    row = reads.area_row(viewer, area)
    return show(
        request,
        "area",
        area=row,
        tree=showing.tree(reads.tree(viewer, around=row), row),
        facts=showing.facts(row),
        cell=row.level is Level.CELL,
    )


@require_http_methods(["GET", "POST"])
def area_change(request: HttpRequest, area: UUID) -> HttpResponse:
    viewer = reader(request)
    row = reads.area_row(viewer, area)
    known = {"name": row.name, "short": row.short, "functional": row.functional}
    form = ChangeAreaForm(request.POST or None, initial=known | {"version": row.version})
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        seen = given.pop("version")
        saved = save(
            form,
            lambda: services.change_area(
                area_id=area, seen_version=seen, changes=given, by=viewer, at=now()
            ),
            now=lambda: (row.version, known),
        )
        if saved:
            tell(request, pgettext("admin", "Saved."))
            return redirect("admin:area", area)
    title = pgettext("admin", "Change %(name)s") % {"name": row.name}
    about = _("Code, level and place in the tree stay: what was recorded there hangs on them.")
    back = reverse("admin:area", args=[area])
    return show_form(request, form, FormPage(title, pgettext("admin", "Save"), back, about))


@require_http_methods(["GET", "POST"])
def area_outline(request: HttpRequest, area: UUID) -> HttpResponse:
    viewer = reader(request)
    row = reads.area_row(viewer, area)
    form = OutlineForm(
        request.POST or None, request.FILES or None, initial={"version": row.version}
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        saved = save(
            form,
            lambda: services.change_area(
                area_id=area,
                seen_version=given["version"],
                changes={"geometry": one_geometry(given["geometry"].read())},
                by=viewer,
                at=now(),
            ),
            now=lambda: (row.version, {}),
        )
        if saved:
            tell(request, _("%(name)s has its outline.") % {"name": row.name})
            return redirect("admin:area", area)
    title = _("Outline of %(name)s") % {"name": row.name}
    about = _("From now on a place on the map finds its area by it.")
    back = reverse("admin:area", args=[area])
    return show_form(request, form, FormPage(title, _("Save the outline"), back, about))


@require_http_methods(["GET", "POST"])
def area_new(request: HttpRequest, area: UUID) -> HttpResponse:
    viewer = reader(request)
    over = reads.area_row(viewer, area)
    form = NewAreaForm(request.POST or None, over=over)
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        level = Level(given.pop("level"))
        saved = save(
            form,
            lambda: services.add_area(**given, level=level, parent=area, by=viewer, at=now()),
        )
        if saved:
            tell(request, _("%(name)s is added. Now give it an outline.") % given)
            return redirect("admin:area", saved.value)
    title = _("New area in %(name)s") % {"name": over.name}
    back = reverse("admin:area", args=[area])
    return show_form(request, form, FormPage(title, pgettext("admin", "Add area"), back))


@require_http_methods(["GET", "POST"])
def area_import(request: HttpRequest) -> HttpResponse:
    """What the file would do; nothing is written yet."""
    viewer = reader(request)
    reads.need_organisation(viewer)
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        staging.keep(
            viewer.person, {"areas": given["file"], "boundaries": given["boundaries"] or None}
        )
        saved = save(form, lambda: _load(request, dry_run=True))
        if saved and saved.value:
            report = saved.value
            context = {
                "report": report,
                "facts": showing.report_facts(report),
                "sentence": showing.report_sentence(report),
                "problems": showing.problems(report.problems),
            }
            return show(request, "areas_checked", **context)
    about = _("First you see what it would do. An area that the file leaves out stays.")
    page = FormPage(_("Areas from a file"), _("Check the file"), reverse("admin:areas"), about)
    return show_form(request, form, page)


@require_POST
def area_import_now(request: HttpRequest) -> HttpResponse:
    viewer = reader(request)
    if staging.staged(viewer.person, "areas") is None:
        return redirect("admin:area-import")
    report = _load(request, dry_run=False)
    if not report.saved:
        return redirect("admin:area-import")
    staging.drop(viewer.person, FILES)
    text = ngettext("%(n)s area is new.", "%(n)s areas are new.", report.added)
    tell(request, text % {"n": count(report.added)})
    return redirect("admin:areas")


def _load(request: HttpRequest, *, dry_run: bool) -> services.ImportReport:
    viewer = reader(request)
    path = staging.staged(viewer.person, "areas")
    assert path is not None
    drawn = staging.staged(viewer.person, "boundaries")
    return services.import_areas(path, by=viewer, at=now(), boundaries=drawn, dry_run=dry_run)
