"""Accountability with due process: leads, notice, statement, decision, appeal.

Owns matters and what the record says of who held the ball when. Promises that the system only
proposes and every later act is a person's; that whoever decides neither prepared the matter nor
answered for the same ball; that a statement is possible before a decision; that a decision cites
acts of the record and a code of the rulebook. Never ranks persons, never opens or moves a case.
"""
