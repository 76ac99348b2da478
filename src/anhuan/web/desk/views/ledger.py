"""The ledger: the list, its further filters and columns, its paper form, the watch toggle."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anhuan.cases import queries, services
from anhuan.cases.asking import Asked, asked_from
from anhuan.kernel.access import Capability
from anhuan.territory.choices import area_choices, departments_over
from anhuan.web.desk import ledger as desk
from anhuan.web.desk import sieve
from anhuan.web.desk.forms import MoreForm
from anhuan.web.desk.showing import eye_of, with_levels
from anhuan.web.parts.formats import count
from anhuan.web.parts.viewers import ViewerRequest

ON_PAPER = 500


def asked_of(request: ViewerRequest) -> Asked:
    """What the address asks for; refuses what it cannot mean."""
    return asked_from((name, each) for name, values in request.GET.lists() for each in values)


@require_safe
def ledger(request: ViewerRequest) -> HttpResponse:
    viewer, asked, eye = request.viewer, asked_of(request), eye_of(request.viewer)
    page = queries.ledger(viewer, asked.filters, sort=asked.sort, after=asked.after)
    eye = with_levels(eye, page.rows, asked.columns)
    saved = queries.saved_views(viewer)
    tallies = queries.tallies(viewer, sieve.asked_by_tabs(saved))
    watched = queries.watched_of(viewer, (row.id for row in page.rows))
    empty = desk.empty_state(asked, [] if page.rows else _less(request, asked))
    context = {
        "bar": sieve.bar(
            asked,
            area_choices(viewer, asked.filters.area),
            departments_over(viewer),
            sieve.tabs(asked, saved, tallies),
        ),
        "table": desk.table(page, asked, eye, watched, empty=empty),
        "total": sieve.total_text((page.total, page.capped)),
        "may_export": viewer.may(Capability.EXPORT),
        "export_url": sieve.ledger_url(asked, "desk:export"),
        "print_url": sieve.ledger_url(asked, "desk:ledger-print"),
        "here": request.get_full_path(),
        "watching": desk.WATCHING,
    }
    return render(request, "desk/ledger.html", context)


def _less(request: ViewerRequest, asked: Asked) -> list[desk.Less]:
    fewer = sieve.without_each(asked)
    found = queries.tallies(request.viewer, [filters for _name, filters in fewer])
    return [
        (name, filters, *tally)
        for (name, filters), tally in zip(fewer, found, strict=True)
        if tally is not None
    ]


@require_safe
def more(request: ViewerRequest) -> HttpResponse:
    """Every filter and column as one form; it sends to the ledger itself."""
    asked = asked_of(request)
    form = MoreForm.of(asked)
    return render(request, "desk/ledger_more.html", {"form": form, "asked": asked})


@require_http_methods(["GET", "POST"])
def paper(request: ViewerRequest) -> HttpResponse:
    """The list on A4: what is ticked, else what is listed, at most five hundred rows."""
    viewer, asked, eye = request.viewer, asked_of(request), eye_of(request.viewer)
    ticked = request.POST.getlist("row")
    if ticked:
        rows = queries.chosen(viewer, ticked)
        total = count(len(rows))
    else:
        page = queries.ledger(viewer, asked.filters, sort=asked.sort, size=ON_PAPER)
        rows, total = page.rows, sieve.total_text((page.total, page.capped))
    context = {
        "table": desk.paper(rows, asked, with_levels(eye, rows, asked.columns)),
        "shown": count(len(rows)),
        "total": total,
        "asked": [] if ticked else sieve.said(asked),
    }
    return render(request, "desk/ledger_print.html", context)


@require_POST
def watching(request: ViewerRequest) -> HttpResponse:
    """Watch a case of the list, or no longer, and back to where the reader was."""
    on = request.POST.get("on", "")
    number = on or request.POST.get("off", "")
    services.watch(number=number, on=bool(on), by=request.viewer, at=request.viewer.at)
    back = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if ours else "desk:ledger")
