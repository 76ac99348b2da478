"""Search: a number leads straight to its case, other words to cases and firms."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from anhuan.base.outside import words_in
from anhuan.cases import queries
from anhuan.cases.asking import LONGEST_QUERY, Asked
from anhuan.cases.types import Filters
from anhuan.sites.queries import sites
from anhuan.web.desk.search import case_lines, site_lines
from anhuan.web.desk.showing import eye_of
from anhuan.web.desk.sieve import ledger_url, total_text
from anhuan.web.parts.viewers import ViewerRequest

SHOWN = 20


@require_safe
def search(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    words = words_in(request.GET.get("q", ""), most=LONGEST_QUERY)
    number = queries.number_meant(viewer, words) if words else ""
    if number:
        return redirect("desk:case", number)
    if not words:
        return render(request, "desk/search.html", {"q": ""})
    asked = Asked(filters=Filters(query=words))
    page = queries.ledger(viewer, asked.filters, size=SHOWN)
    context = {
        "q": words,
        "cases": case_lines(page.rows, eye_of(viewer)),
        "total": total_text((page.total, page.capped)),
        "more_url": ledger_url(asked) if page.after else "",
        "sites": site_lines(sites(viewer, text=words, size=SHOWN).lines),
    }
    return render(request, "desk/search.html", context)
