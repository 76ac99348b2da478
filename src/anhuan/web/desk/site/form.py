"""The form of a dossier: what a keeper may change, and back into what the service takes."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from anhuan.kernel.access import Viewer
from anhuan.sites.types import Dossier
from anhuan.territory.queries import units_around
from anhuan.web.desk.site import words
from anhuan.web.parts.asking import ActForm, Options

TEXT: Final = ("name", "short", "code", "code_missing", "address", "registered_address")
MORE: Final = ("duty_phone", "industry", "employees", "employees_peak", "lon", "lat")
LISTS: Final = ("former_names", "tags")
NEEDED: Final = frozenset({"name", "subject", "address"})
SEPARATORS: Final = re.compile(r"[、,，;；\n]+")


def site_form(
    viewer: Viewer, dossier: Dossier | None, *, data: Mapping[str, Any] | None = None, path: str
) -> ActForm:
    """Every field of the form is a column of the dossier; what is empty is sent as empty."""
    form = ActForm(data, initial=_initial(dossier))
    units = [(str(unit.id), unit.name) for unit in units_around(path)] if path else []
    chosen: dict[str, Options] = {
        "subject": [(code.value, str(word)) for code, word in words.SUBJECTS.items()],
        "risk": [(code, str(word)) for code, word in words.RISKS.items()],
        "supervision_class": [(code, code) for code in "ABCD"],
        "safety_department": units,
        "environment_department": units,
    }
    for name in (*TEXT, *LISTS, *chosen, *MORE, "founded_on"):
        field = _field(name, chosen)
        field.label, field.required = str(words.LABELS[name]), name in NEEDED
        form.fields[name] = field
    form.fields["former_names"].help_text = form.fields["tags"].help_text = _(
        "Several with a comma between"
    )
    return form


def _field(name: str, chosen: Mapping[str, Options]) -> forms.Field:
    if name in chosen:
        options = [("", f"— {_('choose')} —"), *chosen[name]]
        return forms.CharField(widget=forms.Select(choices=options))
    if name == "founded_on":
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}))
    if name in {"employees", "employees_peak"}:
        return forms.CharField(widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    return forms.CharField(widget=forms.TextInput(attrs={"maxlength": 300}))


def _initial(dossier: Dossier | None) -> dict[str, Any]:
    if dossier is None:
        return {}
    about = dossier.site
    names = (*TEXT, *MORE, "risk", "supervision_class", "safety_department", "founded_on")
    found: dict[str, Any] = {name: getattr(about, name) for name in names}
    # A date field takes a day only as it is sent, never as it is read here.
    found["founded_on"] = about.founded_on.isoformat() if about.founded_on else ""
    found["environment_department"] = about.environment_department
    found["subject"] = about.subject.value
    return found | {name: "、".join(getattr(about, name)) for name in LISTS}


def changes(form: ActForm) -> dict[str, Any]:
    """What was typed, as the service takes it: lists as lists, everything else as text."""
    typed = {name: str(form.data.get(name, "")).strip() for name in form.fields}
    lists = {
        name: [word.strip() for word in SEPARATORS.split(typed[name]) if word.strip()]
        for name in LISTS
    }
    return typed | lists
