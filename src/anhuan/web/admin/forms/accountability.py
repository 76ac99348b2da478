"""New versions of the rules of accountability: codes, triggers, members, who reads."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import pgettext_lazy as _

from anhuan.web.admin.forms.version import RuleForm

EVENTS: Final = (
    ("overdue", _("trigger event", "the ball lies overdue for so many days")),
    ("returned", _("trigger event", "a case failed its re-check so many times")),
    ("relapsed", _("trigger event", "a closed case was found not fixed so many times")),
)
NAMES: Final = (
    ("public", _("publication", "where the decision is public")),
    ("never", _("publication", "never")),
)
PERIODS: Final = (("day", _("term", "days")), ("month", _("term", "months")))
SUPERIORS: Final = (
    ("decided", _("publication", "from the decision on")),
    ("in_force", _("publication", "once it is served")),
    ("never", _("publication", "never")),
)


class DefinitionForm(RuleForm):
    definition = forms.CharField(
        label=_("admin", "What the code means"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    own: ClassVar[tuple[str, ...]] = ("definition",)

    def value(self) -> Any:
        return {"definition": self.cleaned_data["definition"]}


class LeniencyForm(DefinitionForm):
    areas = forms.CharField(
        label=_("admin", "Where it holds"),
        max_length=400,
        help_text=_("admin", "Beginnings of the codes of divisions, with blanks between."),
    )
    own = ("definition", "areas")

    def value(self) -> Any:
        return {**super().value(), "areas": self.cleaned_data["areas"].split()}

    @staticmethod
    def start(value: Any) -> Mapping[str, Any]:
        return {"definition": value["definition"], "areas": " ".join(value["areas"])}


class TriggerForm(RuleForm):
    event = forms.ChoiceField(label=_("admin", "What has to happen"), choices=EVENTS)
    count = forms.IntegerField(
        label=_("admin", "How many days or times"), min_value=1, max_value=3650
    )
    on = forms.BooleanField(label=_("admin", "The system proposes leads"), required=False)
    own = ("event", "count", "on")

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in self.own}


class BodyForm(RuleForm):
    least = forms.IntegerField(
        label=_("admin", "Members present, at least"), min_value=2, max_value=99
    )
    own = ("least",)

    def value(self) -> Any:
        return {"least": self.cleaned_data["least"]}


class PublicationForm(RuleForm):
    names = forms.ChoiceField(label=_("admin", "Persons are named"), choices=NAMES)
    superior = forms.ChoiceField(label=_("admin", "The superior reads"), choices=SUPERIORS)
    own = ("names", "superior")

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in self.own}


class VetoForm(DefinitionForm):
    effects = forms.CharField(
        label=_("admin", "What follows, one effect a line"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    amount = forms.IntegerField(label=_("admin", "In effect for"), min_value=1, max_value=999)
    unit = forms.ChoiceField(label=_("admin", "Unit"), choices=PERIODS)
    own = ("definition", "effects", "amount", "unit")

    def value(self) -> Any:
        given = self.cleaned_data
        lines = (line.strip() for line in given["effects"].splitlines())
        return {
            "definition": given["definition"],
            "effects": [line for line in lines if line],
            "period": {"amount": given["amount"], "unit": given["unit"], "last_day": "plain"},
        }

    @staticmethod
    def start(value: Any) -> Mapping[str, Any]:
        return {
            "definition": value["definition"],
            "effects": "\n".join(value["effects"]),
            "amount": value["period"]["amount"],
            "unit": value["period"]["unit"],
        }


ACCOUNTABILITY_FORMS: Final[Mapping[str, type[RuleForm]]] = {
    "behaviour": DefinitionForm,
    "exemption": DefinitionForm,
    "trigger": TriggerForm,
    "body": BodyForm,
    "publication": PublicationForm,
    "interview": DefinitionForm,
    "veto": VetoForm,
    "erasure-ground": DefinitionForm,
    "leniency": LeniencyForm,
}
