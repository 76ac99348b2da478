"""From a case or a site to a lead of accountability or an interview, for whoever may."""

from collections.abc import Iterable
from typing import Final

from django.urls import reverse
from django.utils.translation import pgettext

from anhuan.cases.types import Row
from anhuan.kernel.access import Capability, Viewer
from anhuan.web.parts.shapes import ActButton, Link

FEW: Final = 3


def about_case(viewer: Viewer, number: str) -> tuple[ActButton, ...]:
    """The buttons of a case: a lead about it, and an interview because of it."""
    if not viewer.may(Capability.CALL_TO_ACCOUNT):
        return ()
    interview = reverse("desk:proceeding-new", args=["interview"])
    return (
        ActButton(
            pgettext("calling", "Write down a lead of accountability"),
            reverse("desk:matter-new", args=[number]),
        ),
        ActButton(pgettext("calling", "Propose an interview"), f"{interview}?case={number}"),
    )


def about_site(viewer: Viewer, rows: Iterable[Row]) -> tuple[Link, ...]:
    """The open cases of a site, each a way to a lead about it."""
    if not viewer.may(Capability.CALL_TO_ACCOUNT):
        return ()
    numbers = [row.number for row in rows if row.is_open][:FEW]
    return tuple(Link(one, reverse("desk:matter-new", args=[one])) for one in numbers)
