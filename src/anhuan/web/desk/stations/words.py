"""The words of stations: kinds, spans, the fields of their forms."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anhuan.telemetry.types import Kind, Meeting, Span

Text = str | Promise

KINDS: Final[Mapping[Kind, Promise]] = {
    Kind.AIR: pgettext_lazy("station", "Air"),
    Kind.MICRO: pgettext_lazy("station", "Small air sensors"),
    Kind.GAS: pgettext_lazy("station", "Waste gas"),
    Kind.WATER: pgettext_lazy("station", "Waste water"),
    Kind.POWER: pgettext_lazy("station", "Power"),
}
SPANS: Final[Mapping[Span, Promise]] = {
    Span.HOUR: pgettext_lazy("span", "Hours"),
    Span.DAY: pgettext_lazy("span", "Days"),
    Span.MINUTE: pgettext_lazy("span", "Minutes"),
    Span.REAL: pgettext_lazy("span", "Instant values"),
}
REASONS: Final[Mapping[Meeting, Promise]] = {
    Meeting.UNKNOWN: pgettext_lazy("stranger", "No station has this number"),
    Meeting.WRONG_PASSWORD: pgettext_lazy("stranger", "The password is another"),
}
LABELS: Final[Mapping[str, Promise]] = {
    "code": pgettext_lazy("station", "Number (MN)"),
    "name": pgettext_lazy("station", "Name of the station"),
    "kind": pgettext_lazy("station", "What it measures"),
    "area": pgettext_lazy("station", "Area"),
    "site": pgettext_lazy("station", "Firm or place it stands at"),
    "lon": pgettext_lazy("station", "Longitude"),
    "lat": pgettext_lazy("station", "Latitude"),
    "interval": pgettext_lazy("station", "Seconds between two values"),
    "reference": pgettext_lazy(
        "station", "A reference station, by which small sensors are judged"
    ),
    "password": pgettext_lazy("station", "Password it sends (PW)"),
    "units": pgettext_lazy("station", "Units that differ, one a line"),
    "factor": pgettext_lazy("station", "Factor"),
    "span": pgettext_lazy("station", "Of which value"),
    "lowest": pgettext_lazy("station", "Not below"),
    "highest": pgettext_lazy("station", "Not above"),
    "source": pgettext_lazy("station", "By what (permit, page; standard, table)"),
    "treatment": pgettext_lazy("station", "Meter of what treats it"),
    "rated": pgettext_lazy("station", "Rated power of the line (kW)"),
    "valid_from": pgettext_lazy("station", "First day"),
    "valid_to": pgettext_lazy("station", "Last day"),
}
TITLES: Final[Mapping[str, Promise]] = {
    "adopt": _("Take the station in"),
    "edit": _("Correct the station"),
    "retire": _("Retire the station"),
    "limit": _("Set a limit"),
    "limit-end": _("End the limit"),
    "ask": _("Ask the device"),
    "pair": _("Pair the meters"),
    "pair-end": _("End the pair"),
}
