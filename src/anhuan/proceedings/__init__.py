"""Procedures against a unit or a firm: interviews (约谈) and vetoes (一票否决).

Owns proceedings from a proposal to the end. Promises that the system only proposes, and writes
down that a veto has expired; that whoever approves or decides has not prepared it and does not
belong to its subject; that the subject is told in time and may speak before a decision; that a
rung proposes once. Never names or ranks persons, never opens or moves a case.
"""
