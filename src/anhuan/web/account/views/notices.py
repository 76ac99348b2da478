"""How notices reach the reader: addresses, what goes there, a test."""

from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from anhuan.base.clock import now
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.notices import outgoing
from anhuan.notices.services import addresses
from anhuan.notices.types import PERSONAL, AddressLine, Channel
from anhuan.web.account.forms import AddressCodeForm, MailForm, MobileForm, PreferForm
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.channels import CHANNELS
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest

ENTER: Final[dict[Channel, type[forms.Form]]] = {
    Channel.EMAIL: MailForm,
    Channel.SMS: MobileForm,
}


@dataclass(frozen=True, slots=True)
class Way:
    """One channel on the page: no address yet, one to be confirmed, or one in use."""

    channel: Channel
    name: str
    form: forms.Form
    address: AddressLine | None = None


def _reader(request: HttpRequest) -> Viewer:
    return cast(ViewerRequest, request).viewer


def _form(channel: Channel, address: AddressLine | None) -> forms.Form:
    prefix = channel.value
    if address is None:
        return ENTER[channel](prefix=prefix)
    if not address.confirmed:
        return AddressCodeForm(prefix=prefix)
    both = address.urgent and address.digest
    what = "both" if both else "urgent" if address.urgent else "digest"
    initial = {"version": address.version, "what": what, "hour": address.hour}
    return PreferForm(prefix=prefix, initial=initial)


def _page(request: HttpRequest, bound: dict[Channel, forms.Form] | None = None) -> HttpResponse:
    """``bound``: the form of a channel that was not taken, with what was typed."""
    bound = bound or {}
    mine = {line.channel: line for line in outgoing.mine(_reader(request))}
    ways = [
        Way(
            each, str(CHANNELS[each]), bound.get(each, _form(each, mine.get(each))), mine.get(each)
        )
        for each in PERSONAL
        if each in mine or each in outgoing.open_channels()
    ]
    status = 422 if bound else 200
    return render(request, "account/notices.html", {"ways": ways}, status=status)


@never_cache
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    return _page(request)


@never_cache
@require_POST
def enter(request: HttpRequest, channel: str) -> HttpResponse:
    chosen = next((each for each in PERSONAL if each == channel), None)
    if chosen is None:
        raise Http404
    form = ENTER[chosen](request.POST, prefix=chosen.value)
    if form.is_valid():
        target = form.cleaned_data["target"]
        found = attempt(
            lambda: addresses.enter(channel=chosen, target=target, by=_reader(request), at=now())
        )
        if not isinstance(found, Refusal):
            tell(request, _("A code is on its way there. Type it here."))
            return redirect("account:notices")
        form.add_error("target", _why(found))
    return _page(request, {chosen: form})


@never_cache
@require_POST
def confirm(request: HttpRequest, address: UUID) -> HttpResponse:
    channel = _channel(request, address)
    form = AddressCodeForm(request.POST, prefix=channel.value)
    if form.is_valid():
        code, reader = form.cleaned_data["code"], _reader(request)
        if addresses.confirm(address=address, code=code, by=reader, at=now()):
            tell(request, _("Confirmed. Notices come there from now on."))
            return redirect("account:notices")
        text = _(
            "This code does not fit. After five wrong ones, remove the address and begin anew."
        )
        form.add_error("code", text)
    return _page(request, {channel: form})


@require_POST
def prefer(request: HttpRequest, address: UUID) -> HttpResponse:
    channel = _channel(request, address)
    form = PreferForm(request.POST, prefix=channel.value)
    if not form.is_valid():
        return _page(request, {channel: form})
    said: dict[str, Any] = form.cleaned_data
    addresses.prefer(
        address=address,
        version=said["version"],
        urgent=said["what"] != "digest",
        digest=said["what"] != "urgent",
        hour=said["hour"],
        by=_reader(request),
        at=now(),
    )
    tell(request, _("Saved."))
    return redirect("account:notices")


@require_POST
def test(request: HttpRequest, address: UUID) -> HttpResponse:
    addresses.test(address=address, by=_reader(request), at=now())
    tell(request, _("A test message goes out within a minute."))
    return redirect("account:notices")


@require_POST
def remove(request: HttpRequest, address: UUID) -> HttpResponse:
    addresses.remove(address=address, by=_reader(request), at=now())
    tell(request, _("Removed. Nothing more goes there."))
    return redirect("account:notices")


def _channel(request: HttpRequest, address: UUID) -> Channel:
    found = (one.channel for one in outgoing.mine(_reader(request)) if one.id == address)
    channel = next(found, None)
    if channel is None:
        raise Refusal(Why.NOT_VISIBLE)
    return channel


def _why(refusal: Refusal) -> str:
    if refusal.why is Why.TOO_MANY:
        return _("Ten codes a day are enough. Try again tomorrow.")
    if refusal.why is Why.MALFORMED:
        return _("This does not look right. Check it and type it again.")
    raise refusal
