"""Writes to cases and the papers issued about them."""

from anhuan.cases.services.acts import act, instruct, open_case
from anhuan.cases.services.contradictions import on_contradiction
from anhuan.cases.services.orders import issue_order, spoil_order
from anhuan.cases.services.reporters import open_reporter
from anhuan.cases.services.saved import delete_view, rename_view, save_view
from anhuan.cases.services.watching import pass_on, watch

__all__ = [
    "act",
    "delete_view",
    "instruct",
    "issue_order",
    "on_contradiction",
    "open_case",
    "open_reporter",
    "pass_on",
    "rename_view",
    "save_view",
    "spoil_order",
    "watch",
]
