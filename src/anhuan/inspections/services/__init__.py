"""Writes of visits, their papers, and the lists of places to be visited."""

from anhuan.inspections.services.acts import act, find_on_visit, open_visit, walk
from anhuan.inspections.services.campaigns import act_on_campaign, draft
from anhuan.inspections.services.checks import miss_due, on_visit, open_due
from anhuan.inspections.services.desk import begin_visit, end_visit
from anhuan.inspections.services.joining import join_up
from anhuan.inspections.services.papers import (
    Ordered,
    Sent,
    issue_paper,
    issue_sent,
    may_issue,
    spoil_paper,
)

__all__ = [
    "Ordered",
    "Sent",
    "act",
    "act_on_campaign",
    "begin_visit",
    "draft",
    "end_visit",
    "find_on_visit",
    "issue_paper",
    "issue_sent",
    "join_up",
    "may_issue",
    "miss_due",
    "on_visit",
    "open_due",
    "open_visit",
    "spoil_paper",
    "walk",
]
