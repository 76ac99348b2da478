"""Hazard sources at the desk: the list in reach, and the units of a site."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from anhuan.hazards.queries import HazardTab
from anhuan.hazards.types import HazardCounts, HazardPage, Standing, UnitLine
from anhuan.territory.types import AreaLine
from anhuan.web.parts.hazards import (
    exact_text,
    level_word,
    result_text,
    standing_text,
    why_outdated,
)
from anhuan.web.parts.shapes import (
    Cell,
    Column,
    EmptyState,
    Filter,
    FilterBar,
    Link,
    Option,
    Row,
    Table,
    ViewTab,
)

TABS: Final[Mapping[HazardTab, Promise]] = {
    HazardTab.TODO: pgettext_lazy("hazard", "To be assessed"),
    HazardTab.MAJOR: pgettext_lazy("hazard", "Major"),
    HazardTab.ALL: pgettext_lazy("hazard", "All units"),
}
Asked = Mapping[str, str]


def sentence(found: HazardCounts) -> str:
    """Levels first, then what needs somebody."""
    if not found.units:
        return _("No unit with hazardous chemicals is entered")
    major = sum(found.levels.values())
    levels = "、".join(
        _("%(level)s %(n)d") % {"level": level_word(level), "n": n}
        for level, n in found.levels.items()
    )
    text = ngettext(
        "%(n)d unit, %(major)d a major hazard source",
        "%(n)d units, %(major)d of them major hazard sources",
        found.units,
    ) % {"n": found.units, "major": major}
    if levels:
        text += _(" (%(levels)s)") % {"levels": levels}
    todo = (
        (found.not_assessed, _(", %(n)d not assessed")),
        (found.outdated, _(", %(n)d to be assessed anew")),
        (found.not_filed, _(", %(n)d not filed")),
    )
    return text + "".join(word % {"n": n} for n, word in todo if n)


def list_url(asked: Asked, **more: str) -> str:
    query = urlencode({name: text for name, text in {**asked, **more}.items() if text})
    return reverse("desk:hazards") + (f"?{query}" if query else "")


def bar(asked: Asked, tab: HazardTab, found: HazardCounts, areas: Sequence[AreaLine]) -> FilterBar:
    """Tabs with their counts, filters by level and area; all in the address."""
    levels = [(str(one), level_word(one)) for one in found.levels]
    numbers = {
        HazardTab.TODO: found.not_assessed + found.outdated,
        HazardTab.MAJOR: sum(found.levels.values()),
        HazardTab.ALL: found.units,
    }
    return FilterBar(
        tabs=tuple(
            ViewTab(
                str(word),
                list_url(asked, tab=each.value),
                str(numbers[each]),
                current=each is tab,
            )
            for each, word in TABS.items()
        ),
        filters=tuple(
            _filter(asked, name, label, options)
            for name, label, options in (
                ("level", pgettext("hazard", "Level"), levels),
                ("area", pgettext("hazard", "Area"), [(str(one.id), one.name) for one in areas]),
            )
            if options or asked[name]
        ),
    )


def _filter(asked: Asked, name: str, label: str, options: Iterable[tuple[str, str]]) -> Filter:
    chosen, known = asked[name], dict(options)
    return Filter(
        label,
        tuple(
            Option(word, list_url(asked, **{name: code}), code == chosen)
            for code, word in known.items()
        ),
        value=known.get(chosen, ""),
        clear_url=list_url(asked, **{name: ""}) if chosen in known else "",
    )


def listed(page: HazardPage, places: Mapping[str, str]) -> Table:
    columns = (
        Column(pgettext("hazard", "How it stands"), cut="m"),
        Column(pgettext("hazard", "Unit"), cut="m"),
        Column(pgettext("hazard", "Site"), cut="m"),
        Column(pgettext("hazard", "Area"), cut="s"),
        *_numbers(),
    )
    rows = tuple(
        _row(
            line,
            reverse("desk:hazard", args=[line.id]),
            Cell(
                Link(line.site_name, reverse("desk:site-hazards", args=[line.site])),
                title=line.site_name,
            ),
            places.get(line.area_path, ""),
        )
        for line in page.lines
    )
    empty = EmptyState(_("No unit under these conditions."))
    return Table(columns, rows, pgettext("hazard", "Units"), empty=empty)


def of_site(lines: Sequence[UnitLine], name: str = "desk:hazard") -> Table:
    """The units of one site; ``name``: the address of a unit on this surface."""
    columns = (
        Column(pgettext("hazard", "How it stands"), cut="m"),
        Column(pgettext("hazard", "Unit"), cut="m"),
        *_numbers(),
    )
    rows = tuple(_row(line, reverse(name, args=[line.id])) for line in lines)
    empty = EmptyState(
        _("No unit is entered. The firm enters what it keeps, or whoever keeps its dossier.")
    )
    return Table(columns, rows, pgettext("hazard", "Units"), empty=empty)


def _numbers() -> tuple[Column, ...]:
    return (
        Column("S", number=True),
        Column("R", number=True),
        Column(pgettext("hazard", "Assess anew by")),
        Column(pgettext("hazard", "Filing"), cut="s"),
    )


def _row(line: UnitLine, url: str, *places: object) -> Row:
    cells = (
        _standing(line),
        Cell(Link(line.name, url), title=line.name),
        *places,
        exact_text(line.s),
        exact_text(line.r),
        str(line.valid_to or "—"),
        _filing(line),
    )
    return Row(str(line.id), cells, url=url)


def _standing(line: UnitLine) -> Cell:
    if line.standing is Standing.OUTDATED:
        was = result_text(line.outcome, line.level)
        text = _("%(now)s (was: %(was)s)") % {"now": standing_text(line), "was": was}
        return Cell(text, mark="doubt", title=f"{text}：{why_outdated(line)}")
    bad = line.standing is Standing.NOT_ASSESSED
    return Cell(standing_text(line), mark="bad" if bad else "", title=standing_text(line))


def _filing(line: UnitLine) -> Cell:
    if line.level is None:
        return Cell("—")
    if not line.filed_number:
        return Cell(_("not filed"), mark="bad")
    return Cell(line.filed_number, title=line.filed_number)


def site_sentence(name: str, lines: Sequence[UnitLine]) -> str:
    """The gravest of a site's units, and what needs somebody."""
    stand = [line for line in lines if line.standing is not Standing.ENDED]
    if not stand:
        return _("%(site)s: no unit with hazardous chemicals is entered") % {"site": name}
    todo = sum(line.standing in {Standing.NOT_ASSESSED, Standing.OUTDATED} for line in stand)
    levels = [line.level for line in stand if line.level is not None]
    worst = (
        _("the gravest is %(level)s") % {"level": level_word(min(levels))}
        if levels
        else _("none found to be major")
    )
    text = _("%(site)s: %(n)d units, %(worst)s") % {
        "site": name,
        "n": len(stand),
        "worst": worst,
    }
    return text + (_(", %(n)d to be assessed") % {"n": todo} if todo else "")
