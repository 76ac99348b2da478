"""Permits in words: how one stands, who answers for it, its facts."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from anhuan.duty.types import Licensor
from anhuan.kernel.chain import Break
from anhuan.kernel.permit import Ending, Validity
from anhuan.sites.permits import Kinds
from anhuan.sites.types import PermitLine
from anhuan.web.parts.shapes import PersonPost, Responsible

VALIDITIES: Final[Mapping[Validity, Promise]] = {
    Validity.VALID: pgettext_lazy("permit", "Valid"),
    Validity.EXPIRING: pgettext_lazy("permit", "Runs out soon"),
    Validity.EXPIRED: pgettext_lazy("permit", "Expired"),
    Validity.ENDED: pgettext_lazy("permit", "Ended"),
}
ENDINGS: Final[Mapping[Ending, Promise]] = {
    Ending.CANCELLED: pgettext_lazy("permit", "Cancelled"),
    Ending.REVOKED: pgettext_lazy("permit", "Revoked as a penalty"),
    Ending.WITHDRAWN: pgettext_lazy("permit", "Withdrawn"),
}
GAPS: Final[Mapping[Break, Promise]] = {
    Break.NO_ISSUER: pgettext_lazy("permit", "No unit is named that answers for it"),
    Break.ABOLISHED: pgettext_lazy("permit", "%(unit)s is no more; name who took it over"),
    Break.NO_POST: pgettext_lazy("permit", "%(unit)s has no post that answers"),
    Break.SEVERAL: pgettext_lazy("permit", "%(unit)s has several posts of the same rank"),
    Break.VACANT: pgettext_lazy("permit", "The responsible post of %(unit)s is vacant"),
}


def kind_name(line: PermitLine, kinds: Kinds) -> str:
    return kinds[line.kind].name if line.kind in kinds else line.kind


def until_text(line: PermitLine) -> str:
    return line.valid_to.isoformat() if line.valid_to else _("without end")


def whom(licensor: Licensor) -> str:
    """“沈国梁 云溪区应急管理局 局长”, or the gap."""
    if licensor.broken is not None:
        return gap(licensor)
    held = licensor.holder
    return f"{held.name} {held.unit_name} {held.title}" if held else licensor.unit_name


def gap(licensor: Licensor) -> str:
    if licensor.broken is None:
        return ""
    return str(GAPS[licensor.broken]) % {"unit": licensor.unit_name}


def answering(licensor: Licensor) -> Responsible:
    """The point of a duty line: the unit that issued it, and its person."""
    held, name = licensor.holder, _("Issuing unit")
    if licensor.broken is not None or held is None:
        return Responsible(name, None, gap=gap(licensor))
    post = f"{held.unit_name} {held.title}"
    return Responsible(name, PersonPost(held.name, post, full=post, strong=True))
