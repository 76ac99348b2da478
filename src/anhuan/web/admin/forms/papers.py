"""A new version of the form of a visit's paper: its lines, beside its template and number."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import pgettext_lazy as _

from anhuan.kernel.paper import LINE
from anhuan.web.admin.forms.rules import TemplateForm

MANY: Final = ("before", "after", "signs")
SINGLE: Final = ("each_due", "basis", "remedy", "foot")


def _lines(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _line(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LINE,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PaperLinesForm(TemplateForm):
    act = forms.CharField(widget=forms.HiddenInput)
    officers = forms.IntegerField(
        label=_("admin", "How many officers sign"), min_value=1, max_value=9
    )
    facts = _lines(
        _("admin", "What it says of the place"),
        _("admin", "One line each: the code, a blank, the label."),
    )
    before = _lines(
        _("admin", "Lines before the points"),
        _("admin", "{unit}, {names} and {certificates} are filled in."),
    )
    each_due = _line(
        _("admin", "The line for each day"),
        _("admin", "{numbers} and {due} are filled in; of an order alone."),
    )
    after = _lines(_("admin", "Lines after the points"))
    basis = _line(_("admin", "Articles it rests on"))
    remedy = _line(_("admin", "Where the firm may object"))
    signs = _lines(_("admin", "Lines for signatures"))
    foot = _line(_("admin", "Line at the foot"))
    own = (*TemplateForm.own, "act", "officers", "facts", *MANY, *SINGLE)

    def value(self) -> Any:
        held = self.cleaned_data
        lines: dict[str, Any] = {name: _split(held[name]) for name in MANY}
        lines |= {name: held[name].strip() for name in SINGLE}
        lines |= {"act": held["act"], "officers": held["officers"]}
        lines["facts"] = [_pair(one) for one in _split(held["facts"])]
        own = {name: held[name] for name in TemplateForm.own}
        return own | {"paper": lines}

    @staticmethod
    def start(value: Any) -> Mapping[str, Any]:
        lines = value["paper"]
        found = {name: "\n".join(lines.get(name, ())) for name in MANY}
        found |= {name: lines.get(name, "") for name in SINGLE}
        found["facts"] = "\n".join(f"{code} {label}" for code, label in lines["facts"])
        return {
            "template": value["template"],
            "number": value["number"],
            "act": lines["act"],
            "officers": lines["officers"],
            **found,
        }


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _pair(line: str) -> list[str]:
    code, _blank, label = line.partition(" ")
    return [code, label.strip()]
