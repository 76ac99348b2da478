"""Interviews and vetoes on the desk of the office that prepares and the body that decides."""
