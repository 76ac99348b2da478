"""The slip of each act that the firm is told of."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anhuan.web.firm.casefile import told_act
from anhuan.web.parts import deeds, slips
from anhuan.web.parts.viewers import ViewerRequest


@never_cache
@require_safe
def slip(request: ViewerRequest, number: str, version: int) -> HttpResponse:
    back = reverse("firm:case", args=[number])
    deed = deeds.of_case(number, told_act(request.viewer, number, version))
    part = slips.slip(deed, page="firm:slip", back=back)
    return render(request, "parts/slip.html", {"slip": part})


@never_cache
@require_safe
def received(request: ViewerRequest, number: str, version: int) -> HttpResponse:
    entry = told_act(request.viewer, number, version)
    return slips.received_response(deeds.of_case(number, entry))
