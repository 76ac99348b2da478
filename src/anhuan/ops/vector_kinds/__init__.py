"""Checkers of test vectors, one file per subject.

A checker takes a case and gives what the program gives for it, keyed like the expectations of
the case; ``verdict.judge`` compares the two. A subject lists its kinds in ``KINDS``.
"""
