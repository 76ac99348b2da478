"""The forms of tasks: the new one with three fields, and one for each act."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import pgettext

from anhuan.kernel.access import Viewer
from anhuan.kernel.task import TaskAct
from anhuan.kernel.task_inputs import TASK_INPUTS
from anhuan.tasks.types import TaskFile
from anhuan.tasks.words import TASK_KIND_WORDS
from anhuan.territory.queries import colleagues, units_around, units_within
from anhuan.web.parts.asking import ActForm, Options, inputs_form

THREE: Final = ("title", "to_unit", "due_on")
HIDDEN: Final = ("parent", "clause")
WITH_FILES: Final = frozenset({TaskAct.REPORT, TaskAct.PROGRESS, TaskAct.RETURN, TaskAct.NOTE})


def unit_options(viewer: Viewer) -> Options:
    """The units of the viewer's areas, then those around the viewer's own."""
    found = {each.id: each for each in units_within(viewer)}
    for path in viewer.areas:
        found |= {each.id: each for each in units_around(path) if each.id not in found}
    return [(str(each.id), f"{each.name}（{each.area_name}）") for each in found.values()]


def new_form(
    viewer: Viewer, *, data: Mapping[str, Any] | None = None, initial: Mapping[str, Any]
) -> ActForm:
    """What, who, until when; everything else may stay empty, and without who it is a draft."""
    kinds = [(kind.value, str(word)) for kind, word in TASK_KIND_WORDS.items()]
    form = inputs_form(
        TASK_INPUTS[TaskAct.DRAFT],
        data=data,
        initial=initial,
        options={"kind": kinds},
        leave_out=HIDDEN,
    )
    lead = inputs_form(
        TASK_INPUTS[TaskAct.ASSIGN],
        options={"to_unit": unit_options(viewer)},
        leave_out=("to_post",),
    )
    form.fields |= lead.fields
    form.fields["to_unit"].label = pgettext("task form", "Who leads it")
    form.fields["due_on"].label = pgettext("task form", "Until when")
    for name in ("to_unit", "due_on"):
        form.fields[name].required = False
    form.order_fields(list(THREE))
    return form


def parted(form: ActForm) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """What was typed as the inputs of writing down and of giving out."""
    given = form.given()
    lead: dict[str, Any] = {
        name: given.pop(name) for name in ("to_unit", "due_on") if name in given
    }
    return given, lead or None


def act_form_of(
    viewer: Viewer, file: TaskFile, act: TaskAct, *, data: Mapping[str, Any] | None = None
) -> ActForm:
    options: dict[str, Options] = {}
    names = {each.name for each in TASK_INPUTS[act]}
    leave_out: tuple[str, ...] = ()
    if "to_unit" in names:
        options["to_unit"] = unit_options(viewer)
    if act is TaskAct.HAND_ON and file.task.lead_unit is not None:
        team = colleagues(file.task.lead_unit, at=viewer.at)
        options["to_post"] = [
            (str(one.post), f"{one.name} {one.title}")
            for one in team
            if one.post != file.task.lead_post
        ]
    elif "to_post" in names:
        leave_out = ("to_post",)
    form = inputs_form(
        TASK_INPUTS[act],
        data=data,
        options=options,
        leave_out=leave_out,
        exhibits=0 if act in WITH_FILES else None,
    )
    for name, label in _labels(act).items():
        form.fields[name].label = label
    return form


def _labels(act: TaskAct) -> dict[str, str]:
    if act is TaskAct.ASK_HELP:
        return {
            "to_unit": pgettext("task form", "Who has to decide"),
            "due_on": pgettext("task form", "Decision needed by"),
        }
    if act is TaskAct.REPORT:
        return {"done": pgettext("task form", "What was done")}
    if act is TaskAct.RETURN:
        return {"due_on": pgettext("task form", "New term")}
    if act is TaskAct.ASSIGN:
        return {
            "to_unit": pgettext("task form", "Who leads it"),
            "due_on": pgettext("task form", "Until when"),
        }
    return {}
