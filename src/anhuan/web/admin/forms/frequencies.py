"""New versions of cycles of checks, of what makes them longer, and of templates of campaigns."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import pgettext_lazy as _

from anhuan.inspections.words.campaigns import HANDS_WORDS, KIND_WORDS, LEVEL_WORDS
from anhuan.kernel.campaign import MOST_DAYS
from anhuan.kernel.frequency import MOST_MONTHS, MOST_STEPS, Level
from anhuan.kernel.visit import VisitKind
from anhuan.web.admin.forms.naming import KINDS, RISKS
from anhuan.web.admin.forms.version import RuleForm
from anhuan.web.parts.duties import EVERY

LISTS: Final = ("tags", "industries")
OF_FILTER: Final = ("risk", "tag", "industry", "subject")


def _many(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def _words(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=200,
        required=False,
        help_text=_("visit cycle", "Several with blanks between them; empty: any."),
    )


class CycleForm(RuleForm):
    """Whose cycle, how often, for which places."""

    level = forms.ChoiceField(
        label=_("visit cycle", "Whose cycle"),
        choices=[(one.value, word) for one, word in LEVEL_WORDS.items()],
    )
    every = forms.ChoiceField(
        label=_("visit cycle", "Once in"),
        choices=[(one.value, word) for one, word in EVERY.items()],
    )
    times = forms.IntegerField(label=_("visit cycle", "Times in it"), min_value=1, max_value=31)
    risks = _many(_("visit cycle", "With the risk"), list(RISKS.items()))
    subjects = _many(_("visit cycle", "Of the sort"), list(KINDS.items()))
    tags = _words(_("visit cycle", "With one of the tags"))
    industries = _words(_("visit cycle", "Of the industries (codes)"))
    falls = forms.BooleanField(
        label=_("visit cycle", "A good record makes it less often"), required=False
    )
    own = ("level", "every", "times", "risks", "subjects", "tags", "industries", "falls")

    def value(self) -> Any:
        given = self.cleaned_data
        grid = given["level"] != Level.DEPARTMENT.value
        visit = VisitKind.PATROL if grid else VisitKind.DEPARTMENT
        lists = {name: given[name].split() for name in LISTS}
        return {name: given[name] for name in self.own} | lists | {"visit": visit.value}

    @staticmethod
    def start(value: Any) -> Mapping[str, Any]:
        texts = {name: " ".join(value.get(name, ())) for name in LISTS}
        return {"times": 1, "falls": True} | dict(value) | texts


class ReductionForm(RuleForm):
    """What a good record is, and by how many steps it makes the cycle longer."""

    months = forms.IntegerField(
        label=_("visit cycle", "Months looked back"), min_value=1, max_value=MOST_MONTHS
    )
    visits = forms.IntegerField(
        label=_("visit cycle", "Inspections in them at least"),
        min_value=1,
        max_value=99,
        help_text=_("visit cycle", "What was never looked at has no good record."),
    )
    majors = forms.IntegerField(
        label=_("visit cycle", "Major hazards at most"), min_value=0, max_value=99
    )
    returned = forms.IntegerField(
        label=_("visit cycle", "Failed re-checks at most"), min_value=0, max_value=99
    )
    steps = forms.IntegerField(
        label=_("visit cycle", "Steps less often"), min_value=1, max_value=MOST_STEPS
    )
    standards = _words(_("visit cycle", "With one of the standard levels"))
    own = ("months", "visits", "majors", "returned", "steps", "standards")

    def value(self) -> Any:
        given = {name: self.cleaned_data[name] for name in self.own}
        return given | {"standards": given["standards"].split()}

    @staticmethod
    def start(value: Any) -> Mapping[str, Any]:
        texts = {"standards": " ".join(value.get("standards", ()))}
        return {"majors": 0, "returned": 0, "steps": 1} | dict(value) | texts


class TemplateOfCampaignForm(RuleForm):
    """What a campaign of this template begins with."""

    kind = forms.ChoiceField(
        label=_("visit cycle", "Kind of list"),
        choices=[(one.value, word) for one, word in KIND_WORDS.items()],
    )
    hands = forms.ChoiceField(
        label=_("visit cycle", "Who checks"),
        choices=[(one.value, word) for one, word in HANDS_WORDS.items()],
    )
    days = forms.IntegerField(
        label=_("visit cycle", "Days it takes"), min_value=1, max_value=MOST_DAYS
    )
    basis = forms.CharField(label=_("visit cycle", "Founded on"), max_length=200, required=False)
    checklist = forms.CharField(
        label=_("visit cycle", "Checklist (code)"), max_length=64, required=False
    )
    risk = forms.ChoiceField(
        label=_("visit cycle", "With the risk"),
        choices=[("", "—"), *RISKS.items()],
        required=False,
    )
    subject = forms.ChoiceField(
        label=_("visit cycle", "Of the sort"),
        choices=[("", "—"), *KINDS.items()],
        required=False,
    )
    tag = _words(_("visit cycle", "With one of the tags"))
    industry = _words(_("visit cycle", "Of the industries (codes)"))
    own = ("kind", "hands", "days", "basis", "checklist", "risk", "subject", "tag", "industry")

    def value(self) -> Any:
        given = self.cleaned_data
        chosen = {name: given[name] for name in OF_FILTER if given[name]}
        plain = {name: given[name] for name in self.own if name not in OF_FILTER}
        return plain | {"filter": chosen}

    @staticmethod
    def start(value: Any) -> Mapping[str, Any]:
        return dict(value) | dict(value.get("filter", {}))


FREQUENCY_FORMS: Final[Mapping[str, type[RuleForm]]] = {
    "visit-cycle": CycleForm,
    "visit-reduction": ReductionForm,
    "campaign": TemplateOfCampaignForm,
}
