"""The rules of the work: pure functions and values.

Owns what may happen to a case, who answers, until when, and the formulas of the standards.
Never reads a clock, a file, a random number or a socket: time comes in as ``at``, law as
``rules``.
"""
