"""Writes to the record: acts, and what becomes of them in the log."""

from anhuan.ledger.services.adopting import OtherHistory, adopt
from anhuan.ledger.services.growing import advance, assign, close_year, current, sign
from anhuan.ledger.services.recording import erase, erase_many, record, record_many
from anhuan.ledger.services.rotating import begin_extra_line, begin_takeover, end_takeover
from anhuan.ledger.services.witnessing import ask, considered, watch

__all__ = [
    "OtherHistory",
    "adopt",
    "advance",
    "ask",
    "assign",
    "begin_extra_line",
    "begin_takeover",
    "close_year",
    "considered",
    "current",
    "end_takeover",
    "erase",
    "erase_many",
    "record",
    "record_many",
    "sign",
    "watch",
]
