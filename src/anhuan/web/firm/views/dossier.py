"""What is on file about the firm, and whom it can call."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anhuan.kernel.access import Capability
from anhuan.kernel.refusal import Refusal, Why
from anhuan.sites.queries import find
from anhuan.web.firm.dossier import callable_holder, firm_file, people
from anhuan.web.firm.places import own_site
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.calling import opened_number
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.staffing import post_lines, staff_form, staffed
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest


@require_safe
def dossier(request: ViewerRequest) -> HttpResponse:
    file = firm_file(request.viewer, own_site(request))
    return render(request, "firm/dossier.html", {"file": file})


@require_safe
def whom(request: ViewerRequest) -> HttpResponse:
    site = find(request.viewer, own_site(request))
    groups = people(request.viewer, site.id, site.area)
    keeps = request.viewer.may(Capability.KEEP_OWN_POSTS)
    return render(request, "firm/people.html", {"groups": groups, "keeps": keeps})


@require_http_methods(["GET", "POST"])
def posts(request: ViewerRequest) -> HttpResponse:
    """The firm's own posts, for its owner."""
    viewer, site = request.viewer, own_site(request)
    if not viewer.may(Capability.KEEP_OWN_POSTS):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_OWN_POSTS)
    lines = post_lines(viewer, site)
    form = staff_form(lines, data=request.POST or None)
    context = {"form": form, "posts": lines}
    if request.method != "POST":
        return render(request, "firm/posts.html", context)
    refused = attempt(lambda: staffed(site, request.POST.dict(), by=viewer))
    if isinstance(refused, Refusal):
        form.refuse(refused)
        return render(request, "firm/posts.html", context, status=status_of(refused))
    tell(request, _("The posts are up to date."))
    return redirect("firm:posts")


@never_cache
@require_POST
def call(request: ViewerRequest, post: UUID) -> HttpResponse:
    """A form and no link: a number is opened by an act, and the act is written down."""
    site = find(request.viewer, own_site(request))
    holder = callable_holder(request.viewer, site.id, site.area, post)
    number = opened_number(request.viewer, holder, why=_("to call about our firm"))
    return render(request, "firm/call.html", {"number": number})
