"""Which ways lead to which state, and how states and ages are spread over the cases."""

from functools import cache
from typing import Final

from anhuan.ops.city.dice import Dice

OPEN: Final = frozenset(
    (
        "lead", "registered", "graded", "assigned", "signed", "underway", "extension_pending",
        "submitted", "passed", "handover_pending",
    )
)  # fmt: skip
# How long a step waits for the one before it, in parts of the whole.
WAIT: Final = {
    "report": 0, "register": 0, "verify": 2, "dismiss": 4, "fix_on_spot": 1, "grade": 2,
    "assign": 1, "sign_for": 2, "forward": 1, "control": 1, "plan": 2, "list_supervision": 2,
    "report_progress": 9, "submit": 14, "return_for_rework": 3, "pass_recheck": 3, "close": 2,
    "request_extension": 7, "grant_extension": 1, "deny_extension": 1, "spot_check": 14,
    "relapse": 20, "request_void": 3, "consent_void": 1, "hand_over": 3, "accept_handover": 2,
}  # fmt: skip
# From this age in working days on, a state can have been reached.
_OLD_ENOUGH: Final = {
    "lead": 0, "registered": 0, "graded": 1, "assigned": 1, "signed": 2, "underway": 3,
    "handover_pending": 4, "extension_pending": 6, "submitted": 6, "passed": 8,
}  # fmt: skip
_OPEN_ODDS: Final = (
    ("underway", 36), ("submitted", 13), ("assigned", 12), ("registered", 9), ("passed", 8),
    ("graded", 7), ("signed", 6), ("extension_pending", 5), ("handover_pending", 4),
)  # fmt: skip
_DONE_ODDS: Final = (
    ("closed", 58), ("fixed_on_spot", 16), ("verified", 16), ("transferred", 5), ("voided", 5),
)  # fmt: skip
_OPEN_SHARE: Final = ((10, 88), (25, 70), (60, 40), (120, 16))


def choose_state(dice: Dice, age: int, kind: str) -> str:
    """A state that a case of this age (working days) and kind may be in today."""
    share = next((share for limit, share in _OPEN_SHARE if age < limit), 3)
    if age < 3 or dice.below(100) < share:
        state = _weighted(dice, _OPEN_ODDS)
        if age < _OLD_ENOUGH[state]:
            state = "registered"
        elif age > 40 and _OLD_ENOUGH[state] < 3:
            state = "underway"
        return "lead" if kind == "report" and state == "registered" else state
    if kind == "report" and dice.below(4) == 0:
        return "dismissed"
    state = _weighted(dice, _DONE_ODDS)
    return "closed" if state == "fixed_on_spot" and kind != "hazard" else state


def _weighted(dice: Dice, odds: tuple[tuple[str, int], ...]) -> str:
    roll = dice.below(100)
    for state, share in odds:
        if roll < share:
            return state
        roll -= share
    return odds[0][0]


@cache
def route(
    state: str, kind: str, major: bool, reworks: int, extension: str, supervised: bool
) -> tuple[str, ...]:
    """The actions that lead to `state`. extension: "", "grant_extension", "deny_extension"."""
    door: tuple[str, ...] = ("report",) if kind == "report" else ("register",)
    if state in ("lead", "registered"):
        return door
    if state == "dismissed":
        return (*door, "dismiss")
    if state == "fixed_on_spot":
        return (*door, "fix_on_spot")
    if kind == "report":
        door = ("report", "verify")
    work = (*door, *_preparation(kind, major, supervised))
    early = _early(state, work)
    if early is not None:
        return early
    if extension:
        work = (*work, "request_extension", extension)
    return _late(state, (*work, *("submit", "return_for_rework") * reworks))


def _preparation(kind: str, major: bool, supervised: bool) -> tuple[str, ...]:
    steps: tuple[str, ...] = ("grade", "assign", "sign_for")
    if kind in ("directive", "instruction"):
        steps += ("forward",)
    steps += ("control", "plan") if major else ("plan",)
    return (*steps, "list_supervision", "report_progress") if supervised else steps


def _early(state: str, work: tuple[str, ...]) -> tuple[str, ...] | None:
    if state in ("graded", "assigned", "signed"):
        last = {"graded": "grade", "assigned": "assign", "signed": "sign_for"}[state]
        return work[: work.index(last) + 1]
    graded = work[: work.index("grade") + 1]
    if state == "voided":
        return (*graded, "request_void", "consent_void")
    if state == "handover_pending":
        return (*graded, "hand_over")
    if state == "transferred":
        return (*graded, "hand_over", "accept_handover")
    return None


def _late(state: str, work: tuple[str, ...]) -> tuple[str, ...]:
    tail = {
        "underway": (),
        "extension_pending": ("request_extension",),
        "submitted": ("submit",),
        "passed": ("submit", "pass_recheck"),
        "closed": ("submit", "pass_recheck", "close"),
        "verified": ("submit", "pass_recheck", "close", "spot_check"),
        "relapsed": ("submit", "pass_recheck", "close", "relapse"),
    }[state]
    return (*work, *tail)
