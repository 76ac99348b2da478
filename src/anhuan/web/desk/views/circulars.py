"""Letters to firms: the list, one letter, a new one, the list of who has not read it."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anhuan.kernel.access import Capability
from anhuan.kernel.refusal import Refusal, Why
from anhuan.notices import circulars as reads
from anhuan.notices.services import circulars as services
from anhuan.territory.queries import place_of_area
from anhuan.web.desk.circulars import circular_form, page_of, table
from anhuan.web.desk.showing import eye_of
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOWHERE = UUID(int=0)


@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    found, more = table(viewer, read_id(request.GET.get("after", "")))
    context = {"table": found, "more": more, "may_send": viewer.may(Capability.INSTRUCT)}
    return render(request, "desk/circulars.html", context)


@never_cache
@require_safe
def circular(request: ViewerRequest, circular_id: UUID) -> HttpResponse:
    page = page_of(request.viewer, circular_id, eye_of(request.viewer))
    return render(request, "desk/circular.html", {"circular": page})


@require_http_methods(["GET", "POST"])
def new(request: ViewerRequest) -> HttpResponse:
    """Sent in two steps: the first says to how many firms it would go."""
    viewer = request.viewer
    if not viewer.may(Capability.INSTRUCT):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.INSTRUCT)
    form = circular_form(viewer, data=request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method != "POST":
        return render(request, "desk/circular_new.html", context)
    area = read_id(request.POST.get("area", "")) or NOWHERE
    industries = request.POST.getlist("industries")
    if request.POST.get("step") != "send":
        return _counted(request, area, industries, context)
    unit = read_id(request.POST.get("unit", "")) or next(iter(viewer.units), NOWHERE)
    done = attempt(
        lambda: services.send_circular(
            given={name: request.POST.get(name, "") for name in ("title", "body")},
            area=area,
            industries=industries,
            to_sign="to_sign" in request.POST,
            unit=unit,
            by=viewer,
            at=viewer.at,
        )
    )
    if isinstance(done, Refusal):
        form.refuse(done)
        return render(request, "desk/circular_new.html", context, status=status_of(done))
    tell(request, _("Sent. Each firm is told once; nobody is reminded."))
    return redirect("desk:circular", done)


def _counted(
    request: ViewerRequest, area: UUID, industries: list[str], context: dict[str, Any]
) -> HttpResponse:
    path = place_of_area(area).path
    found = attempt(lambda: reads.chosen(request.viewer, path, industries))
    if isinstance(found, Refusal):
        context["form"].refuse(found)
        return render(request, "desk/circular_new.html", context, status=status_of(found))
    text = ngettext("It would go to %(n)d firm.", "It would go to %(n)d firms.", len(found))
    context["counted"] = text % {"n": len(found)}
    return render(request, "desk/circular_new.html", context)


@require_POST
def hand_over(request: ViewerRequest, addressee: UUID) -> HttpResponse:
    viewer, form = request.viewer, _HandForm(request.POST)
    on = form.cleaned_data["on"] if form.is_valid() else date.max
    circular_id = services.hand_over_circular(
        addressee=addressee, on=on, to=request.POST.get("to", ""), by=viewer, at=viewer.at
    )
    tell(request, _("Recorded: brought by hand."))
    return redirect("desk:circular", circular_id)


class _HandForm(forms.Form):
    on = forms.DateField(input_formats=["%Y-%m-%d"])


@require_POST
def unread(request: ViewerRequest, circular_id: UUID) -> HttpResponse:
    """The same list however often it is asked for: as it was the first time."""
    viewer = request.viewer
    content = services.list_unread(circular_id=circular_id, by=viewer, at=viewer.at)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="unread.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
