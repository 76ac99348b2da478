"""Matters about me: the notice, my statement, the decision with its reasons, the appeal."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anhuan.accountability import queries, services
from anhuan.accountability.types import MatterFile, Sight
from anhuan.accountability.words import MATTER_PAST, RULINGS
from anhuan.kernel.accountability import MatterAct, Ruling
from anhuan.kernel.accountability_inputs import MATTER_INPUTS
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import names_of
from anhuan.web.parts.asking import ActForm, inputs_form
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.files import pdf_response
from anhuan.web.parts.matters import chip, matter_part
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest

OWN = (MatterAct.STATE, MatterAct.APPEAL)


@never_cache
@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    behaviours = names_of("behaviour", viewer.at)
    lines = [
        (
            one,
            behaviours.get(one.behaviour, one.behaviour),
            chip(one.state),
            RULINGS[Ruling(one.ruling)] if one.ruling else "",
        )
        for one in queries.about_me(viewer)
    ]
    return render(request, "account/matters.html", {"lines": lines})


def _own(request: ViewerRequest, number: str) -> MatterFile:
    """A matter about the reader; any other is not found here."""
    file = queries.matter_file(request.viewer, number)
    if file.sight is not Sight.SUBJECT:
        raise Refusal(Why.NOT_VISIBLE)
    return file


@never_cache
@require_safe
def matter(request: ViewerRequest, number: str) -> HttpResponse:
    return _page(request, _own(request, number), {}, status=200)


def _page(
    request: ViewerRequest, file: MatterFile, typed: dict[MatterAct, ActForm], *, status: int
) -> HttpResponse:
    viewer = request.viewer
    choices = queries.choices_of(viewer, file)
    forms = {
        act: typed.get(act) or inputs_form(MATTER_INPUTS[act])
        for act in OWN
        if choices[act] is None or act in typed
    }
    record = queries.record_of(viewer, file)
    part = matter_part(viewer, file, record, page="account:matter-slip")
    context = {
        "part": part,
        "statement": forms.get(MatterAct.STATE),
        "appeal": forms.get(MatterAct.APPEAL),
        "matter": file.matter,
    }
    return render(request, "account/matter.html", context, status=status)


@never_cache
@require_POST
def act(request: ViewerRequest, number: str, act: str) -> HttpResponse:
    if act not in OWN:
        raise Http404
    viewer, what = request.viewer, MatterAct(act)
    file = _own(request, number)
    form = inputs_form(MATTER_INPUTS[what], data=request.POST)
    done = attempt(
        lambda: services.act(number=number, what=what, given=form.given(), by=viewer, at=viewer.at)
    )
    if isinstance(done, Refusal):
        form.refuse(done)
        return _page(request, file, {what: form}, status=status_of(done))
    told = {"number": done.number, "act": MATTER_PAST[what]}
    tell(request, _("Matter %(number)s: %(act)s.") % told)
    return redirect("account:matter", number)


@never_cache
@require_http_methods(["GET", "HEAD"])
@cache_control(private=True, no_store=True)
def record(request: ViewerRequest, number: str) -> HttpResponse:
    _own(request, number)
    return pdf_response(queries.record_paper(request.viewer, number), f"{number}.pdf")
