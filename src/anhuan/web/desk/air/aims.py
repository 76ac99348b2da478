"""Targets of the air and what stands in their way: how far each is, and the most urgent cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.air.types import Figure, TargetLine
from anhuan.cases.queries import ledger
from anhuan.cases.types import Filters
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.air_course import Prospect
from anhuan.kernel.air_target import Better, Indicator
from anhuan.kernel.case import Domain
from anhuan.web.desk.air.wording import NOTHING, PROSPECTS, number, tabs
from anhuan.web.desk.showing import Eye, ball, case_url, deadline_on
from anhuan.web.parts.formats import day_text, moment_text, short_day
from anhuan.web.parts.shapes import (
    Column,
    EmptyState,
    Facts,
    FilterBar,
    Link,
    Row,
    Table,
)

MOST_PROBLEMS: Final = 5
ENVIRONMENT: Final = frozenset({Domain.ENVIRONMENT.value})


@dataclass(frozen=True, slots=True)
class AimsPage:
    sentence: str
    bar: FilterBar
    targets: Table
    problems: Table
    may_set: bool


def aims_page(viewer: Viewer, lines: Sequence[TargetLine], eye: Eye) -> AimsPage:
    return AimsPage(
        sentence=_sentence(lines),
        bar=tabs("air-targets", (), None),
        targets=_table(lines, eye),
        problems=_problems(viewer, eye),
        may_set=viewer.may(Capability.INSTRUCT),
    )


def _sentence(lines: Sequence[TargetLine]) -> str:
    if not lines:
        return _("No target is set for your areas")
    behind = sum(1 for one in lines if one.gap is not None and one.gap > 0)
    if not behind:
        return ngettext(
            "%(n)d target, none of them behind", "%(n)d targets, none of them behind", len(lines)
        ) % {"n": len(lines)}
    text = ngettext(
        "%(behind)d of %(n)d target is behind",
        "%(behind)d of %(n)d targets are behind",
        len(lines),
    )
    return text % {"behind": behind, "n": len(lines)}


def _table(lines: Sequence[TargetLine], eye: Eye) -> Table:
    columns = (
        Column(pgettext("air target", "Target"), cut="wrap"),
        Column(pgettext("air target", "Area"), cut="s"),
        Column(pgettext("air target", "Day")),
        Column(pgettext("air target", "Aim"), number=True),
        Column(pgettext("air target", "So far"), number=True),
        Column(pgettext("air target", "Behind by"), number=True),
        Column(pgettext("air target", "What the rest needs"), cut="wrap"),
        Column(pgettext("air target", "Answers for it"), cut="m"),
    )
    empty = EmptyState(_("No target is set. An office or a leader sets the first."))
    rows = tuple(_row(one, eye) for one in lines)
    return Table(columns, rows, pgettext("air target", "Targets"), empty=empty)


def _row(one: TargetLine, eye: Eye) -> Row:
    rule: Indicator = one.rule.rule
    url = reverse("desk:air-target", args=[one.id])
    return Row(
        str(one.id),
        (
            Link(one.name, url),
            one.area_name,
            day_of_stretch(one, eye),
            f"{aim(one)} {rule.unit}",
            so_far(one),
            number(one.gap, rule.places, signed=True),
            needs(one),
            one.owner,
        ),
        url=url,
    )


def aim(one: TargetLine) -> str:
    """“≤ 75”."""
    rule: Indicator = one.rule.rule
    sign = "≤" if rule.better is Better.LESS else "≥"
    return f"{sign} {decimal(one.bound)}"


def decimal(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def day_of_stretch(one: TargetLine, eye: Eye) -> str:
    """“第 12 天，共 60 天”: yesterday is the last day that counts."""
    of = (one.ends_on - one.starts_on).days + 1
    day = (eye.today - one.starts_on).days + 1
    if day < 1:
        return pgettext("air target", "begins %(day)s") % {
            "day": short_day(one.starts_on, year=eye.today.year)
        }
    if day > of:
        return pgettext("air target", "ended %(day)s") % {
            "day": short_day(one.ends_on, year=eye.today.year)
        }
    return pgettext("air target", "day %(day)d of %(of)d") % {"day": day, "of": of}


def so_far(one: TargetLine) -> str:
    rule: Indicator = one.rule.rule
    if one.countdown is not None:
        return number(one.countdown.measured, rule.places)
    return decimal(one.figure.value) if one.figure else NOTHING


def needs(one: TargetLine) -> str:
    """What is left to do, said plainly; of an entered one whose figure it is."""
    found = one.countdown
    if found is None:
        return standing_of(one.figure)
    if found.prospect is not Prospect.OPEN or found.needed is None:
        return str(PROSPECTS[found.prospect])
    rule: Indicator = one.rule.rule
    if rule.good_days:
        text = ngettext(
            "%(n)d good day of the remaining %(rest)d",
            "%(n)d good days of the remaining %(rest)d",
            int(found.needed),
        )
        return text % {"n": int(found.needed), "rest": found.rest}
    text = pgettext("air target", "at most %(mean)s %(unit)s on average over %(rest)d days")
    facts = {"mean": floor_text(found.needed, rule.places), "unit": rule.unit, "rest": found.rest}
    return text % facts


def floor_text(value: Fraction, places: int) -> str:
    """A bound rounded down: kept as printed, it is kept."""
    scaled = value * 10**places
    return number(Fraction(scaled.numerator // scaled.denominator, 10**places), places)


def standing_of(figure: Figure | None) -> str:
    if figure is None:
        return pgettext("air target", "no figure entered yet")
    kind = (
        pgettext("air target", "official")
        if figure.official
        else pgettext("air target", "preliminary")
    )
    return pgettext("air target", "%(kind)s, up to %(day)s") % {
        "kind": kind,
        "day": figure.through.isoformat(),
    }


def _problems(viewer: Viewer, eye: Eye) -> Table:
    """The open cases of the environment that are due first, each with whose turn it is."""
    page = ledger(viewer, Filters(open=True, domains=ENVIRONMENT), size=MOST_PROBLEMS)
    columns = (
        Column(pgettext("air target", "Due")),
        Column(pgettext("air target", "Problem"), cut="l"),
        Column(pgettext("air target", "Where"), cut="m"),
        Column(pgettext("air target", "Whose turn")),
        Column(pgettext("air target", "Number")),
    )
    rows = tuple(
        Row(
            row.number,
            (
                deadline_on(row.ball_due_on, eye),
                row.description,
                row.site_name or row.street_name,
                ball(row, eye),
                Link(row.number, case_url(row.number)),
            ),
            url=case_url(row.number),
        )
        for row in page.rows
    )
    empty = EmptyState(_("No case of the environment is open here."))
    return Table(columns, rows, pgettext("air target", "Most urgent problems"), empty=empty)


@dataclass(frozen=True, slots=True)
class AimPage:
    line: TargetLine
    sentence: str
    facts: Facts
    figures: Table
    may_enter: bool
    may_withdraw: bool


def aim_page(viewer: Viewer, one: TargetLine, figures: Sequence[Figure], eye: Eye) -> AimPage:
    open_ = one.withdrawn_at is None
    return AimPage(
        line=one,
        sentence=_("%(area)s, %(name)s: %(aim)s %(unit)s, %(needs)s")
        % {
            "area": one.area_name,
            "name": one.name,
            "aim": aim(one),
            "unit": one.rule.rule.unit,
            "needs": needs(one),
        },
        facts=_facts(one, eye),
        figures=_figures(figures, eye),
        may_enter=open_ and viewer.may(Capability.IMPORT),
        may_withdraw=open_ and viewer.may(Capability.INSTRUCT),
    )


def _facts(one: TargetLine, eye: Eye) -> Facts:
    rule: Indicator = one.rule.rule
    found = one.countdown
    how = (
        pgettext("air target", "computed here from the readings, not official")
        if rule.computed
        else pgettext("air target", "entered by hand")
    )
    pairs: list[tuple[str, object]] = [
        (pgettext("air target", "Indicator"), one.rule.name),
        (pgettext("air target", "Stretch"), f"{one.starts_on} – {one.ends_on}"),
        (pgettext("air target", "Day"), day_of_stretch(one, eye)),
        (pgettext("air target", "So far"), f"{so_far(one)} {rule.unit}"),
        (pgettext("air target", "Behind by"), number(one.gap, rule.places, signed=True)),
        (pgettext("air target", "What the rest needs"), needs(one)),
        (
            pgettext("air target", "Baseline"),
            decimal(one.baseline) if one.baseline is not None else NOTHING,
        ),
        (pgettext("air target", "Since the baseline"), f"{number(one.change, 1, signed=True)} %"),
        (pgettext("air target", "How it is known"), how),
        (pgettext("air target", "Answers for it"), one.owner),
        (pgettext("air target", "Set by"), one.source),
    ]
    if found is not None:
        counted = f"{found.valid}/{found.day}"
        pairs.insert(4, (pgettext("air target", "Days that count"), counted))
    if one.withdrawn_at is not None:
        moment = moment_text(one.withdrawn_at, year=eye.today.year)
        pairs.append((pgettext("air target", "Withdrawn"), moment))
    return Facts(tuple(pairs))


def _figures(figures: Sequence[Figure], eye: Eye) -> Table:
    columns = (
        Column(pgettext("air target", "Up to")),
        Column(pgettext("air target", "Figure"), number=True),
        Column(pgettext("air target", "Standing")),
        Column(pgettext("air target", "How it was found"), cut="wrap"),
        Column(pgettext("air target", "What it covers"), cut="wrap"),
        Column(pgettext("air target", "Source"), cut="m"),
        Column(pgettext("air target", "Entered")),
    )
    rows = tuple(
        Row(
            str(n),
            (
                day_text(one.through, year=eye.today.year),
                decimal(one.value),
                pgettext("air target", "official")
                if one.official
                else pgettext("air target", "preliminary"),
                one.method,
                one.coverage,
                one.source,
                moment_text(one.entered_at, year=eye.today.year),
            ),
        )
        for n, one in enumerate(figures)
    )
    empty = EmptyState(_("No figure has been entered."))
    return Table(columns, rows, pgettext("air target", "Figures entered"), empty=empty)
