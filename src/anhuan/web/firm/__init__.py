"""Enterprises: what to do, by when."""
