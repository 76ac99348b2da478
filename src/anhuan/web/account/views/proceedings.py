"""What interviews and vetoes ask of us: of my unit or my firm, by when; our answers."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anhuan.kernel.procedure import Procedure, ProceedingAct
from anhuan.kernel.procedure_inputs import PROCEEDING_INPUTS
from anhuan.kernel.refusal import Refusal, Why
from anhuan.proceedings import queries, services
from anhuan.proceedings.types import ProceedingFile, ProceedingSight
from anhuan.proceedings.words import (
    PROCEDURE_WORDS,
    PROCEEDING_DUE,
    PROCEEDING_PAST,
    PROCEEDING_VERBS,
)
from anhuan.web.parts.asking import ActForm, inputs_form
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.proceedings import chip, proceeding_part
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest

A = ProceedingAct
OWN = (A.SIGN, A.PLAN, A.REPORT, A.STATE, A.APPEAL)


@never_cache
@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    lines = [
        (
            one,
            PROCEDURE_WORDS[Procedure(one.procedure)],
            chip(one.state),
            PROCEEDING_DUE.get(one.ball_act, ""),
        )
        for one in queries.asked_of_us(request.viewer)
    ]
    return render(request, "account/proceedings.html", {"lines": lines})


def _own(request: ViewerRequest, number: str) -> ProceedingFile:
    """One about the reader's unit or firm; any other is not found here."""
    file = queries.proceeding_file(request.viewer, number)
    if file.sight is not ProceedingSight.SUBJECT:
        raise Refusal(Why.NOT_VISIBLE)
    return file


@never_cache
@require_safe
def proceeding(request: ViewerRequest, number: str) -> HttpResponse:
    return _page(request, _own(request, number), {}, status=200)


def _form(what: ProceedingAct, request: ViewerRequest | None = None) -> ActForm:
    data = request.POST if request else None
    return inputs_form(PROCEEDING_INPUTS[what], data=data, leave_out=("received_how",))


def _page(
    request: ViewerRequest,
    file: ProceedingFile,
    typed: dict[ProceedingAct, ActForm],
    *,
    status: int,
) -> HttpResponse:
    viewer = request.viewer
    choices = queries.choices_of(viewer, file)
    open_ = [act for act in OWN if (act in choices and choices[act] is None) or act in typed]
    answers = [(act.value, PROCEEDING_VERBS[act], typed.get(act) or _form(act)) for act in open_]
    context = {
        "part": proceeding_part(viewer, file, page="account:proceeding-slip"),
        "answers": answers,
        "line": file.line,
        "due": PROCEEDING_DUE.get(file.line.ball_act, "") if file.line.is_open else "",
    }
    return render(request, "account/proceeding.html", context, status=status)


@never_cache
@require_POST
def act(request: ViewerRequest, number: str, act: str) -> HttpResponse:
    if act not in OWN:
        raise Http404
    viewer, what = request.viewer, ProceedingAct(act)
    file = _own(request, number)
    form = _form(what, request)
    done = attempt(
        lambda: services.act(number=number, what=what, given=form.given(), by=viewer, at=viewer.at)
    )
    if isinstance(done, Refusal):
        form.refuse(done)
        return _page(request, file, {what: form}, status=status_of(done))
    tell(request, _("%(number)s: %(act)s.") % {"number": number, "act": PROCEEDING_PAST[what]})
    return redirect("account:proceeding", number)
