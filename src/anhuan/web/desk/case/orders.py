"""The papers of a case, and the form of the order to put it right (责令限期整改指令书)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from anhuan.cases.papers import order_refusal, second_officers
from anhuan.cases.types import CaseFile
from anhuan.cases.words.refusals import sentence
from anhuan.documents.queries import of_subject
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.web.desk.case.stops import ASSIGN, place_of
from anhuan.web.parts.asking import ActForm
from anhuan.web.parts.papers import Paper, issued
from anhuan.web.parts.shapes import ActButton, Confirm, RefusedAct

LONGEST_REMEDY: Final = 1000
TOLD: Final = frozenset({Why.CERTIFICATE_EXPIRED, Why.NEEDS_DUE})


@dataclass(frozen=True, slots=True)
class Papers:
    """The panel: what was issued, what may be issued now, and why not what not."""

    issued: tuple[Paper, ...]
    spoilable: frozenset[object]
    button: ActButton | None
    refused: RefusedAct | None


@dataclass(frozen=True, slots=True)
class OrderAsked:
    """The page on which the order is issued."""

    file: CaseFile
    form: ActForm
    seen: int
    confirm: Confirm
    refused: Refusal | None


def papers(viewer: Viewer, file: CaseFile) -> Papers:
    lines = of_subject(viewer, file.case.id)
    refusal = order_refusal(viewer, file.case)
    may_spoil = viewer.may(Capability.ASSIGN)
    url = reverse("desk:order", args=[file.number])
    return Papers(
        issued=issued(lines, year=day_of(viewer.at).year),
        spoilable=frozenset(
            line.id
            for line in lines
            # The paper of a visit is marked spoilt where it was issued.
            if may_spoil
            and line.subject == file.case.id
            and line.unit in viewer.units
            and not line.spoilt_reason
        ),
        button=ActButton(_("Issue correction order"), url) if refusal is None else None,
        refused=_told(file, refusal),
    )


def _told(file: CaseFile, refusal: Refusal | None) -> RefusedAct | None:
    """Why no order, where somebody of this post might look for one."""
    if refusal is None:
        return None
    word = _("Issue correction order")
    if refusal.why in TOLD:
        return RefusedAct(word, sentence(refusal))
    before = refusal.why is Why.WRONG_STATE and file.case.site and place_of(file) <= ASSIGN
    if before and file.case.target_unit is None:
        return RefusedAct(word, _("It is not assigned yet. Assign it first."))
    return None


def order_asked(
    viewer: Viewer, file: CaseFile, *, data: Mapping[str, Any] | None = None
) -> OrderAsked:
    """Asks for what the case does not say: who signs beside the viewer, and the remedy."""
    form = ActForm(data)
    team = second_officers(viewer, file.case)
    options = [(str(one.person), f"{one.name} {one.title}") for one in team]
    form.fields["second_officer"] = forms.CharField(
        label=_("Second officer"),
        help_text=_("Two officers of your unit sign, each with a certificate in force."),
        widget=forms.Select(choices=[("", f"— {_('choose')} —"), *options]),
    )
    form.fields["remedy"] = forms.CharField(
        label=_("Where the firm may object"),
        required=False,
        help_text=_("Printed as written; leave it empty where the order itself opens no way."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_REMEDY}),
    )
    title = _("Issue correction order: %(number)s?") % {"number": file.number}
    effect = _("The order takes the next number of your unit; the number cannot be given back.")
    confirm = Confirm(
        title,
        f"{file.description[:60]} {effect}",
        _("The firm sees it at once."),
        _("Issue the order"),
    )
    return OrderAsked(
        file=file,
        form=form,
        seen=len(of_subject(viewer, file.case.id)),
        confirm=confirm,
        refused=order_refusal(viewer, file.case),
    )
