"""Matters: the list, one matter, a new lead, a page for every act, the duty record, the week."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anhuan.accountability import queries, services
from anhuan.accountability.types import Sight, Tab
from anhuan.accountability.words import MATTER_PAST, MATTER_VERBS, RULINGS
from anhuan.cases.queries import case_file
from anhuan.kernel.access import Capability
from anhuan.kernel.accountability import MatterAct, Ruling
from anhuan.kernel.accountability_inputs import MATTER_INPUTS
from anhuan.kernel.accountability_steps import OFFERED
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import names_of
from anhuan.web.desk.acting import ActPage, acted
from anhuan.web.desk.matters.forms import act_form_of
from anhuan.web.desk.matters.listed import bar, table
from anhuan.web.desk.matters.page import matter_page
from anhuan.web.desk.showing import eye_of
from anhuan.web.parts.asking import inputs_form
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.files import pdf_response
from anhuan.web.parts.ids import whole_number
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest

OWN = frozenset({MatterAct.STATE, MatterAct.APPEAL})


@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    viewer, asked = request.viewer, request.GET.get("tab", "")
    if not queries.sees_matters(viewer):
        raise Refusal(Why.NOT_VISIBLE)
    tab = Tab(asked) if asked in set(Tab) else Tab.OPEN
    known = names_of("behaviour", viewer.at)
    behaviour = request.GET.get("behaviour", "")
    behaviour = behaviour if behaviour in known else ""
    after = request.GET.get("after", "")[:400]
    page = queries.matters(viewer, tab=tab, behaviour=behaviour, after=after)
    first = whole_number(request.GET.get("first", "")) or 1
    context = {
        "bar": bar(viewer, tab, behaviour),
        "table": table(page, tab, behaviour, eye_of(viewer), first=first),
        "counts": queries.counts_by_unit(viewer),
    }
    return render(request, "desk/matters.html", context)


@never_cache
@require_safe
def week(request: ViewerRequest) -> HttpResponse:
    """What was decided in the last seven days, as a bulletin may tell it."""
    viewer = request.viewer
    if not queries.sees_matters(viewer):
        raise Refusal(Why.NOT_VISIBLE)
    until = day_of(viewer.at)
    since = until - timedelta(days=6)
    behaviours = names_of("behaviour", viewer.at)
    lines = [
        (one, behaviours.get(one.behaviour, one.behaviour), RULINGS[Ruling(one.ruling)])
        for one in queries.decided_between(viewer, since, until)
    ]
    context = {"lines": lines, "since": since, "until": until}
    return render(request, "desk/matters_week.html", context)


@never_cache
@require_safe
def matter(request: ViewerRequest, number: str) -> HttpResponse:
    found = queries.matter_file(request.viewer, number)
    if found.sight is Sight.SUBJECT:
        return redirect("account:matter", number)
    page = matter_page(request.viewer, number, eye_of(request.viewer))
    return render(request, "desk/matter.html", {"matter": page})


@never_cache
@require_safe
@cache_control(private=True, no_store=True)
def record(request: ViewerRequest, number: str) -> HttpResponse:
    content = queries.record_paper(request.viewer, number)
    return pdf_response(content, f"{number}.pdf")


@never_cache
@require_http_methods(["GET", "POST"])
def propose(request: ViewerRequest, number: str) -> HttpResponse:
    """A lead about a case, written down by a person of the office."""
    viewer = request.viewer
    case = case_file(viewer, number)
    if not viewer.may(Capability.CALL_TO_ACCOUNT):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.CALL_TO_ACCOUNT)
    data = request.POST if request.method == "POST" else None
    form = inputs_form(MATTER_INPUTS[MatterAct.PROPOSE], data=data, leave_out=("case",))
    context = {"form": form, "number": number, "title": MATTER_VERBS[MatterAct.PROPOSE]}
    if request.method != "POST":
        return render(request, "desk/matter_new.html", context)
    given = form.given() | {"case": case.case.id}
    done = attempt(lambda: services.propose(given=given, by=viewer, at=viewer.at))
    if isinstance(done, Refusal):
        form.refuse(done)
        return render(request, "desk/matter_new.html", context, status=status_of(done))
    tell(request, _("Written down as %(number)s.") % {"number": done.number})
    return redirect("desk:matter", done.number)


@never_cache
@require_http_methods(["GET", "POST"])
def act(request: ViewerRequest, number: str, act: str) -> HttpResponse:
    if act not in OFFERED or act in OWN:
        raise Http404
    viewer, what = request.viewer, MatterAct(act)
    file = queries.matter_file(viewer, number)
    page = ActPage(
        form=lambda data: act_form_of(viewer, file, what, data=data),
        refusal=lambda: queries.choices_of(viewer, file)[what],
        carry_out=lambda given, seen: services.act(
            number=file.line.number,
            what=what,
            given=given,
            by=viewer,
            at=viewer.at,
            seen_version=seen,
        ),
        said=lambda done: (
            _("Matter %(number)s: %(act)s.") % {"number": done.number, "act": MATTER_PAST[what]}
        ),
        home="desk:matter",
        template="desk/matter_act.html",
        context={"line": file.line, "title": MATTER_VERBS[what], "url_act": what.value},
    )
    return acted(request, page)
