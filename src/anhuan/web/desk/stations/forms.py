"""The forms of whoever keeps stations: taking one in, correcting it, its limits."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.sites.queries import sites
from anhuan.sites.types import SiteLine
from anhuan.telemetry.types import Kind, StationRow
from anhuan.territory.queries import area_lines
from anhuan.territory.types import Level
from anhuan.web.desk.stations.words import KINDS, LABELS, SPANS
from anhuan.web.parts.asking import ActForm
from anhuan.web.parts.factors import factor_name
from anhuan.web.parts.ids import read_id, whole_number

FORMS: Final[Mapping[str, tuple[str, ...]]] = {
    "adopt": ("name", "kind", "site", "area", "lon", "lat", "interval", "password", "reference"),
    "edit": ("name", "kind", "site", "area", "lon", "lat", "interval", "reference", "units"),
    "limit": ("factor", "span", "lowest", "highest", "source", "valid_from", "valid_to"),
    "limit-end": ("valid_to",),
    "pair": ("treatment", "rated"),
    "pair-end": (),
    "retire": (),
}
NEEDED: Final = frozenset(
    {"name", "kind", "interval", "factor", "span", "source", "valid_from", "treatment", "rated"}
)
DAYS: Final = frozenset({"valid_from", "valid_to"})
AREAS: Final = frozenset({Level.CITY, Level.COUNTY, Level.STREET})
NAMED: Final = 5
_POWER: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,3})?")
LONGEST: Final = {"name": 100, "site": 100, "source": 200, "password": 16}


class StationForm(ActForm):
    """Says which of several firms, and that a number or a day is taken, in its own words."""

    def refuse(self, refusal: Refusal) -> None:
        if refusal.why is Why.REPEATED and refusal.facts.get("field") in _TAKEN:
            self.add_error(None, _TAKEN[str(refusal.facts["field"])]())
        elif refusal.why is Why.MALFORMED and refusal.facts.get("problem") == "which":
            names: Any = refusal.facts["names"]
            self.add_error("site", _which(names))
        else:
            super().refuse(refusal)


_TAKEN: Final = {
    "production": lambda: _("This line has its pair already. End that first."),
    "code": lambda: _("Another station has this number already. Look for it in the list."),
    "valid_from": lambda: _(
        "A limit of this factor stands on one of these days. End it first, then set the new one."
    ),
}


def _which(names: Sequence[str]) -> str:
    if not names:
        return _("No firm or place by that name in your area. Try a shorter word.")
    return _("Several are called so: %(names)s. Write the whole name.") % {
        "names": "、".join(names)
    }


def station_form(
    viewer: Viewer,
    what: str,
    *,
    row: StationRow | None = None,
    factors: Sequence[str] = (),
    meters: Sequence[StationRow] = (),
    data: Mapping[str, Any] | None = None,
    initial: Mapping[str, Any] | None = None,
) -> StationForm:
    form = StationForm(data, initial={**_initial(what, row), **(initial or {})})
    for name in FORMS[what]:
        made = _field(viewer, name, factors, meters)
        made.label = str(LABELS[name])
        made.required = name in NEEDED or (what, name) == ("limit-end", "valid_to")
        made.help_text = _hint(name)
        form.fields[name] = made
    return form


def _field(
    viewer: Viewer, name: str, factors: Sequence[str], meters: Sequence[StationRow]
) -> forms.Field:
    if name in DAYS:
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}))
    if name == "reference":
        return forms.BooleanField(required=False, widget=forms.CheckboxInput())
    options = _options(viewer, name, factors)
    if name == "treatment":
        options = [(str(one.id), f"{one.name} {one.code}") for one in meters]
    if options is not None:
        choices = [("", f"— {_('choose')} —"), *options]
        return forms.CharField(widget=forms.Select(choices=choices))
    if name == "units":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3, "maxlength": 2000}))
    shape: dict[str, Any] = {"maxlength": LONGEST.get(name, 20)}
    if name in ("lon", "lat", "lowest", "highest", "rated"):
        shape["inputmode"] = "decimal"
    return forms.CharField(widget=forms.TextInput(attrs=shape))


def _options(viewer: Viewer, name: str, factors: Sequence[str]) -> list[tuple[str, str]] | None:
    if name == "kind":
        return [(kind.value, str(word)) for kind, word in KINDS.items()]
    if name == "span":
        return [(span.value, str(word)) for span, word in SPANS.items()]
    if name == "factor":
        return [(code, f"{factor_name(code)} {code}") for code in factors]
    if name == "area":
        lines = [one for one in area_lines(viewer) if one.level in AREAS]
        return [(str(one.id), one.full) for one in lines]
    return None


def _hint(name: str) -> str:
    if name == "site":
        return _("Whole name or credit code; left open it stands in an area, at no firm.")
    if name == "area":
        return _("Left open it is where the firm lies.")
    if name == "lon":
        return _("Degrees, for example 117.12345. Left open it is where the firm lies.")
    if name == "units":
        return _("Factor and unit, for example: a21026 µg/m³")
    if name == "treatment":
        return _("Another power meter of the same firm.")
    if name == "rated":
        return _("By the name plate; below a share of it the line counts as standing still.")
    if name == "highest":
        return _("In the unit in which the station sends it.")
    return ""


def _initial(what: str, row: StationRow | None) -> dict[str, Any]:
    if row is None:
        return {"interval": "60"} if what == "adopt" else {}
    units = "\n".join(f"{code} {unit}" for code, unit in sorted(row.units.items()))
    return {
        "name": row.name,
        "kind": row.kind.value,
        "site": row.site_name,
        "area": str(row.area) if row.area else "",
        "lon": row.lon,
        "lat": row.lat,
        "interval": str(row.interval),
        "reference": row.reference,
        "units": units,
    }


def said(
    viewer: Viewer, form: ActForm, what: str, row: StationRow | None = None
) -> dict[str, Any]:
    """What was typed of a station as the services take it.

    Refuses ``MALFORMED`` with the field, ``MISSING``.
    """
    typed = {name: str(form.data.get(name, "")).strip() for name in FORMS[what]}
    missing = tuple(name for name in FORMS[what] if name in NEEDED and not typed[name])
    if missing:
        raise Refusal(Why.MISSING, fields=missing)
    given: dict[str, Any] = {"name": typed["name"], "kind": _kind(typed["kind"])}
    place = _site(viewer, typed["site"], row)
    given["site"] = place.id if place else None
    given["area"] = read_id(typed["area"])
    given |= _position(typed, place)
    given["interval"] = _whole(typed["interval"])
    given["reference"] = bool(typed["reference"])
    if "password" in typed:
        given["password"] = typed["password"]
    if "units" in typed:
        given["units"] = _units(typed["units"])
    return given


def _kind(text: str) -> Kind:
    if text not in set(Kind):
        raise _malformed("kind")
    return Kind(text)


def _whole(text: str) -> int:
    number = whole_number(text)
    if number is None:
        raise _malformed("interval")
    return number


def _site(viewer: Viewer, text: str, row: StationRow | None) -> SiteLine | None:
    """The one firm or place that is called so; the one it was at keeps its name as it is."""
    if not text:
        return None
    found = sites(viewer, text=text.replace("\x00", ""), size=NAMED).lines
    if row is not None and row.site is not None and text == row.site_name:
        found = tuple(one for one in found if one.id == row.site) or found
    exact = [one for one in found if text in (one.name, one.short, one.code)]
    if len(found) == 1 or len(exact) == 1:
        return (exact or list(found))[0]
    names = tuple(one.name for one in found)
    raise Refusal(Why.MALFORMED, field="site", problem="which", names=names)


def _position(typed: Mapping[str, str], place: SiteLine | None) -> dict[str, float | None]:
    if not typed["lon"] and not typed["lat"]:
        lon, lat = (place.lon, place.lat) if place else (None, None)
        return {"lon": lon, "lat": lat}
    return {name: _degrees(name, typed[name]) for name in ("lon", "lat")}


def _degrees(name: str, text: str) -> float:
    plain = text.removeprefix("-").replace(".", "", 1)
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 20):
        raise _malformed(name)
    return float(text)


def _units(text: str) -> dict[str, str]:
    pairs = [line.split(None, 1) for line in text.splitlines() if line.strip()]
    if any(len(pair) != 2 for pair in pairs):
        raise _malformed("units")
    return {code: unit.strip() for code, unit in pairs}


def _malformed(field: str) -> Refusal:
    return Refusal(Why.MALFORMED, field=field, problem="value")


def pair_said(form: ActForm) -> tuple[UUID, Decimal]:
    """The meter and the power that were typed. Refuses ``MISSING``, ``MALFORMED``."""
    typed = {name: str(form.data.get(name, "")).strip() for name in FORMS["pair"]}
    missing = tuple(name for name, text in typed.items() if not text)
    if missing:
        raise Refusal(Why.MISSING, fields=missing)
    meter = read_id(typed["treatment"])
    if meter is None:
        raise _malformed("treatment")
    if not _POWER.fullmatch(typed["rated"]):
        raise _malformed("rated")
    return meter, Decimal(typed["rated"])


def limit_said(form: ActForm) -> dict[str, str]:
    return {name: str(form.data.get(name, "")).strip() for name in FORMS["limit"]}
