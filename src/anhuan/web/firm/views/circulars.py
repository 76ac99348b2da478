"""A letter to the firm: opened, and signed where that is asked for."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anhuan.notices.services.circulars import read_circular, sign_circular
from anhuan.web.firm.circulars import letter_page
from anhuan.web.firm.places import own_site
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest


@never_cache
@require_safe
def letter(request: ViewerRequest, circular_id: UUID) -> HttpResponse:
    """Opening it is what counts as read; a page fetched ahead of a click has no viewer's eye, and
    browsers say so."""
    viewer = request.viewer
    page = letter_page(viewer, circular_id)
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        site = own_site(request)
        read_circular(circular_id=circular_id, site=site, by=viewer, at=viewer.at)
    return render(request, "firm/letter.html", {"letter": page})


@require_POST
def sign(request: ViewerRequest, circular_id: UUID) -> HttpResponse:
    viewer = request.viewer
    sign_circular(circular_id=circular_id, site=own_site(request), by=viewer, at=viewer.at)
    tell(request, _("Signed for."))
    return redirect("firm:letter", circular_id)
