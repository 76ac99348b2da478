"""Units and posts: who holds them on a day, and changing that."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from anhuan.base.clock import now
from anhuan.duty.handovers import vacated
from anhuan.kernel.access import Role, Viewer
from anhuan.territory import establishment as reads
from anhuan.territory import services
from anhuan.territory.establishment import PostRow, UnitRow
from anhuan.territory.leaves import leaves_of
from anhuan.territory.types import UnitKind
from anhuan.web.admin.forms.posts import ChangePostForm, ChangeUnitForm, NewUnitForm, PostForm
from anhuan.web.admin.pages import (
    FormPage,
    chosen_day,
    chosen_id,
    reader,
    save,
    show,
    show_form,
)
from anhuan.web.admin.showing import posts as showing
from anhuan.web.admin.showing.handover import gap
from anhuan.web.parts.toasts import tell


@require_GET
def posts(request: HttpRequest) -> HttpResponse:
    viewer = reader(request)
    on, at, today = chosen_day(request, viewer)
    unit_id = chosen_id(request, "unit")
    units = reads.units(viewer, at=at)
    unit = reads.unit_row(viewer, unit_id) if unit_id else None
    vacant, total = reads.vacancies(viewer, at=at)
    listed = reads.posts(viewer, at=at, unit=unit_id, vacant=unit is None)
    empty = _("This unit has no post yet.") if unit else _("No post was vacant that day.")
    query = "" if today else f"&on={on}"
    return show(
        request,
        "posts",
        sentence=showing.sentence(vacant, total, on, today=today),
        on=on,
        today=today,
        unit=unit,
        tree=showing.unit_tree(units, unit_id, query),
        table=showing.table(listed, with_unit=unit is None, empty=empty),
    )


@require_GET
def post(request: HttpRequest, post: UUID) -> HttpResponse:
    viewer = reader(request)
    row = reads.post_row(viewer, post, at=viewer.at)
    terms = reads.history(viewer, post)
    gone = vacated([post]).get(post) if row.vacant else None
    reached = [one.name for one in reads.reached(viewer, row.area_path)]
    return show(
        request,
        "post",
        post=row,
        holders=showing.holder(row),
        gap=gap(gone) if gone else "",
        leaves=[showing.away(one, post, viewer.at) for one in leaves_of(viewer, post)],
        facts=showing.facts(row, " ".join(reached)),
        terms=showing.terms(terms, viewer.at),
        corrected=showing.corrected(terms),
    )


@require_http_methods(["GET", "POST"])
def unit_new(request: HttpRequest) -> HttpResponse:
    viewer = reader(request)
    form = NewUnitForm(
        request.POST or None,
        units=reads.units(viewer, at=viewer.at),
        areas=reads.areas_below(viewer),
    )
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        kind, area = UnitKind(given.pop("kind")), UUID(given.pop("area"))
        given["parent"] = _id(given["parent"])
        given["fields"] = given.pop("fields_")
        saved = save(
            form,
            lambda: services.add_unit(**given, kind=kind, area=area, by=viewer, at=now()),
        )
        if saved:
            tell(request, _("%(name)s is added. Now add its posts.") % given)
            return redirect(f"{reverse('admin:posts')}?unit={saved.value}")
    page = FormPage(_("Add a unit"), pgettext("admin", "Add unit"), reverse("admin:posts"))
    return show_form(request, form, page)


@require_http_methods(["GET", "POST"])
def unit_change(request: HttpRequest, unit: UUID) -> HttpResponse:
    viewer = reader(request)
    row = reads.unit_row(viewer, unit)
    form = ChangeUnitForm(
        request.POST or None,
        initial=_of_unit(row) | {"version": row.version},
        units=[one for one in reads.units(viewer, at=viewer.at) if one.id != unit],
    )
    back = f"{reverse('admin:posts')}?unit={unit}"
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        given["fields"] = given.pop("fields_")
        seen = given.pop("version")
        saved = save(
            form,
            lambda: services.change_unit(
                unit_id=unit, seen_version=seen, changes=given, by=viewer, at=now()
            ),
            now=lambda: (row.version, _of_unit(row)),
        )
        if saved:
            tell(request, pgettext("admin", "Saved."))
            return redirect(back)
    page = FormPage(
        pgettext("admin", "Change %(name)s") % {"name": row.short}, pgettext("admin", "Save"), back
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "POST"])
def post_new(request: HttpRequest, unit: UUID) -> HttpResponse:
    viewer = reader(request)
    row = reads.unit_row(viewer, unit)
    form = PostForm(
        request.POST or None, areas=_areas(viewer, row.area), posts=_superiors(viewer, row)
    )
    back = f"{reverse('admin:posts')}?unit={unit}"
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        role, area = Role(given.pop("role")), _id(given.pop("area"))
        given["superior"] = _id(given["superior"])
        saved = save(
            form,
            lambda: services.add_post(
                **given, role=role, area=area, unit=unit, by=viewer, at=now()
            ),
        )
        if saved:
            tell(request, _("%(title)s is added and vacant. Now appoint somebody.") % given)
            return redirect("admin:post", saved.value)
    page = FormPage(
        _("New post of %(unit)s") % {"unit": row.short}, pgettext("admin", "Add post"), back
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "POST"])
def post_change(request: HttpRequest, post: UUID) -> HttpResponse:
    viewer = reader(request)
    row = reads.post_row(viewer, post, at=viewer.at)
    unit = reads.unit_row(viewer, row.unit) if row.unit else None
    superiors = [one for one in _superiors(viewer, unit) if one.id != post] if unit else []
    form = ChangePostForm(
        request.POST or None,
        initial=_of_post(row) | {"version": row.version},
        areas=_areas(viewer, unit.area if unit else None),
        posts=superiors,
    )
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        seen = given.pop("version")
        saved = save(
            form,
            lambda: services.change_post(
                post_id=post, seen_version=seen, changes=given, by=viewer, at=now()
            ),
            now=lambda: (row.version, _of_post(row)),
        )
        if saved:
            tell(request, pgettext("admin", "Saved."))
            return redirect("admin:post", post)
    title = pgettext("admin", "Change %(name)s") % {"name": f"{row.unit_name} {row.title}"}
    page = FormPage(title, pgettext("admin", "Save"), reverse("admin:post", args=[post]))
    return show_form(request, form, page)


def _id(text: str) -> UUID | None:
    return UUID(text) if text else None


def _areas(viewer: Viewer, area: UUID | None) -> list[reads.AreaRow]:
    """Where a post of a unit may reach: the unit's area and what lies below, cells too."""
    return reads.areas_within(viewer, reads.area_row(viewer, area).path) if area else []


def _superiors(viewer: Viewer, unit: UnitRow) -> list[PostRow]:
    """Posts of the unit itself and of the units over it that the viewer keeps."""
    found = reads.posts(viewer, at=viewer.at, unit=unit.id)
    if unit.parent is not None:
        found += reads.posts(viewer, at=viewer.at, unit=unit.parent)
    return found


def _of_unit(row: UnitRow) -> dict[str, object]:
    return {
        "name": row.name,
        "short": row.short,
        "kind": row.kind.value,
        "parent": str(row.parent or ""),
        "fields_": list(row.fields),
        "phone": row.phone,
        "active": row.active,
    }


def _of_post(row: PostRow) -> dict[str, object]:
    return {
        "title": row.title,
        "role": row.role.value,
        "area": str(row.area or ""),
        "superior": str(row.superior or ""),
        "rank": row.rank,
        "active": row.active,
    }
