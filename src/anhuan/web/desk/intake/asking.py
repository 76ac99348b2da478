"""Which rows of a batch an address asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from anhuan.cases.intake.types import Show
from anhuan.kernel.refusal import Refusal, Why
from anhuan.web.desk.intake.deeds import number_in


@dataclass(frozen=True, slots=True)
class Asked:
    """``opened``: after which row the folded ones are shown."""

    show: Show = Show.PROBLEMS
    after: int = 0
    opened: int | None = None


def asked_of(given: Mapping[str, str]) -> Asked:
    """Refuses ``MALFORMED`` for what no address of ours says."""
    show = given.get("show") or Show.PROBLEMS.value
    if show not in set(Show):
        raise Refusal(Why.MALFORMED, field="show", problem="choice")
    opened = given.get("open", "")
    return Asked(
        show=Show(show),
        after=number_in(given.get("after") or "0"),
        opened=number_in(opened) if opened else None,
    )
