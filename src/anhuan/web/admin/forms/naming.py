"""New versions of what is key and of the fields of deputies, and both in words."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as __
from django.utils.translation import pgettext_lazy as _

from anhuan.kernel.sponsoring import LED, SPONSORS, Domain, Sort
from anhuan.sites.types import Subject
from anhuan.web.admin.dutywords import LEVEL_WORDS, SUBJECTS
from anhuan.web.admin.forms.version import RuleForm
from anhuan.web.parts.duties import CAPACITIES

Text = str | Promise
SORTS: Final[Mapping[Sort, Text]] = {
    Sort.SITE: _("key object", "an enterprise or place"),
    Sort.PROJECT: _("key object", "a project"),
    Sort.AREA: _("key object", "an area"),
    Sort.TASK: _("key object", "a task marked as key"),
}
RISKS: Final[Mapping[str, Text]] = {
    "major": _("risk", "Major"),
    "larger": _("risk", "Larger"),
    "general": _("risk", "General"),
    "low": _("risk", "Low"),
}
KINDS: Final[Mapping[str, Text]] = {
    Subject.CONSTRUCTION.value: _("key object", "construction sites"),
    Subject.YARD.value: _("key object", "yards"),
    Subject.INSTITUTION.value: _("key object", "institutions"),
}
LEVELS: Final = tuple((code, words[0]) for code, words in LEVEL_WORDS.items())
_OF_SITES: Final = ("risks", "tags", "subjects")


def _many(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class KeyForm(RuleForm):
    """Which fields count follows from what it is said of."""

    of = forms.ChoiceField(label=_("key object", "Said of"), choices=list(SORTS.items()))
    risks = _many(_("key object", "With the risk"), list(RISKS.items()))
    tags = forms.CharField(
        label=_("key object", "With one of the tags"),
        max_length=200,
        required=False,
        help_text=_("key object", "As in the site file, one after another with blanks."),
    )
    subjects = _many(_("key object", "Of the sort"), list(KINDS.items()))
    hazard = forms.BooleanField(
        label=_("key object", "With a named major hazard source"), required=False
    )
    levels = _many(_("key object", "Of the level"), LEVELS)
    capacities = _many(
        _("key object", "Has to have"), [(one.value, CAPACITIES[one]) for one in SPONSORS]
    )
    own = ("of", "risks", "tags", "subjects", "hazard", "levels", "capacities")

    def value(self) -> Any:
        given = self.cleaned_data
        found: dict[str, Any] = {"of": given["of"], "as": given["capacities"]}
        if given["of"] in {Sort.SITE, Sort.PROJECT}:
            words = {**given, "tags": given["tags"].split()}
            found |= {name: words[name] for name in _OF_SITES}
            found["source"] = given["hazard"]
        if given["of"] == Sort.AREA:
            found["levels"] = given["levels"]
        return found

    @staticmethod
    def start(value: Any) -> Mapping[str, Any]:
        return {
            **{name: value.get(name, []) for name in ("risks", "subjects", "levels")},
            "of": value["of"],
            "tags": " ".join(value.get("tags", [])),
            "hazard": value.get("source", False),
            "capacities": value["as"],
        }


class DeputyFieldForm(RuleForm):
    domain = forms.ChoiceField(
        label=_("deputy field", "Counts as"),
        choices=[(one.value, SUBJECTS[one.value]) for one in Domain],
    )
    levels = _many(
        _("deputy field", "Somebody answers for it at"),
        [(code, LEVEL_WORDS[code][0]) for code in LED],
    )
    own = ("domain", "levels")

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in self.own}


NAMING_FORMS: Final[Mapping[str, type[RuleForm]]] = {
    "key-object": KeyForm,
    "deputy-field": DeputyFieldForm,
}


def key_text(value: Any) -> str:
    """“单位：风险重大；要有包保领导”."""
    said = [str(RISKS.get(one, one)) for one in value.get("risks", [])]
    said += [str(KINDS.get(one, one)) for one in value.get("subjects", [])]
    said += value.get("tags", [])
    said += [str(LEVEL_WORDS[one][0]) for one in value.get("levels", []) if one in LEVEL_WORDS]
    if value.get("source"):
        said.append(__("with a named hazard source"))
    capacities = "、".join(str(CAPACITIES[one]) for one in SPONSORS if one.value in value["as"])
    words = {"of": SORTS[Sort(value["of"])], "said": "、".join(said), "as": capacities}
    if not said:
        return __("%(of)s has to have: %(as)s") % words
    return __("%(of)s: %(said)s; has to have: %(as)s") % words


def field_text(value: Any) -> str:
    levels = "、".join(str(LEVEL_WORDS[one][0]) for one in value["levels"])
    return f"{SUBJECTS[value['domain']]}：{levels}"
