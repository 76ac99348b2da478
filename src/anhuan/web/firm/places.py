"""Which of the reader's own firms the pages are about."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest

from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.sites.queries import lines
from anhuan.sites.types import SiteLine
from anhuan.web.parts.viewers import ViewerRequest

KEY: Final = "firm_site"


def own_site(request: ViewerRequest) -> UUID:
    """The firm chosen last, else that of the first post. Refuses ``NOT_VISIBLE`` to whoever has
    no post at a firm: these pages are not there for them."""
    sites = own_sites(request.viewer)
    if not sites:
        raise Refusal(Why.NOT_VISIBLE)
    kept = request.session.get(KEY)
    return next((site for site in sites if str(site) == kept), sites[0])


def own_sites(viewer: Viewer) -> list[UUID]:
    """The firms where the viewer holds a post, in the order of the posts."""
    return list(dict.fromkeys(seat.site for seat in viewer.seats if seat.site is not None))


def choose(request: ViewerRequest, text: str) -> None:
    """Turn to another of the reader's firms. Refuses ``NOT_VISIBLE`` for anybody else's."""
    if text not in {str(site) for site in own_sites(request.viewer)}:
        raise Refusal(Why.NOT_VISIBLE)
    request.session[KEY] = text


def firm_names(request: HttpRequest) -> dict[UUID, SiteLine]:
    """The reader's firms by id; read once for a request."""
    kept: dict[UUID, SiteLine] | None = getattr(request, "_firms", None)
    if kept is None:
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        kept = lines(viewer, set(own_sites(viewer)))
        request._firms = kept  # type: ignore[attr-defined]
    return kept


def short_name(line: SiteLine | None) -> str:
    return (line.short or line.name) if line else ""
