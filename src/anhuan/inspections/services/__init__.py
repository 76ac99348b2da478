"""Writes of visits, and of the lists of places to be visited."""

from anhuan.inspections.services.acts import act, find_on_visit, open_visit, walk
from anhuan.inspections.services.campaigns import act_on_campaign, draft
from anhuan.inspections.services.checks import miss_due, on_visit, open_due
from anhuan.inspections.services.joining import join_up

__all__ = [
    "act",
    "act_on_campaign",
    "draft",
    "find_on_visit",
    "join_up",
    "miss_due",
    "on_visit",
    "open_due",
    "open_visit",
    "walk",
]
