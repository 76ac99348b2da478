"""The form of each act: grounds and bodies from the rulebook and the organisation."""

from collections.abc import Mapping
from typing import Any

from anhuan.accountability.queries import bodies
from anhuan.kernel.access import Viewer
from anhuan.kernel.procedure import Procedure, ProceedingAct
from anhuan.kernel.procedure_inputs import PROCEEDING_INPUTS
from anhuan.proceedings.types import ProceedingFile
from anhuan.rulebook.queries import names_of
from anhuan.territory.queries import units_within
from anhuan.web.parts.asking import ActForm, Options, inputs_form

A = ProceedingAct


def act_form_of(
    viewer: Viewer,
    file: ProceedingFile,
    act: ProceedingAct,
    *,
    data: Mapping[str, Any] | None = None,
) -> ActForm:
    inputs = PROCEEDING_INPUTS[act]
    options: dict[str, Options] = {}
    if any(each.name == "body" for each in inputs):
        options["body"] = [
            (str(one.id), f"{one.name}（{one.area_name}）") for one in bodies(viewer)
        ]
    today = viewer.at.date()
    initial: dict[str, Any] = {"decided_on": today}
    if act is A.HOLD:
        initial["held_on"] = file.proceeding.held_on
    by_office = any(each.name == "received_how" for each in inputs)
    return inputs_form(
        inputs,
        data=data,
        initial=initial,
        options=options,
        needed=("received_how",) if by_office else (),
    )


def proposal_form(
    viewer: Viewer,
    procedure: Procedure,
    *,
    site: tuple[str, str] | None,
    data: Mapping[str, Any] | None = None,
) -> ActForm:
    """``site``: the firm of the case it comes from, with its name; else a unit is chosen."""
    units = [one for one in units_within(viewer) if one.id not in viewer.units]
    options: dict[str, Options] = {
        "ground": list(names_of(procedure.value, viewer.at).items()),
        "subject_unit": [(str(one.id), f"{one.name}（{one.area_name}）") for one in units],
    }
    if site is not None:
        options["site"] = [site]
    return inputs_form(
        PROCEEDING_INPUTS[A.PROPOSE],
        data=data,
        options=options,
        needed=() if site else ("subject_unit",),
        leave_out=("procedure", "case") if site else ("procedure", "case", "site"),
    )
