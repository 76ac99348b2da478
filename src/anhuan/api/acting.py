"""A table of acts on the wire: the schema of their inputs, what may be done, what is sent."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar

from anhuan.api.given import Schema, resolved, schema_of
from anhuan.api.problems import of_refusal
from anhuan.api.shapes.cases import Choice
from anhuan.kernel.access import Viewer
from anhuan.kernel.case import Action
from anhuan.kernel.inputs import INPUTS, Input
from anhuan.kernel.refusal import Refusal

A = TypeVar("A", bound=StrEnum)


class Acts(Generic[A]):
    """The acts of one kind of subject with their inputs."""

    def __init__(self, inputs: Mapping[A, Iterable[Input]]) -> None:
        self.schemas = {act: schema_of(each) for act, each in inputs.items()}
        self._types = {act: {one.name: one.type for one in each} for act, each in inputs.items()}

    def choice(self, act: A, refusal: Refusal | None, *, exhibits: int = 0) -> Choice:
        """Whether ``act`` is open: its schema, or why it is refused."""
        if refusal is None:
            return Choice(granted=True, given=self.schemas[act], exhibits=exhibits)
        problem = of_refusal(refusal)
        return Choice(granted=False, code=problem.code, title=problem.title)

    def given(self, act: A, given: Mapping[str, Any], by: Viewer) -> dict[str, Any]:
        """What was sent for ``act``, references as identifiers. Refuses as ``resolved``."""
        return resolved(self._types[act], given, by=by)

    def body(self, act: A, **more: Schema) -> Schema:
        """The schema of the body of ``act``; ``more``: properties beside the inputs."""
        properties = {"given": self.schemas[act], "seen_version": SEEN_VERSION} | more
        return {"type": "object", "properties": properties, "additionalProperties": False}


SEEN_VERSION: Final[Schema] = {"type": ["integer", "null"]}
CASE_ACTS: Final[Acts[Action]] = Acts(INPUTS)
