"""The one page, and a call from it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anhuan.cases.queries import case_file
from anhuan.kernel.refusal import Refusal, Why
from anhuan.obligations.climbed import climbed_to
from anhuan.territory.queries import holders
from anhuan.web.lead.morning import check_leader, morning
from anhuan.web.lead.standing import climbed_lines
from anhuan.web.parts.calling import opened_number
from anhuan.web.parts.viewers import ViewerRequest


@require_safe
def show(request: ViewerRequest) -> HttpResponse:
    check_leader(request.viewer)
    return render(request, "lead/morning.html", {"morning": morning(request.viewer)})


@require_safe
def climbed(request: ViewerRequest) -> HttpResponse:
    """Everything that has climbed to the reader and still stands."""
    check_leader(request.viewer)
    lines = climbed_lines(request.viewer, climbed_to(request.viewer))
    return render(request, "lead/climbed.html", {"lines": lines})


@never_cache
@require_POST
def call(request: ViewerRequest, number: str) -> HttpResponse:
    """Whoever has the ball of a case the leader sees; the opening of the number is recorded."""
    check_leader(request.viewer)
    file = case_file(request.viewer, number)
    if file.ball_post is None:
        raise Refusal(Why.NOT_VISIBLE)
    held = holders([file.ball_post], at=request.viewer.at)[file.ball_post]
    why = _("to ask about %(number)s") % {"number": number}
    found = opened_number(request.viewer, held, why=why)
    return render(request, "lead/call.html", {"number": found})
