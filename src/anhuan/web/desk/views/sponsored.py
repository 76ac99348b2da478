"""Key objects and their sponsors: the list, one object, a visit, a task marked as key."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anhuan.documents.rendering import pdf
from anhuan.duty import services
from anhuan.duty.certificate import reads_certificate
from anhuan.duty.plaque import FORM, plaque
from anhuan.duty.visits import visited
from anhuan.kernel.access import Capability
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.sponsoring import Sort, Sponsored
from anhuan.obligations.sponsored import sponsored
from anhuan.rulebook.queries import form_at
from anhuan.tasks import queries as tasks
from anhuan.tasks import services as task_services
from anhuan.territory.queries import area_lines
from anhuan.territory.types import AreaLine
from anhuan.web.desk.sponsored import listed as showing
from anhuan.web.desk.sponsored.page import instant_of, key_form, thing_page, visit_form
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.files import pdf_response
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest

ASKED = ("standing", "sort", "area", "level")
PICKED = ("city", "county", "street")


@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    if not reads_certificate(viewer):
        raise Refusal(Why.NOT_VISIBLE)
    lines = area_lines(viewer)
    asked = {name: request.GET.get(name, "") for name in ASKED}
    chosen = next((one for one in lines if str(one.id) == asked["area"]), None)
    found = sponsored(
        viewer,
        path=chosen.path if chosen else "",
        sort=Sort(asked["sort"]) if asked["sort"] in set(Sort) else None,
        standing=Sponsored(asked["standing"]) if asked["standing"] in set(Sponsored) else None,
        level=asked["level"] if asked["level"] in showing.LEVELS else "",
    )
    context = {
        "sentence": showing.sentence(found),
        "bar": showing.bar(asked, found, [one for one in lines if one.level in PICKED]),
        "table": showing.table(
            found, _places(lines), day_of(viewer.at), acts=viewer.may(Capability.KEEP_SITES)
        ),
        "more": found.found - len(found.lines),
    }
    return render(request, "desk/sponsored.html", context)


def _places(lines: list[AreaLine]) -> dict[str, str]:
    return {one.path: one.name for one in lines}


@require_safe
def thing(request: ViewerRequest, thing: UUID) -> HttpResponse:
    page = thing_page(request.viewer, thing)
    return render(request, "desk/sponsored_of.html", {"thing": page})


@require_safe
def board(request: ViewerRequest, thing: UUID) -> HttpResponse:
    """Who is named for it on a day, to be hung up."""
    viewer = request.viewer
    at = instant_of(request.GET.get("on", ""), viewer.at)
    content = plaque(viewer, thing, at=at)
    form = form_at(FORM, at)
    if form is None:
        raise Refusal(Why.NO_SUCH_TARGET, form=FORM)
    return pdf_response(pdf(form.template, content, at=at), f"{day_of(at)}.pdf")


@never_cache
@require_http_methods(["GET", "POST"])
def visit_new(request: ViewerRequest, thing: UUID) -> HttpResponse:
    """Whoever sponsors it enters a visit; what was found wrong follows as cases."""
    viewer = request.viewer
    over = visited(viewer, thing)
    form = visit_form(viewer, data=request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "over": over}
    if request.method != "POST":
        return render(request, "desk/visit_new.html", context)
    done = attempt(
        lambda: services.note_visit(thing=thing, given=form.given(), by=viewer, at=viewer.at)
    )
    if isinstance(done, Refusal):
        form.refuse(done)
        return render(request, "desk/visit_new.html", context, status=status_of(done))
    tell(request, _("The visit to %(name)s is on record.") % {"name": over.name})
    return redirect("desk:sponsored-of", thing)


@never_cache
@require_http_methods(["GET", "POST"])
def key(request: ViewerRequest, number: str) -> HttpResponse:
    """A task marked as key: from then on it needs a leader by name."""
    viewer = request.viewer
    file = tasks.task_file(viewer, number)
    if not file.may_mark:
        raise Refusal(Why.WRONG_ROLE, capability=Capability.INSTRUCT)
    form = key_form(data=request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "line": file.line}
    if request.method != "POST":
        return render(request, "desk/task_key.html", context)
    done = attempt(
        lambda: task_services.mark_key(number=number, given=form.given(), by=viewer, at=viewer.at)
    )
    if isinstance(done, Refusal):
        form.refuse(done)
        return render(request, "desk/task_key.html", context, status=status_of(done))
    tell(request, _("It is a key task now. Name the leader who sponsors it."))
    return redirect("desk:task", number)


@require_POST
def key_off(request: ViewerRequest, number: str) -> HttpResponse:
    task_services.take_back_key(number=number, by=request.viewer, at=request.viewer.at)
    tell(request, _("It is no key task any more."))
    return redirect("desk:task", number)
