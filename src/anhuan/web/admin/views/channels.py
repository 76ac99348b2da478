"""How messages leave the node: each channel's health, what was given up, the units' groups."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anhuan.base.clock import now
from anhuan.kernel.refusal import Refusal
from anhuan.notices import outgoing
from anhuan.notices.services import addresses, outbox
from anhuan.notices.types import AddressLine, Channel, DeliveryLine, Health
from anhuan.territory.queries import units_within
from anhuan.web.admin.forms.channels import GroupForm
from anhuan.web.admin.pages import FormPage, reader, show, show_form
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.channels import CHANNELS
from anhuan.web.parts.toasts import tell


@dataclass(frozen=True, slots=True)
class Named:
    """A line with the name of its channel, and of its unit if it has one."""

    name: str
    line: Health | DeliveryLine | AddressLine
    unit: str = ""


@require_GET
def channels(request: HttpRequest) -> HttpResponse:
    viewer = reader(request)
    units = {unit.id: unit.name for unit in units_within(viewer)}
    health = [Named(str(CHANNELS[one.channel]), one) for one in outgoing.health(viewer)]
    failed = [Named(str(CHANNELS[one.channel]), one) for one in outgoing.failures(viewer)]
    groups = [
        Named(str(CHANNELS[one.channel]), one, units.get(one.unit, "") if one.unit else "")
        for one in outgoing.groups(viewer)
    ]
    own = [one for one in outgoing.mine(viewer) if one.confirmed]
    return show(request, "channels", health=health, failed=failed, groups=groups, own=own)


@require_http_methods(["GET", "POST"])
def channel_group(request: HttpRequest) -> HttpResponse:
    viewer = reader(request)
    outgoing.groups(viewer)  # refuses who may not
    form = GroupForm(request.POST or None, units=units_within(viewer))
    if form.is_bound and form.is_valid():
        found = attempt(
            lambda: addresses.join_group(
                unit=UUID(form.cleaned_data["unit"]),
                channel=Channel(form.cleaned_data["channel"]),
                given=form.cleaned_data["target"],
                secret=form.cleaned_data["secret"],
                by=viewer,
                at=now(),
            )
        )
        if not isinstance(found, Refusal):
            tell(request, pgettext("channels", "The group is joined. Send it a test."))
            return redirect("admin:channels")
        text = pgettext("channels", "No robot of this service has such an address. Copy it anew.")
        form.add_error(str(found.facts.get("field", "target")), text)
    page = FormPage(
        pgettext("channels", "Join the group of a unit"),
        pgettext("channels", "Join"),
        reverse("admin:channels"),
        pgettext("channels", "The group gets numbers and counts, never a title or a name."),
    )
    return show_form(request, form, page)


@require_POST
def channel_test(request: HttpRequest, address: UUID) -> HttpResponse:
    addresses.test(address=address, by=reader(request), at=now())
    tell(request, pgettext("channels", "A test message goes out within a minute."))
    return redirect("admin:channels")


@require_POST
def channel_leave(request: HttpRequest, address: UUID) -> HttpResponse:
    addresses.leave_group(address=address, by=reader(request), at=now())
    tell(request, pgettext("channels", "Left. Nothing more goes to that group."))
    return redirect("admin:channels")


@require_POST
def channel_again(request: HttpRequest, delivery: UUID) -> HttpResponse:
    outbox.try_again(delivery=delivery, by=reader(request), at=now())
    tell(request, pgettext("channels", "It is tried again within a minute."))
    return redirect("admin:channels")
