"""The comparison of a finished cross-inspection with what the stations had found before: by item
and by unit, and the pairs of answers behind every figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.inspections.agreement import Compared, Pair
from anhuan.inspections.words import ANSWER_WORDS
from anhuan.inspections.words.agreement import CAUTION_WORDS, CELL_WORDS, UNDEFINED_WORDS
from anhuan.kernel.agreement import (
    Caution,
    Cell,
    Figure,
    Fourfold,
    Undefined,
    agreement,
    cautions_of_estimate,
    cautions_of_kappa,
    chapman,
    detected,
    kappa,
    missed,
)
from anhuan.kernel.checklist import Answer
from anhuan.web.desk.showing import Eye
from anhuan.web.parts.formats import moment_text, share
from anhuan.web.parts.shapes import Column, EmptyState, Link, Pager, Row, Table, number_columns

ROWS: Final = 50
NONE: Final = "—"


@dataclass(frozen=True, slots=True)
class AgreementPart:
    """What the page of the campaign shows of it; ``said``: what has to be known besides."""

    items: Table
    units: Table
    said: tuple[str, ...]


def agreement_part(found: Compared, number: str) -> AgreementPart:
    """Both tables, with the cautions that hold for any of their lines."""
    url = reverse("desk:campaign-compared", args=[number])
    by_item = {code: found.table(item=code) for code in found.items}
    by_unit = {unit: found.table(unit=unit) for unit in found.units}
    return AgreementPart(
        items=_items(found, by_item, url),
        units=_units(found, by_unit, url),
        said=(*_left_out(found), *_cautions([*by_item.values()], [*by_unit.values()])),
    )


def _link(text: object, url: str, **asked: str) -> Link:
    return Link(str(text), f"{url}?{urlencode({k: v for k, v in asked.items() if v})}")


def _figure(figure: Figure, places: str) -> str:
    """Rounded half up, or a dash with the reason: never a nought for what does not exist."""
    if isinstance(figure, Undefined):
        return _("— (%(why)s)") % {"why": UNDEFINED_WORDS[figure]}
    exact = Decimal(figure.numerator) / Decimal(figure.denominator)
    return f"{exact.quantize(Decimal(places), ROUND_HALF_UP)}"


def _least(figure: Figure) -> str:
    if isinstance(figure, Undefined):
        return _figure(figure, "0.1")
    return _("at least %(n)s") % {"n": _figure(figure, "0.1")}


def _rate(figure: Figure, part: int, whole: int) -> str:
    return share(part, whole) if isinstance(figure, Fraction) else _figure(figure, "1")


def _items(found: Compared, tables: Mapping[str, Fourfold], url: str) -> Table:
    rows = [
        Row(
            key=code,
            cells=(
                _link(text, url, item=code),
                _link(tables[code].pairs, url, item=code),
                *(_cell(tables[code], cell, url, item=code) for cell in COUNTED),
                _rate(
                    agreement(tables[code]),
                    tables[code].both + tables[code].neither,
                    tables[code].pairs,
                ),
                _link(_figure(kappa(tables[code]), "0.01"), url, item=code),
            ),
        )
        for code, text in found.items.items()
    ]
    return Table(
        columns=(
            Column(pgettext("agreement", "Item"), cut="wrap"),
            *number_columns(
                pgettext("agreement", "Compared"),
                *(str(CELL_WORDS[cell]) for cell in COUNTED),
                pgettext("agreement", "Same answer"),
                pgettext("agreement", "Cohen’s κ"),
            ),
        ),
        rows=tuple(rows),
        caption=_("Agreement item by item"),
        empty=EmptyState(_("Nothing was looked at by a station and a team by the same list.")),
    )


COUNTED: Final = (Cell.BOTH, Cell.FIRST, Cell.SECOND, Cell.NEITHER)


def _cell(table: Fourfold, cell: Cell, url: str, **asked: str) -> Link:
    return _link(getattr(table, cell.value), url, cell=cell.value, **asked)


def _units(found: Compared, tables: Mapping[UUID, Fourfold], url: str) -> Table:
    """By the names of the units, never by how much they found."""
    rows = [_unit_row(str(unit), name, tables[unit], url) for unit, name in found.units.items()]
    if len(rows) > 1:
        rows.append(_unit_row("", pgettext("campaign", "Together"), found.table(), url))
    return Table(
        columns=(
            Column(pgettext("agreement", "Unit of the places")),
            *number_columns(
                pgettext("agreement", "Found by the station"),
                pgettext("agreement", "Found by the team"),
                str(CELL_WORDS[Cell.BOTH]),
                pgettext("agreement", "Station: found of the team’s"),
                pgettext("agreement", "Team: found of the station’s"),
                pgettext("agreement", "There to be found"),
                pgettext("agreement", "Missed by both"),
            ),
        ),
        rows=tuple(rows),
        caption=_("What was missed, unit by unit"),
        empty=EmptyState(_("Nothing was looked at by a station and a team by the same list.")),
    )


def _unit_row(key: str, name: str, table: Fourfold, url: str) -> Row:
    first, second = detected(table)
    return Row(
        key=key or "all",
        cells=(
            _link(name, url, unit=key),
            _link(table.found_first, url, unit=key, cell="by-first"),
            _link(table.found_second, url, unit=key, cell="by-second"),
            _cell(table, Cell.BOTH, url, unit=key),
            _rate(first, table.both, table.found_second),
            _rate(second, table.both, table.found_first),
            _link(_least(chapman(table)), url, unit=key),
            _link(_least(missed(table)), url, unit=key),
        ),
    )


def _left_out(found: Compared) -> tuple[str, ...]:
    """What the tables leave out, in words."""
    whole = found.table()
    said = {
        ngettext(
            "%(n)d finding of a station was put right before the team came and is left out.",
            "%(n)d findings of stations were put right before the team came and are left out.",
            whole.fixed,
        ): whole.fixed,
        ngettext(
            "%(n)d pair is left out: one of the two did not look, or the item did not apply.",
            "%(n)d pairs are left out: one of the two did not look, or the item did not apply.",
            whole.apart,
        ): whole.apart,
        ngettext(
            "%(n)d place has no earlier visit of its station by this version of the list.",
            "%(n)d places have no earlier visit of their station by this version of the list.",
            found.alone,
        ): found.alone,
    }
    return tuple(text % {"n": n} for text, n in said.items() if n)


def _cautions(items: list[Fourfold], units: list[Fourfold]) -> tuple[str, ...]:
    known = {one for table in items for one in cautions_of_kappa(table)}
    known |= {one for table in units for one in cautions_of_estimate(table)}
    return tuple(str(CAUTION_WORDS[one]) for one in Caution if one in known)


SIDES: Final = {
    "by-first": frozenset({Cell.BOTH, Cell.FIRST}),
    "by-second": frozenset({Cell.BOTH, Cell.SECOND}),
}


def pairs_table(found: Compared, asked: Mapping[str, str], eye: Eye, *, first: int) -> Table:
    """The pairs behind a figure, place by place. ``asked``: which item, unit and cell."""
    unit = next((one for one in found.units if str(one) == asked.get("unit")), None)
    pairs = found.of(item=asked.get("item", ""), unit=unit)
    wanted = asked.get("cell", "")
    if wanted:
        cells = SIDES.get(wanted) or {cell for cell in Cell if cell.value == wanted}
        pairs = tuple(one for one in pairs if one.cell in cells)
    shown = pairs[first - 1 : first - 1 + ROWS]
    last = first + len(shown) - 1
    more = {**asked, "first": str(last + 1)} if last < len(pairs) else {}
    return Table(
        columns=(
            Column(pgettext("campaign", "Place"), cut="l"),
            Column(pgettext("agreement", "Item"), cut="wrap"),
            Column(pgettext("agreement", "Visit of the station")),
            Column(pgettext("agreement", "Its answer")),
            Column(pgettext("agreement", "Visit of the team")),
            Column(pgettext("agreement", "Its answer")),
            Column(pgettext("agreement", "Falls under")),
        ),
        rows=tuple(_pair_row(one, found, eye) for one in shown),
        caption=_("The answers behind the figures"),
        pager=Pager(first, last, str(len(pairs)), f"?{urlencode(more)}" if more else ""),
        empty=EmptyState(_("No pair of answers here.")),
    )


def _pair_row(one: Pair, found: Compared, eye: Eye) -> Row:
    when = moment_text(one.first_on, year=eye.today.year)
    return Row(
        key=f"{one.site}-{one.item}",
        cells=(
            Link(one.site_name, reverse("desk:site", args=[one.site])),
            found.items.get(one.item, one.item),
            (_visit(one.first_visit), f" {when}"),
            _answer(one.first),
            _visit(one.second_visit),
            _answer(one.second),
            str(CELL_WORDS[one.cell]),
        ),
    )


def _visit(number: str) -> Link:
    return Link(number, reverse("desk:visits-one", args=[number]))


def _answer(answer: Answer | None) -> str:
    return str(ANSWER_WORDS[answer]) if answer is not None else NONE
