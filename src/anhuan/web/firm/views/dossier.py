"""What is on file about the firm, and whom it can call."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anhuan.sites.queries import find
from anhuan.web.firm.dossier import callable_holder, firm_file, people
from anhuan.web.firm.places import own_site
from anhuan.web.parts.calling import opened_number
from anhuan.web.parts.viewers import ViewerRequest


@require_safe
def dossier(request: ViewerRequest) -> HttpResponse:
    file = firm_file(request.viewer, own_site(request))
    return render(request, "firm/dossier.html", {"file": file})


@require_safe
def whom(request: ViewerRequest) -> HttpResponse:
    site = find(request.viewer, own_site(request))
    groups = people(request.viewer, site.id, site.area)
    return render(request, "firm/people.html", {"groups": groups})


@never_cache
@require_POST
def call(request: ViewerRequest, post: UUID) -> HttpResponse:
    """A form and no link: a number is opened by an act, and the act is written down."""
    site = find(request.viewer, own_site(request))
    holder = callable_holder(request.viewer, site.id, site.area, post)
    number = opened_number(request.viewer, holder, why=_("to call about our firm"))
    return render(request, "firm/call.html", {"number": number})
