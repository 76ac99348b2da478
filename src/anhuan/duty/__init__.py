"""Responsibility lines: who answers for an object, on which line, since when."""
