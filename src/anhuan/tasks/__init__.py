"""Tasks from above: broken down from a target or an upper document to a person and a date.

Owns tasks, upper documents with their clauses, and what a leader watches. Promises that a task
given out has one leading unit, one post in it and one date, that an open one has exactly one
obligation with the ball, and that who did it does not verify it. Never opens or moves a case.
"""
