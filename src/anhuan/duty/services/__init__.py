"""Writes to responsibility: who answers for what, posts handed over, duties signed for."""

from anhuan.duty.services.charges import (
    charge,
    correct_charge,
    end_charge,
    hand_over,
    name_source,
    withdraw_charge,
)
from anhuan.duty.services.handing import leave_posts
from anhuan.duty.services.signing import note_signature, sign_duties

__all__ = [
    "charge",
    "correct_charge",
    "end_charge",
    "hand_over",
    "leave_posts",
    "name_source",
    "note_signature",
    "sign_duties",
    "withdraw_charge",
]
