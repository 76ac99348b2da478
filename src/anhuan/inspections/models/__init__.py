"""Visits, and the lists of places that are to be visited."""

from anhuan.inspections.models.plans import Campaign, PlannedCheck
from anhuan.inspections.models.visits import Visit

__all__ = ["Campaign", "PlannedCheck", "Visit"]
