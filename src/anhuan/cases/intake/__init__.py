"""Ledgers of offices brought in: read, shown with their problems, corrected, then imported.

Owns: batches (an uploaded file with its rows for thirty days), what is wrong with a row and what
may be done about it, which site a name means, and the step from a row to a case.
Promises: nothing is guessed silently; a name alone never decides which site is meant; the same
row brought in again adds nothing; every imported case equals the replay of its facts.
Never: changes the state of a case that is already there.
"""
