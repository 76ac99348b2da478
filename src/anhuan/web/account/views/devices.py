"""My telephones: enrolled by the field app while I am signed in, ended when one is lost."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anhuan.base.clock import now
from anhuan.cases.words.refusals import sentence
from anhuan.devices import queries, services
from anhuan.kernel.refusal import Refusal
from anhuan.web.account.views.me import mine
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell


@never_cache
@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    lines = queries.devices_of(mine(request).person, now())
    return render(request, "account/devices.html", {"devices": lines})


@never_cache
@require_POST
def enrol(request: HttpRequest) -> HttpResponse:
    """Answered to the field app, never shown: the secret stands in this answer and nowhere else.
    ``device``: one of the reader's own that ran out and goes on counting where it stopped."""
    account, at = mine(request), now()
    done = attempt(
        lambda: services.enrol(
            account_id=account.id,
            name=request.POST.get("name", ""),
            at=at,
            device_id=read_id(request.POST.get("device", "")),
        )
    )
    if isinstance(done, Refusal):
        said = {"code": done.why.value, "title": sentence(done)}
        return JsonResponse(said, status=status_of(done))
    return JsonResponse(
        {
            "device": str(done.id),
            "secret": done.secret,
            "person": {"id": str(account.person), "name": account.name},
            "expires": done.ends_at.isoformat(),
        },
        status=201,
    )


@require_POST
def lost(request: HttpRequest, device_id: UUID) -> HttpResponse:
    account = mine(request)
    services.revoke(
        device_id=device_id, person=account.person, why="", by=account.person, at=now()
    )
    tell(request, _("This phone is ended. It wipes what it carries at its next contact."))
    return redirect("account:devices")
