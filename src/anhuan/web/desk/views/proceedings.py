"""Interviews and vetoes: the list, one of them, a proposal, a page for every act, the year."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anhuan.cases.queries import case_file
from anhuan.kernel.access import Capability
from anhuan.kernel.calendar import day_of
from anhuan.kernel.procedure import Procedure, ProceedingAct
from anhuan.kernel.procedure_steps import SYSTEM
from anhuan.kernel.refusal import Refusal, Why
from anhuan.proceedings import queries, services
from anhuan.proceedings.types import ProceedingSight, ProceedingTab
from anhuan.proceedings.words import PROCEDURE_WORDS, PROCEEDING_PAST
from anhuan.web.desk.acting import ActPage, acted
from anhuan.web.desk.proceedings.forms import act_form_of, proposal_form
from anhuan.web.desk.proceedings.listed import bar, table
from anhuan.web.desk.proceedings.page import proceeding_page, verb
from anhuan.web.desk.showing import eye_of
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.ids import whole_number
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest


@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    viewer, asked = request.viewer, request.GET.get("tab", "")
    if not queries.sees_proceedings(viewer):
        raise Refusal(Why.NOT_VISIBLE)
    tab = ProceedingTab(asked) if asked in set(ProceedingTab) else ProceedingTab.OPEN
    page = queries.proceedings(viewer, tab=tab, after=request.GET.get("after", "")[:400])
    first = whole_number(request.GET.get("first", "")) or 1
    context = {
        "bar": bar(tab),
        "table": table(page, tab, eye_of(viewer), first=first),
        "may_propose": viewer.may(Capability.CALL_TO_ACCOUNT),
    }
    return render(request, "desk/proceedings.html", context)


@never_cache
@require_safe
def year(request: ViewerRequest) -> HttpResponse:
    """What counts for the yearly assessment of units and firms."""
    viewer = request.viewer
    if not queries.sees_proceedings(viewer):
        raise Refusal(Why.NOT_VISIBLE)
    this = day_of(viewer.at).year
    asked = whole_number(request.GET.get("year", "")) or this
    chosen = asked if 2000 <= asked <= this else this
    context = {"lines": queries.assessed(viewer, chosen), "year": chosen, "before": chosen - 1}
    return render(request, "desk/proceedings_year.html", context)


@never_cache
@require_safe
def proceeding(request: ViewerRequest, number: str) -> HttpResponse:
    viewer = request.viewer
    file = queries.proceeding_file(viewer, number)
    if file.sight is ProceedingSight.SUBJECT:
        return redirect("account:proceeding", number)
    page = proceeding_page(viewer, file, eye_of(viewer))
    return render(request, "desk/proceeding.html", {"proceeding": page, "line": file.line})


@never_cache
@require_http_methods(["GET", "POST"])
def propose(request: ViewerRequest, procedure: str) -> HttpResponse:
    """An interview or a veto, proposed by a person of the office; about a case where one is
    named."""
    viewer = request.viewer
    if not viewer.may(Capability.CALL_TO_ACCOUNT) or procedure not in set(Procedure):
        raise Refusal(Why.NOT_VISIBLE)
    number = request.GET.get("case", "")
    case = case_file(viewer, number) if number else None
    which = Procedure(procedure)
    of_firm = case is not None and case.case.site is not None
    site = (str(case.case.site), case.site_name) if case is not None and of_firm else None
    data = request.POST if request.method == "POST" else None
    form = proposal_form(viewer, which, site=site, data=data)
    context = {"form": form, "title": PROCEDURE_WORDS[which], "case": case, "procedure": which}
    if request.method != "POST":
        return render(request, "desk/proceeding_new.html", context)
    given = form.given() | {"procedure": which.value}
    given |= {"case": case.case.id} if case else {}
    done = attempt(lambda: services.propose(given=given, by=viewer, at=viewer.at))
    if isinstance(done, Refusal):
        form.refuse(done)
        return render(request, "desk/proceeding_new.html", context, status=status_of(done))
    tell(request, _("Written down as %(number)s.") % {"number": done.number})
    return redirect("desk:proceeding", done.number)


@never_cache
@require_http_methods(["GET", "POST"])
def act(request: ViewerRequest, number: str, act: str) -> HttpResponse:
    if act not in set(ProceedingAct) or act in SYSTEM:
        raise Http404
    viewer, what = request.viewer, ProceedingAct(act)
    file = queries.proceeding_file(viewer, number)
    if file.sight is ProceedingSight.SUBJECT:
        return redirect("account:proceeding", number)
    choices = queries.choices_of(viewer, file)
    if what not in choices:
        raise Http404
    page = ActPage(
        form=lambda data: act_form_of(viewer, file, what, data=data),
        refusal=lambda: choices[what],
        carry_out=lambda given, seen: services.act(
            number=file.line.number,
            what=what,
            given=given,
            by=viewer,
            at=viewer.at,
            seen_version=seen,
        ),
        said=lambda done: (
            _("%(number)s: %(act)s.") % {"number": done.number, "act": PROCEEDING_PAST[what]}
        ),
        home="desk:proceeding",
        template="desk/proceeding_act.html",
        context={"line": file.line, "title": verb(what), "url_act": what.value},
    )
    return acted(request, page)
