"""Letters to the firm: those that wait on its first page, and one to read and sign."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import pgettext

from anhuan.kernel.access import Capability, Viewer
from anhuan.notices.circulars import received, received_one
from anhuan.notices.types import Received
from anhuan.web.parts.formats import moment_text


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in a list."""

    url: str
    title: str
    said: str


@dataclass(frozen=True, slots=True)
class LetterPage:
    id: UUID
    title: str
    body: str
    said: str
    signed: str
    to_sign: bool


def waiting(viewer: Viewer, site: UUID) -> tuple[Letter, ...]:
    """What was not opened, or not signed where a signature is asked for."""
    return tuple(_letter(one, viewer) for one in received(viewer, site) if one.waits)


def _letter(one: Received, viewer: Viewer) -> Letter:
    to_do = pgettext("circular", "to read")
    if one.read_at is not None:
        to_do = pgettext("circular", "to sign")
    return Letter(
        url=reverse("firm:letter", args=[one.circular.id]),
        title=one.circular.title,
        said=f"{_from(one, viewer)} · {to_do}",
    )


def _from(one: Received, viewer: Viewer) -> str:
    return f"{one.circular.unit_name} {moment_text(one.circular.sent_at, year=viewer.at.year)}"


def letter_page(viewer: Viewer, key: UUID) -> LetterPage:
    """Refuses ``NOT_VISIBLE``."""
    one = received_one(viewer, key)
    signed = moment_text(one.signed_at, year=viewer.at.year) if one.signed_at else ""
    asked = one.circular.to_sign and one.signed_at is None
    return LetterPage(
        id=one.circular.id,
        title=one.circular.title,
        body=one.circular.body,
        said=_from(one, viewer),
        signed=signed,
        to_sign=asked and viewer.may(Capability.CARRY_OUT),
    )
