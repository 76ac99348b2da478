"""What each act of a proceeding asks for: one table for pages, API, checks and storage."""

from collections.abc import Mapping
from typing import Any, Final

from anhuan.kernel.inputs import Input, Type, read
from anhuan.kernel.origin import ORIGIN_INPUTS
from anhuan.kernel.procedure import APPEAL_ENDS, EFFECTIVE, IMPOSED, Procedure, ProceedingAct


def _text(name: str, *, required: bool = True) -> Input:
    return Input(name=name, type=Type.TEXT, required=required)


def _line(name: str, *, required: bool = True) -> Input:
    return Input(name=name, type=Type.LINE, required=required)


def _kept(name: str, type_: Type, *choices: str, required: bool = True) -> Input:
    return Input(name=name, type=type_, required=required, kept=True, choices=choices)


REASON: Final = _text("reason")
ON_PAPER: Final = _line("received_how", required=False)
"""How the office got what the subject handed in on paper; needed of the office alone."""
DECISION: Final = (
    _text("grounds"),
    _kept("decided_on", Type.DATE),
    _kept("document", Type.LINE),
    _text("members"),
)
A = ProceedingAct
PROCEEDING_INPUTS: Final[Mapping[ProceedingAct, tuple[Input, ...]]] = {
    A.PROPOSE: (
        _kept("procedure", Type.CHOICE, *(one.value for one in Procedure)),
        _kept("ground", Type.LINE),
        _kept("subject_unit", Type.UNIT, required=False),
        _kept("site", Type.SITE, required=False),
        _kept("case", Type.CASE, required=False),
        *ORIGIN_INPUTS,
        _text("summary"),
    ),
    A.SET_ASIDE: (REASON,),
    A.PUT_FORWARD: (_kept("body", Type.UNIT), _text("finding")),
    A.APPROVE: (_text("opinion", required=False),),
    A.REFUSE: (REASON,),
    A.INVITE: (
        _kept("held_on", Type.DATE),
        _kept("clock", Type.LINE),
        _line("venue"),
        _text("participants"),
        _text("agenda"),
        _text("materials", required=False),
    ),
    A.HOLD: (_kept("held_on", Type.DATE), _line("host"), _text("attended"), _text("minutes")),
    A.SIGN: (_text("remark", required=False), ON_PAPER),
    A.UNSIGNED: (REASON,),
    A.PLAN: (_text("plan"), _kept("fix_by", Type.DATE), ON_PAPER),
    A.REPORT: (_text("report"), ON_PAPER),
    A.RECHECK: (_kept("outcome", Type.CHOICE, *EFFECTIVE), _text("finding")),
    A.CIRCULATE: (_kept("copy_to", Type.LINE), _text("bulletin")),
    A.WITHDRAW: (REASON,),
    A.NOTIFY: (_kept("body", Type.UNIT), _text("charge")),
    A.STATE: (_text("statement"), ON_PAPER),
    A.WAIVE: (_text("reason", required=False),),
    A.DECIDE: (_kept("imposed", Type.CHOICE, *IMPOSED), *DECISION),
    A.SERVE: (_text("served_how"),),
    A.APPEAL: (REASON, ON_PAPER),
    A.DECIDE_APPEAL: (_kept("appeal_end", Type.CHOICE, *APPEAL_ENDS), *DECISION),
    A.EXPIRE: (),
    A.NOTE: (_text("note"),),
}


def parse_proceeding(act: ProceedingAct, given: Mapping[str, Any]) -> dict[str, Any]:
    """The checked values of an act's inputs. Refuses as ``inputs.read`` does."""
    values = read(PROCEEDING_INPUTS[act], given)
    if "procedure" in values:
        values["procedure"] = Procedure(values["procedure"])
    return values


def split_proceeding(
    act: ProceedingAct, values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """``values`` as (what replay keeps, what may be erased)."""
    kept = {each.name for each in PROCEEDING_INPUTS[act] if each.kept}
    return (
        {name: value for name, value in values.items() if name in kept},
        {name: value for name, value in values.items() if name not in kept},
    )
