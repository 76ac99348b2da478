"""Heads, deputies and their fields as tables: safety and environment side by side."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.duty.fields import Empty, Led, Seat
from anhuan.kernel.chain import Side
from anhuan.kernel.duty import Capacity
from anhuan.kernel.sponsoring import Domain
from anhuan.web.admin.dutywords import LEVEL_WORDS, SUBJECTS
from anhuan.web.parts.shapes import Column, EmptyState, Link, Row, Table, Tag


def sentence(chosen: Led, below: Sequence[Led]) -> str:
    """“云溪区：2 处空缺；下面 12 个里 3 个有空缺”."""
    if chosen.gaps:
        text = ngettext("%(name)s: %(n)s gap", "%(name)s: %(n)s gaps", chosen.gaps)
    else:
        text = _("%(name)s: both heads and every field are held")
    text = text % {"name": chosen.name, "n": chosen.gaps}
    if below:
        broken = sum(one.gaps > 0 for one in below)
        text += _("; of %(all)s below, %(n)s have gaps") % {"all": len(below), "n": broken}
    return text


def url_of(one: Led, kept: str) -> str:
    return f"{reverse('admin:fields')}?area={one.area}" + (f"&{kept}" if kept else "")


def above(every: Sequence[Led], chosen: Led, kept: str) -> list[Link]:
    over = [one for one in every if chosen.path.startswith(one.path) and one is not chosen]
    return [Link(one.name, url_of(one, kept)) for one in over]


def table(chosen: Led) -> Table:
    columns = (
        Column(pgettext("fields", "As what")),
        Column(pgettext("fields", "Who"), cut="m"),
        Column(str(SUBJECTS["safety"]), cut="wrap"),
        Column(str(SUBJECTS["environment"]), cut="wrap"),
    )
    rows = tuple(Row(str(n), _cells(one)) for n, one in enumerate(chosen.seats))
    empty = EmptyState(_("Nobody is named here yet."))
    return Table(columns, rows, _("Heads and deputies"), empty=empty)


def _cells(one: Seat) -> tuple[object, ...]:
    return (as_what(one), who(one), *(_said(one, domain) for domain in Domain))


def as_what(one: Seat) -> object:
    if one.capacity is None:
        return Tag(_("no field was given"), grave=True)
    party = one.side is Side.PARTY
    if one.capacity is Capacity.HEAD:
        return pgettext("bond", "Head, party") if party else pgettext("bond", "Head, government")
    return _("Deputy, party") if party else _("Deputy, government")


def who(one: Seat) -> object:
    lead = one.lead
    post = f"{lead.unit_name} {lead.title}".strip()
    if lead.person is None:
        return Tag(_("%(post)s is vacant") % {"post": post}, grave=True)
    stands = _(" (stands in)") if lead.acting else ""
    return Link(f"{lead.name}{stands} {post}", reverse("desk:duties-of", args=[lead.post]))


def _said(one: Seat, domain: Domain) -> str:
    """The fields, then the duties that come with the post."""
    fields = "、".join(one.fields[domain])
    if one.capacity is Capacity.HEAD:
        fields = "、".join(part for part in (_("everything"), fields) if part)
    if one.capacity is Capacity.DEPUTY and not fields:
        fields = _("no field of its own")
    duties = "；".join(one.duties[domain])
    return "：".join(part for part in (fields, duties) if part) or "—"


def gaps(chosen: Led, *, acts: bool) -> Table:
    columns = (
        Column(pgettext("fields", "What nobody answers for"), cut="m"),
        Column(pgettext("fields", "Why"), cut="m"),
        *((Column(pgettext("fields", "Next")),) if acts else ()),
    )
    rows = [
        Row(str(n), (_empty(one), _why(one), *((_act(chosen, one),) if acts else ())))
        for n, one in enumerate(chosen.empty)
    ]
    rows += [
        Row(str(seat.lead.post), (who(seat), _("leads, and no field was given"),
                                  *((_field_of(chosen),) if acts else ())))
        for seat in chosen.seats
        if seat.idle
    ]  # fmt: skip
    empty = EmptyState(_("Nothing is empty here."))
    return Table(columns, tuple(rows), pgettext("fields", "Gaps"), empty=empty)


def _empty(one: Empty) -> str:
    if one.side is not None:
        party = one.side is Side.PARTY
        return pgettext("bond", "Head, party") if party else pgettext("bond", "Head, government")
    domain = SUBJECTS[one.domain.value] if one.domain else ""
    return f"{one.name}（{domain}）"


def _why(one: Empty) -> str:
    if one.post is None:
        return _("nobody is charged")
    return _("%(post)s is vacant") % {"post": f"{one.post.unit_name} {one.post.title}".strip()}


def _act(chosen: Led, one: Empty) -> Link:
    if one.post is not None:
        return Link(_("Appoint somebody"), reverse("admin:post", args=[one.post.post]))
    if one.side is not None:
        query = f"object={chosen.area}&line=territory&level={chosen.level}&side={one.side}"
        return Link(_("Name somebody"), f"{reverse('admin:charge-new')}?{query}")
    query = f"object={chosen.area}&manner=deputy&subject={one.code}&back=fields"
    return Link(_("Name somebody"), f"{reverse('admin:bond-new')}?{query}")


def _field_of(chosen: Led) -> Link:
    query = f"object={chosen.area}&manner=deputy&back=fields"
    return Link(_("Give a field"), f"{reverse('admin:bond-new')}?{query}")


def below(found: Sequence[Led], kept: str) -> Table:
    columns = (
        Column(pgettext("fields", "Where"), cut="m"),
        Column(pgettext("fields", "Level")),
        Column(pgettext("bond", "Head, party"), cut="m"),
        Column(pgettext("bond", "Head, government"), cut="m"),
        Column(pgettext("fields", "Gaps"), number=True),
    )
    rows = tuple(
        Row(
            str(one.area),
            (
                Link(one.name, url_of(one, kept)),
                str(LEVEL_WORDS[one.level][0]),
                _head(one, Side.PARTY),
                _head(one, Side.GOVERNMENT),
                str(one.gaps),
            ),
        )
        for one in found
    )
    return Table(columns, rows, _("Below"), empty=EmptyState(_("Nothing lies below.")))


def _head(one: Led, side: Side) -> object:
    seat = one.head(side)
    if seat is None:
        return Tag(_("nobody"), grave=True)
    return who(seat)
