"""自查: what the firm found itself goes in by the same door as everything else."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django import forms

from anhuan.cases import services
from anhuan.cases.types import Act, Exhibit
from anhuan.cases.words.inputs import KIND_CHOICES
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action, Kind
from anhuan.kernel.inputs import DOOR
from anhuan.kernel.refusal import Refusal, Why
from anhuan.web.parts.asking import ActForm, act_form, day_value

SOURCE: Final = "self-check"
KINDS: Final = (Kind.HAZARD.value, Kind.POLLUTION.value)
ASKED: Final = ("kind", "domain", "found_on", "description", "spot")


def check_form(viewer: Viewer, *, data: Mapping[str, Any] | None = None) -> ActForm:
    """The few things only the firm knows; who, where and from which source stand already."""
    form = act_form(
        Action.REGISTER,
        data=data,
        initial={
            "found_on": day_value(day_of(viewer.at)),
            "kind": Kind.HAZARD.value,
            "domain": "safety",
        },
        leave_out=[each.name for each in DOOR if each.name not in ASKED],
        exhibits=0,
    )
    form.fields["kind"].widget = forms.RadioSelect(
        choices=[(code, str(KIND_CHOICES[code])) for code in KINDS]
    )
    form.order_fields(["kind", "description", "spot", "files", "domain", "found_on"])
    return form


def report_own(viewer: Viewer, site: UUID, form: ActForm, exhibits: tuple[Exhibit, ...]) -> Act:
    """Enter what the firm found. Refuses what ``open_case`` refuses, and any other kind."""
    given = form.given()
    if given.get("kind", KINDS[0]) not in KINDS:
        raise Refusal(Why.MALFORMED, field="kind", problem="choice")
    return services.open_case(
        given=given | {"source": SOURCE, "site": site},
        by=viewer,
        at=viewer.at,
        exhibits=exhibits,
    )
