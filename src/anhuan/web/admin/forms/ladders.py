"""A new version of a ladder of escalation, written a rung a line."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import pgettext_lazy as _

from anhuan.cases.words.climbing import MEASURES
from anhuan.kernel.deadline import Unit
from anhuan.kernel.escalation import PROPOSALS, Measure
from anhuan.web.admin.forms.version import RuleForm


class LadderForm(RuleForm):
    """A ladder of escalation, a rung a line; what it is for stays as it was."""

    rungs = forms.CharField(
        label=_("admin", "Rungs"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 9, "spellcheck": "false", "class": "admin-code-box"}),
        help_text=_(
            "admin",
            "One rung a line: days from the due day (-7, 0, 1; 5w for working days; 15m for "
            "minutes after the due instant), measure, steps up, supervision level, ! if urgent, "
            "what it proposes (interview or matter). "
            "As: 15 talk 2 2 ! > interview",
        ),
    )
    rank = forms.IntegerField(
        label=_("admin", "Before other ladders"),
        min_value=0,
        max_value=99,
        help_text=_("admin", "Of the ladders that fit, the one with the highest number holds."),
    )
    scope = forms.JSONField(widget=forms.HiddenInput, required=False)
    own = ("rungs", "rank", "scope")

    def clean_rungs(self) -> list[dict[str, Any]]:
        text: str = self.cleaned_data["rungs"]
        found = []
        for number, line in enumerate(text.strip().splitlines(), start=1):
            rung = rung_of(line)
            if rung is None:
                said = gettext(
                    "Line %(n)d cannot be read: %(text)s. Write it as: 7 supervision 2 1 !"
                )
                raise forms.ValidationError(said % {"n": number, "text": line.strip()[:40]})
            found.append(rung)
        if len({rung["code"] for rung in found}) != len(found):
            raise forms.ValidationError(gettext("Two rungs have the same day. Leave one."))
        return found

    def value(self) -> Any:
        given = self.cleaned_data
        scope = given["scope"] if isinstance(given["scope"], dict) else {}
        return scope | {"rank": given["rank"], "rungs": given["rungs"]}

    @staticmethod
    def start(value: Any) -> Mapping[str, Any]:
        scope = {name: value[name] for name in value if name not in {"rank", "rungs"}}
        lines = "\n".join(rung_line(rung) for rung in value["rungs"])
        return {"rungs": lines, "rank": value.get("rank", 0), "scope": scope}


PROPOSED: Final[Mapping[str, Any]] = {
    "interview": _("admin", "interview"),
    "matter": _("admin", "matter"),
}
"""What a rung proposes, in one word."""


def rung_line(rung: Mapping[str, Any]) -> str:
    """A rung as the form begins with it: “7 督办函 2 1 !”."""
    level = rung.get("supervision", 0)
    words = [when_text(rung), str(MEASURES[Measure(rung["measure"])]), str(rung["up"]), str(level)]
    urgent = " !" if rung.get("urgent") else ""
    proposes = f" > {PROPOSED[rung['proposes']]}" if rung.get("proposes") else ""
    return " ".join(word.replace(" ", "-") for word in words) + urgent + proposes


def when_text(rung: Mapping[str, Any], *, signed: bool = False) -> str:
    """“7”, “5w” or “15m”; ``signed``: “+7”."""
    sign = "+" if signed else ""
    if "minutes" in rung:
        return f"{rung['minutes']:{sign}d}m"
    return f"{rung['days']:{sign}d}{'w' if rung.get('unit') == Unit.WORKDAY.value else ''}"


def rung_of(line: str) -> dict[str, Any] | None:
    """The rung that a line says; the measure in the reader's words or by its code. Its code
    follows from its day, so that a ladder changed elsewhere reaches no rung twice."""
    named = {str(word).replace(" ", "-"): one.value for one, word in MEASURES.items()}
    named |= {one.value: one.value for one in Measure}
    match = re.fullmatch(
        r"([+-]?[0-9]{1,3})([wm]?)\s+(\S+)\s+([0-9])\s+([0-9])(\s+[!！])?(\s+[>＞]\s*(\S+))?",
        line.strip(),
    )
    if match is None or match[3] not in named:
        return None
    proposals = {str(word): code for code, word in PROPOSED.items()} | {c: c for c in PROPOSALS}
    if match[8] and match[8] not in proposals:
        return None
    return {
        **_when(int(match[1]), match[2]),
        "up": int(match[4]),
        "measure": named[match[3]],
        "supervision": int(match[5]),
        "urgent": bool(match[6]),
        "proposes": proposals.get(match[8] or "", ""),
    }


def _when(amount: int, unit: str) -> dict[str, Any]:
    if unit == "m":
        return {"code": f"min-{amount}", "minutes": amount}
    return {
        "code": f"late-{amount}" if amount > 0 else f"remind-{-amount}",
        "days": amount,
        "unit": (Unit.WORKDAY if unit else Unit.DAY).value,
    }
