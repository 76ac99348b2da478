"""Heads and deputies of a city, district or street with their fields, on any day."""

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from anhuan.duty.certificate import reads_certificate
from anhuan.duty.fields import led
from anhuan.kernel.access import Capability
from anhuan.kernel.refusal import Refusal, Why
from anhuan.web.admin.pages import chosen_day, chosen_id, reader, show
from anhuan.web.admin.showing import fields as showing


@require_safe
def fields(request: HttpRequest) -> HttpResponse:
    """One unit in full, and those below it with what is empty in each."""
    viewer = reader(request)
    if not reads_certificate(viewer):
        raise Refusal(Why.NOT_VISIBLE)
    on, at, today = chosen_day(request, viewer)
    then = request.GET.get("known") == "then"
    known_at: datetime = at if then else viewer.at
    every = led(viewer, at=at, known_at=known_at)
    wanted = chosen_id(request, "area")
    if not every:
        raise Refusal(Why.NOT_VISIBLE)
    chosen = next((one for one in every if one.area == wanted), None if wanted else every[0])
    if chosen is None:
        raise Refusal(Why.NOT_VISIBLE)
    below = [one for one in every if one.path.startswith(chosen.path) and one is not chosen]
    kept = ({} if today else {"on": str(on)}) | ({"known": "then"} if then else {})
    return show(
        request,
        "fields",
        sentence=showing.sentence(chosen, below),
        chosen=chosen,
        on=on,
        today=today,
        then=then,
        above=showing.above(every, chosen, urlencode(kept)),
        table=showing.table(chosen),
        gaps=showing.gaps(
            chosen, acts=today and not then and viewer.may(Capability.KEEP_ORGANISATION)
        ),
        below=showing.below(below, urlencode(kept)),
    )
