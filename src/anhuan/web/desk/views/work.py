"""My work: what is due from me or my unit, what waits for others, what I was told."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from anhuan.cases import queries as cases
from anhuan.cases.types import Filters
from anhuan.notices import queries as notices
from anhuan.notices.services import mark_read
from anhuan.obligations import queries as obligations
from anhuan.web.desk import told as messages
from anhuan.web.desk import work as desk
from anhuan.web.desk.showing import eye_of
from anhuan.web.desk.sieve import ledger_url, total_text
from anhuan.web.parts.onduty import calls_for, state_line
from anhuan.web.parts.viewers import ViewerRequest

BESIDE = 5


@require_safe
def work(request: ViewerRequest) -> HttpResponse:
    viewer, eye = request.viewer, eye_of(request.viewer)
    station = request.GET.get("of") == "station"
    due = obligations.due_from_units if station else obligations.due_from
    items = due(viewer)
    other = obligations.how_many_due if station else obligations.how_many_due_from_units
    mine, all_ = (other(viewer), len(items)) if station else (len(items), other(viewer))
    briefs = cases.briefs(viewer, (item.case for item in items if item.case))
    waiting = cases.ledger(viewer, Filters(waiting=True), size=BESIDE)
    unread = notices.unread(viewer, without="case.answer", limit=BESIDE)
    context = {
        "sentence": desk.sentence(items, eye),
        "groups": desk.groups(
            items,
            briefs,
            eye,
            of="station" if station else "",
            only=request.GET.get("group", ""),
        ),
        "nothing": desk.nothing(station=station),
        "station": station,
        "mine_count": mine,
        "station_count": all_,
        "elsewhere": desk.elsewhere(waiting, eye),
        "elsewhere_count": total_text((waiting.total, waiting.capped)),
        "elsewhere_url": ledger_url(desk.all_elsewhere()),
        "answers": [
            messages.answer(one, eye) for one in notices.about(viewer, "case.answer", limit=3)
        ],
        "state": state_line(viewer),
        "calls": calls_for(viewer, but_own=True),
        "told": [messages.told(one, eye) for one in unread],
    }
    return render(request, "desk/work.html", context)


@require_POST
def read(request: ViewerRequest, notice: UUID | None = None) -> HttpResponse:
    """Mark one notice as read, or all of them; only ever the reader's own."""
    ids = None if notice is None else [notice]
    mark_read(by=request.viewer.person, at=request.viewer.at, ids=ids)
    return redirect("desk:work")
