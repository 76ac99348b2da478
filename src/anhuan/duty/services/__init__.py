"""Writes to responsibility: who answers for what, posts handed over, duties signed for; who is
on duty, states declared, units called."""

from anhuan.duty.services.calls import answer_call, call_by_rule, call_unit
from anhuan.duty.services.charges import (
    charge,
    correct_charge,
    end_charge,
    hand_over,
    name_source,
    on_post_closed,
    withdraw_charge,
)
from anhuan.duty.services.handing import leave_posts
from anhuan.duty.services.roster import change_stint, enter_shift, make_roster
from anhuan.duty.services.signing import note_signature, sign_duties
from anhuan.duty.services.states import declare_state, end_state
from anhuan.duty.services.visits import end_key, mark_key, note_finding, note_visit

__all__ = [
    "answer_call",
    "call_by_rule",
    "call_unit",
    "change_stint",
    "charge",
    "correct_charge",
    "declare_state",
    "end_charge",
    "end_key",
    "end_state",
    "enter_shift",
    "hand_over",
    "leave_posts",
    "make_roster",
    "mark_key",
    "name_source",
    "note_finding",
    "note_signature",
    "note_visit",
    "on_post_closed",
    "sign_duties",
    "withdraw_charge",
]
