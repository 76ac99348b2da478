"""What a matter makes due: one obligation with the ball, of the office or of the body.

What the person may say is a right, no duty: it is nobody's obligation, and its day is the day
until which the office waits.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from anhuan.kernel.accountability import Matter, MatterAct, MatterState
from anhuan.kernel.case import Party
from anhuan.kernel.deadline import due
from anhuan.kernel.obligation import Due
from anhuan.kernel.rules import Rules

A = MatterAct
S = MatterState
MATTER_DISCHARGED: Final[Mapping[str, frozenset[MatterAct]]] = {
    "matter.verify": frozenset({A.VERIFY, A.SET_ASIDE}),
    "matter.open": frozenset({A.OPEN, A.NOT_OPEN}),
    "matter.notify": frozenset({A.NOTIFY}),
    "matter.hear": frozenset({A.STATE, A.WAIVE}),
    "matter.decide": frozenset({A.DECIDE}),
    "matter.serve": frozenset({A.SERVE}),
    "matter.feedback": frozenset({A.FEED_BACK}),
    "matter.appeal": frozenset({A.DECIDE_APPEAL}),
    "matter.archive": frozenset({A.ARCHIVE}),
}
_OWED: Final[Mapping[MatterState, str]] = {
    S.LEAD: "matter.verify",
    S.VERIFIED: "matter.open",
    S.OPENED: "matter.notify",
    S.NOTIFIED: "matter.hear",
    S.HEARD: "matter.decide",
    S.DECIDED: "matter.serve",
    S.IN_FORCE: "matter.feedback",
    S.FED_BACK: "matter.archive",
    S.APPEALED: "matter.appeal",
}
OF_BODY: Final = frozenset({"matter.decide", "matter.appeal"})


def matter_owes(matter: Matter, *, at: datetime, rules: Rules) -> Due | None:
    """The obligation with the ball from ``at`` on; none when the matter has ended."""
    act = _OWED.get(matter.state)
    if act is None:
        return None
    if matter.state is S.IN_FORCE and not matter.is_measure:
        act = "matter.archive"
    unit = matter.body if act in OF_BODY else matter.unit
    if act == "matter.hear":
        return Due(
            act=act, party=Party.OWNER, due_on=matter.statement_until, term="due", unit=unit
        )
    deadline = due(rules.term(act), at, rules.calendar)
    last = deadline.due_on
    if act == "matter.archive" and matter.is_measure and matter.appeal_until is not None:
        last = max(last, matter.appeal_until)
    return Due(
        act=act,
        party=Party.CLOSER if act in OF_BODY else Party.OWNER,
        due_on=last,
        term=act,
        estimated=deadline.estimated,
        unit=unit,
    )
