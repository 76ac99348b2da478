"""The tables of the open days: what stations send before a day is closed.

They point at no other table, so that they may lie in a database of their own (``ALIAS``).
"""
