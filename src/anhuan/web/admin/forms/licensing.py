"""New versions of the rules of licensing: permits, illegal activities, who was decided on."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import pgettext_lazy as _

from anhuan.kernel.permit import MOST_DAYS
from anhuan.territory.queries import place_of_area, units_around
from anhuan.web.admin.forms.duties import FIELD_CHOICES
from anhuan.web.admin.forms.version import RuleForm
from anhuan.web.parts.ids import read_id


class PermitForm(RuleForm):
    field = forms.ChoiceField(label=_("admin", "Who licenses it"), choices=FIELD_CHOICES)
    lead_days = forms.IntegerField(
        label=_("admin", "Days before the last one on which the issuing unit has it"),
        min_value=0,
        max_value=MOST_DAYS,
    )
    own = ("field", "lead_days")

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in self.own}


class ActivityForm(RuleForm):
    field = forms.ChoiceField(
        label=_("admin", "Who licenses the legal version"), choices=FIELD_CHOICES
    )
    own = ("field",)

    def value(self) -> Any:
        return {"field": self.cleaned_data["field"]}


class RouteForm(RuleForm):
    """Whose an activity is in an area; the activity and the area stay."""

    unit = forms.TypedChoiceField(label=_("admin", "Whose it is"), coerce=UUID)
    activity = forms.CharField(widget=forms.HiddenInput)
    area = forms.UUIDField(widget=forms.HiddenInput)
    own = ("unit", "activity", "area")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        area = read_id(str(self["area"].value() or ""))
        units = units_around(place_of_area(area).path) if area else []
        field: Any = self.fields["unit"]
        field.choices = [(str(one.id), one.name) for one in units]

    def value(self) -> Any:
        return {name: str(self.cleaned_data[name]) for name in self.own}


LICENSING_FORMS: Final[Mapping[str, type[RuleForm]]] = {
    "permit": PermitForm,
    "activity": ActivityForm,
    "route": RouteForm,
}
