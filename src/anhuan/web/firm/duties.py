"""What each post of the firm answers for, and who signed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from anhuan.duty.signing import positions
from anhuan.duty.types import Position
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.web.parts import dutylist
from anhuan.web.parts.duties import cycle_text
from anhuan.web.parts.formats import share, short_day

KEEPERS: Final = frozenset({Role.FIRM_HEAD, Role.FIRM_OFFICER})
GAPS: Final[Mapping[str, str | Promise]] = {
    "vacant": pgettext_lazy("position", "Nobody holds this post"),
    "unsigned": pgettext_lazy("position", "Not signed yet"),
    "outdated": pgettext_lazy("position", "The duties have changed since; to be signed again"),
}


@dataclass(frozen=True, slots=True)
class Own:
    """One of my posts: its duties, and whether I signed them as they read now."""

    post: UUID
    title: str
    duties: tuple["Line", ...]
    signed: str
    to_sign: bool


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    text: str
    aside: str
    state: object


@dataclass(frozen=True, slots=True)
class Place:
    """A position of the firm as its head sees it; ``gap`` is empty for one that is covered."""

    post: UUID
    title: str
    name: str
    said: str
    gap: str
    paper: bool


@dataclass(frozen=True, slots=True)
class DutyPage:
    sentence: str
    own: tuple[Own, ...]
    places: tuple[Place, ...]
    coverage: str


def duty_page(viewer: Viewer, site: UUID) -> DutyPage:
    found = positions(viewer, site)
    mine = [one for one in found if one.post in viewer.posts]
    items = dutylist.items(viewer, [one.post for one in mine])
    today = day_of(viewer.at)
    covered = sum(not one.gap for one in found)
    keeps = bool(viewer.roles & KEEPERS)
    return DutyPage(
        sentence=_sentence(mine, found) if keeps else _own_sentence(mine),
        own=tuple(_own(one, items, today) for one in mine),
        places=tuple(_place(one, today, viewer) for one in found) if keeps else (),
        coverage=share(covered, len(found)),
    )


def _sentence(mine: Sequence[Position], found: Sequence[Position]) -> str:
    open_ = sum(bool(one.gap) for one in found)
    if not open_:
        return _("Every post has signed its duties")
    return _("%(n)d of %(all)d posts have not signed their duties") % {
        "n": open_,
        "all": len(found),
    }


def _own_sentence(mine: Sequence[Position]) -> str:
    if any(one.gap for one in mine):
        return _("Your duties wait for your signature")
    return _("You have signed your duties")


def _own(one: Position, items: Sequence[dutylist.Item], today: date) -> Own:
    lines = tuple(_line(item, today) for item in items if item.post == one.post)
    signed = _signed(one, today)
    return Own(one.post, one.title, lines, signed, bool(one.gap) and bool(lines))


def _line(item: dutylist.Item, today: date) -> Line:
    state = dutylist.state(item.now[0], _case_url, today) if len(item.now) == 1 else ""
    aside = " · ".join((item.rule.duty.clause, cycle_text(item.rule.duty.cycle)))
    return Line(item.rule.name, item.rule.duty.text, aside, state)


def _case_url(number: str) -> str:
    return reverse("firm:case", args=[number])


def _signed(one: Position, today: date) -> str:
    if one.signed is None:
        return ""
    day = short_day(one.signed.signed_on, year=today.year)
    text = _("signed on paper %(day)s") if one.signed.on_paper else _("signed %(day)s")
    return text % {"day": day}


def _place(one: Position, today: date, viewer: Viewer) -> Place:
    name = one.holder.name if one.holder else ""
    other = one.post not in viewer.posts
    return Place(
        post=one.post,
        title=one.title,
        name=name,
        said=_signed(one, today),
        gap=str(GAPS.get(one.gap, "")),
        paper=other and one.gap in {"unsigned", "outdated"},
    )
