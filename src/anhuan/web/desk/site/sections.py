"""The forms of a dossier beside its identity: safety organisation, operation, who vouches."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.sites import services
from anhuan.sites.types import Dossier, Operation
from anhuan.web.desk.site import words
from anhuan.web.parts.asking import ActForm, Options

FLAGS: Final = ("has_department", "has_director", "has_committee")
NUMBERS: Final = ("full_time_staff", "registered_engineers", "self_score")
DAYS: Final = ("insurance_until", "standard_until", "operation_since", "verified_on")
ORGANISATION: Final = (
    "has_department",
    "full_time_staff",
    "has_director",
    "has_committee",
    "registered_engineers",
    "insurance_number",
    "insurance_until",
    "standard_level",
    "standard_until",
    "self_score",
)
SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "organisation": ORGANISATION,
    "operation": ("operation", "operation_since"),
    "vouch": ("field", "source", "verified_on"),
}
NEEDED: Final = frozenset({"operation", "operation_since", "field", "source"})
TITLES: Final = {
    "organisation": gettext_lazy("Edit the safety organisation"),
    "operation": gettext_lazy("Change the operation"),
    "vouch": gettext_lazy("Say who checked it"),
}


def section_form(
    viewer: Viewer,
    dossier: Dossier,
    section: str,
    *,
    data: Mapping[str, Any] | None = None,
    field: str = "",
) -> ActForm:
    form = ActForm(data, initial=_initial(viewer, dossier, section, field))
    for name in SECTIONS[section]:
        made = _field(name)
        made.label, made.required = str(words.LABELS[name]), name in NEEDED
        form.fields[name] = made
    if section == "vouch":
        form.fields["verified_on"].help_text = _("Leave it empty where nobody has checked yet.")
    return form


def _field(name: str) -> forms.Field:
    vouched = [(code, str(word)) for code, word in words.LABELS.items() if code in words.VOUCHED]
    chosen: dict[str, Options] = {
        "operation": [(code.value, str(word)) for code, word in words.OPERATIONS.items()],
        "field": vouched,
        **{flag: [("1", _("yes")), ("0", _("no"))] for flag in FLAGS},
    }
    if name in chosen:
        first = _("not known") if name in FLAGS else _("choose")
        options = [("", f"— {first} —"), *chosen[name]]
        return forms.CharField(widget=forms.Select(choices=options))
    if name in DAYS:
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}))
    if name in NUMBERS:
        return forms.CharField(widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    return forms.CharField(widget=forms.TextInput(attrs={"maxlength": 100}))


def _initial(viewer: Viewer, dossier: Dossier, section: str, field: str) -> dict[str, Any]:
    found = _known(viewer, dossier, section, field)
    # A date field takes a day only as it is sent, never as it is read here.
    return {name: one.isoformat() if isinstance(one, date) else one for name, one in found.items()}


def _known(viewer: Viewer, dossier: Dossier, section: str, field: str) -> dict[str, Any]:
    if section == "organisation":
        held = dossier.organisation
        flags = {None: "", True: "1", False: "0"}
        known = {name: getattr(held, name) for name in ORGANISATION}
        return known | {name: flags[known[name]] for name in FLAGS}
    if section == "operation":
        since = dossier.site.operation_since
        return {"operation": dossier.site.operation.value, "operation_since": since}
    return {"field": field, "verified_on": day_of(viewer.at)}


def save(section: str, site: UUID, form: ActForm, *, seen_version: int, by: Viewer) -> None:
    """Write what was typed. Refuses what the services refuse."""
    typed = {name: str(form.data.get(name, "")).strip() for name in form.fields}
    if section == "organisation":
        services.set_organisation(
            site_id=site, seen_version=seen_version, changes=typed, by=by, at=by.at
        )
    elif section == "operation":
        _needed(typed, "operation", "operation_since")
        if typed["operation"] not in set(Operation):
            raise Refusal(Why.MALFORMED, field="operation", problem="choice")
        services.set_operation(
            site_id=site,
            seen_version=seen_version,
            operation=Operation(typed["operation"]),
            since=_day("operation_since", typed["operation_since"]),
            by=by,
            at=by.at,
        )
    else:
        _needed(typed, "field", "source")
        day = typed["verified_on"]
        services.vouch(
            site_id=site,
            field=typed["field"],
            source=typed["source"],
            verified_on=_day("verified_on", day) if day else None,
            by=by,
            at=by.at,
        )


def _needed(typed: Mapping[str, str], *names: str) -> None:
    empty = tuple(name for name in names if not typed[name])
    if empty:
        raise Refusal(Why.MISSING, fields=empty)


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(Why.MALFORMED, field=name, problem="date") from None
