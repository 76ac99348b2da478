"""What each act on a matter asks for: one table for pages, API, checks and storage."""

from collections.abc import Mapping
from typing import Any, Final

from anhuan.kernel.accountability import MEASURES, AppealResult, MatterAct, Ruling
from anhuan.kernel.inputs import Input, Type, read
from anhuan.kernel.origin import ORIGIN_INPUTS


def _text(name: str, *, required: bool = True) -> Input:
    return Input(name=name, type=Type.TEXT, required=required)


def _kept(name: str, type_: Type, *choices: str, required: bool = True) -> Input:
    return Input(name=name, type=type_, required=required, kept=True, choices=choices)


REASON: Final = _text("reason")
DECISION: Final = (
    _kept("ground", Type.LINE, required=False),
    _text("grounds"),
    _kept("decided_on", Type.DATE),
    _kept("document", Type.LINE),
    _text("members"),
    _kept("public", Type.FLAG, required=False),
)
"""Of any decision: on which ground, when, under which number, who sat; one member on a line."""
A = MatterAct
MATTER_INPUTS: Final[Mapping[MatterAct, tuple[Input, ...]]] = {
    A.PROPOSE: (_kept("case", Type.CASE), *ORIGIN_INPUTS, _text("summary")),
    A.VERIFY: (_text("finding"),),
    A.SET_ASIDE: (REASON,),
    A.CITE: (_kept("fact", Type.FACT), _text("why_cited", required=False)),
    A.OPEN: (
        _kept("person", Type.PERSON),
        _kept("post", Type.POST),
        _kept("behaviour", Type.LINE),
        _text("charge"),
        Input(name="basis", type=Type.LINE),
    ),
    A.NOT_OPEN: (REASON,),
    A.NOTIFY: (
        _kept("intended", Type.CHOICE, *(ruling.value for ruling in MEASURES)),
        _kept("body", Type.UNIT),
    ),
    A.STATE: (_text("statement"),),
    A.WAIVE: (_text("reason", required=False),),
    A.DECIDE: (_kept("ruling", Type.CHOICE, *(ruling.value for ruling in Ruling)), *DECISION),
    A.SERVE: (_text("served_how"),),
    A.FEED_BACK: (_text("feedback"),),
    A.APPEAL: (REASON,),
    A.DECIDE_APPEAL: (
        _kept("result", Type.CHOICE, *(result.value for result in AppealResult)),
        _kept("ruling", Type.CHOICE, *(ruling.value for ruling in Ruling), required=False),
        *DECISION,
    ),
    A.ARCHIVE: (),
    A.NOTE: (_text("note"),),
}


def parse_matter(act: MatterAct, given: Mapping[str, Any]) -> dict[str, Any]:
    """The checked values of an act's inputs. Refuses as ``inputs.read`` does."""
    values = read(MATTER_INPUTS[act], given)
    for name, kind in (("intended", Ruling), ("ruling", Ruling), ("result", AppealResult)):
        if name in values:
            values[name] = kind(values[name])
    return values


def split_matter(
    act: MatterAct, values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """``values`` as (what replay keeps, what may be erased)."""
    kept = {each.name for each in MATTER_INPUTS[act] if each.kept}
    return (
        {name: value for name, value in values.items() if name in kept},
        {name: value for name, value in values.items() if name not in kept},
    )
