"""The form of each act on a matter: codes from the rulebook, persons from who held the ball."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.accountability import queries
from anhuan.accountability.types import MatterFile
from anhuan.accountability.words import RESULTS, RULINGS
from anhuan.cases.words.acts import PAST
from anhuan.kernel.access import Viewer
from anhuan.kernel.accountability import MEASURES, MatterAct
from anhuan.kernel.accountability_inputs import MATTER_INPUTS
from anhuan.kernel.case import Action
from anhuan.rulebook.queries import names_of
from anhuan.web.parts.asking import ActForm, Options, inputs_form
from anhuan.web.parts.formats import moment_text

LEFT_OUT: Final = ("post",)


def act_form_of(
    viewer: Viewer, file: MatterFile, act: MatterAct, *, data: Mapping[str, Any] | None = None
) -> ActForm:
    return inputs_form(
        MATTER_INPUTS[act],
        data=data,
        initial={"decided_on": viewer.at.date()} if act is MatterAct.DECIDE else None,
        options=_options(viewer, file, act),
        leave_out=LEFT_OUT,
    )


def _options(viewer: Viewer, file: MatterFile, act: MatterAct) -> dict[str, Options]:
    found: dict[str, Options] = {
        "intended": [(one.value, str(RULINGS[one])) for one in MEASURES],
        "ruling": [(one.value, str(word)) for one, word in RULINGS.items()],
        "result": [(one.value, str(word)) for one, word in RESULTS.items()],
        "behaviour": list(names_of("behaviour", viewer.at).items()),
        "ground": list(names_of("exemption", viewer.at).items()),
    }
    if act is MatterAct.OPEN:
        found["person"] = _persons(viewer, file)
    if act is MatterAct.CITE:
        found["fact"] = _facts(viewer, file)
    if act is MatterAct.NOTIFY:
        bodies = queries.bodies(viewer)
        found["body"] = [(str(one.id), f"{one.name}（{one.area_name}）") for one in bodies]
    return found


def _persons(viewer: Viewer, file: MatterFile) -> Options:
    held = pgettext("matter", "held the ball")
    above = pgettext("matter", "answered above")
    return [
        (
            str(one.person),
            f"{one.name} {one.unit_name} {one.title}（{held if one.held else above}）",
        )
        for one in queries.who_held(viewer, file)
    ]


def _facts(viewer: Viewer, file: MatterFile) -> Options:
    found = []
    for one in queries.citable(viewer, file):
        said = str(PAST[Action(one.action)]) if one.action in set(Action) else one.action
        who = one.by_name or _("the system")
        at = moment_text(one.at, year=viewer.at.year)
        found.append((str(one.id), f"{at} {said} {who}"))
    return found
