"""Who is charged with an enterprise, village, project or hazard source: listed, charged, ended."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from anhuan.base.clock import now
from anhuan.duty import bonds as reads
from anhuan.duty import services
from anhuan.duty.certificate import reads_certificate
from anhuan.duty.coverage import thing_in_reach
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of, end_of_day
from anhuan.kernel.duty import BESIDE, SOURCE
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.sponsoring import SPONSORS, Sort
from anhuan.obligations.windows import next_due
from anhuan.rulebook.queries import duties_at, names_of
from anhuan.sites.queries import sites, visible
from anhuan.territory.charging import posts_of_firm, posts_over
from anhuan.territory.establishment import PostRow
from anhuan.territory.queries import area_lines
from anhuan.territory.types import AreaLine
from anhuan.web.admin.forms.bonds import MANNERS, BondForm, EndForm, SourceForm
from anhuan.web.admin.pages import FormPage, chosen_id, reader, save, show, show_form, start_of
from anhuan.web.admin.showing import bonds as showing
from anhuan.web.parts.duties import CAPACITIES
from anhuan.web.parts.shapes import Link
from anhuan.web.parts.toasts import tell

FEW = 30
UNIT_CAPACITIES = tuple({one.capacity: None for one in MANNERS.values()})


def _reads(viewer: Viewer) -> None:
    if not reads_certificate(viewer):
        raise Refusal(Why.NOT_VISIBLE)


def _keeps(viewer: Viewer) -> bool:
    return viewer.may(Capability.KEEP_ORGANISATION) or viewer.may(Capability.KEEP_SITES)


def _need_keeping(viewer: Viewer) -> None:
    if not _keeps(viewer):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_SITES)


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:64]


@require_safe
def bonds(request: HttpRequest) -> HttpResponse:
    viewer = reader(request)
    _reads(viewer)
    chosen, words = request.GET.get("as", ""), _words(request)
    capacity = chosen if chosen in BESIDE else ""
    found = reads.bonds(viewer, capacity=capacity, words=words)
    due = next_due(viewer, {one.post for one in found.lines})
    return show(
        request,
        "bonds",
        sentence=showing.sentence(found),
        counts=showing.counts(found),
        table=showing.table(found, due, day_of(viewer.at), acts=_keeps(viewer)),
        capacities=[(one.value, word) for one, word in CAPACITIES.items() if one.value],
        chosen=capacity,
        words=words,
        keeps=_keeps(viewer),
    )


@dataclass(frozen=True, slots=True)
class Over:
    """What a post is charged with: a site, an area or a key task in the reader's reach."""

    id: UUID
    name: str
    path: str
    sort: Sort


def _over(viewer: Viewer, thing: UUID) -> Over:
    """Refuses ``NOT_VISIBLE``."""
    found = thing_in_reach(viewer, thing)
    return Over(thing, found.name, found.path, sort=found.sort)


@require_http_methods(["GET", "POST"])
def bond_new(request: HttpRequest) -> HttpResponse:
    """First over what, then who."""
    viewer = reader(request)
    _need_keeping(viewer)
    thing = chosen_id(request, "object")
    if thing is None:
        return _pick(request, viewer)
    over, words = _over(viewer, thing), _words(request)
    form = BondForm(
        request.POST or None,
        initial={"since": day_of(viewer.at), **_asked(request)},
        posts=posts_over(viewer, over.path, words=words),
        manners=_manners(viewer, over.sort),
        fields=names_of("deputy-field", viewer.at),
    )
    back = _back(request, over)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if save(form, lambda: _charge(over, given, viewer)):
            tell(request, _("Charged with %(name)s.") % {"name": over.name})
            return redirect(back)
    title = _("Who stands beside %(name)s?") % {"name": over.name}
    page = FormPage(title, pgettext("bond", "Charge"), back)
    duties = showing.duties(duties_at(viewer.at), *UNIT_CAPACITIES)
    more: dict[str, Any] = {"duties": duties, "over": over, "words_sought": words}
    return _form(request, form, page, **more)


def _manners(viewer: Viewer, sort: Sort) -> tuple[str, ...]:
    """A task has sponsors alone; so has an area for whoever keeps sites only."""
    whole = sort in {Sort.SITE, Sort.PROJECT} or viewer.may(Capability.KEEP_ORGANISATION)
    if whole and sort is not Sort.TASK:
        return tuple(MANNERS)
    return tuple(code for code, one in MANNERS.items() if one.capacity in SPONSORS)


def _asked(request: HttpRequest) -> dict[str, str]:
    """As what, and in which field: said by the gap from which the form was opened."""
    return {name: request.GET.get(name, "") for name in ("manner", "subject")}


