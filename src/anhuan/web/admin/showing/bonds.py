"""The bonds in reach as a table: what, as what, who, from when to when, what is due next."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.duty.bonds import MOST, Bond, Bonds, Standing
from anhuan.kernel.chain import Side
from anhuan.kernel.duty import Capacity
from anhuan.rulebook.types import DutyRule
from anhuan.web.admin.words import day
from anhuan.web.parts.duties import CAPACITIES, cycle_text
from anhuan.web.parts.shapes import Column, EmptyState, Link, Row, Table

Due = Mapping[tuple[UUID, UUID], date]


def sentence(found: Bonds) -> str:
    if not found.total and not found.broken:
        return _("Nobody is charged beside the three lines yet")
    if not found.broken:
        return _("All %(n)s bonds are held") % {"n": found.total}
    text = ngettext("%(n)s bond has nobody", "%(n)s bonds have nobody", found.broken)
    return text % {"n": found.broken}


def line(found: Bonds) -> str:
    """“包保和点名责任人 40 个，其中 3 个没有人”, nothing where nobody is charged."""
    if not found.total and not found.broken:
        return ""
    text = _("Sponsors and named persons: %(n)s in force, %(broken)s without anybody")
    return text % {"n": found.total, "broken": found.broken}


def counts(found: Bonds) -> str:
    text = _("%(n)s in force") % {"n": found.total}
    if len(found.lines) < found.total and len(found.lines) >= MOST:
        text += " · " + _("the first %(n)s are shown; look for a name to see others") % {"n": MOST}
    return text


def what(one: Bond) -> str:
    word = str(CAPACITIES[one.capacity])
    if one.capacity is Capacity.HEAD:
        sides = {Side.PARTY: _("Head, party"), Side.GOVERNMENT: _("Head, government")}
        word = sides.get(one.side, word)
    return f"{word}（{one.subject}）" if one.subject else word


def who(one: Bond) -> str:
    """“韩东 云溪区 副区长”, or why there is nobody."""
    held = one.holder
    post = " ".join(part for part in (held.unit_name, held.title) if part) if held else ""
    if one.standing is Standing.HELD and held is not None:
        stands = _(" (stands in)") if held.acting else ""
        return f"{held.name}{stands} {post}"
    if one.standing is Standing.VACANT:
        return _("%(post)s is vacant") % {"post": post}
    if one.standing is Standing.UNFILLED and one.fill_by is not None:
        words = {"why": one.because, "day": one.fill_by.isoformat()}
        return _("vacant: %(why)s; somebody is named by %(day)s") % words
    return _("ended %(day)s, nobody was named") % {"day": day(one.until)}


def table(found: Bonds, due: Due, today: date, *, acts: bool) -> Table:
    columns = (
        Column(pgettext("bond", "Over what"), cut="m"),
        Column(pgettext("bond", "As what")),
        Column(pgettext("bond", "Who"), cut="l"),
        Column(pgettext("bond", "From–to")),
        Column(pgettext("bond", "Duties")),
        Column(pgettext("bond", "Next due")),
        *((Column(pgettext("bond", "Change")),) if acts else ()),
    )
    rows = tuple(Row(str(one.id), _cells(one, due, today, acts=acts)) for one in found.lines)
    return Table(columns, rows, pgettext("bond", "Bonds"), empty=EmptyState(_("None here.")))


def _cells(one: Bond, due: Due, today: date, *, acts: bool) -> tuple[object, ...]:
    next_on = due.get((one.post, one.object))
    over = one.standing in {Standing.UNFILLED, Standing.LAPSED}
    span = f"{day(one.since)} – {day(one.until) if one.until else ''}"
    return (
        _thing(one),
        what(one),
        who(one),
        span,
        "—" if over else Link(_("duties"), reverse("desk:duties-of", args=[one.post])),
        _due(next_on, today) if next_on and not over else "—",
        *((_act(one, over=over),) if acts else ()),
    )


def _thing(one: Bond) -> object:
    if one.thing == "site":
        return Link(one.name, reverse("desk:site", args=[one.object]))
    if one.thing == "task":
        return Link(one.name, reverse("desk:sponsored-of", args=[one.object]))
    return one.name


def _due(on: date, today: date) -> str:
    text = on.isoformat() if on.year != today.year else f"{on:%m-%d}"
    return _("%(day)s, overdue") % {"day": text} if on < today else text


def _act(one: Bond, *, over: bool) -> Link:
    if over:
        url = reverse("admin:bond-new")
        return Link(_("Name somebody"), f"{url}?object={one.object}")
    return Link(_("Ends …"), reverse("admin:bond-end", args=[one.id]))


def duties(rules: Mapping[str, DutyRule], *capacities: Capacity) -> Table:
    """What the rulebook asks of whoever is charged so, with clause and cycle."""
    columns = (
        Column(pgettext("bond", "As what")),
        Column(pgettext("bond", "Duty"), cut="wrap"),
        Column(pgettext("bond", "How often")),
        Column(pgettext("bond", "By which clause"), cut="wrap"),
    )
    rows = tuple(
        Row(
            rule.code,
            (
                str(CAPACITIES[rule.duty.bearer.capacity]),
                rule.duty.text,
                cycle_text(rule.duty.cycle),
                rule.duty.clause,
            ),
        )
        for rule in rules.values()
        if rule.duty.bearer.capacity in capacities
    )
    return Table(columns, rows, pgettext("bond", "Duties"), empty=EmptyState(_("None here.")))
