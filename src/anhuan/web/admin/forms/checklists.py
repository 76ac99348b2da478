"""What is asked of an item, of a list, and of the version that is entered."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import pgettext_lazy as _

from anhuan.cases.words.inputs import DOMAIN_CHOICES
from anhuan.kernel.checklist import MOST_COMMON, TEXT, WORD
from anhuan.web.admin.checklists.drafts import Value
from anhuan.web.admin.forms.duties import FIELD_CHOICES
from anhuan.web.admin.forms.people import day_field
from anhuan.web.admin.forms.version import RuleForm

SLUG: Final = r"^[a-z][a-z0-9-]{1,40}$"


def _line(label: Any, most: int = WORD, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **more)


def _text(label: Any, rows: int = 2, **more: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=TEXT, widget=area, **more)


class ItemForm(forms.Form):
    code = forms.RegexField(
        label=_("checklist", "Number of the item"),
        regex=r"^[a-z0-9][a-z0-9.-]{0,39}$",
        help_text=_("checklist", "Small letters and digits; answers are counted under it."),
    )
    topic = _line(_("checklist", "Where, or of what"))
    text = _text(_("checklist", "What has to be so"), 3)
    basis = _text(
        _("checklist", "Standard and clause"),
        required=False,
        help_text=_("checklist", "Name, number and clause, as printed."),
    )
    basis_from = day_field(_("checklist", "That standard is in force from"), required=False)
    verified = forms.BooleanField(
        label=_("checklist", "I have compared it with the clause"), required=False
    )
    domain = forms.ChoiceField(label=_("checklist", "Line"), choices=list(DOMAIN_CHOICES.items()))
    field = forms.ChoiceField(
        label=_("checklist", "Department for what fails"), choices=FIELD_CHOICES
    )
    when = _text(_("checklist", "Only where"), 1, required=False)
    method = _line(_("checklist", "How to look"), required=False)
    major = _text(
        _("checklist", "Criterion of a major hazard"),
        1,
        required=False,
        help_text=_("checklist", "What fails under it is proposed as major."),
    )
    photo = forms.BooleanField(label=_("checklist", "A photo of what fails"), required=False)
    apart = forms.BooleanField(
        label=_("checklist", "Shown by itself on the page of a place"), required=False
    )
    evidence = _text(_("checklist", "What to secure"), 1, required=False)
    penalty = _text(_("checklist", "Penalty clause"), 1, required=False)
    fix = _text(_("checklist", "What to order"), 2, required=False)
    common = forms.CharField(
        label=_("checklist", "What is usually wrong"),
        required=False,
        max_length=MOST_COMMON * (WORD + 1),
        help_text=_("checklist", "One on a line, at most eight."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    cycle = _line(_("checklist", "How often"), required=False)
    duty = _line(_("checklist", "Whose job at the firm"), required=False)

    def value(self) -> Value:
        given = dict(self.cleaned_data)
        since = given["basis_from"]
        lines = (line.strip() for line in given["common"].splitlines())
        return given | {
            "basis_from": since.isoformat() if since else "",
            "common": [line for line in lines if line],
        }

    @staticmethod
    def start(item: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**item, "common": "\n".join(item.get("common", []))}


class HeadForm(forms.Form):
    object = _line(_("checklist", "For what kind of place"))
    industries = forms.RegexField(
        label=_("checklist", "Proposed for industries"),
        regex=r"^[A-Z0-9 ]*$",
        max_length=200,
        required=False,
        help_text=_(
            "checklist",
            "Codes of GB/T 4754 or beginnings of them, with blanks between; empty: for any.",
        ),
    )

    def head(self) -> Value:
        given = self.cleaned_data
        return {"object": given["object"], "industries": given["industries"].split()}


class NewListForm(HeadForm):
    code = forms.RegexField(
        label=_("checklist", "Code of the list"),
        regex=SLUG,
        help_text=_("checklist", "Small letters, digits and hyphens."),
    )
    name = _line(_("checklist", "Name"))
    field_order = ("name", "code", "object", "industries")


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("checklist", "Whole list from a file"),
        help_text=_("checklist", "JSON or Excel, as the export writes it."),
    )


class EnterForm(RuleForm):
    """Whether its items were read at the source stands with each of them."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["verified"]


class VisitForm(RuleForm):
    least = forms.IntegerField(label=_("checklist", "Officers at least"), min_value=1, max_value=9)
    own = ("least",)

    def value(self) -> Any:
        return {"least": self.cleaned_data["least"]}
