"""The form of an act, made from what the kernel says the act asks for.

The kernel alone judges what was typed: a form here checks nothing, it shows the refusal at the
field it belongs to and keeps every word.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, Final

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anhuan.cases.words import inputs as words
from anhuan.cases.words.refusals import sentence
from anhuan.cases.words.sentences import PROBLEMS
from anhuan.inspections.words.campaigns import (
    HANDS_CHOICES,
    KIND_CHOICES,
    REMOVAL_WORDS,
    UNVISITED_WORDS,
)
from anhuan.kernel.accountability_inputs import MATTER_INPUTS
from anhuan.kernel.campaign_steps import CAMPAIGN_INPUTS
from anhuan.kernel.case import Action
from anhuan.kernel.inputs import INPUTS, LONGEST, REFERENCES, Input, Type
from anhuan.kernel.procedure_inputs import PROCEEDING_INPUTS
from anhuan.kernel.refusal import Refusal, Why
from anhuan.web.parts.ids import read_id

Options = Sequence[tuple[str, str]]
WORDS: Final[Mapping[str, Mapping[str, words.Text]]] = {
    "kind": words.KIND_CHOICES,
    "domain": words.DOMAIN_CHOICES,
    "source": words.SOURCE_CHOICES,
    "grade": words.GRADE_CHOICES,
    "level": words.LEVEL_CHOICES,
    "way": words.WAY_CHOICES,
    "procedure": words.PROCEDURE_CHOICES,
    "origin": words.ORIGIN_CHOICES,
    "outcome": words.OUTCOME_CHOICES,
    "imposed": words.IMPOSED_CHOICES,
    "appeal_end": words.APPEAL_END_CHOICES,
    "campaign_kind": KIND_CHOICES,
    "hands": HANDS_CHOICES,
    "removal": REMOVAL_WORDS,
    "unvisited": UNVISITED_WORDS,
}
CODES: Final[Mapping[Action, Mapping[str, words.Text]]] = {
    Action.DISMISS: words.DISMISS_CHOICES,
    Action.FORWARD: words.FORWARD_CHOICES,
    Action.REQUEST_EXTENSION: words.EXTENSION_CHOICES,
    Action.REQUEST_VOID: words.VOID_CHOICES,
}
FEW: Final = 4
REFERENCED: Final = frozenset(
    each.name
    for table in (INPUTS, MATTER_INPUTS, PROCEEDING_INPUTS, CAMPAIGN_INPUTS)
    for inputs in table.values()
    for each in inputs
    if each.type in REFERENCES
)
AT_FIELD: Final[Mapping[Why, str]] = {
    Why.NOT_LATER: "until",
    Why.NEEDS_ACCEPTANCE: "acceptance",
    Why.SAME_UNIT: "to_unit",
    Why.NO_SUCH_TARGET: "to_unit",
    Why.NEEDS_CONTROL: "interim",
    Why.NEEDS_EVIDENCE: "files",
    Why.TOO_MANY: "files",
    Why.FILE_TOO_LARGE: "files",
    Why.FILE_TYPE: "files",
    Why.FILE_BROKEN: "files",
    Why.FILE_EMPTY: "files",
}


class Several(forms.FileInput):
    allow_multiple_selected = True


class ActForm(forms.Form):
    """What was typed, with the refusals that came of it."""

    use_required_attribute = False

    def full_clean(self) -> None:
        """The kernel reads what was typed, not the form."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def refuse(self, refusal: Refusal) -> None:
        """Show ``refusal`` where it belongs: at its fields, or above the form."""
        names = self._places(refusal)
        for name in names:
            self.add_error(name, self._at(name, refusal))
        if not names:
            self.add_error(None, sentence(refusal))

    def _at(self, name: str, refusal: Refusal) -> str:
        if refusal.why is Why.MISSING:
            return _("Still empty. Fill it in.")
        if refusal.why is Why.MALFORMED:
            return str(PROBLEMS.get(str(refusal.facts.get("problem")), PROBLEMS["value"]))
        return sentence(refusal)

    def _places(self, refusal: Refusal) -> list[str]:
        facts = refusal.facts
        named = facts.get("fields") or facts.get("missing") or facts.get("field")
        found = named if isinstance(named, tuple | list) else [named or AT_FIELD.get(refusal.why)]
        return [str(name) for name in found if str(name) in self.fields]

    def given(self) -> dict[str, Any]:
        """The act's inputs as typed: money in 分, references as identifiers."""
        typed = {name: self.data.get(name, "") for name in self.fields if name != "files"}
        return {name: _sent(name, text) for name, text in typed.items() if text != ""}


