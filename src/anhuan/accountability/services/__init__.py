"""Writes to matters, and the leads that the system proposes."""

from anhuan.accountability.services.acts import act, propose
from anhuan.accountability.services.leads import on_case_act, on_rung, propose_overdue

__all__ = ["act", "on_case_act", "on_rung", "propose", "propose_overdue"]
