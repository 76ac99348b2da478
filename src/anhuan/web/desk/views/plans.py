"""What is due of plans and campaigns this month, and which departments may come together."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anhuan.inspections import plans, services
from anhuan.inspections.plans import CampaignTab
from anhuan.kernel.access import Capability
from anhuan.kernel.cycle import Every, window_of
from anhuan.kernel.refusal import Refusal
from anhuan.web.desk.campaigns.listed import check_table, table
from anhuan.web.desk.campaigns.together import proposals
from anhuan.web.desk.showing import Eye, eye_of
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


@require_safe
def due(request: ViewerRequest) -> HttpResponse:
    """The checks that fall due by the end of the month, what is late first; the plans."""
    viewer, eye = request.viewer, eye_of(request.viewer)
    until = window_of(Every.MONTH, eye.today).last
    found = plans.due_now(viewer, until=until, after=request.GET.get("after", "")[:400])
    first = _number(request.GET.get("first", "")) or 1
    more = {"after": found.after, "first": str(first + len(found.rows))}
    context = {
        "sentence": _sentence(found.total, found.capped, until, eye),
        "table": check_table(
            found,
            eye,
            more=f"?{urlencode(more)}",
            first=first,
            caption=_("Due this month"),
            campaign=True,
        ),
        "plans": table(
            plans.campaigns(viewer, tab=CampaignTab.PLANS), CampaignTab.PLANS, eye, first=1
        ),
        "together": proposals(viewer, until=until, eye=eye),
        "may_join": viewer.may(Capability.ASSIGN),
    }
    return render(request, "desk/plans.html", context)


def _sentence(n: int, capped: bool, until: date, eye: Eye) -> str:
    if not n:
        return _("No planned check falls due this month")
    text = ngettext("%(n)s planned check due by %(day)s", "%(n)s planned checks due by %(day)s", n)
    return text % {"n": f"{n}+" if capped else str(n), "day": f"{until:%m-%d}"}


@never_cache
@require_POST
def together(request: ViewerRequest) -> HttpResponse:
    """Make one visit of the checks of several departments."""
    viewer = request.viewer
    keys = [key for key in map(read_id, request.POST.getlist("check")[:50]) if key is not None]
    done = attempt(lambda: services.join_up(checks=keys, by=viewer, at=viewer.at))
    if isinstance(done, Refusal):
        raise done
    tell(request, _("One joint visit makes them all now."))
    return redirect("desk:plans")
