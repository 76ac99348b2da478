"""Who stands beside the three lines of a site: sponsors, the named persons of a hazard source."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from anhuan.duty.bonds import Bond, Standing, bonds_on
from anhuan.kernel.access import Viewer
from anhuan.web.parts.duties import CAPACITIES
from anhuan.web.parts.formats import short_day
from anhuan.web.parts.shapes import Facts, Link


def bonds(viewer: Viewer, site: UUID) -> Facts | None:
    """Each capacity with whoever holds its post, one click from the duties, and what nobody
    followed; ``None`` for a site that nobody sponsors."""
    lines = bonds_on(viewer, site)
    return Facts(tuple((_what(line), _whom(line)) for line in lines)) if lines else None


def _what(line: Bond) -> str:
    word = str(CAPACITIES[line.capacity])
    return f"{word}（{line.subject}）" if line.subject else word


def _whom(line: Bond) -> object:
    held = line.holder
    post = " ".join(part for part in (held.unit_name, held.title) if part) if held else ""
    if line.standing is Standing.UNFILLED and line.fill_by is not None:
        words = {"why": line.because, "day": short_day(line.fill_by)}
        return _("nobody: %(why)s; somebody is named by %(day)s") % words
    if line.standing is Standing.LAPSED:
        return _("nobody since %(post)s ended") % {"post": post}
    name = held.name if held and held.person else _("%(post)s is vacant") % {"post": post}
    text = f"{name} {post}" if held and held.person else name
    return Link(text, reverse("desk:duties-of", args=[line.post]))
