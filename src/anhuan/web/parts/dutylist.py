"""The duty list of posts: what each demands, by which law, and how this window stands."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.duty.bearings import bearings_of
from anhuan.duty.types import Bearing
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.obligations.windows import WindowLine, windows_of
from anhuan.rulebook.queries import duties_at
from anhuan.rulebook.types import DutyRule
from anhuan.web.parts.duties import cycle_text, deed_text, deeds_text
from anhuan.web.parts.formats import short_day
from anhuan.web.parts.shapes import Column, EmptyState, Link, Row, Table, Tag

CaseUrl = Callable[[str], str]
FEW = 3
MISSED, DISCHARGED = "missed", "discharged"


@dataclass(frozen=True, slots=True)
class Item:
    """One duty of one post, with everything it is owed on and this window of it."""

    rule: DutyRule
    post: UUID
    on: tuple[Bearing, ...]
    now: tuple[WindowLine, ...]

    @property
    def kept(self) -> int:
        return sum(line.outcome == DISCHARGED for line in self.now)


def items(viewer: Viewer, posts: Collection[UUID]) -> list[Item]:
    """The duties of ``posts``, which the caller found visible, in the order of their codes."""
    today = day_of(viewer.at)
    rules = duties_at(viewer.at)
    on: dict[tuple[str, UUID], list[Bearing]] = {}
    for each in bearings_of(rules.values(), posts, at=viewer.at):
        on.setdefault((each.code, each.post), []).append(each)
    now: dict[tuple[str, UUID], list[WindowLine]] = {}
    for line in windows_of(viewer, posts, start=today, end=date(today.year + 1, 12, 31)):
        if line.first <= today:
            now.setdefault((line.duty, line.post), []).append(line)
    return [
        Item(rules[code], post, tuple(found), tuple(now.get((code, post), ())))
        for (code, post), found in on.items()
    ]


def sentence(found: Sequence[Item]) -> str:
    """“这一期该落实 7 件，3 件已落实”."""
    due = sum(len(item.now) for item in found)
    if not found:
        return _("No duty falls on this post")
    if not due:
        return ngettext(
            "%(n)d duty, none of them falls due by a cycle now",
            "%(n)d duties, none of them falls due by a cycle now",
            len(found),
        ) % {"n": len(found)}
    text = ngettext(
        "%(n)d thing to keep in this window, %(kept)d kept by the work",
        "%(n)d things to keep in this window, %(kept)d kept by the work",
        due,
    )
    return text % {"n": due, "kept": sum(item.kept for item in found)}


def table(found: Sequence[Item], *, case_url: CaseUrl, caption: str, today: date) -> Table:
    columns = (
        Column(pgettext("duty", "Duty")),
        Column(pgettext("duty", "By which clause"), cut="m"),
        Column(pgettext("duty", "How often")),
        Column(pgettext("duty", "On what"), cut="m"),
        Column(pgettext("duty", "This window")),
        Column(pgettext("duty", "Kept by"), cut="m"),
    )
    rows = tuple(
        Row(
            f"{item.rule.code}:{item.post.hex}",
            (
                item.rule.name,
                _clause(item.rule),
                cycle_text(item.rule.duty.cycle),
                _objects(item.on),
                _state(item, case_url, today),
                deeds_text(item.rule.duty.deeds) or "—",
            ),
        )
        for item in found
    )
    empty = EmptyState(_("The rulebook charges this post with nothing."))
    return Table(columns, rows, caption, empty=empty)


def _clause(rule: DutyRule) -> str:
    """One text, so that a long clause is cut as a whole and shows in full when asked."""
    mark = "" if rule.verified else f"（{pgettext('duty', 'unverified')}）"
    return f"{rule.duty.clause}{mark}"


def _objects(on: Sequence[Bearing]) -> str:
    named = "、".join(
        f"{each.name}（{each.field}）" if each.field else each.name for each in on[:FEW]
    )
    if len(on) <= FEW:
        return named
    more = ngettext("and %(n)d more", "and %(n)d more", len(on) - FEW)
    return f"{named} {more % {'n': len(on) - FEW}}"


def _state(item: Item, case_url: CaseUrl, today: date) -> object:
    if not item.rule.duty.falls_due:
        return pgettext("duty", "stands all the time")
    if not item.now:
        return pgettext("duty", "owed from the next window on")
    if len(item.now) == 1:
        return state(item.now[0], case_url, today)
    last = short_day(max(line.last for line in item.now), year=today.year)
    text = pgettext("duty", "%(kept)d/%(all)d kept, until %(day)s")
    return text % {"kept": item.kept, "all": len(item.now), "day": last}


def state(line: WindowLine, case_url: CaseUrl, today: date) -> object:
    """How one window stands: the act that kept it as a link, the last day, or missed."""
    if line.outcome == DISCHARGED and line.closed_at is not None:
        day = short_day(day_of(line.closed_at), year=today.year)
        text = f"{deed_text(line.deed)} {day}"
        return (
            Link(f"{text} {line.deed_number}", case_url(line.deed_number))
            if (line.deed_number)
            else text
        )
    if line.outcome == MISSED:
        return Tag(pgettext("duty", "missed"), grave=True)
    day = short_day(line.last, year=today.year)
    return pgettext("duty", "open until %(day)s") % {"day": day}


def year_table(
    lines: Iterable[WindowLine],
    rules: Mapping[str, DutyRule],
    *,
    case_url: CaseUrl,
    caption: str,
    today: date,
) -> Table:
    """Every window of a year with the act that kept it and the clause it rests on."""
    columns = (
        Column(pgettext("duty", "Window")),
        Column(pgettext("duty", "Duty")),
        Column(pgettext("duty", "On what")),
        Column(pgettext("duty", "How it was kept")),
        Column(pgettext("duty", "By which clause"), cut="m"),
    )
    rows = tuple(
        Row(
            str(n),
            (
                f"{short_day(line.first, year=today.year)} ~ "
                f"{short_day(line.last, year=today.year)}",
                rules[line.duty].name if line.duty in rules else line.duty,
                line.name,
                state(line, case_url, today),
                rules[line.duty].duty.clause if line.duty in rules else "—",
            ),
        )
        for n, line in enumerate(lines)
    )
    empty = EmptyState(_("No window of a cyclic duty ended or ran in this year."))
    return Table(columns, rows, caption, empty=empty)
