"""Plumbing without a business word: clock, identifiers, jobs, trees, periods, databases."""
