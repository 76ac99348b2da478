"""Inspections (检查): one coming to one place, what was looked at, what was not, what it found.

Owns visits. Promises that a visit ends only with every item of its checklist answered, that "not
checked" needs a reason, that an inspection takes the officers the law of its day asks for, and
that what it found is a case of its own. Never grades, assigns or closes a case.
"""
