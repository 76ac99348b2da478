"""Handing out a task, and looking around."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anhuan.kernel.access import Capability
from anhuan.kernel.refusal import Refusal, Why
from anhuan.web.lead.instruct import hand_out, instruct_form, question, unit_options
from anhuan.web.lead.morning import check_leader
from anhuan.web.lead.near import near_point, near_street, read_position, streets
from anhuan.web.parts.asking import ActForm, Options
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest


@require_http_methods(["GET", "POST"])
def instruct(request: ViewerRequest) -> HttpResponse:
    """First the form, then the question, and only a yes does it."""
    viewer = request.viewer
    if not viewer.may(Capability.INSTRUCT):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.INSTRUCT)
    options = unit_options(viewer)
    if request.method != "POST":
        return render(request, "lead/instruct.html", {"form": instruct_form(viewer, options)})
    form = instruct_form(viewer, options, data=request.POST)
    asked = attempt(lambda: question(viewer, form, options))
    if not isinstance(asked, Refusal) and request.POST.get("answer") != "yes":
        context = {"form": form, "question": asked, "given": form.given()}
        back = request.POST.get("answer") == "no"
        return render(request, "lead/instruct.html" if back else "lead/confirm.html", context)
    done = (
        asked if isinstance(asked, Refusal) else attempt(lambda: hand_out(viewer, form, options))
    )
    if isinstance(done, Refusal):
        form.refuse(done)
        return render(request, "lead/instruct.html", {"form": form}, status=status_of(done))
    tell(request, _told(done.number, form, options))
    return redirect("lead:morning")


def _told(number: str, form: ActForm, options: Options) -> str:
    unit = dict(options).get(str(form.given().get("to_unit")), "")
    return _("Handed out as %(number)s. The ball is with %(unit)s.") % {
        "number": number,
        "unit": unit,
    }


@require_http_methods(["GET", "POST"])
def near(request: ViewerRequest) -> HttpResponse:
    """A position comes by POST, so that it stands in no address and in no log."""
    viewer = request.viewer
    check_leader(viewer)
    place = read_position(request.POST.get("lon", ""), request.POST.get("lat", ""))
    street = read_id(request.GET.get("street", ""))
    context: dict[str, Any] = {"streets": streets(viewer), "street": str(street or "")}
    context["lines"] = None
    if place is not None:
        context |= {"lines": near_point(viewer, *place), "here": True}
    elif street is not None:
        context["lines"] = near_street(viewer, street)
    elif request.method == "POST":
        context["lost"] = True
    return render(request, "lead/near.html", context)