def _sent(name: str, text: str) -> Any:
    if name == "money_fen":
        return fen_text(text)
    # What is no identifier goes on as it is, to be refused by its name.
    return (read_id(text) or text) if name in REFERENCED else text


def fen_text(yuan: str) -> str:
    """“1,234.5” yuan as “123450” 分; what is no amount stays as typed and is refused."""
    try:
        fen = Decimal(yuan.replace(",", "").strip()) * 100
    except InvalidOperation:
        return yuan
    whole = fen.is_finite() and fen == fen.to_integral_value() and abs(fen) < 10**15
    return str(int(fen)) if whole else yuan


def act_form(
    action: Action,
    *,
    data: Mapping[str, Any] | None = None,
    initial: Mapping[str, Any] | None = None,
    options: Mapping[str, Options] | None = None,
    needed: Iterable[str] = (),
    leave_out: Iterable[str] = (),
    exhibits: int | None = None,
) -> ActForm:
    """The form of ``action``.

    ``options``: what may be chosen for a reference, by input; a reference without options is
    left out. ``needed``: optional inputs that this case needs all the same. ``exhibits``: how
    many files the act needs; ``None`` leaves the file field out.
    """
    return inputs_form(
        INPUTS[action],
        codes=CODES.get(action, {}),
        data=data,
        initial=initial,
        options=options,
        needed=needed,
        leave_out=leave_out,
        exhibits=exhibits,
    )


def inputs_form(
    inputs: Iterable[Input],
    *,
    codes: Mapping[str, words.Text] = MappingProxyType({}),
    data: Mapping[str, Any] | None = None,
    initial: Mapping[str, Any] | None = None,
    options: Mapping[str, Options] | None = None,
    needed: Iterable[str] = (),
    leave_out: Iterable[str] = (),
    exhibits: int | None = None,
) -> ActForm:
    """The same of any inputs; ``codes``: the words of an input ``code``."""
    form = ActForm(data, initial=dict(initial or {}))
    for each in inputs:
        if each.name in leave_out:
            continue
        made = _field(codes, each, options or {})
        if made is None:
            continue
        made.label = str(words.LABELS[each.name])
        made.required = each.required or each.name in needed
        form.fields[each.name] = made
    if exhibits is not None:
        form.fields["files"] = _files(exhibits)
    return form


def _files(exhibits: int) -> forms.Field:
    hint = ""
    if exhibits:
        hint = _("This step needs at least %(n)d photo or document.") % {"n": exhibits}
    widget = Several(attrs={"accept": "image/*,.pdf,.docx,.xlsx", "multiple": True})
    return forms.Field(
        label=_("Photos and documents"), required=bool(exhibits), widget=widget, help_text=hint
    )


def _field(
    codes: Mapping[str, words.Text], each: Input, options: Mapping[str, Options]
) -> forms.Field | None:
    if each.name in options or each.type in {Type.UNIT, Type.POST, Type.AREA}:
        return _chosen(options.get(each.name, ()), each.required)
    if each.type is Type.CHOICE:
        return _choice(codes, each)
    if each.type in _WIDGETS:
        return forms.CharField(
            widget=_WIDGETS[each.type](each), help_text=_HINTS.get(each.name, "")
        )
    return None


def _chosen(options: Options, required: bool) -> forms.Field | None:
    if not options:
        return None
    first = _("choose") if required else _("nobody in particular")
    return forms.CharField(widget=forms.Select(choices=[("", f"— {first} —"), *options]))


def _choice(codes: Mapping[str, words.Text], each: Input) -> forms.Field:
    known = codes if each.name == "code" else WORDS[each.name]
    options = [(code, str(known[code])) for code in each.choices]
    if len(options) <= FEW:
        return forms.CharField(widget=forms.RadioSelect(choices=options))
    return forms.CharField(widget=forms.Select(choices=[("", f"— {_('choose')} —"), *options]))


_HINTS: Final[Mapping[str, Any]] = {
    "money_fen": gettext_lazy("In yuan, for example 1200 or 1200.50"),
    "second_officer": gettext_lazy("Whoever went along; two officers check together"),
}
_WIDGETS: Final[Mapping[Type, Any]] = {
    Type.LINE: lambda each: forms.TextInput(attrs={"maxlength": LONGEST[Type.LINE]}),
    Type.TEXT: lambda each: forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST[Type.TEXT]}),
    Type.DATE: lambda each: forms.DateInput(attrs={"type": "date"}),
    Type.FLAG: lambda each: forms.CheckboxInput(),
    Type.MONEY: lambda each: forms.TextInput(attrs={"inputmode": "decimal"}),
    Type.AMOUNT: lambda each: forms.TextInput(attrs={"inputmode": "decimal"}),
}


def day_value(day: date) -> str:
    """A day as a date field holds it."""
    return day.isoformat()
