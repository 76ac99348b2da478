"""The bottom bar of a firm's pages, and who reads them at which firm."""

from typing import Final, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from anhuan.web.firm.places import firm_names, own_site, short_name
from anhuan.web.parts.shapes import MenuItem, PersonPost
from anhuan.web.parts.viewers import ViewerRequest

ITEMS: Final[tuple[tuple[str, Promise, str, frozenset[str]], ...]] = (
    (
        "firm:todo",
        pgettext_lazy("firm menu", "To do"),
        "inbox",
        frozenset({"todo", "case", "act", "trouble", "letter"}),
    ),
    (
        "firm:checks",
        pgettext_lazy("firm menu", "Own check"),
        "search",
        frozenset({"check", "checks", "walk"}),
    ),
    (
        "firm:dossier",
        pgettext_lazy("firm menu", "Our file"),
        "qr-code",
        frozenset(
            {
                *("dossier", "duties", "hazards", "hazard", "hazard-new", "hazard-act"),
                *("hazard-chemical", "hazard-chemical-new"),
            }
        ),
    ),
    (
        "firm:people",
        pgettext_lazy("firm menu", "Call"),
        "telephone",
        frozenset({"people", "call"}),
    ),
)


def items(request: HttpRequest) -> list[MenuItem]:
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        MenuItem(str(word), reverse(url), icon, current=here in pages)
        for url, word, icon, pages in ITEMS
    ]


def who(request: HttpRequest) -> PersonPost:
    """The firm's name stands before the person's, as on paper."""
    asked = cast(ViewerRequest, request)
    site = own_site(asked)
    titles = [seat.title for seat in asked.viewer.seats if seat.site == site]
    firm = short_name(firm_names(request).get(site))
    return PersonPost(f"{firm} · {asked.viewer.name}", titles[0] if titles else "")
