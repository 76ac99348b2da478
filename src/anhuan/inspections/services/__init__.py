"""Writes of visits: begin one, answer its items, open a case from what it found, end it; issue
its papers."""

from anhuan.inspections.services.acts import act, find_on_visit, open_visit
from anhuan.inspections.services.desk import begin_visit, end_visit
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
    "begin_visit",
    "end_visit",
    "find_on_visit",
    "issue_paper",
    "issue_sent",
    "may_issue",
    "open_visit",
    "spoil_paper",
]
