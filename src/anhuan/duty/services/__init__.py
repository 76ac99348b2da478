"""Writes to responsibility: who answers for what, posts handed over, duties signed for; who is
on duty, states declared, units called."""

from anhuan.duty.services.calls import answer_call, call_by_rule, call_unit
from anhuan.duty.services.charges import (
    charge,
    correct_charge,
    end_charge,
    hand_over,
    name_source,
    withdraw_charge,
)
from anhuan.duty.services.handing import leave_posts
from anhuan.duty.services.roster import change_stint, enter_shift, make_roster
from anhuan.duty.services.signing import note_signature, sign_duties
from anhuan.duty.services.states import declare_state, end_state

__all__ = [
    "answer_call",
    "call_by_rule",
    "call_unit",
    "change_stint",
    "charge",
    "correct_charge",
    "declare_state",
    "end_charge",
    "end_state",
    "enter_shift",
    "hand_over",
    "leave_posts",
    "make_roster",
    "name_source",
    "note_signature",
    "sign_duties",
    "withdraw_charge",
]
