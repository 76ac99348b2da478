"""Enterprises, places and facilities: one file per enterprise (一企一档)."""
