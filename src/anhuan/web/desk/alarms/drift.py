"""Micro-stations beside reference stations: which stand off, by how much."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.alarms.queries import drifts
from anhuan.alarms.saying import number
from anhuan.alarms.types import DriftBoard, DriftLine
from anhuan.kernel.access import Viewer
from anhuan.web.parts.factors import factor_name, unit_of
from anhuan.web.parts.shapes import Cell, Column, EmptyState, Link, Row, Table


def board(viewer: Viewer) -> dict[str, object]:
    found, title = drifts(viewer), pgettext("drift", "Micro-stations beside reference stations")
    if found is None:
        return {"title": title, "sentence": _("No rule says how micro-stations are compared")}
    return {
        "title": title,
        "sentence": _sentence(found),
        "how": _how(found),
        "alone": pgettext("drift", ", ").join(found.alone),
        "table": _table(found),
    }


def _sentence(found: DriftBoard) -> str:
    compared = {line.station.id for line in found.lines}
    off = {line.station.id for line in found.lines if line.drift.off}
    if not compared:
        return _("No micro-station has a reference station beside it")
    told = ngettext(
        "%(off)d of %(n)d micro-station stands off from the reference stations",
        "%(off)d of %(n)d micro-stations stand off from the reference stations",
        len(compared),
    )
    return told % {"off": len(off), "n": len(compared)}


def _how(found: DriftBoard) -> str:
    rule = found.rule
    told = _(
        "Hours of the last %(days)d days that both have, reference stations within %(km)s km; "
        "more than %(off)s off, and at least %(hours)d hours."
    )
    text = told % {
        "days": rule.days,
        "km": f"{rule.radius / 1000:g}",
        "off": f"{rule.off:.0%}",
        "hours": rule.hours,
    }
    return text if found.verified else f"{text} {_('The figures of this rule are not verified.')}"


def _table(found: DriftBoard) -> Table:
    return Table(
        columns=(
            Column(pgettext("drift", "Micro-station"), cut="m"),
            Column(pgettext("drift", "Factor")),
            Column(pgettext("drift", "To the reference")),
            Column(pgettext("drift", "Ratio"), number=True),
            Column(pgettext("drift", "Mean difference"), number=True),
            Column(pgettext("drift", "Hours of both"), number=True),
            Column(pgettext("drift", "Reference stations"), cut="m"),
        ),
        rows=tuple(_row(line) for line in found.lines),
        caption=pgettext("drift", "Micro-stations beside reference stations"),
        empty=EmptyState(_("Nothing can be compared: no hours of both.")),
    )


def _row(line: DriftLine) -> Row:
    one, url = line.drift, reverse("desk:station", args=[line.station.id])
    beside = pgettext("drift", ", ").join(line.references)
    return Row(
        f"{line.station.id}-{line.factor}",
        (
            Cell(Link(line.station.name, url), title=line.station.name),
            factor_name(line.factor),
            _word(line),
            f"{one.ratio:.2f}" if one.ratio is not None else "—",
            _signed(one.bias, unit_of(line.station, line.factor)),
            str(one.hours),
            Cell(beside, title=beside),
        ),
        url=url,
    )


def _word(line: DriftLine) -> str:
    if line.drift.off is None:
        return pgettext("drift", "too few hours")
    if not line.drift.off:
        return pgettext("drift", "close")
    high = line.drift.ratio is not None and line.drift.ratio > 1
    return pgettext("drift", "stands high") if high else pgettext("drift", "stands low")


def _signed(value: Decimal | None, unit: str) -> str:
    if value is None:
        return "—"
    told = number(value.copy_abs().quantize(Decimal("0.1")), unit)
    return f"{'−' if value < 0 else '+'}{told}"
