"""Stations: which of them speak, what they measured, and how one is taken in."""
