"""Inputs of acts on the wire: their schema from the kernel's table, references from text."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils import translation

from anhuan.cases.queries import case_file
from anhuan.cases.types import Exhibit
from anhuan.cases.words.inputs import LABELS
from anhuan.evidence.tickets import redeem
from anhuan.kernel.access import Viewer
from anhuan.kernel.inputs import AMOUNT, LONGEST, MOST_MONEY, REFERENCES, Input, Type
from anhuan.kernel.refusal import Refusal, Why
from anhuan.tasks.queries import id_of
from anhuan.territory.queries import post_unit, unit_exists

MOST_EXHIBITS: Final = 12
LONGEST_TICKET: Final = 4000
Schema = dict[str, Any]


def schema_of(inputs: Iterable[Input]) -> Schema:
    """The JSON schema of the inputs of any act."""
    inputs = tuple(inputs)
    found: Schema = {
        "type": "object",
        "properties": {each.name: _property(each) for each in inputs},
        "additionalProperties": False,
    }
    required = [each.name for each in inputs if each.required]
    return found | {"required": required} if required else found


def _property(each: Input) -> Schema:
    with translation.override("en"):
        title = str(LABELS.get(each.name, each.name))
    return {"title": title, **_FORMS[each.type], **_narrower(each)}


def _narrower(each: Input) -> Schema:
    if each.type is Type.CHOICE:
        return {"enum": list(each.choices)}
    if each.type in {Type.LINE, Type.TEXT}:
        return {"minLength": 1} if each.required else {}
    return {}


_ID: Final[Schema] = {"type": "string", "format": "uuid"}
_FORMS: Final[Mapping[Type, Schema]] = {
    Type.LINE: {"type": "string", "maxLength": LONGEST[Type.LINE]},
    Type.TEXT: {"type": "string", "maxLength": LONGEST[Type.TEXT]},
    Type.DATE: {"type": "string", "format": "date"},
    Type.FLAG: {"type": "boolean"},
    Type.CHOICE: {"type": "string"},
    Type.MONEY: {"type": "integer", "minimum": 0, "maximum": MOST_MONEY},
    Type.PERSON: _ID,
    Type.POST: _ID,
    Type.UNIT: _ID,
    Type.SITE: _ID,
    Type.AREA: _ID,
    Type.CASE: {"type": "string", "description": "The number of a case."},
    Type.TASK: {"type": "string", "description": "The number of a task."},
    Type.CLAUSE: _ID,
    Type.FACT: _ID,
    Type.CHECK: _ID,
    Type.AMOUNT: {"type": "string", "pattern": AMOUNT.pattern},
}


def resolved(types: Mapping[str, Type], given: Mapping[str, Any], *, by: Viewer) -> dict[str, Any]:
    """``given`` with references as identifiers; everything else is left to the kernel.

    ``types``: the inputs of the act. Refuses ``MALFORMED`` for text that is no reference,
    ``NOT_VISIBLE`` for the number of a case that the viewer may not see, ``NO_SUCH_TARGET`` for a
    unit or post that is not there.
    """
    values = dict(given)
    for name, kind in types.items():
        if kind is Type.CHOICE and not isinstance(values.get(name, ""), str | None):
            raise Refusal(Why.MALFORMED, field=name, problem="choice")
        if kind in _IDENTIFIED and isinstance(values.get(name), str) and values[name]:
            values[name] = _identified(name, kind, values[name], by)
    return values


def _identified(name: str, kind: Type, text: str, by: Viewer) -> UUID:
    if kind is Type.CASE:
        return case_file(by, text).case.id
    if kind is Type.TASK:
        return id_of(by, text)
    try:
        found = UUID(text)
    except ValueError:
        raise Refusal(Why.MALFORMED, field=name, problem="reference") from None
    missing = kind is Type.UNIT and not unit_exists(found)
    if missing or (kind is Type.POST and post_unit(found) is None):
        raise Refusal(Why.NO_SUCH_TARGET, field=name, problem="reference")
    return found


_IDENTIFIED: Final = REFERENCES


def exhibits_of(tickets: Sequence[str], *, by: UUID, at: datetime) -> list[Exhibit]:
    """The files of tickets, each once. Refuses ``TOO_MANY`` and ``FILE_BROKEN``."""
    if len(tickets) > MOST_EXHIBITS:
        raise Refusal(Why.TOO_MANY, most=MOST_EXHIBITS)
    if any(len(text) > LONGEST_TICKET for text in tickets):
        raise Refusal(Why.FILE_BROKEN)
    files = [redeem(text, by=by, at=at) for text in tickets]
    return [Exhibit(file=file) for file in {file.sha256: file for file in files}.values()]
