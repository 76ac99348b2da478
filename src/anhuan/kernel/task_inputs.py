"""What each act on a task asks for: one table for pages, API, checks and storage."""

from collections.abc import Mapping
from typing import Any, Final

from anhuan.kernel.inputs import Input, Type, read
from anhuan.kernel.task import TaskAct, TaskKind

TASK_KINDS: Final = tuple(kind.value for kind in TaskKind)


def _text(name: str, *, required: bool = True) -> Input:
    return Input(name=name, type=Type.TEXT, required=required)


def _line(name: str) -> Input:
    return Input(name=name, type=Type.LINE, required=False)


def _kept(name: str, type_: Type, *, required: bool = True) -> Input:
    return Input(name=name, type=type_, required=required, kept=True)


DATE: Final = _kept("due_on", Type.DATE)
UNIT: Final = _kept("to_unit", Type.UNIT)
POST: Final = _kept("to_post", Type.POST, required=False)
REASON: Final = _text("reason")

TASK_INPUTS: Final[Mapping[TaskAct, tuple[Input, ...]]] = {
    TaskAct.DRAFT: (
        _text("title"),
        Input(name="kind", type=Type.CHOICE, required=False, kept=True, choices=TASK_KINDS),
        _kept("parent", Type.TASK, required=False),
        _kept("clause", Type.CLAUSE, required=False),
        _kept("quantity", Type.AMOUNT, required=False),
        _line("measure_unit"),
        _line("occasion"),
        _text("requirement", required=False),
    ),
    TaskAct.ASSIGN: (UNIT, DATE, POST),
    TaskAct.ACCEPT: (),
    TaskAct.HAND_ON: (_kept("to_post", Type.POST), _text("reason", required=False)),
    TaskAct.PROGRESS: (_text("progress"),),
    TaskAct.REPORT: (_text("done"),),
    TaskAct.VERIFY: (_text("opinion", required=False),),
    TaskAct.RETURN: (REASON, DATE),
    TaskAct.WITHDRAW: (REASON,),
    TaskAct.ASK_EXTENSION: (_kept("until", Type.DATE), REASON),
    TaskAct.GRANT_EXTENSION: (_text("opinion", required=False),),
    TaskAct.REFUSE_EXTENSION: (REASON,),
    TaskAct.ASK_HELP: (_text("difficulty"), _text("needed"), UNIT, DATE),
    TaskAct.DECIDE_HELP: (_text("decision"),),
    TaskAct.ADD_SUPPORT: (UNIT, _text("part")),
    TaskAct.SIGN_SUPPORT: (),
    TaskAct.DIVIDE: (_kept("child", Type.TASK),),
    TaskAct.REMIND: (),
    TaskAct.NOTE: (_text("note"),),
}


def parse_task(act: TaskAct, given: Mapping[str, Any]) -> dict[str, Any]:
    """The checked values of an act's inputs. Refuses as ``inputs.read`` does."""
    return read(TASK_INPUTS[act], given)


def split_task(act: TaskAct, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """``values`` as (what replay keeps, what may be erased)."""
    kept = {each.name for each in TASK_INPUTS[act] if each.kept}
    return (
        {name: value for name, value in values.items() if name in kept},
        {name: value for name, value in values.items() if name not in kept},
    )
