"""New versions of duties, and of who answers for what: departments, subjects, limits."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import pgettext_lazy as _

from anhuan.kernel.cycle import Every
from anhuan.kernel.duty import DEEDS, Reach
from anhuan.web.admin.dutywords import FIELDS, SUBJECTS
from anhuan.web.admin.forms.version import RuleForm
from anhuan.web.parts.duties import EVERY, deed_text

FIELD_CHOICES: Final = [(one.value, word) for one, word in FIELDS.items()]


class DutyForm(RuleForm):
    """What is asked, how often, and which acts keep it; on whom it falls stays as it is."""

    text = forms.CharField(
        label=_("admin", "What the duty asks"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    clause = forms.CharField(label=_("admin", "By which clause"), max_length=400)
    every = forms.ChoiceField(
        label=_("admin", "How often"),
        required=False,
        choices=[("", _("cycle", "standing")), *((one.value, EVERY[one]) for one in Every)],
    )
    times = forms.IntegerField(
        label=_("admin", "How many times in it"), min_value=1, max_value=31, initial=1
    )
    acts = forms.MultipleChoiceField(
        label=_("admin", "Kept by"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("admin", "None: it stands in the list and nothing falls due."),
    )
    at = forms.ChoiceField(
        label=_("admin", "Where the act counts"),
        choices=[
            (Reach.OBJECT.value, _("reach", "at the object itself")),
            (Reach.ANYWHERE.value, _("reach", "anywhere")),
        ],
    )
    bearer = forms.JSONField(widget=forms.HiddenInput)
    own = ("text", "clause", "every", "times", "acts", "at", "bearer")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        acts: Any = self.fields["acts"]
        acts.choices = [(deed, deed_text(deed)) for deed in sorted(DEEDS)]

    def value(self) -> Any:
        given = self.cleaned_data
        found = {name: given[name] for name in ("bearer", "text", "clause")}
        if given["every"]:
            found["cycle"] = {"every": given["every"], "times": given["times"]}
        if given["acts"]:
            found["evidence"] = {"acts": given["acts"], "at": given["at"]}
        return found

    @staticmethod
    def start(value: Any) -> Mapping[str, Any]:
        cycle, evidence = value.get("cycle") or {}, value.get("evidence") or {}
        return {
            "text": value["text"],
            "clause": value["clause"],
            "every": cycle.get("every", ""),
            "times": cycle.get("times", 1),
            "acts": list(evidence.get("acts", [])),
            "at": evidence.get("at", Reach.OBJECT.value),
            "bearer": value["bearer"],
        }


class DepartmentForm(RuleForm):
    safety = forms.ChoiceField(label=_("subject", "Safety"), required=False)
    environment = forms.ChoiceField(label=_("subject", "Environment"), required=False)
    own = ("safety", "environment")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in self.own:
            field: Any = self.fields[name]
            field.choices = [("", _("admin", "no department")), *FIELD_CHOICES]

    def value(self) -> Any:
        return {name: self.cleaned_data[name] or None for name in self.own}


class AskedForm(RuleForm):
    """Whether an answer is asked for in safety, in environment, or in both."""

    subjects = forms.MultipleChoiceField(
        label=_("admin", "Asked for in"),
        choices=[(code, SUBJECTS[code]) for code in ("safety", "environment")],
        widget=forms.CheckboxSelectMultiple,
    )
    of = forms.CharField(widget=forms.HiddenInput)
    line = forms.CharField(widget=forms.HiddenInput)
    level = forms.CharField(widget=forms.HiddenInput, required=False)
    side = forms.CharField(widget=forms.HiddenInput)
    own = ("subjects", "of", "line", "level", "side")

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in self.own}


class LimitsForm(RuleForm):
    most_objects = forms.IntegerField(
        label=_("admin", "Objects of one person, at most"), min_value=1, max_value=100_000
    )
    tolerance_m2 = forms.IntegerField(
        label=_("admin", "Ground that counts as none (m²)"), min_value=0, max_value=1_000_000
    )
    own = ("most_objects", "tolerance_m2")

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in self.own}
