"""Who stands beside the three lines of a site: sponsors, the named persons of a hazard source."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from anhuan.duty.queries import charges_on
from anhuan.duty.types import ChargeLine
from anhuan.kernel.access import Viewer
from anhuan.kernel.duty import BESIDE, Capacity
from anhuan.web.parts.duties import CAPACITIES
from anhuan.web.parts.shapes import Facts, Link


def bonds(viewer: Viewer, site: UUID) -> Facts | None:
    """Each capacity with whoever holds its post, one click from the duties; ``None`` for a site
    that nobody sponsors."""
    lines = [line for line in charges_on(site, at=viewer.at) if line.level in BESIDE]
    order = list(Capacity)
    lines.sort(key=lambda line: (line.subject, order.index(Capacity(line.level))))
    return Facts(tuple((_what(line), _whom(line)) for line in lines)) if lines else None


def _what(line: ChargeLine) -> str:
    word = str(CAPACITIES[Capacity(line.level)])
    return f"{word}（{line.subject}）" if line.subject else word


def _whom(line: ChargeLine) -> object:
    held = line.holder
    post = " ".join(part for part in (held.unit_name, held.title) if part) if held else ""
    name = held.name if held and held.person else _("%(post)s is vacant") % {"post": post}
    text = f"{name} {post}" if held and held.person else name
    return Link(text, reverse("desk:duties-of", args=[line.post]))
