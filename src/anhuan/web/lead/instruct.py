"""说一句，交办: what, who, until when; shown for a yes before it binds anybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.cases import services
from anhuan.cases.placing import post_in_charge
from anhuan.cases.types import Act
from anhuan.cases.words.inputs import DOMAIN_CHOICES
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action
from anhuan.kernel.inputs import INPUTS, parse
from anhuan.kernel.refusal import Refusal, Why
from anhuan.territory.queries import area_lines, holders, units_within
from anhuan.web.parts.asking import ActForm, Options, act_form
from anhuan.web.parts.formats import day_text

SAID: Final = frozenset({"description", "domain"})
WHO: Final = frozenset({"to_unit", "due_on"})


@dataclass(frozen=True, slots=True)
class Question:
    """What is about to be handed to whom, for a yes or no."""

    what: str
    unit: str
    person: str
    day: str


def unit_options(viewer: Viewer) -> Options:
    return [(str(each.id), f"{each.name}（{each.area_name}）") for each in units_within(viewer)]


def instruct_form(
    viewer: Viewer, options: Options, *, data: Mapping[str, Any] | None = None
) -> ActForm:
    """One form of two acts: entering the instruction and assigning it."""
    form = act_form(
        Action.REGISTER,
        data=data,
        initial={"domain": "safety"},
        leave_out=[i.name for i in INPUTS[Action.REGISTER] if i.name not in SAID],
    )
    second = act_form(
        Action.ASSIGN,
        options={"to_unit": options},
        needed=("to_unit",),
        leave_out=[i.name for i in INPUTS[Action.ASSIGN] if i.name not in WHO],
    )
    form.fields |= second.fields
    form.fields["description"].label = pgettext("instruct", "What is to be done")
    form.fields["description"].widget.attrs["autofocus"] = True
    form.fields["to_unit"].widget = forms.Select(choices=[("", _("— choose —")), *options])
    form.fields["to_unit"].label = pgettext("instruct", "Who")
    form.fields["due_on"].label = pgettext("instruct", "Until when")
    form.order_fields(["description", "to_unit", "due_on", "domain"])
    return form


def question(viewer: Viewer, form: ActForm, options: Options) -> Question:
    """The instruction read back. Refuses what the kernel finds missing or wrong in it."""
    unit, due_on, said = _read(viewer, form, options)
    post = post_in_charge(unit)
    held = holders([post], at=viewer.at).get(post) if post else None
    person = " ".join(word for word in (held.name, held.title) if word) if held else ""
    return Question(
        what=str(said["description"]),
        unit=dict(options)[str(unit)],
        person=person or _("nobody holds its post yet"),
        day=day_text(due_on, year=day_of(viewer.at).year),
    )


def hand_out(viewer: Viewer, form: ActForm, options: Options) -> Act:
    """Do it. Refuses what ``instruct`` refuses, and a unit out of the leader's areas."""
    unit, due_on, said = _read(viewer, form, options)
    here = area_lines(viewer, limit=1)
    if not here:
        raise Refusal(Why.NOT_VISIBLE)
    return services.instruct(
        given=said | {"area": here[0].id},
        to_unit=unit,
        due_on=due_on,
        by=viewer,
        at=viewer.at,
    )


def _read(viewer: Viewer, form: ActForm, options: Options) -> tuple[UUID, date, dict[str, Any]]:
    given = form.given()
    missing = tuple(
        name for name in ("description", *sorted(WHO, reverse=True)) if name not in given
    )
    if missing:
        raise Refusal(Why.MISSING, fields=missing)
    chosen = parse(Action.ASSIGN, {name: given[name] for name in WHO})
    if str(chosen["to_unit"]) not in dict(options):
        raise Refusal(Why.NO_SUCH_TARGET)
    if chosen["due_on"] < day_of(viewer.at):
        raise Refusal(Why.DUE_PAST, field="due_on", due_on=chosen["due_on"])
    said = {name: given[name] for name in SAID if name in given}
    if said.get("domain", "safety") not in DOMAIN_CHOICES:
        raise Refusal(Why.MALFORMED, field="domain", problem="choice")
    return chosen["to_unit"], chosen["due_on"], {"domain": "safety"} | said
