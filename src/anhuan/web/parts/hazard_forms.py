"""The forms of hazard sources: a unit, a chemical, its filing, its end."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from anhuan.hazards.types import Chemical, HazardUnit, WorkLine
from anhuan.web.parts.asking import ActForm, Options
from anhuan.web.parts.hazards import KINDS, USES

LABELS: Final[Mapping[str, Promise]] = {
    "name": pgettext_lazy("hazard", "Name of the unit"),
    "kind": pgettext_lazy("hazard", "Kind"),
    "boundary": pgettext_lazy("hazard", "Boundary"),
    "persons": pgettext_lazy("hazard", "Persons within 500 m"),
    "persons_source": pgettext_lazy("hazard", "Where the count is from"),
    "persons_on": pgettext_lazy("hazard", "Counted on"),
    "filed_number": pgettext_lazy("hazard", "Filing number"),
    "filed_on": pgettext_lazy("hazard", "Filed on"),
    "ended_on": pgettext_lazy("hazard", "Ended on"),
    "end_reason": pgettext_lazy("hazard", "Why"),
    "cas": pgettext_lazy("hazard", "CAS number"),
    "classes": pgettext_lazy("hazard", "Classes of table 2"),
    "quantity": pgettext_lazy("hazard", "Design maximum quantity, t"),
    "storage": pgettext_lazy("hazard", "Kept in"),
    "use": pgettext_lazy("hazard", "What for"),
    "row": pgettext_lazy("hazard", "Row of table 1"),
}
CHEMICAL_NAME: Final = pgettext_lazy("hazard", "Name of the chemical")
HINTS: Final[Mapping[str, Promise]] = {
    "boundary": pgettext_lazy(
        "hazard", "Cut-off valves bound a production unit; dikes or stores a storage unit."
    ),
    "persons": pgettext_lazy("hazard", "Who usually are within 500 m outside the boundary"),
    "classes": pgettext_lazy("hazard", "For example W5.3; several with a comma between them"),
    "quantity": pgettext_lazy("hazard", "By design, not what is there today"),
    "storage": pgettext_lazy("hazard", "Tank, store, cylinder, pipe"),
}
FORMS: Final[Mapping[str, tuple[str, ...]]] = {
    "edit": ("name", "kind", "boundary", "persons", "persons_source", "persons_on"),
    "file": ("filed_number", "filed_on"),
    "end": ("ended_on", "end_reason"),
    "chemical": ("name", "cas", "quantity", "classes", "row", "storage", "use"),
}
TITLES: Final[Mapping[str, Promise]] = {
    "new": pgettext_lazy("hazard", "Enter a unit"),
    "edit": pgettext_lazy("hazard", "Correct the unit"),
    "file": pgettext_lazy("hazard", "Record its filing"),
    "end": pgettext_lazy("hazard", "Record its end"),
    "chemical": pgettext_lazy("hazard", "Put the chemical right"),
    "chemical-new": pgettext_lazy("hazard", "Enter a chemical"),
}
NEEDED: Final = frozenset(
    {"name", "kind", "quantity", "filed_number", "filed_on", "ended_on", "end_reason"}
)
DAYS: Final = frozenset({"persons_on", "filed_on", "ended_on"})
LONG: Final = frozenset({"boundary", "end_reason"})


def hazard_form(
    what: str,
    *,
    data: Mapping[str, Any] | None = None,
    unit: HazardUnit | None = None,
    line: WorkLine | None = None,
) -> ActForm:
    """The form of an act; ``line``: the chemical to be put right, with the rows it may be."""
    form = ActForm(data, initial=_initial(what, unit, line))
    for name in FORMS[what]:
        options = _options(name, line)
        if name == "row" and not options:
            continue
        made = _field(name, options)
        label = CHEMICAL_NAME if (what, name) == ("chemical", "name") else LABELS[name]
        made.label, made.help_text = str(label), str(HINTS.get(name, ""))
        made.required = name in NEEDED
        form.fields[name] = made
    return form


def typed(form: ActForm) -> dict[str, str]:
    """What was typed, trimmed; what is empty is sent as empty."""
    return {name: str(form.data.get(name, "")).strip() for name in form.fields}


def _field(name: str, options: Options) -> forms.Field:
    if options:
        choices = [("", f"— {_('choose')} —"), *options]
        return forms.CharField(widget=forms.Select(choices=choices))
    if name in DAYS:
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}))
    if name in LONG:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 2, "maxlength": 400}))
    number = {"persons": "numeric", "quantity": "decimal"}.get(name)
    attrs = {"inputmode": number} if number else {"maxlength": "120"}
    return forms.CharField(widget=forms.TextInput(attrs=attrs))


def _options(name: str, line: WorkLine | None) -> Options:
    if name == "kind":
        return [(one.value, str(word)) for one, word in KINDS.items()]
    if name == "use":
        return [(one.value, str(word)) for one, word in USES.items()]
    if name == "row" and line is not None:
        return _rows(line)
    return ()


def _rows(line: WorkLine) -> Options:
    """The rows it may be, the one chosen before, and that it is none of them."""
    chosen = line.chemical.row
    rows = [(str(number), name) for number, name in line.options]
    if chosen and not rows:
        rows = [(str(chosen), line.source or str(chosen))]
    if not rows and chosen is None and line.by_class:
        return ()
    none = _("None of table 1 (a mixture of another class): by its class")
    return [*rows, ("0", none)]


def _initial(what: str, unit: HazardUnit | None, line: WorkLine | None) -> dict[str, Any]:
    if what == "chemical":
        return _of_chemical(line.chemical) if line is not None else {}
    if what != "edit" or unit is None:
        return {}
    return {
        "name": unit.line.name,
        "kind": unit.line.kind.value,
        "boundary": unit.boundary,
        "persons": "" if unit.persons is None else str(unit.persons),
        "persons_source": unit.persons_source,
        "persons_on": unit.persons_on.isoformat() if unit.persons_on else "",
    }


def _of_chemical(one: Chemical) -> dict[str, Any]:
    return {
        "name": one.name,
        "cas": one.cas,
        "quantity": one.quantity,
        "classes": "、".join(one.classes),
        "row": "" if one.row is None else str(one.row),
        "storage": one.storage,
        "use": one.use,
    }
