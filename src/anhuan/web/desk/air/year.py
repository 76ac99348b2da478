"""A year of air: good days, the same days a year before by one edition, a calendar, its days."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.air.types import AirDay, AirPlace, AirYear, PublishedDay
from anhuan.kernel.air_course import LevelChanges, Tally
from anhuan.web.desk.air.wording import (
    LEVELS,
    NOTHING,
    address,
    amount,
    aqi,
    area_filter,
    mark,
    pollutant,
    primary,
    tabs,
)
from anhuan.web.parts.formats import day_text, share
from anhuan.web.parts.shapes import (
    Column,
    EmptyState,
    Filter,
    FilterBar,
    HeatDay,
    HeatYear,
    Option,
    Row,
    Table,
    number_columns,
)

DAY_SHOWN: Final = ("PM25_24H", "PM10_24H", "O3_8H", "NO2_24H", "SO2_24H", "CO_24H")
MONTHS: Final = range(1, 13)


@dataclass(frozen=True, slots=True)
class YearPage:
    sentence: str
    bar: FilterBar
    definition: str
    compared: str
    heat: HeatYear
    tally: Table
    days: Table
    changes: Table
    changed: str
    month: int
    may_publish: bool
    area: str


def year_page(
    place: AirPlace,
    places: Sequence[AirPlace],
    year: AirYear,
    editions: Sequence[str],
    *,
    month: int | None,
    may_publish: bool,
) -> YearPage:
    chosen = month or (year.days[-1].day.month if year.days else 1)
    asked = {"area": str(place.id), "year": str(year.year), "edition": year.edition}
    bar = tabs("air-days", places, place)
    filters = (
        area_filter("air-days", places, place),
        _years(year.year, asked),
        _editions(year.edition, editions, asked),
        _months(chosen, year, asked),
    )
    return YearPage(
        sentence=_sentence(place, year),
        bar=FilterBar(tabs=bar.tabs, filters=filters),
        definition=_definition(year),
        compared=_compared(year),
        heat=_heat(place, year),
        tally=_tally(year),
        days=_days(year, chosen),
        changes=_changes(year.changes),
        changed=_changed(year.changes),
        month=chosen,
        may_publish=may_publish,
        area=str(place.id),
    )


def _sentence(place: AirPlace, year: AirYear) -> str:
    if not year.tally.days:
        return _("%(area)s: no day of %(year)d has an index") % {
            "area": place.name,
            "year": year.year,
        }
    facts = {
        "area": place.name,
        "until": day_text(year.days[-1].day, year=year.year),
        "good": year.tally.good,
        "share": share(year.tally.good, year.tally.days),
        "days": year.tally.days,
    }
    text = _("%(area)s up to %(until)s: %(good)d good days of %(days)d with an index (%(share)s)")
    return text % facts


def _definition(year: AirYear) -> str:
    if year.edition:
        return _("Every day by %(edition)s") % {"edition": year.edition}
    return _("Each day by the edition in force on it")


def _compared(year: AirYear) -> str:
    """Two years by one edition, and never by two."""
    found = year.against
    if found is None:
        return _("No day of the year before has an index; nothing is compared.")
    facts = {
        "now": found.now.good,
        "of": found.now.days,
        "then": found.then.good,
        "of_then": found.then.days,
        "more": f"{found.good_more:+d}",
        "edition": found.revision,
    }
    return (
        _(
            "Both years by %(edition)s: %(now)d good days of %(of)d, the same days a year before"
            " %(then)d of %(of_then)d, %(more)s days"
        )
        % facts
    )


def _years(year: int, asked: dict[str, str]) -> Filter:
    options = tuple(
        Option(str(one), address("air-days", asked | {"year": str(one)}), current=one == year)
        for one in range(year + 1, year - 4, -1)
    )
    return Filter(pgettext("air", "Year"), options, value=str(year))


def _editions(chosen: str, editions: Sequence[str], asked: dict[str, str]) -> Filter:
    dated = Option(
        pgettext("air", "in force on the day"),
        address("air-days", asked | {"edition": ""}),
        current=not chosen,
    )
    named = tuple(
        Option(one, address("air-days", asked | {"edition": one}), current=one == chosen)
        for one in editions
    )
    return Filter(pgettext("air", "Edition"), (dated, *named), value=chosen or str(dated.text))


def _months(chosen: int, year: AirYear, asked: dict[str, str]) -> Filter:
    last = year.days[-1].day.month if year.days else 12
    options = tuple(
        Option(str(one), address("air-days", asked | {"month": str(one)}), current=one == chosen)
        for one in MONTHS
        if one <= last
    )
    return Filter(pgettext("air", "Month"), options, value=str(chosen))


def _heat(place: AirPlace, year: AirYear) -> HeatYear:
    days = tuple(
        HeatDay(
            one.day,
            one.index.aqi if one.index else None,
            one.index.level.number if one.index and one.index.level else 0,
            _word(one),
        )
        for one in year.days
    )
    title = pgettext("air", "%(area)s, each day of %(year)d") % {
        "area": place.name,
        "year": year.year,
    }
    legend = tuple((level, str(word)) for level, word in LEVELS.items())
    return HeatYear(title, year.year, days, legend, note=_definition(year))


def _word(day: AirDay) -> str:
    if day.index is None:
        return pgettext("air", "no data")
    if day.index.level is None:
        return pgettext("air", "too little data for an index")
    return str(LEVELS[day.index.level.number])


def _tally(year: AirYear) -> Table:
    """How many days of each level, this year and the same days before."""
    columns = (
        Column(pgettext("air", "Days")),
        *(Column(str(word), number=True) for word in LEVELS.values()),
        *number_columns(pgettext("air", "With an index"), pgettext("air", "Good days")),
    )
    counted: list[tuple[str, Tally]] = [(str(year.year), year.tally)]
    if year.against is not None:
        counted = [
            (str(year.year), year.against.now),
            (str(year.year - 1), year.against.then),
        ]
    rows = tuple(
        Row(
            name,
            (
                name,
                *(str(one.by_level.get(level, 0)) for level in LEVELS),
                f"{one.days}/{one.asked}",
                share(one.good, one.days),
            ),
        )
        for name, one in counted
    )
    return Table(columns, rows, pgettext("air", "Days by level"), matrix=True)


def _days(year: AirYear, month: int) -> Table:
    columns = (
        Column(pgettext("air", "Day")),
        Column("AQI", number=True),
        Column(pgettext("air", "Level")),
        Column(pgettext("air", "Primary pollutant")),
        *(Column(pollutant(item), number=True) for item in DAY_SHOWN),
        Column(pgettext("air", "Stations with data"), number=True),
        Column(pgettext("air", "Published"), number=True),
        Column(pgettext("air", "Published by"), cut="s"),
    )
    rows = tuple(
        _day(one, year.published.get(one.day), year.year)
        for one in reversed(year.days)
        if one.day.month == month
    )
    empty = EmptyState(_("No day of this month is over yet."))
    return Table(columns, rows, pgettext("air", "Days of the month"), empty=empty)


def _day(one: AirDay, told: PublishedDay | None, year: int) -> Row:
    return Row(
        one.day.isoformat(),
        (
            day_text(one.day, year=year),
            aqi(one.index),
            mark(one.index),
            primary(one.index),
            *(amount(one.measured, item) for item in DAY_SHOWN),
            f"{one.present}/{one.stations}",
            str(told.aqi) if told else NOTHING,
            told.source if told else NOTHING,
        ),
    )


def _changed(changes: LevelChanges | None) -> str:
    if changes is None or not changes.compared:
        return ""
    facts = {"n": len(changes.changed), "of": changes.compared}
    return _("%(n)d of %(of)d days have another level under the other edition") % facts


def _changes(changes: LevelChanges | None) -> Table:
    found = changes.changed if changes else ()
    columns = (
        Column(pgettext("air", "Day")),
        *_edition_columns(found[0].before.revision if found else ""),
        *_edition_columns(found[0].after.revision if found else ""),
    )
    rows = tuple(
        Row(
            one.day.isoformat(),
            (
                one.day.isoformat(),
                aqi(one.before),
                mark(one.before),
                aqi(one.after),
                mark(one.after),
            ),
        )
        for one in found
    )
    empty = EmptyState(_("No day changes its level."))
    return Table(columns, rows, pgettext("air", "Days that change level"), empty=empty)


def _edition_columns(name: str) -> tuple[Column, Column]:
    return Column(name, number=True), Column(pgettext("air", "Level"))
