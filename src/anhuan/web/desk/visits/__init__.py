"""Visits on the desk: the list, one of them, and a visit entered without a phone."""
