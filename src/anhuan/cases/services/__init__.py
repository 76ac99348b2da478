"""Writes to cases and the papers issued about them."""

from anhuan.cases.services.acts import act, instruct, open_case, open_reporter, watch
from anhuan.cases.services.orders import issue_order, spoil_order

__all__ = [
    "act",
    "instruct",
    "issue_order",
    "open_case",
    "open_reporter",
    "spoil_order",
    "watch",
]
