"""The right column of the case page: three responsible, the five, dates, papers, the record."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.cases.types import CaseFile, TimelineEntry
from anhuan.cases.words.inputs import LEVEL_CHOICES, LINES
from anhuan.duty.types import ThreeLines
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action, Setting
from anhuan.kernel.chain import LINES as ORDER
from anhuan.kernel.chain import Line
from anhuan.territory.types import Holder
from anhuan.web.desk.case.persons import person
from anhuan.web.parts.formats import money, short_day
from anhuan.web.parts.shapes import DutyLine, Facts, Link, Responsible

MISSING = "—"


def three(viewer: Viewer, file: CaseFile, lines: ThreeLines) -> DutyLine:
    overdue = file.ball_due_on is not None and file.ball_due_on < day_of(viewer.at)
    members = []
    for line in ORDER:
        if line is Line.ENTERPRISE and file.case.site is None:
            continue
        members.append(_member(viewer, file, line, lines.lines.get(line), overdue))
    return DutyLine(tuple(members))


def _member(
    viewer: Viewer, file: CaseFile, line: Line, held: Holder | None, overdue: bool
) -> Responsible:
    known = held is not None and held.person is not None
    ball = held is not None and file.ball_post is not None and _carries(file, line, held)
    return Responsible(
        str(LINES[line.value]),
        person(held, file) if held is not None and known else None,
        note=_("stands in") if held is not None and known and held.acting else "",
        ball=ball,
        mine=held is not None and held.person == viewer.person,
        overdue=overdue,
        gap="" if known else _gap(held),
    )


def _carries(file: CaseFile, line: Line, held: Holder) -> bool:
    """The ball lies on the line whose firm or unit holds it, whichever of its posts does."""
    if file.ball_site is not None:
        return line is Line.ENTERPRISE
    return file.ball_post == held.post or (held.unit is not None and held.unit == file.ball_unit)


def _gap(held: Holder | None) -> str:
    if held is None:
        return _("Nobody is named")
    return _("%(post)s is vacant") % {"post": " ".join((held.unit_name, held.title)).strip()}


def five(file: CaseFile, *, year: int) -> tuple[Facts, bool]:
    """五定, and whether all five are settled."""
    due = _due(file, year)
    pairs: list[tuple[str, object]] = [
        (_("Responsible"), file.responsible or MISSING),
        (_("Measure"), file.measure or MISSING),
        (pgettext("five", "Term"), due or MISSING),
        (_("Finishes"), file.finisher or MISSING),
        (_("Accepts"), file.acceptor or MISSING),
    ]
    if file.interim:
        pairs.append((_("Interim control"), file.interim))
    if file.treatment:
        pairs.append((_("Treatment plan"), file.treatment))
    if file.money_fen is not None:
        pairs.append((_("Money planned"), money(file.money_fen)))
    if file.spent_fen is not None:
        pairs.append((_("Money spent"), money(file.spent_fen)))
    return Facts(tuple(pairs)), file.case.settled == frozenset(Setting)


def _due(file: CaseFile, year: int) -> str:
    case = file.case
    if case.due_on is None:
        return ""
    text = short_day(case.fix_by or case.due_on, year=year)
    if case.original_due_on and case.original_due_on != (case.fix_by or case.due_on):
        first = short_day(case.original_due_on, year=year)
        text = _("%(day)s (first %(first)s)") % {"day": text, "first": first}
    return text


def service(
    file: CaseFile, entries: Sequence[TimelineEntry], papers: tuple[Link, ...], *, year: int
) -> Facts:
    case = file.case
    signed = [short_day(day_of(e.at), year=year) for e in entries if e.action is Action.SIGN_FOR]
    times = ngettext("%(n)d time", "%(n)d times", case.extensions) % {"n": case.extensions}
    pairs: list[tuple[str, object]] = [
        (_("Extended"), times),
        (_("Attached"), papers or _("none")),
        (_("Signed for"), "、".join(signed) or _("not yet")),
    ]
    if case.extension is not None and case.extension.until:
        until = short_day(case.extension.until, year=year)
        pairs.insert(1, (_("Asked for"), _("until %(day)s") % {"day": until}))
    if case.listing is not None:
        level = str(LEVEL_CHOICES[case.listing.level])
        until = short_day(case.listing.until, year=year)
        words = _("%(level)s, %(number)s, until %(day)s") % {
            "level": level, "number": case.listing.number, "day": until,
        }  # fmt: skip
        pairs.append((_("Listed"), words))
    return Facts(tuple(pairs))
