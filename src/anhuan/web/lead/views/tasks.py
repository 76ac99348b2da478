"""Handing out a task in three fields, and what the leader watches."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anhuan.kernel.access import Capability
from anhuan.kernel.refusal import Refusal, Why
from anhuan.web.lead import task as desk
from anhuan.web.lead.instruct import unit_options
from anhuan.web.lead.morning import check_leader
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest


@require_http_methods(["GET", "POST"])
def hand_out(request: ViewerRequest) -> HttpResponse:
    """First the form, then the question, and only a yes does it."""
    viewer = request.viewer
    if not viewer.may(Capability.INSTRUCT):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.INSTRUCT)
    options = unit_options(viewer)
    if request.method != "POST":
        return render(request, "lead/task.html", {"form": desk.task_form(options)})
    form = desk.task_form(options, data=request.POST)
    asked = attempt(lambda: desk.question(viewer, form, options))
    if not isinstance(asked, Refusal) and request.POST.get("answer") != "yes":
        context = {"form": form, "question": asked, "given": form.given()}
        back = request.POST.get("answer") == "no"
        return render(request, "lead/task.html" if back else "lead/task_confirm.html", context)
    done = (
        asked
        if isinstance(asked, Refusal)
        else attempt(lambda: desk.hand_out(viewer, form, options))
    )
    if isinstance(done, Refusal):
        form.refuse(done)
        return render(request, "lead/task.html", {"form": form}, status=status_of(done))
    unit = dict(options).get(str(form.given().get("to_unit")), "")
    said = _("Given out as %(number)s. The ball is with %(unit)s.")
    tell(request, said % {"number": done.number, "unit": unit})
    return redirect("lead:morning")


@require_http_methods(["GET", "POST"])
def watched(request: ViewerRequest) -> HttpResponse:
    check_leader(request.viewer)
    if request.method == "POST":
        desk.note_seen(request.viewer, request.POST.getlist("seen"))
        tell(request, _("Noted. They come back when something changes."))
        return redirect("lead:watched")
    page = desk.watched_page(request.viewer)
    return render(request, "lead/watched.html", {"page_of": page})
