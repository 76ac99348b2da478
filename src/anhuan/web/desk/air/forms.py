"""Forms of the air: a target, a figure of it, what was published."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from anhuan.air.types import AirPlace
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.standards import indicators_at
from anhuan.territory.queries import area_lines, unit_names
from anhuan.territory.types import Level
from anhuan.web.parts.asking import ActForm

LABELS: Final = {
    "area": pgettext_lazy("air target", "Area"),
    "indicator": pgettext_lazy("air target", "Indicator"),
    "name": pgettext_lazy("air target", "Name of the target"),
    "starts_on": pgettext_lazy("air target", "First day"),
    "ends_on": pgettext_lazy("air target", "Last day"),
    "baseline": pgettext_lazy("air target", "Baseline"),
    "bound": pgettext_lazy("air target", "Aim"),
    "source": pgettext_lazy("air target", "Where it is from"),
    "unit": pgettext_lazy("air target", "Answers for it"),
    "through": pgettext_lazy("air target", "Up to"),
    "value": pgettext_lazy("air target", "Figure"),
    "official": pgettext_lazy("air target", "It is the official figure"),
    "method": pgettext_lazy("air target", "How it was found"),
    "coverage": pgettext_lazy("air target", "What it covers"),
    "lines": pgettext_lazy("air", "Day, AQI and primary pollutant, one day a line"),
}
LEVELS: Final = (Level.CITY, Level.COUNTY, Level.STREET)
MOST_LINES: Final = 400


def target_form(viewer: Viewer, *, data: Any = None) -> ActForm:
    """Which indicator of which area, how much, by when, under which paper."""
    year = day_of(viewer.at).year
    form = ActForm(data, initial={"starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31"})
    areas = [one for one in area_lines(viewer) if one.level in LEVELS]
    rules = indicators_at(viewer.at, known_at=viewer.at)
    units = unit_names(viewer.units)
    _put(form, "area", _select([(str(one.id), one.name) for one in areas]))
    named = [(code, f"{one.name} {one.rule.unit}") for code, one in rules.items()]
    _put(form, "indicator", _select(named))
    _put(form, "name", _line(60))
    _put(form, "starts_on", _date())
    _put(form, "ends_on", _date(_("At most a year; a campaign has its own days.")))
    _put(form, "bound", _amount())
    _put(form, "baseline", _amount(required=False))
    _put(form, "source", _line(200))
    _put(form, "unit", _select([(str(key), name) for key, name in units.items()]))
    return form


def figure_form(viewer: Viewer, *, data: Any = None) -> ActForm:
    form = ActForm(data, initial={"through": day_of(viewer.at).isoformat()})
    _put(form, "through", _date())
    _put(form, "value", _amount())
    _put(form, "method", _line(200))
    _put(form, "coverage", _line(200))
    _put(form, "source", _line(200))
    tick = forms.CharField(required=False, widget=forms.CheckboxInput())
    _put(form, "official", tick)
    return form


def published_form(
    viewer: Viewer, places: Sequence[AirPlace], area: str, *, data: Any = None
) -> ActForm:
    """Lines as they are copied from a table."""
    form = ActForm(data, initial={"area": area})
    _put(form, "area", _select([(str(one.id), one.name) for one in places]))
    _put(form, "source", _line(200))
    lines = forms.Textarea(attrs={"rows": 8, "placeholder": "2026-11-20 87 PM2.5"})
    _put(form, "lines", forms.CharField(widget=lines))
    return form


def published_days(text: str, source: str) -> list[dict[str, Any]]:
    """Each line as a day; parted by blanks, commas or tabs. Refuses ``MALFORMED`` with the first
    line that is none, ``MISSING`` without any."""
    found = []
    for line in text.replace("，", ",").splitlines():
        words = line.replace(",", " ").split(maxsplit=2)
        if not words:
            continue
        if len(words) < 2:
            raise Refusal(Why.MALFORMED, field="lines", problem="invalid")
        primary = words[2] if len(words) > 2 else ""
        found.append({"day": words[0], "aqi": words[1], "primary": primary, "source": source})
    if not found:
        raise Refusal(Why.MISSING, fields=("lines",))
    if len(found) > MOST_LINES:
        raise Refusal(Why.MALFORMED, field="lines", problem="too-long", most=MOST_LINES)
    return found


def at_lines(refusal: Refusal) -> Refusal:
    """A refusal of a value of a line, where the lines were typed."""
    if refusal.facts.get("field") in {"day", "aqi", "primary"}:
        return Refusal(refusal.why, **(refusal.facts | {"field": "lines"}))
    return refusal


def given(form: ActForm, names: Iterable[str]) -> dict[str, Any]:
    return {name: form.data.get(name, "") for name in names}


def _put(form: ActForm, name: str, field: forms.Field) -> None:
    field.label = str(LABELS[name])
    form.fields[name] = field


def _select(options: Iterable[tuple[str, str]]) -> forms.Field:
    return forms.CharField(widget=forms.Select(choices=list(options)))


def _line(longest: int) -> forms.Field:
    return forms.CharField(widget=forms.TextInput(attrs={"maxlength": longest}))


def _date(hint: str = "") -> forms.Field:
    return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), help_text=hint)


def _amount(*, required: bool = True) -> forms.Field:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 16})
    return forms.CharField(required=required, widget=widget)
