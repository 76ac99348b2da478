"""Acts on a visit at the desk: its list answered, a finding, whatever else may be done."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anhuan.base.ids import new_id
from anhuan.cases.words.refusals import sentence
from anhuan.inspections import services
from anhuan.inspections.choosing import mates
from anhuan.inspections.former import earlier_on
from anhuan.inspections.reading import Whole, whole_of
from anhuan.inspections.words import VISIT_PAST, VISIT_VERBS
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import VisitAct
from anhuan.web.desk.visits.answers import read_answers, rest, sheet
from anhuan.web.desk.visits.forms import act_form, find_form, person_of
from anhuan.web.parts.asking import ActForm
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.uploads import Uploads, uploads
from anhuan.web.parts.viewers import ViewerRequest

A = VisitAct
APART = frozenset({A.OPEN, A.ANSWER, A.FIND})


def _version(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: ViewerRequest, number: str) -> HttpResponse:
    """As many answers as there are so far; the rest may follow later."""
    viewer = request.viewer
    whole = whole_of(viewer, number)
    if not whole.items:
        raise Refusal(Why.NO_SUCH_RULE, field="checklist")
    if request.method != "POST":
        return _answers(request, whole, None)
    given = {"answers": read_answers(whole, request.POST)}
    done = attempt(
        lambda: services.act(number=number, what=A.ANSWER, given=given, by=viewer, at=viewer.at)
    )
    if isinstance(done, Refusal):
        return _answers(request, whole, done)
    tell(request, _("Saved: %(n)d answers.") % {"n": len(given["answers"])})
    return redirect("desk:visits-one", number)


def _answers(request: ViewerRequest, whole: Whole, refusal: Refusal | None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    context = {
        "sheet": sheet(whole, sent=sent, refusal=refusal),
        "line": whole.line,
        "list_name": whole.list_name,
        "problem": sentence(refusal) if refusal else "",
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "desk/visit_answers.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def find(request: ViewerRequest, number: str) -> HttpResponse:
    """A finding becomes a case at once; what was closed on the same item is shown beside."""
    viewer = request.viewer
    whole = whole_of(viewer, number)
    if request.method != "POST":
        item = request.GET.get("item", "")
        known = item if any(one.item.code == item for one in whole.items) else ""
        return _finding(request, whole, find_form(whole, known), Uploads(), item=known)
    form = find_form(whole, "", data=request.POST)
    files = uploads(request, by=viewer.person)
    for refusal in files.refusals:
        form.refuse(refusal)
    if files.refusals:
        return _finding(request, whole, form, files)
    typed = form.given()
    item = str(typed.pop("item", ""))
    done = attempt(
        lambda: services.find_on_visit(
            number=number,
            given=typed,
            item=item,
            by=viewer,
            at=viewer.at,
            exhibits=files.exhibits,
            case_id=read_id(request.POST.get("case_id", "")) or new_id(),
        )
    )
    if isinstance(done, Refusal):
        if done.why is Why.REPEATED:
            return redirect("desk:visits-one", number)
        form.refuse(done)
        return _finding(request, whole, form, files, item=item)
    tell(request, _("Entered as %(number)s.") % {"number": done.case})
    return redirect("desk:visits-one", number)


def _finding(
    request: ViewerRequest, whole: Whole, form: ActForm, files: Uploads, *, item: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "line": whole.line,
        "uploads": files,
        "case_id": request.POST.get("case_id", "") or str(new_id()),
        "earlier": earlier_on(request.viewer, whole, item),
    }
    return render(request, "desk/visit_find.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def act(request: ViewerRequest, number: str, act: str) -> HttpResponse:
    if act not in set(VisitAct) or VisitAct(act) in APART:
        raise Http404
    viewer, what = request.viewer, VisitAct(act)
    whole = whole_of(viewer, number)
    others = mates(viewer, whole) if what is A.JOIN else []
    data = request.POST if request.method == "POST" else None
    form = act_form(whole, what, others, data=data)
    if request.method != "POST":
        return _show(request, whole, what, form, 200)
    done = attempt(lambda: _done(viewer, whole, what, form, request.POST.get("version", "")))
    if isinstance(done, Refusal):
        form.refuse(done)
        return _show(request, whole, what, form, status_of(done))
    told = {"number": number, "act": VISIT_PAST[what]}
    tell(request, _("%(number)s: %(act)s.") % told)
    return redirect("desk:visits-one", number)


def _done(viewer: Viewer, whole: Whole, what: VisitAct, form: ActForm, version: str) -> Any:
    """What was left without an answer is said before the visit ends, in one act of its own."""
    number, at = whole.line.number, viewer.at
    given: dict[str, Any] = form.given()
    seen = _version(version)
    if what is A.JOIN:
        given["officer"] = person_of(str(form.data.get("officer", "")))
    if what is A.END and whole.tally.open:
        left = {"answers": rest(whole, str(given.pop("rest", "")))}
        return services.end_visit(
            number=number, rest=left, given=given, by=viewer, at=at, seen_version=seen
        )
    return services.act(number=number, what=what, given=given, by=viewer, at=at, seen_version=seen)


def _show(
    request: ViewerRequest, whole: Whole, what: VisitAct, form: ActForm, status: int
) -> HttpResponse:
    context = {
        "line": whole.line,
        "version": whole.visit.version,
        "title": VISIT_VERBS[what],
        "what": what.value,
        "form": form,
    }
    return render(request, "desk/visit_act.html", context, status=status)
