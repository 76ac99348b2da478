"""Writes of visits: begin one, answer its items, open a case from what it found, end it."""

from anhuan.inspections.services.acts import act, find_on_visit, open_visit, walk

__all__ = ["act", "find_on_visit", "open_visit", "walk"]
