"""What is known of a person goes: asked by one, looked through, confirmed by a second."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anhuan.base.clock import now
from anhuan.erasure import queries, services
from anhuan.erasure.types import State
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.queries import persons as people_named
from anhuan.web.admin.forms.erasures import ErasureForm
from anhuan.web.admin.pages import FormPage, chosen_id, reader, save, show, show_form
from anhuan.web.admin.showing import erasures as showing
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.toasts import tell


@require_GET
def erasures(request: HttpRequest) -> HttpResponse:
    viewer = reader(request)
    lines = queries.erasures(viewer)
    grounds = {one.code: one.name for one in queries.grounds(viewer.at)}
    return show(
        request,
        "erasures",
        sentence=showing.sentence(lines),
        table=showing.table(lines, grounds),
    )


@never_cache
@require_http_methods(["GET", "POST"])
def erasure_new(request: HttpRequest) -> HttpResponse:
    """For a person who has a row here, or for names alone: who reports needs no account."""
    viewer = reader(request)
    queries.check_eraser(viewer)
    person = chosen_id(request, "person")
    known = people_named([person]) if person else {}
    if person and person not in known:
        raise Refusal(Why.NOT_VISIBLE)
    named = known[person].name if person else ""
    form = ErasureForm(request.POST or None, grounds=queries.grounds(viewer.at))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        saved = save(
            form,
            lambda: services.ask(
                person=person,
                terms=form.lines(),
                ground=given["ground"],
                reason=given["reason"],
                by=viewer,
                at=now(),
            ),
        )
        if saved:
            return redirect("admin:erasure", saved.value)
    title = _("Erase what is known of %(name)s") % {"name": named} if named else _("Erase")
    about = _("Nothing goes yet: next you see every place, then a second person confirms.")
    page = FormPage(title, pgettext("erasure", "Look"), reverse("admin:erasures"), about)
    return show_form(request, form, page)


@never_cache
@require_GET
def erasure(request: HttpRequest, erasure: UUID) -> HttpResponse:
    viewer = reader(request)
    one = queries.erasure(viewer, erasure)
    found = queries.places(viewer, erasure)
    grounds = {each.code: f"{each.name} — {each.source}" for each in queries.grounds(one.asked_at)}
    people = people_named([each for each in (one.asked_by, one.confirmed_by) if each])
    return show(
        request,
        "erasure",
        erasure=one,
        waits=one.state is State.ASKED,
        own=one.asked_by == viewer.person,
        facts=showing.facts(one, grounds.get(one.ground, one.ground), people),
        found=showing.found_sentence(found, most=queries.MOST_HITS),
        places=showing.places(found, one.spared),
        exhibits=queries.exhibits(viewer, erasure),
        namesakes=queries.namesakes(viewer, erasure),
    )


@require_POST
def erasure_act(request: HttpRequest, erasure: UUID) -> HttpResponse:
    viewer, at = reader(request), now()
    text = request.POST.get("version", "")
    version = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
    act = request.POST.get("act", "")
    if act == "choose":
        uses = [read_id(each) for each in request.POST.getlist("use")]
        spared = [each for each in request.POST.getlist("spare") if len(each) < 120]
        services.choose(
            key=erasure,
            seen_version=version,
            spared=spared,
            uses=[each for each in uses if each],
            by=viewer,
            at=at,
        )
        tell(request, _("Noted. A second person reads it and confirms."))
    elif act == "confirm":
        services.confirm(key=erasure, seen_version=version, by=viewer, at=at)
        tell(request, _("Confirmed. It is carried out within the minute; there is no way back."))
    elif act == "withdraw":
        services.withdraw(key=erasure, seen_version=version, by=viewer, at=at)
        tell(request, _("Withdrawn. Nothing was erased."))
    return redirect("admin:erasure", erasure)