def _back(request: HttpRequest, over: Over) -> str:
    """To where the form was opened from."""
    if request.GET.get("back") == "fields":
        return f"{reverse('admin:fields')}?area={over.id}"
    if request.GET.get("back") == "sponsored":
        return reverse("desk:sponsored-of", args=[over.id])
    return reverse("admin:bonds")


def _form(request: HttpRequest, form: Any, page: FormPage, **more: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    response = show(request, "bond_new", form=form, words=page, **more)
    response.status_code = status
    return response


def _charge(over: Over, given: dict[str, Any], viewer: Viewer) -> UUID:
    manner = MANNERS[given["manner"]]
    return services.charge(
        object=over.id,
        post=UUID(given["post"]),
        line=manner.line,
        side=manner.side,
        level=manner.capacity.value,
        subject=given["subject"],
        since=start_of(given["since"]),
        until=end_of_day(given["until"]) if given["until"] else None,
        clause=given["clause"],
        by=viewer,
        at=now(),
    )


def _pick(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    words = _words(request)
    found = sites(viewer, text=words, size=FEW).lines if words else ()
    areas = _areas(viewer, words)
    url = reverse("admin:bond-new")
    return show(
        request,
        "bond_pick",
        sought=words,
        sites=[Link(one.name, f"{url}?object={one.id}") for one in found],
        areas=[Link(one.full, f"{url}?object={one.id}") for one in areas],
    )


def _areas(viewer: Viewer, words: str) -> list[AreaLine]:
    if not viewer.may(Capability.KEEP_ORGANISATION):
        return []
    lines = area_lines(viewer)
    return [one for one in lines if words in one.full or words in one.name][:FEW]


@require_http_methods(["GET", "POST"])
def source_new(request: HttpRequest) -> HttpResponse:
    """The three named persons of a major hazard source of one firm."""
    viewer = reader(request)
    _need_keeping(viewer)
    site = chosen_id(request, "object")
    if site is None or not visible(viewer).filter(pk=site).exists():
        raise Refusal(Why.NOT_VISIBLE)
    over = _over(viewer, site)
    form = SourceForm(
        request.POST or None,
        initial={"since": day_of(viewer.at)},
        posts=posts_of_firm(viewer, site),
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if save(form, lambda: _name(over, form, given, viewer)):
            tell(request, _("The three persons of %(number)s are named.") % given)
            return redirect("desk:site", site)
    title = _("Three named persons of a hazard source at %(name)s") % {"name": over.name}
    page = FormPage(title, pgettext("bond", "Name them"), reverse("desk:site", args=[site]))
    duties = showing.duties(duties_at(viewer.at), *SOURCE)
    return _form(request, form, page, duties=duties, over=None)


def _name(over: Over, form: SourceForm, given: dict[str, Any], viewer: Viewer) -> list[UUID]:
    return services.name_source(
        site=over.id,
        number=given["number"],
        posts=form.posts(),
        since=start_of(given["since"]),
        until=end_of_day(given["until"]) if given["until"] else None,
        clause=given["clause"],
        by=viewer,
        at=now(),
    )


@require_http_methods(["GET", "POST"])
def bond_end(request: HttpRequest, charge: UUID) -> HttpResponse:
    """It ends with a successor, or with a vacancy that has a reason and a day."""
    viewer = reader(request)
    _need_keeping(viewer)
    one = reads.bond(viewer, charge)
    form = EndForm(
        request.POST or None, initial={"last": day_of(viewer.at)}, posts=_followers(viewer, one)
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if save(form, lambda: _end(one.id, form, given, viewer)):
            tell(request, _("Ended. What follows is on record."))
            return redirect("admin:bonds")
    title = _("%(what)s of %(name)s ends") % {"what": showing.what(one), "name": one.name}
    page = FormPage(
        title, pgettext("bond", "End it"), reverse("admin:bonds"), about=showing.who(one)
    )
    return show_form(request, form, page)


def _followers(viewer: Viewer, one: reads.Bond) -> list[PostRow]:
    firm = one.capacity in SOURCE
    found = posts_of_firm(viewer, one.object) if firm else posts_over(viewer, one.path)
    return [post for post in found if post.id != one.post]


def _end(charge: UUID, form: EndForm, given: dict[str, Any], viewer: Viewer) -> UUID:
    until, vacancy = end_of_day(given["last"]), form.vacancy()
    if vacancy is not None:
        return services.end_charge(
            charge=charge, until=until, vacancy=vacancy, by=viewer, at=now()
        )
    following = UUID(given["successor"])
    return services.hand_over(charge=charge, post=following, since=until, by=viewer, at=now())
